/** What Python remarks on the run: a quiet line below its numbers, empty most of the time. */

import { make, updateText } from "../kit/dom.js";

/** @import {AppState} from "../model/state.js" */

/** @param {HTMLElement} element */
export function createRemark(element) {
  const line = make("p", { class: "remark", role: "status", "data-control": "remark" });
  element.append(line);
  return {
    /** @param {AppState} state */
    render({ network: { remark } }) {
      updateText(line, remark?.message ?? "");
    },
  };
}
