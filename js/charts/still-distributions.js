/** How weights, activations and gradients are spread, as a drawing that can leave the page. */

import { layerName } from "../model/names.js";
import { describeQuietUnits, formatEnd, histogramOf, KINDS } from "./distribution-text.js";
import { box, TEXT, TITLE, words } from "./shapes.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Drawing, Shape} from "./drawing.js" */
/** @import {Histogram} from "./histogram.js" */
/** @import {Look} from "./shapes.js" */

const WIDTH = 720; // px
const EDGE = 16;
const TOP = 44;
const ROW = 140; // of a layer
const GAP = 20; // between two histograms
const BARS = { top: 38, height: 60 }; // in a row
const QUIET = 20; // of a sentence on units that have stopped to answer
const COLUMN = (WIDTH - 2 * EDGE - (KINDS.length - 1) * GAP) / KINDS.length;

/** @param {Pick<AppState, "distributions"|"topology">} state @param {Look} look @returns {Drawing} */
export function distributionsDrawing({ distributions, topology }, look) {
  const { colorOf, font, background } = look;
  /** @type {Shape[]} */
  const shapes = [words("Distributions", [EDGE, 26], colorOf("text"), { size: TITLE, isBold: true })];
  let top = TOP;
  for (let layer = 1; distributions && layer < topology.layer_sizes.length; layer++) {
    const activation = (topology.activations[layer - 1] ?? "").replaceAll("_", " ");
    const name = `${layerName(layer, topology)}, ${activation}`;
    shapes.push(words(name, [EDGE, top + TEXT], colorOf("text"), { isBold: true }));
    for (const [kind, { label }] of KINDS.entries()) {
      const left = EDGE + kind * (COLUMN + GAP);
      shapes.push(
        words(label, [left, top + 30], colorOf("text-muted"), {}),
        .../** @type {any[]} */ (
          bars(histogramOf(distributions, kind, layer - 1), [left, top + BARS.top], look)
        ),
      );
    }
    const quiet = describeQuietUnits(distributions, layer, topology);
    top += ROW;
    for (const sentence of quiet) {
      shapes.push(words(sentence, [EDGE, top - 6], colorOf("text"), {}));
      top += QUIET;
    }
  }
  return { width: WIDTH, height: top, font, background, shapes };
}

/**
 * One histogram, with zero and the ends of its axis.
 * @param {Histogram} histogram @param {[number, number]} corner  its upper left one @param {Look} look
 * @returns {Shape[]}
 */
function bars({ counts, range: [low, high] }, [left, top], { colorOf }) {
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  const bottom = top + BARS.height;
  const wide = COLUMN / counts.length;
  const drawn = [...counts].flatMap((count, bin) => {
    if (!(count > 0)) return [];
    const height = Math.max(1, (count / largest) * BARS.height); // what is there is seen
    const middle = low + ((bin + 0.5) / counts.length) * (high - low);
    const color = colorOf(middle < 0 ? "weight-negative" : "weight-positive");
    return [box([left + bin * wide, bottom - height], [Math.max(wide - 1, 1), height], color)];
  });
  const hasZero = low <= 0 && high >= 0 && high > low;
  const zero = hasZero ? left + (-low / (high - low)) * COLUMN : 0;
  const muted = colorOf("text-muted");
  return [
    ...drawn,
    box([left, bottom], [COLUMN, 1], colorOf("border-control")),
    ...(hasZero ? [box([Math.min(zero, left + COLUMN - 1), top], [1, BARS.height], colorOf("text"))] : []),
    words(formatEnd(low), [left, bottom + 16], muted, {}),
    words(formatEnd(high), [left + COLUMN, bottom + 16], muted, { anchor: "end" }),
  ];
}
