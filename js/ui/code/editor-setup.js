/** What every text in the editor has: Python's colours, line numbers, search, and marks at lines. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { typingOver } from "./typing-over.js";

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
  ".cm-line.cm-station": {
    backgroundColor: "color-mix(in srgb, var(--accent) 18%, transparent)",
    boxShadow: "inset 3px 0 0 var(--accent)",
  },
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
/** Stand at these lines. */
export const markLines = /** @type {import("@codemirror/state").StateEffectType<number[]>} */ (
  StateEffect.define()
);
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

/** Stands at the line that computes the station of an opened step. */
export const markStation = /** @type {import("@codemirror/state").StateEffectType<number|null>} */ (
  StateEffect.define()
);
const STATION_LINE = Decoration.line({ class: "cm-station" });
const stationLine = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(markStation)) continue;
      const { doc } = transaction.state;
      const { value } = effect;
      const isHere = value !== null && value >= 1 && value <= doc.lines;
      return isHere ? Decoration.set([STATION_LINE.range(doc.line(value).from)]) : Decoration.none;
    }
    return lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const SETUP = [
  stationLine,
  gutter({ class: "cm-touchedGutter", markers: (editor) => editor.state.field(touchedLines) }),
  touchedLines,
  lintGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  typingOver,
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
  EditorView.lineWrapping,
];
