/**
 * One text with Python's colours, line numbers, search and marks; knows nothing of what the text is.
 * It lives in a shadow root, where CodeMirror adds its styles without the inline ones that the
 * page's content security policy forbids.
 */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { goToNextChunk, unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.docString], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--text-muted)", fontStyle: "italic" },
  {
    tag: [tags.definition(tags.variableName), tags.definition(tags.function(tags.variableName))],
    fontWeight: "600",
  },
]);

const THEME = EditorView.theme({
  "&": {
    height: "100%",
    maxHeight: "var(--editor-max)",
    color: "var(--text)",
    backgroundColor: "var(--surface)",
    fontSize: "0.75rem",
  },
  "&.cm-focused": { outline: "none" }, // the host has it
  ".cm-scroller": {
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    lineHeight: "1.5",
  },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--accent) 9%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  ".cm-selectionMatch, .cm-searchMatch": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
  },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--border)",
  },
  ".cm-touched": { color: "var(--accent)" },
  ".cm-touchedGutter": { width: "0.75rem" },
  ".cm-changedLine": {
    backgroundColor: "color-mix(in srgb, var(--weight-positive, green) 16%, transparent)",
  },
  ".cm-collapsedLines": {
    color: "var(--text-muted)",
    background: "var(--surface-raised)",
    "&:before, &:after": { content: '""' },
  },
  ".cm-panel.cm-search": { padding: "0.375rem 1.5rem 0.375rem 0.5rem" },
  ".cm-panel input, .cm-panel button": { fontSize: "0.75rem", backgroundImage: "none" },
  ".cm-panel input": {
    color: "var(--text)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--border-control)",
  },
  ".cm-panel button": { color: "var(--text)", backgroundColor: "var(--surface-raised)" },
  ".cm-deletedChunk": { backgroundColor: "color-mix(in srgb, var(--weight-negative, red) 12%, transparent)" },
});

/** Stands at a line that computes what is selected in the picture. */
class TouchedMark extends GutterMarker {
  toDOM() {
    const dot = document.createElement("span");
    dot.className = "cm-touched";
    dot.textContent = "●";
    dot.title = "This line computes with what is selected";
    return dot;
  }
}
const TOUCHED_MARK = new TouchedMark();
const markLines = /** @type {import("@codemirror/state").StateEffectType<number[]>} */ (StateEffect.define());
const touchedLines = StateField.define({
  create: () => /** @type {RangeSet<GutterMarker>} */ (RangeSet.empty),
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(markLines)) continue;
      const { doc } = transaction.state;
      const lines = effect.value.filter((line) => line >= 1 && line <= doc.lines).sort((a, b) => a - b);
      return RangeSet.of(lines.map((line) => TOUCHED_MARK.range(doc.line(line).from)));
    }
    return marks.map(transaction.changes);
  },
});

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {(text: string) => void} options.onChange  typed by the user
 * @param {(line: number) => void} options.onLine  the caret is on another line, from 1
 * @param {() => void} options.onRun  Ctrl-Enter
 */
export function createEditor(element, { onChange, onLine, onRun }) {
  const root = element.attachShadow({ mode: "open" });
  const holder = document.createElement("div");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ":host { display: block; } :host(:focus-within) { outline: 2px solid var(--focus); } .editor { height: 100%; }",
  );
  holder.className = "editor";
  root.adoptedStyleSheets = [sheet];
  root.append(holder);
  let line = 0;
  let firstLine = 1;

  const watch = EditorView.updateListener.of((update) => {
    if (update.docChanged) onChange(update.state.doc.toString());
    const { head } = update.state.selection.main;
    const now = update.state.doc.lineAt(head).number;
    if (now === line && !update.docChanged) return;
    line = now;
    onLine(now);
  });
  function runText() {
    onRun();
    return true;
  }
  const runKey = Prec.highest(keymap.of([{ key: "Mod-Enter", run: runText }]));
  const view = new EditorView({ parent: holder, root, state: makeState("", null, "", false) });

  /** @param {string} text @param {string|null} original @param {string} label @param {boolean} isReadOnly */
  function makeState(text, original, label, isReadOnly) {
    return EditorState.create({
      doc: text,
      extensions: [
        runKey,
        lineNumbers({ formatNumber: (number) => String(number + firstLine - 1) }),
        gutter({ class: "cm-touchedGutter", markers: (editor) => editor.state.field(touchedLines) }),
        touchedLines,
        lintGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
        python(),
        syntaxHighlighting(COLOURS),
        THEME,
        watch,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": `${label}. Escape, then Tab, leaves the editor.`,
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorState.readOnly.of(isReadOnly),
        original === null
          ? []
          : unifiedMergeView({
              original,
              mergeControls: false,
              ...(isReadOnly ? { collapseUnchanged: { margin: 4 } } : {}),
            }),
      ],
    });
  }

  return {
    /**
     * Show another text; what was undone before stays behind.
     * @param {{text: string, original: string|null, first_line: number, label: string, is_read_only?: boolean}} options
     *   `original` shows the differences from it; to read only, without what is far from them
     */
    show({ text, original, first_line, label, is_read_only = false }) {
      firstLine = first_line;
      line = 0;
      // From where another text was scrolled to, CodeMirror would guess at the heights of wrapped lines and
      // measure again and again, until it gives up with a warning.
      view.scrollDOM.scrollTop = 0;
      view.setState(makeState(text, original, label, is_read_only));
      if (original === null || !goToNextChunk(view)) return;
      // Its old lines stand above it, and are to be seen as well.
      view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "center" }) });
    },

    /** Replace the text as if it had been typed, so that it can be undone. @param {string} text */
    replace(text) {
      const now = view.state.doc.toString();
      const room = Math.min(now.length, text.length);
      let [start, end] = [0, 0]; // what is the same at either end stays
      while (start < room && now[start] === text[start]) start++;
      while (end < room - start && now.at(-1 - end) === text.at(-1 - end)) end++;
      const insert = text.slice(start, text.length - end);
      view.dispatch({ changes: { from: start, to: now.length - end, insert } });
    },

    /** @param {{line: number, message: string}|null} error  its line counts from 1 in this text */
    markError(error) {
      const { doc } = view.state;
      const isHere = error && error.line >= 1 && error.line <= doc.lines;
      const place = isHere ? doc.line(error.line) : null;
      const found =
        place && error
          ? [
              {
                from: place.from,
                to: place.to,
                severity: /** @type {const} */ ("error"),
                message: error.message,
              },
            ]
          : [];
      view.dispatch(setDiagnostics(view.state, found));
    },

    /** Put the caret at a line of this text. @param {number} line */
    goTo(line) {
      const { doc } = view.state;
      const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)));
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
      view.focus();
    },

    /** @param {number[]} lines  that compute what is selected */
    markTouched: (lines) => view.dispatch({ effects: markLines.of(lines) }),
    text: () => view.state.doc.toString(),
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    focus: () => view.focus(),
  };
}
