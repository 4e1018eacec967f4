/** The confusion matrices as a drawing that can leave the page. */

import { formatCount } from "../kit/format.js";
import { CONFUSION_SETS, rowShare } from "../model/confusion.js";
import { box, cut, stroke, TITLE, words } from "./shapes.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Drawing, Shape} from "./drawing.js" */
/** @import {Look} from "./shapes.js" */

const WIDTH = 720; // px
const EDGE = 16;
const GAP = 32; // between the two
const TOP = 50;
const HEAD = 52; // above the cells of a matrix: its name, and the predicted classes
const ROW = 42;
const SIDE = 0.22; // of a matrix's width, for the true classes
const TABLE = (WIDTH - 2 * EDGE - GAP) / 2;
const SHADE = 0.4; // of the colour, where all of a row are

/** @param {Pick<AppState, "network"|"dataset">} state @param {Look} look @returns {Drawing} */
export function confusionDrawing({ network: { confusion }, dataset: { class_names } }, look) {
  const { colorOf, font, background } = look;
  const n = class_names.length;
  const title = words("Confusion matrix", [EDGE, 26], colorOf("text"), { size: TITLE, isBold: true });
  const tables = CONFUSION_SETS.flatMap(({ label }, set) => {
    const counts = confusion?.subarray(set * n * n, (set + 1) * n * n) ?? new Float64Array(n * n);
    return matrix({ label, counts, class_names }, EDGE + set * (TABLE + GAP), look);
  });
  return { width: WIDTH, height: TOP + HEAD + n * ROW + EDGE, font, background, shapes: [title, ...tables] };
}

/**
 * Rows are true classes, columns predicted ones.
 * @param {{label: string, counts: Float64Array, class_names: string[]}} table @param {number} left @param {Look} look
 * @returns {Shape[]}
 */
function matrix({ label, counts, class_names }, left, { colorOf }) {
  const n = class_names.length;
  const [text, muted] = [colorOf("text"), colorOf("text-muted")];
  const [first, wide] = [left + SIDE * TABLE, ((1 - SIDE) * TABLE) / n];
  const top = TOP + HEAD;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cells = [...counts].flatMap((count, index) => {
    const [x, y] = [first + (index % n) * wide, top + Math.floor(index / n) * ROW];
    const share = rowShare(counts, index, n);
    const middle = x + wide / 2;
    return [
      box([x, y], [wide, ROW], colorOf("accent"), SHADE * share),
      words(formatCount(count), [middle, y + 18], text, { anchor: "middle" }),
      words(`${Math.round(100 * share)}\u202f%`, [middle, y + 34], muted, { anchor: "middle", size: 11 }),
    ];
  });
  const lines = Array.from({ length: n + 1 }, (_, at) => [
    stroke([[first, top + at * ROW], [first + n * wide, top + at * ROW]], colorOf("border"), 1), // biome-ignore format: two points
    stroke([[first + at * wide, top], [first + at * wide, top + n * ROW]], colorOf("border"), 1), // biome-ignore format: two points
  ]).flat();
  return [
    words(`${label} (${formatCount(total)})`, [left, TOP + 12], text, {}),
    words("true \\ predicted", [left, top - 10], muted, { size: 11 }),
    ...class_names.flatMap((name, at) => [
      words(cut(name, wide), [first + (at + 0.5) * wide, top - 10], muted, { anchor: "middle" }),
      words(cut(name, SIDE * TABLE - 8), [first - 8, top + at * ROW + 25], muted, { anchor: "end" }),
    ]),
    ...cells,
    ...lines,
  ];
}
