/** What has become of the last edit: that it runs, or why not, and what the code has printed. */

import { make, updateText } from "../../kit/dom.js";

/** @import {Running} from "./running.js" */

export class Verdict {
  #status = make("p", { class: "code__status", role: "status" });
  #trace = make("pre", { class: "code__traceback" });
  #details = make("details", { hidden: true }, make("summary", {}, "Python's traceback"), this.#trace);
  #goThere = make(
    "button",
    { type: "button", class: "button button--quiet", hidden: true },
    "Show that line",
  );
  #log = make("pre", {
    class: "code__log",
    tabindex: "0",
    "aria-label": "Printed by the code",
    hidden: true,
  });
  element = make("div", { class: "code__verdict" }, this.#status, this.#goThere, this.#details, this.#log);

  /** @param {{onShow: () => void}} options  show the line that has failed */
  constructor({ onShow }) {
    this.#goThere.addEventListener("click", onShow);
  }

  /** @param {Running} running */
  render({ said, failure }) {
    updateText(this.#status, said);
    this.#status.classList.toggle("code__status--error", failure !== null);
    this.#details.hidden = !failure?.traceback;
    updateText(this.#trace, failure?.traceback ?? "");
  }

  /** @param {boolean} isElsewhere  than in what the editor shows */
  offerLine(isElsewhere) {
    this.#goThere.hidden = !isElsewhere;
  }

  /** @param {string[]} lines */
  showLog(lines) {
    this.#log.hidden = lines.length === 0;
    updateText(this.#log, lines.join("\n"));
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
