/** What the page says of a link that was copied: what it lacks, how long it is, and what else there is. Pure. */

/** @import {Notice} from "../model/state.js" */

import { formatCount } from "../kit/format.js";

const LONG = 2000; // characters, from which on chats cut links

/**
 * @typedef {object} Copied
 * @property {string} href
 * @property {boolean} isCopied  else the browser does not allow it
 */

/** @typedef {{step: number, href: string|null}} LinkedWeights  of a step, and the link that has them; `href` null: they are too many */

/**
 * @param {Copied & {lacksCode: boolean}} copied
 * @param {LinkedWeights|null} weights  that the link does not say
 * @returns {Notice}
 */
export function linkNotice({ lacksCode, ...copied }, weights) {
  if (lacksCode) {
    const lack = "It lacks your code, which is too long for a link; a file takes it.";
    return { ...noticeOf(copied, ["The link has been copied."], [warningOf(copied), lack]), offer: "save" };
  }
  const done = ["The link has been copied."];
  if (weights === null) return noticeOf(copied, done, [warningOf(copied)]);
  const notice = noticeOf(copied, done, [warningOf(copied), inWords(weights)]);
  return { ...notice, offer: weights.href === null ? "save" : "weights" };
}

/**
 * Of the link with the weights.
 * @param {Copied} copied
 * @param {number} step
 * @returns {Notice}
 */
export function weightsNotice(copied, step) {
  const done = [`The link has been copied, with the weights of step ${formatCount(step)}.`];
  const rest =
    "Whoever opens it begins a new run with them: the past, the curves and what the optimizer remembers stay here.";
  return noticeOf(copied, done, [warningOf(copied), rest]);
}

/** @param {Copied} copied @param {string[]} done @param {string[]} more @returns {Notice} */
function noticeOf({ href, isCopied }, done, more) {
  const said = more.filter((sentence) => sentence !== "");
  if (isCopied) return { kind: "info", message: [...done, ...said].join(" ") };
  const message = [...said, "The browser does not allow copying here. Copy the link yourself:"].join(" ");
  return { kind: "info", message, detail: href };
}

/** @param {Copied} copied */
const warningOf = ({ href: { length } }) =>
  length < LONG ? "" : `It has ${formatCount(length)} characters, and chats cut long links.`;

/** @param {LinkedWeights} weights */
function inWords({ href, step }) {
  const which = `the weights of step ${formatCount(step)}`;
  if (href === null) return `It is without ${which}, too many for a link; a file takes them.`;
  const cut = href.length < LONG ? "" : "; chats cut long links";
  return `It can also have ${which}, unrounded: ${formatCount(href.length)} characters${cut}.`;
}
