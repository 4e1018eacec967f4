/**
 * The break-it lab: puts a real mistake into the code, says by and by where it is, and tells whether
 * it has been repaired. Until the user asks, nothing in the page says more than what one sees of it.
 */

import { make, updateText } from "../../kit/dom.js";
import { valueAt } from "../../model/value-at.js";
import { beginHunt, fixText, hintLabel, isOver, symptomText } from "./hunt.js";

/** @import {Defect, EditedFiles, Request} from "../../protocol.js" */
/** @import {Hunt} from "./hunt.js" */

const ABOUT =
  "Each is a mistake that people really make, put into the real code, for you to find and to repair.";

/**
 * @typedef {object} LabOptions
 * @property {Request} request
 * @property {(files: EditedFiles) => Promise<void>} onFiles  to be put in force
 * @property {(isOn: boolean) => void} onHunt  there is something to find, or no longer
 * @property {(isOn: boolean) => void} onSecret  there is, and no hint of it has been given
 * @property {(file: string, line: number) => void} onLine  show it
 * @property {(file: string) => void} onGiveUp  show what is different
 */

export class Lab {
  /** @type {Hunt|null} */ #hunt = null;
  /** @type {EditedFiles} */ #code = {};
  /** Those that there are, once it has been asked. @type {Promise<Defect[]>|null} */ #asked = null;
  #options;
  #select = make("select", { "aria-label": "Mistake" });
  #symptom = make("p", { class: "code__symptom", role: "status" });
  #answer = make("p", { class: "code__answer", role: "status" });
  #hint = this.#button("Hint: which file?", () => this.#tellHint());
  #giveUp = this.#button("Give up: show me", async () => this.#tellPlace());
  #breaking = [
    bar(
      make("div", { class: "select" }, this.#select),
      this.#button("Break it", async () =>
        this.#break(valueAt(await this.#defects(), this.#select.selectedIndex)),
      ),
    ),
    bar(this.#button("Break something, I will find it", () => this.#breakSomething())),
  ];

  /** @param {LabOptions} options */
  constructor(options) {
    this.#options = options;
    this.element = make(
      "details",
      { class: "code__lab" },
      make("summary", { class: "panel__title" }, "Break it"),
      make("p", { class: "code__description" }, ABOUT),
      ...this.#breaking,
      this.#symptom,
      bar(
        this.#hint,
        this.#button("Check my fix", () => this.#checkFix()),
        this.#giveUp,
      ),
      this.#answer,
    );
    this.element.addEventListener("toggle", () => {
      if (this.element.open) this.#defects().catch(() => {}); // a button will say it
    });
    this.#show(null);
  }

  /** Other code is in force. @param {EditedFiles} code */
  follow(code) {
    this.#code = code;
    if (!this.#hunt || !isOver(this.#hunt, code)) return;
    this.#show(null);
    updateText(this.#answer, "The mistake is out again.");
  }

  /** @param {string} label @param {() => Promise<string>} act  its answer is shown */
  #button(label, act) {
    const button = make("button", { type: "button", class: "button" }, label);
    button.addEventListener("click", async () => {
      try {
        updateText(this.#answer, await act());
      } catch (error) {
        updateText(this.#answer, /** @type {Error} */ (error).message);
      }
    });
    return button;
  }

  /** @returns {Promise<Defect[]>} */
  #defects() {
    this.#asked ??= this.#askForDefects().catch((error) => {
      this.#asked = null; // to be asked again
      throw error;
    });
    return this.#asked;
  }

  /** @returns {Promise<Defect[]>} */
  async #askForDefects() {
    const { defects } = await this.#options.request("get_defects", {});
    this.#select.replaceChildren(...defects.map(({ title }) => make("option", {}, title)));
    return defects;
  }

  async #breakSomething() {
    const all = await this.#defects();
    return this.#break(valueAt(all, Math.floor(Math.random() * all.length)), true);
  }

  /** @param {Defect} defect @param {boolean} [isSecret] */
  async #break(defect, isSecret = false) {
    const { files } = await this.#options.request("break_code", { name: defect.name });
    const hunt = beginHunt(defect, files, this.#code);
    this.#options.onSecret(true); // before it is in force
    try {
      await this.#options.onFiles(files);
    } catch (error) {
      this.#options.onSecret(false);
      throw error;
    }
    updateText(this.#symptom, symptomText(defect, isSecret));
    this.#show(hunt);
    return "Find the place and repair it. Undo takes the mistake out again.";
  }

  async #tellHint() {
    if (!this.#hunt) return "";
    const { defect, next } = this.#hunt;
    const { file, line } = await this.#options.request("get_hint", { name: defect.name, of: next });
    if (this.#hunt && line !== null) {
      this.#options.onLine(file, line);
      return `It is in ${file}, line ${line}.`;
    }
    if (this.#hunt) this.#show({ ...this.#hunt, next: "line" });
    return `It is in ${file}.`;
  }

  #tellPlace() {
    if (!this.#hunt) return "";
    const { defect, file } = this.#hunt;
    this.#show(null);
    this.#options.onGiveUp(file);
    return `${defect.title}, in ${file}: the changed lines are marked.`;
  }

  async #checkFix() {
    const result = await this.#options.request("check_fix", {});
    if (result.repaired) this.#show(null);
    return fixText(result);
  }

  /** @param {Hunt|null} hunt */
  #show(hunt) {
    this.#hunt = hunt;
    const isOn = hunt !== null;
    if (!isOn) updateText(this.#symptom, "");
    for (const element of this.#breaking) element.hidden = isOn;
    for (const element of [this.#symptom, this.#hint, this.#giveUp]) element.hidden = !isOn;
    updateText(this.#hint, hintLabel(hunt));
    this.#options.onHunt(isOn);
    this.#options.onSecret(hunt?.next === "file");
  }
}

/** @param {...Node} children */
const bar = (...children) => make("div", { class: "code__bar" }, ...children);
