/**
 * One text with Python's colours, line numbers, search and marks; knows nothing of what the text is.
 * It lives in a shadow root, where CodeMirror adds its styles without the inline ones that the
 * page's content security policy forbids.
 */

import { setDiagnostics } from "@codemirror/lint";
import { goToNextChunk, unifiedMergeView } from "@codemirror/merge";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { markLines, markStation, SETUP } from "./editor-setup.js";
import { changeBetween } from "./text-change.js";

/**
 * @typedef {object} EditorText
 * @property {string} text
 * @property {string|null} original  shows the differences from it; to read only, without what is far from them
 * @property {number} first_line  what its first line is counted as
 * @property {string} label
 * @property {boolean} [is_read_only]
 */

/** @typedef {{line: number, message: string}} EditorMark */

/**
 * @typedef {object} EditorOptions
 * @property {(text: string) => void} onChange  typed by the user
 * @property {(isOn: boolean) => void} [onComposing]  a method of input begins to put a word together, or has done so
 * @property {(line: number) => void} onLine  the caret is on another line, from 1
 * @property {() => void} onRun  Ctrl-Enter
 */

export class Editor {
  #firstLine = 1;
  #caretLine = 1; // that has been told
  #options;
  #view;

  /** @param {HTMLElement} element @param {EditorOptions} options */
  constructor(element, options) {
    this.#options = options;
    const { root, holder } = makeRoot(element);
    const nothing = { text: "", original: null, first_line: 1, label: "" };
    this.#view = new EditorView({ parent: holder, root, state: this.#makeState(nothing) });
  }

  /** @param {EditorText} what */
  #makeState({ text, original, label, is_read_only = false }) {
    const run = () => {
      this.#options.onRun();
      return true;
    };
    return EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        lineNumbers({ formatNumber: (number) => String(number + this.#firstLine - 1) }),
        SETUP,
        EditorView.updateListener.of((update) => this.#tell(update)),
        EditorView.domEventHandlers({
          compositionstart: () => this.#options.onComposing?.(true),
          compositionend: () => this.#options.onComposing?.(false),
        }),
        EditorView.contentAttributes.of({
          "aria-label": `${label}. Escape, then Tab, leaves the editor.`,
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorState.readOnly.of(is_read_only),
        original === null ? [] : differences(original, is_read_only),
      ],
    });
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  #tell({ docChanged, state }) {
    if (docChanged) this.#options.onChange(state.doc.toString());
    const line = state.doc.lineAt(state.selection.main.head).number;
    if (line === this.#caretLine && !docChanged) return;
    this.#caretLine = line;
    this.#options.onLine(line);
  }

  /** Show another text; what was undone before stays behind. @param {EditorText} what */
  show(what) {
    const view = this.#view;
    this.#firstLine = what.first_line;
    this.#caretLine = 1; // where another text begins
    // From where another text was scrolled to, CodeMirror would guess at the heights of wrapped lines and
    // measure again and again, until it gives up with a warning.
    view.scrollDOM.scrollTop = 0;
    view.setState(this.#makeState(what));
    if (what.original === null || !goToNextChunk(view)) return;
    // Its old lines stand above it, and are to be seen as well.
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "center" }) });
  }

  /** Replace the text as if it had been typed, so that it can be undone. @param {string} text */
  replace(text) {
    this.#view.dispatch({ changes: changeBetween(this.#view.state.doc.toString(), text) });
  }

  /** @param {(EditorMark & {severity: "error"|"warning"})|null} error  its line counts from 1 in this text */
  markError(error) {
    const { state } = this.#view;
    const isHere = error && error.line >= 1 && error.line <= state.doc.lines;
    const place = isHere ? state.doc.line(error.line) : null;
    const found =
      place && error
        ? [{ from: place.from, to: place.to, severity: error.severity, message: error.message }]
        : [];
    this.#view.dispatch(setDiagnostics(state, found));
  }

  /** Put the caret at a line of this text. @param {number} line */
  goTo(line) {
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)));
    const effects = EditorView.scrollIntoView(from, { y: "center" });
    this.#view.dispatch({ selection: { anchor: from }, effects });
  }

  /** @param {number[]} lines  that compute what is selected */
  markTouched(lines) {
    this.#view.dispatch({ effects: markLines.of(lines) });
  }

  /** @param {number|null} line  that computes the station of an opened step */
  markStation(line) {
    this.#view.dispatch({ effects: markStation.of(line) });
  }

  /** The line of the caret, from 1. */
  get line() {
    const { doc, selection } = this.#view.state;
    return doc.lineAt(selection.main.head).number;
  }

  focus() {
    this.#view.focus();
  }
}

/** @param {HTMLElement} element */
function makeRoot(element) {
  element.translate = false;
  const root = element.attachShadow({ mode: "open" });
  const holder = document.createElement("div");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ":host { display: block; } :host(:focus-within) { outline: 2px solid var(--focus); } .editor { height: 100%; }",
  );
  holder.className = "editor";
  root.adoptedStyleSheets = [sheet];
  root.append(holder);
  return { root, holder };
}

/** @param {string} original @param {boolean} isReadOnly */
function differences(original, isReadOnly) {
  const folding = isReadOnly ? { collapseUnchanged: { margin: 4 } } : {};
  return unifiedMergeView({ original, mergeControls: false, ...folding });
}
