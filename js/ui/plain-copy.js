/**
 * Puts numbers into the clipboard as programs read them: the page shows −0.5 with a minus sign of its own, which
 * Python does not know.
 */

import { plainText } from "../model/plain-text.js";

/** @param {Document} document  the code editor copies by itself, and the fields have ASCII */
export function copyInPlainText(document) {
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    if (event.defaultPrevented || !event.clipboardData || !selection || selection.isCollapsed) return;
    const text = selection.toString();
    if (plainText(text) === text) return; // the browser's own copy has all of the looks
    event.clipboardData.setData("text/plain", plainText(text));
    event.clipboardData.setData("text/html", plainText(htmlOf(selection)));
    event.preventDefault();
  });
}

/** @param {Selection} selection  so that a table stays one */
function htmlOf(selection) {
  const holder = document.createElement("div");
  for (let at = 0; at < selection.rangeCount; at++) holder.append(selection.getRangeAt(at).cloneContents());
  return holder.innerHTML.replaceAll("&nbsp;", "\u00a0");
}
