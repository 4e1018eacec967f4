/** Opens and closes the code panel; what is in it is loaded when it is first opened. */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {HTMLElement} options.button  in the page's header
 * @param {HTMLElement} options.back  from the settings, where these have taken the panel's place
 * @param {HTMLElement} options.layout  makes room while the panel is open
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {(changes: Partial<ViewSettings>) => void} options.onView
 */
export function createCode(element, { button, back, layout, request, onView }) {
  /** @type {ReturnType<typeof import("./panel.js").createPanel>|null} */
  let panel = null;
  /** @type {AppState|null} */
  let last = null;
  button.after(
    createHint(button, {
      id: "hint-code",
      text: "Shows the Python that is running, to read and to change while it trains.",
      side: "below",
    }),
  );

  async function open() {
    element.hidden = false;
    layout.dataset.code = "open";
    button.setAttribute("aria-expanded", "true");
    if (!panel) {
      element.replaceChildren(make("p", { class: "code__loading" }, "Loading the editor…"));
      try {
        const { createPanel } = await import("./panel.js");
        panel ??= createPanel(element, { request, onView, onSettings: showSettings, onClose: close });
      } catch (error) {
        const reason = /** @type {Error} */ (error).message;
        element.replaceChildren(make("p", { role: "alert" }, `The editor could not be loaded: ${reason}`));
        return;
      }
    }
    if (element.hidden) return; // closed again meanwhile
    panel.open();
    if (last) panel.render(last);
  }

  function close() {
    element.hidden = true;
    delete layout.dataset.code;
    delete layout.dataset.instead;
    button.setAttribute("aria-expanded", "false");
    panel?.close();
    onView({ touched: null });
    button.focus();
  }

  function showSettings() {
    layout.dataset.instead = "settings";
    back.focus();
  }

  back.addEventListener("click", () => {
    delete layout.dataset.instead;
    panel?.focus();
  });
  button.addEventListener("click", () => (element.hidden ? open() : close()));
  return {
    open,
    /** @param {AppState} state */
    render(state) {
      last = state;
      if (!element.hidden) panel?.render(state);
    },
  };
}
