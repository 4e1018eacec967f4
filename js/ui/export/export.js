/** The button that opens the dialog of what can leave the page; that is loaded when it is first opened. */

import { createHint } from "../../kit/hint.js";

/** @import {ExportSources} from "./items.js" */

/**
 * @param {HTMLDialogElement} dialog
 * @param {ExportSources & {button: HTMLElement, onError: (error: unknown) => void}} options  `button` opens it
 */
export function createExport(dialog, { button, onError, ...sources }) {
  /** @type {import("./dialog.js").ExportDialog|null} */
  let content = null;
  const text = "Saves pictures, curves, the network and the run as files, each or all of them.";
  button.after(createHint(button, { text, side: "below" }));
  button.addEventListener("click", async () => {
    try {
      const { ExportDialog } = await import("./dialog.js");
      content ??= new ExportDialog(dialog, sources);
      content.open();
    } catch (error) {
      onError(error);
    }
  });
}
