/** Puts links into the clipboard, and says what came of it: first that of the settings, then with the weights if asked. */

import { linkNotice, weightsNotice } from "./link-words.js";

/** @import {LinkedWeights} from "./link-words.js" */
/** @import {Notice} from "../model/state.js" */

/**
 * @typedef {object} LinkCopyingOptions
 * @property {() => Promise<{href: string, lacksCode: boolean}>} link
 * @property {() => Promise<LinkedWeights|null>} weights  null: the link says them already, or they are not there
 * @property {(notice: Notice) => void} onNotice
 */

/** @param {LinkCopyingOptions} options */
export function createLinkCopying({ link, weights, onNotice }) {
  /** What a notice offers. @type {LinkedWeights|null} */
  let offered = null;
  return {
    async onCopyLink() {
      const copied = await link();
      const isCopied = await toClipboard(copied.href);
      offered = await weights();
      onNotice(linkNotice({ ...copied, isCopied }, offered));
    },
    async onCopyWeights() {
      if (!offered?.href) return;
      const { href, step } = offered;
      onNotice(weightsNotice({ href, isCopied: await toClipboard(href) }, step));
    },
  };
}

/** @param {string} text @returns {Promise<boolean>}  false: no permission, or not a secure page */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
