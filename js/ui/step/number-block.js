/** How the number of a station is made: asked of Python, of which the newest question wins, and shown as a table. */

import { make, updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { describeStation, ofText, stationOf } from "../../model/opened-step.js";
import { knownOf } from "../../model/step-number.js";
import { makeSumTable } from "./sum-table.js";

/** @import {Explained, Request, Sum, TopologyEvent} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {StepNumber} from "../../model/step-number.js" */

/** @typedef {{opened: OpenedStep, number: StepNumber, topology: TopologyEvent, isWrong: boolean}} Wanted */

export class NumberBlock {
  element = make("div", { class: "step__number" });
  #sum = make("div", { class: "step__sum", tabindex: 0, role: "group", "aria-label": "How it is made" });
  #known = make("dl", { class: "step__known", translate: "no" });
  #note = make("p", { class: "step__note" });
  #place = make("p", { class: "step__place", translate: "no" });
  #spoken = make("p", { class: "visually-hidden", role: "status" });
  #request;
  #onError;
  /** What is asked for, as text. */
  #key = "";
  /** @type {Wanted|null} */ #next = null;
  #isAsking = false;

  /** @param {{request: Request, onError: (thrown: unknown) => void}} options */
  constructor({ request, onError }) {
    this.#request = request;
    this.#onError = onError;
    this.element.append(this.#sum, this.#note, this.#known, this.#place, this.#spoken);
  }

  /** @param {Wanted} wanted */
  render(wanted) {
    const { opened, number } = wanted;
    const key = JSON.stringify([opened.record.step, opened.at, opened.sample, number]);
    if (key === this.#key) return;
    this.#key = key;
    this.element.setAttribute("aria-busy", "true");
    this.#next = wanted;
    if (!this.#isAsking) this.#ask();
  }

  /** Nothing is shown any more: an answer on its way comes too late. */
  clear() {
    this.#key = "";
    this.#next = null;
    this.#sum.replaceChildren();
    updateText(this.#spoken, "");
  }

  /** One after the other, and what was overtaken is not asked for. */
  async #ask() {
    this.#isAsking = true;
    for (let wanted = this.#take(); wanted; wanted = this.#take()) {
      try {
        await this.#answer(wanted);
      } catch (thrown) {
        if (this.#key !== "") this.#onError(thrown);
      }
    }
    this.#isAsking = false;
  }

  #take() {
    const wanted = this.#next;
    this.#next = null;
    return wanted;
  }

  /** @param {Wanted} wanted */
  async #answer(wanted) {
    const { missing } = stationOf(wanted.opened);
    const explained = missing === null ? await this.#request("explain", wanted.number) : null;
    if (this.#next !== null || this.#key === "") return;
    this.#show(wanted, explained);
    this.element.removeAttribute("aria-busy");
  }

  /** @param {Wanted} wanted @param {(Explained & Sum)|null} explained  null: the code does not have it */
  #show({ opened, number, topology, isWrong }, explained) {
    const station = stationOf(opened);
    const { file, line, missing } = station;
    this.element.dataset.station = String(opened.at);
    const content = explained
      ? makeSumTable(explained, topology)
      : make("p", { class: "step__missing" }, missing ?? "");
    this.#sum.scrollTop = 0; // before its content is new, or that would be laid out twice
    this.#sum.replaceChildren(content);
    updateText(this.#note, [explained?.note, opened.record.left_out].filter(Boolean).join(" "));
    updateText(this.#place, file === null ? "" : `${file}, line ${line}`);
    this.#known.replaceChildren(
      ...knownOf(opened, number, topology).flatMap(({ name, value }) => [
        make("dt", {}, name),
        make("dd", {}, value === null ? "–" : formatExact(value)),
      ]),
    );
    const result = explained ? `${ofText(opened)}: ${formatExact(explained.result ?? Number.NaN)}` : missing;
    updateText(
      this.#spoken,
      `${describeStation(opened, topology)}. ${result}${isWrong ? ". It is wrong" : ""}`,
    );
  }
}
