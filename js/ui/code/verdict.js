/** What has become of the last edit: that it runs, or why not, and what the code has printed. */

import { make, updateText } from "../../kit/dom.js";

/** @import {ErrorValue} from "../../protocol.js" */

/** @param {{onShow: () => void}} options  show the line that has failed */
export function createVerdict({ onShow }) {
  const status = make("p", { class: "code__status", role: "status" });
  const trace = make("pre", { class: "code__traceback" });
  const details = make("details", { hidden: true }, make("summary", {}, "Python's traceback"), trace);
  const goThere = make(
    "button",
    { type: "button", class: "button button--quiet", hidden: true },
    "Show that line",
  );
  const log = make("pre", {
    class: "code__log",
    tabindex: "0",
    "aria-label": "Printed by the code",
    hidden: true,
  });
  goThere.addEventListener("click", onShow);
  return {
    element: make("div", { class: "code__verdict" }, status, goThere, details, log),

    /** @param {string} text */
    say: (text) => updateText(status, text),

    /** @param {ErrorValue|null} error  of the version that does not run */
    tell(error) {
      status.classList.toggle("code__status--error", error !== null);
      details.hidden = !error?.traceback;
      updateText(trace, error?.traceback ?? "");
      if (!error) return;
      const place = error.file ? ` (${error.file}${error.line ? `, line ${error.line}` : ""})` : "";
      const message = error.message.replace(/\.$/, "");
      updateText(status, `Your edit is not running: ${message}${place}. The version before it goes on.`);
    },

    /** @param {boolean} isElsewhere  than in what the editor shows */
    offerLine(isElsewhere) {
      goThere.hidden = !isElsewhere;
    },

    /** @param {string[]} lines */
    showLog(lines) {
      log.hidden = lines.length === 0;
      updateText(log, lines.join("\n"));
      log.scrollTop = log.scrollHeight;
    },
  };
}
