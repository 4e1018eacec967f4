/** The break-it lab: puts a real mistake into the code, and tells whether it has been repaired. */

import { make, updateText } from "../dom.js";

/** @typedef {{name: string, title: string, symptom: string, file: string}} Defect  of the command get_defects */

/**
 * @param {object} options
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {(files: Record<string, string>, hidesDiff: boolean) => Promise<void>} options.onFiles  to be put in force
 * @param {(file: string) => void} options.onGiveUp  show what is different
 */
export function createLab({ request, onFiles, onGiveUp }) {
  const select = make("select", { "aria-label": "Mistake" });
  const answer = make("p", { class: "code__answer", role: "status" });
  /** @type {Defect[]} */ let defects = [];
  /** @type {Defect|null} */ let hidden = null;

  /** @param {string} label @param {() => Promise<string>} act */
  function button(label, act) {
    const made = make("button", { type: "button", class: "button" }, label);
    made.addEventListener("click", async () => {
      try {
        updateText(answer, await act());
      } catch (error) {
        updateText(answer, /** @type {Error} */ (error).message);
      }
    });
    return made;
  }

  /** @param {Defect} defect @param {boolean} isSecret */
  async function breakIt(defect, isSecret) {
    const { files } = await request("break_code", { name: defect.name });
    hidden = isSecret ? defect : null;
    await onFiles(files, isSecret);
    return isSecret
      ? `Something is broken now, in ${defect.file}. What you will see: ${defect.symptom}`
      : `${defect.title}. ${defect.symptom}`;
  }

  const element = make(
    "details",
    { class: "code__lab" },
    make("summary", { class: "panel__title" }, "Break it"),
    make(
      "p",
      { class: "code__description" },
      "Each is a mistake that people really make, put into the real code. Undo takes it out again.",
    ),
    make(
      "div",
      { class: "code__bar" },
      make("div", { class: "select" }, select),
      button("Break it", async () => breakIt(defects[select.selectedIndex], false)),
    ),
    make(
      "div",
      { class: "code__bar" },
      button("Break something, I will find it", async () =>
        breakIt(defects[Math.floor(Math.random() * defects.length)], true),
      ),
      button("Check my fix", async () => {
        const { repaired, differs } = await request("check_fix", {});
        if (repaired) return "Repaired: this code does what the original does.";
        return `Not yet: ${differs} ${/s$/.test(differs) ? "are" : "is"} not what the original makes.`;
      }),
      button("Give up: show me", async () => {
        if (!hidden) return "Nothing is hidden.";
        onGiveUp(hidden.file);
        return `${hidden.title}, in ${hidden.file}: the changed lines are marked.`;
      }),
    ),
    answer,
  );
  element.addEventListener("toggle", async () => {
    if (defects.length > 0) return;
    ({ defects } = await request("get_defects", {}));
    select.replaceChildren(...defects.map(({ title }) => make("option", {}, title)));
  });
  return { element };
}
