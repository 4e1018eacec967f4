/** The branches of the past as a list: where each parted, how far it goes, and a button that goes there. */

import { make } from "../../kit/dom.js";
import { formatCount } from "../../kit/format.js";
import { inWords } from "../../model/entry-words.js";
import { branchOf, leavesOf } from "../../model/film.js";

/** @import {Catalog, Moment} from "../../protocol.js" */
/** @import {Past} from "../../model/past.js" */

/**
 * @typedef {object} Branch
 * @property {number} leaf
 * @property {string} name
 * @property {string} range  the steps that are its own
 * @property {Moment} end
 * @property {boolean} isSeen
 */

/**
 * @param {{past: Past, leaf: number, catalog: Catalog}} state
 * @returns {Branch[]}  in the order in which they began
 */
export function branchesOf({ past, leaf, catalog }) {
  return leavesOf(past).flatMap((id) => {
    const last = branchOf(past, id).at(-1);
    if (!last) return [];
    return {
      leaf: id,
      name: inWords(last.entry, past, catalog),
      range: `${formatCount(last.from)} to ${formatCount(last.to)}`,
      end: /** @type {Moment} */ ([id, last.to]),
      isSeen: id === leaf,
    };
  });
}

/**
 * @param {HTMLElement} list
 * @param {{onMoment: (moment: Moment) => void}} options
 */
export function createBranchList(list, { onMoment }) {
  let shown = "";
  return {
    /** @param {Branch[]} branches */
    render(branches) {
      const text = JSON.stringify(branches);
      if (text === shown) return;
      shown = text;
      list.replaceChildren(...branches.map((branch) => makeItem(branch, onMoment)));
    },
  };
}

/** @param {Branch} branch @param {(moment: Moment) => void} onMoment */
function makeItem({ name, range, end, isSeen }, onMoment) {
  const button = make(
    "button",
    { type: "button", class: "branch", "aria-current": isSeen && "true" },
    make("span", {}, name),
    make("span", { class: "branch__range", translate: "no" }, `steps ${range}`),
  );
  button.addEventListener("click", () => onMoment(end));
  return make("li", {}, button);
}
