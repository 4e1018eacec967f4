/** The branches of the past as a list: each can be gone to, renamed, promoted and deleted. */

import { make, updateText } from "../../kit/dom.js";
import { formatCount } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { createIconButton } from "../../kit/icon-button.js";
import { inWords } from "../../model/entry-words.js";
import { branchOf, leavesOf } from "../../model/film.js";

/** @import {Catalog, Mark, Moment} from "../../protocol.js" */
/** @import {Past} from "../../model/past.js" */

/**
 * @typedef {object} Branch
 * @property {number} leaf
 * @property {string} name
 * @property {string} steps  that are its own
 * @property {Moment} end
 * @property {boolean} isSeen
 * @property {boolean} isMain
 */

/**
 * @typedef {object} BranchOptions
 * @property {(moment: Moment) => void} onMoment
 * @property {(leaf: number, changes: Partial<Mark>) => void} onBranch
 */

const GROWING = ["steps", "end"]; // of a branch, while it is trained
const PENCIL = "M2 14l1-4 7.5-7.5 3 3L6 13zM9.5 3.5l3 3";
const UP = "M8 3l5 6h-3.5v4h-3V9H3z";
const CROSS = "M4 4l8 8M12 4l-8 8";

/**
 * @param {{past: Past, leaf: number, catalog: Catalog}} state
 * @returns {{branches: Branch[], deleted: number[], longestName: number|false}}  the main one
 *   first, then as they began; leaves of those deleted; letters that a name may have
 */
export function branchesOf({ past, leaf, catalog }) {
  const leaves = leavesOf(past);
  const isDeleted = (/** @type {number} */ id) => id !== leaf && past.marks.get(id)?.is_deleted === true;
  const branches = leaves
    .filter((id) => !isDeleted(id))
    .flatMap((id) => {
      const last = branchOf(past, id).at(-1);
      if (!last || (last.to === 0 && id !== leaf)) return []; // it was never trained
      const { entry, from, to } = last;
      return {
        leaf: id,
        name: past.marks.get(id)?.name ?? inWords(entry, past, catalog),
        steps: `steps ${formatCount(from)} to ${formatCount(to)}`,
        end: /** @type {Moment} */ ([id, to]),
        isSeen: id === leaf,
        isMain: past.marks.get(id)?.is_main === true,
      };
    });
  branches.sort((a, b) => Number(b.isMain) - Number(a.isMain));
  return {
    branches,
    deleted: leaves.filter(isDeleted),
    longestName: catalog.limits.branch_name?.max ?? false,
  };
}

/**
 * @param {HTMLElement} element
 * @param {BranchOptions} options
 */
export function createBranchList(element, options) {
  const list = make("ul", { class: "branches", "aria-label": "Branches" });
  const back = make("button", { type: "button", class: "button button--quiet" });
  const hint = createHint(back, {
    text: "Puts the branches that were deleted into the list again.",
    side: "left",
  });
  element.append(list, back, hint);
  let shown = "";
  /** @type {ReturnType<typeof makeItem>[]} */
  let items = [];
  /** @type {number[]} */
  let gone = [];
  back.addEventListener("click", () => {
    for (const leaf of gone) options.onBranch(leaf, { is_deleted: false });
  });
  return {
    /** @param {ReturnType<typeof branchesOf>} next */
    render(next) {
      if (list.querySelector("input")) return; // a name is being typed
      const text = JSON.stringify(next, (key, value) => (GROWING.includes(key) ? undefined : value));
      if (text !== shown) {
        shown = text;
        gone = next.deleted;
        back.hidden = gone.length === 0;
        back.textContent = `Bring back ${formatCount(gone.length)} deleted`;
        items = next.branches.map((branch) => makeItem(branch, next.longestName, options));
        list.replaceChildren(...items.map(({ element }) => element));
      }
      for (const [index, branch] of next.branches.entries()) items[index]?.update(branch);
    },
  };
}

/** @param {Branch} branch @param {number|false} longestName  letters @param {BranchOptions} options */
function makeItem(branch, longestName, { onMoment, onBranch }) {
  const { leaf, name, isSeen, isMain } = branch;
  let { end } = branch;
  const label = make("span", { class: "branch__name" }, name);
  const range = make("span", { class: "branch__steps", translate: "no" });
  const go = make(
    "button",
    { type: "button", class: "branch", "aria-current": isSeen && "true" },
    label,
    range,
  );
  go.addEventListener("click", () => onMoment(end));
  const item = make("li", { class: "branches__item" }, go);
  const tools = [
    makeTool(PENCIL, `Rename: ${name}`, "Gives the branch another name.", () =>
      rename(item, { ...branch, longestName }, onBranch),
    ),
    ...(isMain
      ? []
      : [
          makeTool(UP, `Promote: ${name}`, "Makes it the main branch.", () =>
            onBranch(leaf, { is_main: true }),
          ),
        ]),
    ...(isSeen
      ? []
      : [
          makeTool(CROSS, `Delete: ${name}`, "Takes it out of the list and the curves.", () =>
            onBranch(leaf, { is_deleted: true }),
          ),
        ]),
  ];
  item.append(...tools.flat());
  return {
    element: item,
    /** Training lets it grow: nothing is made anew under the pointer. @param {Branch} next */
    update(next) {
      end = next.end;
      updateText(range, isMain ? `main, ${next.steps}` : next.steps);
    },
  };
}

/** @param {string} icon @param {string} label @param {string} text @param {() => void} onPress */
function makeTool(icon, label, text, onPress) {
  const { button, hint } = createIconButton({ icon, label, hint: text, className: "branch__tool", onPress });
  return [button, hint];
}

/**
 * Type a name in the place of the branch: Enter takes it, an empty one is by what was done, Escape gives it up.
 * @param {HTMLElement} item @param {Branch & {longestName: number|false}} branch @param {BranchOptions["onBranch"]} onBranch
 */
function rename(item, { leaf, name, longestName }, onBranch) {
  const before = [...item.childNodes];
  const input = make("input", {
    type: "text",
    maxlength: longestName,
    value: name,
    "aria-label": "Name of the branch",
  });
  item.replaceChildren(input);
  input.select();
  let isDone = false;
  const end = (/** @type {boolean} */ isTaken) => {
    if (isDone) return;
    isDone = true;
    const typed = input.value.trim();
    item.replaceChildren(...before);
    /** @type {HTMLElement|null} */ (item.querySelector("button"))?.focus();
    if (isTaken && typed !== name) onBranch(leaf, { name: typed || null });
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") end(true);
    else if (event.key === "Escape") end(false);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => end(true));
}
