/**
 * The break-it lab: puts a real mistake into the code, says by and by where it is, and tells whether
 * it has been repaired. Until the user asks, nothing in the page says more than what one sees of it.
 */

import { make, updateText } from "../../kit/dom.js";

/** @import {EditedFiles} from "../../protocol.js" */

/** @typedef {{name: string, title: string, symptom: string}} Defect  of the command get_defects */

/**
 * @typedef {object} Hunt  A mistake that is in the code.
 * @property {Defect} defect
 * @property {string} file
 * @property {string|undefined} before  its text without the mistake; undefined: as it came
 * @property {"file"|"line"} next  what the next hint tells
 */

/**
 * @param {object} options
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {(files: EditedFiles) => Promise<void>} options.onFiles  to be put in force
 * @param {(isOn: boolean) => void} options.onHunt  there is something to find, or no longer
 * @param {(file: string, line: number) => void} options.onLine  show it
 * @param {(file: string) => void} options.onGiveUp  show what is different
 */
export function createLab({ request, onFiles, onHunt, onLine, onGiveUp }) {
  const select = make("select", { "aria-label": "Mistake" });
  const symptom = make("p", { class: "code__symptom", role: "status" });
  const answer = make("p", { class: "code__answer", role: "status" });
  /** Those that there are, once it has been asked. @type {Promise<Defect[]>|null} */ let asked = null;
  /** @type {Hunt|null} */ let hunt = null;
  /** @type {EditedFiles} */ let code = {};

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

  const hint = button("Hint: which file?", tellHint);
  const giveUp = button("Give up: show me", async () => {
    if (!hunt) return "";
    const { defect, file } = hunt;
    end();
    onGiveUp(file);
    return `${defect.title}, in ${file}: the changed lines are marked.`;
  });
  const breaking = [
    make(
      "div",
      { class: "code__bar" },
      make("div", { class: "select" }, select),
      button("Break it", async () => breakIt((await defects())[select.selectedIndex], false)),
    ),
    make(
      "div",
      { class: "code__bar" },
      button("Break something, I will find it", async () => {
        const all = await defects();
        return breakIt(all[Math.floor(Math.random() * all.length)], true);
      }),
    ),
  ];
  const check = button("Check my fix", async () => {
    const { repaired, differs } = await request("check_fix", {});
    if (!repaired)
      return `Not yet: ${differs} ${/s$/.test(differs) ? "are" : "is"} not what the original makes.`;
    end();
    return "Repaired: this code does what the original does.";
  });
  showHunt();

  /** @param {Defect} defect @param {boolean} isSecret */
  async function breakIt(defect, isSecret) {
    const { files } = await request("break_code", { name: defect.name });
    const [file = ""] = Object.keys(files);
    const before = code[file];
    await onFiles(files);
    hunt = { defect, file, before, next: "file" };
    const what = isSecret ? "Something is broken now." : `“${defect.title}” is in the code now.`;
    updateText(symptom, `${what} What you will see: ${defect.symptom}`);
    showHunt();
    return "Find the place and repair it. Undo takes the mistake out again.";
  }

  /** @returns {Promise<Defect[]>} */
  function defects() {
    asked ??= request("get_defects", {}).then(
      ({ defects: all }) => {
        select.replaceChildren(
          .../** @type {Defect[]} */ (all).map(({ title }) => make("option", {}, title)),
        );
        return all;
      },
      (error) => {
        asked = null; // to be asked again
        throw error;
      },
    );
    return asked;
  }

  async function tellHint() {
    if (!hunt) return "";
    const { defect, next } = hunt;
    const { file, line } = await request("get_hint", { name: defect.name, of: next });
    if (!hunt || line === null) {
      if (hunt) hunt.next = "line";
      showHunt();
      return `It is in ${file}.`;
    }
    onLine(file, line);
    return `It is in ${file}, line ${line}.`;
  }

  function end() {
    hunt = null;
    updateText(symptom, "");
    showHunt();
  }

  function showHunt() {
    for (const element of breaking) element.hidden = hunt !== null;
    for (const element of [symptom, hint, giveUp]) element.hidden = hunt === null;
    updateText(hint, hunt?.next === "line" ? "Hint: which line?" : "Hint: which file?");
    onHunt(hunt !== null);
  }

  const element = make(
    "details",
    { class: "code__lab" },
    make("summary", { class: "panel__title" }, "Break it"),
    make(
      "p",
      { class: "code__description" },
      "Each is a mistake that people really make, put into the real code, for you to find and to repair.",
    ),
    ...breaking,
    symptom,
    make("div", { class: "code__bar" }, hint, check, giveUp),
    answer,
  );
  element.addEventListener("toggle", () => {
    if (element.open) defects().catch(() => {}); // a button will say it
  });
  return {
    element,
    /** Other code is in force. @param {EditedFiles} next */
    follow(next) {
      code = next;
      if (!hunt || code[hunt.file] !== hunt.before) return;
      end();
      updateText(answer, "The mistake is out again.");
    },
  };
}
