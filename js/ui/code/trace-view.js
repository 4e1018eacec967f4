/** The numbers beside a line: what its arrays held when it last ran in a step, and what that is in the picture. */

import { make, updateText } from "../../kit/dom.js";
import { stationOf } from "../../model/opened-step.js";
import { isBehind, isStale, lineView, runOfLayer, selectedLines } from "./trace-state.js";

/** @import {Request} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Touched} from "../../model/view.js" */
/** @import {LineView, Place, Traced} from "./trace-state.js" */

const LOOK_MS = 150; // after the caret has moved
const REST_MS = 1000; // between the traces that follow the steps of a run that is stopped

/**
 * @typedef {object} TraceOptions
 * @property {Request} request
 * @property {(touched: Touched|null) => void} onTouched
 * @property {() => Place|null} place  of the caret
 * @property {(lines: number[]) => void} onLines  lines of the shown part that touch the selection
 */

export class TraceView {
  /** @type {Traced|null} */ #traced = null;
  /** @type {AppState|null} */ #state = null;
  #isAsking = false;
  #timer = 0;
  #restTimer = 0;
  #options;
  #heading = make(
    "p",
    { class: "code__line", role: "status" },
    "Put the caret on a line to see its numbers.",
  );
  #visits = make("select", { "aria-label": "Which time it ran" });
  #choice = make("div", { class: "select", hidden: true }, this.#visits);
  #table = make("dl", { class: "code__values", translate: "no" });
  #lit = make("p", { class: "code__description" });
  element = make(
    "section",
    { class: "code__trace", "aria-label": "Numbers of this line" },
    this.#heading,
    this.#choice,
    this.#table,
    this.#lit,
  );

  /** @param {TraceOptions} options */
  constructor(options) {
    this.#options = options;
    this.#visits.addEventListener("change", () => this.#draw());
  }

  /** The caret has moved. */
  look() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#update(), LOOK_MS);
  }

  /** The code has changed: what was traced is no longer true. */
  forget() {
    this.#traced = null;
    this.look();
  }

  /** Nothing is looked at any more. */
  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#restTimer);
    this.#restTimer = 0;
  }

  /** @param {AppState} next */
  render(next) {
    const selected = this.#state?.view.selection ?? null;
    this.#state = next;
    if (this.#traced && isBehind(this.#traced, next)) this.#retrace(this.#traced);
    if (next.view.selection !== selected) this.look();
  }

  /** The run has gone on: soon what was traced is looked at anew. @param {Traced} traced */
  #retrace({ at }) {
    if (this.#restTimer !== 0) return;
    const rest = Math.max(0, at + REST_MS - performance.now());
    this.#restTimer = window.setTimeout(() => {
      this.#restTimer = 0;
      this.forget();
    }, rest);
  }

  async #update() {
    if (this.#isAsking) return;
    if (this.#options.place() && isStale(this.#traced, performance.now())) await this.#trace();
    this.#draw(this.#runInStep());
    this.#options.onLines(
      selectedLines(this.#traced, this.#options.place(), this.#state?.view.selection ?? null),
    );
  }

  async #trace() {
    this.#isAsking = true;
    try {
      const trace = await this.#options.request("trace_step", {});
      this.#traced = { trace, at: performance.now(), run_id: this.#state?.network.run_id ?? -1 };
    } catch (error) {
      this.#traced = null;
      updateText(this.#heading, `This step could not be traced: ${/** @type {Error} */ (error).message}`);
    } finally {
      this.#isAsking = false;
    }
  }

  /** Of a line that runs in every layer, the run in that which an opened step is at. */
  #runInStep() {
    const place = this.#options.place();
    const layer = this.#state?.opened ? stationOf(this.#state.opened).layer : null;
    const run = place && layer !== null ? runOfLayer(this.#traced, place, layer) : -1;
    return run >= 0 ? run : this.#visits.selectedIndex;
  }

  /** @param {number} [run]  of the line */
  #draw(run = this.#visits.selectedIndex) {
    const place = this.#options.place();
    const view = place && lineView(this.#traced, place, run, this.#state);
    if (view) this.#write(view);
    this.#options.onTouched(view?.touched ?? null);
  }

  /** @param {LineView} view */
  #write({ heading, runs, run, values, lit }) {
    updateText(this.#heading, heading);
    this.#visits.replaceChildren(...runs.map((text) => make("option", {}, text)));
    this.#visits.selectedIndex = runs.length > 0 ? run : -1;
    this.#choice.hidden = runs.length < 2;
    this.#table.replaceChildren(
      ...values.flatMap(({ name, text, changed }) => [
        make("dt", changed ? { class: "code__changed" } : {}, name),
        make("dd", {}, text, changed ? " (changed here)" : ""),
      ]),
    );
    updateText(this.#lit, lit);
  }
}
