/** Buttons that check the code in force, and that take the run home. */

import { make, updateText } from "../../kit/dom.js";
import { makeId } from "../../kit/ids.js";
import { saveFile } from "../../kit/save-file.js";

/** @import {GradientCheck, ReplayCheck, Request} from "../../protocol.js" */

/** @param {{request: Request}} options */
export function createProof({ request }) {
  const answer = make("p", { class: "code__answer", role: "status" });

  /** @param {string} label @param {() => Promise<string>} ask */
  function button(label, ask) {
    const made = make("button", { type: "button", class: "button" }, label);
    made.addEventListener("click", async () => {
      updateText(answer, "One moment…");
      try {
        updateText(answer, await ask());
      } catch (error) {
        updateText(answer, `That failed: ${/** @type {Error} */ (error).message}`);
      }
    });
    return made;
  }

  /** @param {"py"|"ipynb"} format */
  async function download(format) {
    const { name, text } = await request("export_run", { format });
    saveFile(new Blob([text], { type: "text/plain" }), name);
    return `${name} has these settings and seeds, and of this code what the run uses; it needs Python and NumPy only.`;
  }

  const title = make("h3", { id: makeId("title"), class: "panel__title" }, "Proof");
  const element = make(
    "section",
    { class: "code__proof", "aria-labelledby": title.id },
    title,
    make(
      "div",
      { class: "code__bar" },
      button("Check the gradient", async () => gradientText(await request("check_gradient", {}))),
      button("Check that it repeats", async () => replayText(await request("check_replay", {}))),
      button("Download run.py", () => download("py")),
      button("Download notebook", () => download("ipynb")),
    ),
    answer,
  );
  return { element };
}

/** @param {Omit<GradientCheck, "tolerance">} result @returns {string} */
export function gradientText({ ok, n_checked, n_parameters, largest_error, parameter, analytic, numeric }) {
  const part = n_checked === n_parameters ? `all ${n_checked}` : `${n_checked} of ${n_parameters}`;
  const size = largest_error === null ? "not a number" : largest_error.toExponential(1);
  if (ok)
    return `The gradient is right: for ${part} parameters it agrees with the measured slope of the loss; largest relative error ${size}.`;
  return `The gradient is wrong: parameter ${parameter} has ${shown(analytic)}, but the slope of the loss there is ${shown(numeric)}; largest relative error ${size}, ${part} checked.`;
}

/** @param {ReplayCheck} result @returns {string} */
export function replayText({ repeats, n_steps, n_epochs, first_difference, changes }) {
  if (!repeats)
    return "It does not repeat: two runs from the same seed differ. Something draws from another source than the seed.";
  const far = `${n_epochs.toLocaleString("en")} epochs, ${n_steps.toLocaleString("en")} steps`;
  if (first_difference === null)
    return `It repeats: started over from the seed, every recorded loss is the same to the last digit (${far}).`;
  const { epoch, recorded, replayed } = first_difference;
  const why = changes.length > 0 ? ` This run was changed on the way: ${changes.join(", ")}.` : "";
  return `From the same seed it repeats, but it is not this run: at epoch ${epoch} the loss was ${shown(recorded)} and is ${shown(replayed)}.${why}`;
}

/** @param {number|null} value */
function shown(value) {
  return value === null ? "not a number" : String(Number(value.toPrecision(6)));
}
