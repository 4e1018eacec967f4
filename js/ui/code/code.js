/** Opens and closes the code panel; what is in it is loaded when it is first opened. */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";

/** @import {Request} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {StepActions} from "./step-follower.js" */

/**
 * @typedef {object} CodeOptions
 * @property {HTMLElement} button  in the page's header
 * @property {HTMLElement} back  from the settings, where these have taken the panel's place
 * @property {HTMLElement} layout  makes room while the panel is open
 * @property {Request} request
 * @property {() => AppState} now  what Python has told so far
 * @property {(changes: Partial<ViewSettings>) => void} onView
 * @property {StepActions} step
 */

export class Code {
  /** @type {import("./panel.js").CodePanel|null} */ #panel = null;
  #isOpen = false;
  #element;
  #options;

  /** @param {HTMLElement} element @param {CodeOptions} options */
  constructor(element, options) {
    const { button, back } = options;
    this.#element = element;
    this.#options = options;
    const text = "Shows the Python that is running, to read and to change while it trains.";
    button.after(createHint(button, { text, side: "below" }));
    back.addEventListener("click", () => this.#showInstead(false));
    button.addEventListener("click", () => (this.#isOpen ? this.#close() : this.open()));
  }

  /** The user wants it open. */
  open() {
    this.#options.onView({ code: true });
    this.#follow(true, true);
  }

  #close() {
    this.#options.onView({ code: false });
    this.#follow(false, true);
    this.#options.button.focus();
  }

  /** @param {AppState} state */
  render(state) {
    this.#follow(state.view.code, false);
    if (this.#isOpen) this.#panel?.render(state);
  }

  /** @param {boolean} isOpen @param {boolean} isAsked  by the user */
  #follow(isOpen, isAsked) {
    if (isOpen === this.#isOpen) return;
    const { layout, button, onView } = this.#options;
    this.#isOpen = isOpen;
    this.#element.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      layout.dataset.code = "open";
      this.#start(isAsked);
      return;
    }
    delete layout.dataset.code;
    delete layout.dataset.instead;
    this.#panel?.close();
    onView({ touched: null });
  }

  /** @param {boolean} isAsked */
  async #start(isAsked) {
    if (!this.#panel) await this.#load();
    if (!this.#isOpen || !this.#panel) return; // closed again meanwhile, or there is no panel
    this.#panel.open(isAsked);
    this.#panel.render(this.#options.now()); // what has been drawn last may be older than what it has said itself
  }

  async #load() {
    const { request, now, onView, step } = this.#options;
    this.#element.replaceChildren(make("p", { class: "code__loading" }, "Loading the editor…"));
    try {
      const { CodePanel } = await import("./panel.js");
      this.#panel ??= new CodePanel(this.#element, {
        request,
        now,
        onView,
        step,
        onSettings: () => this.#showInstead(true),
        onClose: () => this.#close(),
      });
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      const message = `The editor could not be loaded: ${reason}`;
      this.#element.replaceChildren(make("p", { role: "alert" }, message));
    }
  }

  /** @param {boolean} isInstead  the settings are shown in the panel's place */
  #showInstead(isInstead) {
    const { layout, back } = this.#options;
    const card = back.closest("details");
    if (isInstead && card) card.open = true;
    if (isInstead) layout.dataset.instead = "settings";
    else delete layout.dataset.instead;
    if (isInstead) back.focus();
    else this.#panel?.focus();
  }
}
