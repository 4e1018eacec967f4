/** What one run of a line had in hand, in words. Pure. */

/** @import {TopologyEvent, Touches, TracedValue, Visit} from "../../protocol.js" */
/** @import {Touched} from "../../model/view.js" */

/** @param {number} value @returns {string} */
function shortNumber(value) {
  if (value === 0 || Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(2);
}

/** @param {TracedValue} value @returns {string}  such as "z  8 × 32 = 0.12, -0.4, …" */
export function valueText({ shape, numbers }) {
  const count = shape.reduce((product, size) => product * size, 1);
  const shown = numbers
    .slice(0, 6)
    .map((number) => (typeof number === "number" ? shortNumber(number) : number));
  return `${shape.join(" × ") || "one number"}: ${shown.join(", ")}${count > shown.length ? ", …" : ""}`.replaceAll(
    "-",
    "−",
  );
}

/**
 * @param {Touches} touches
 * @param {number[]} batch  indexes of training samples
 * @param {number} n_train
 * @returns {Touched}
 */
export function touchedOf({ units, parameters, samples }, batch, n_train) {
  const all = () => Array.from({ length: n_train }, (_, index) => index);
  return { units, parameters, samples: samples === "all" ? all() : samples === "batch" ? batch : [] };
}

/** @param {Touches} touches @param {Touched} touched @param {TopologyEvent} topology @returns {string}  what lights up in the picture */
export function touchesText(touches, { samples }, { layer_sizes }) {
  const parts = [];
  const names = layerNames(layer_sizes, touches.units);
  if (names.length > 0) parts.push(`units of ${names.join(" and ")}`);
  const n_parameters = touches.parameters.reduce((sum, [start, end]) => sum + end - start, 0);
  if (n_parameters > 0) parts.push(`${n_parameters.toLocaleString("en")} weights and biases`);
  if (samples.length > 0) {
    const count = samples.length.toLocaleString("en");
    const noun = samples.length === 1 ? "sample" : "samples";
    parts.push(
      touches.samples === "all" ? `all ${count} training ${noun}` : `${count} training ${noun}, this batch`,
    );
  }
  return parts.length > 0 ? `Lit in the picture: ${parts.join(", ")}.` : "Nothing in the picture.";
}

/** @param {number[]} layer_sizes @param {[number, number][]} spans @returns {string[]} */
function layerNames(layer_sizes, spans) {
  const names = [];
  let start = 0;
  for (const [layer, size] of layer_sizes.entries()) {
    const end = start + size;
    if (spans.some(([from, to]) => from < end && start < to)) {
      names.push(
        layer === 0 ? "the input" : layer === layer_sizes.length - 1 ? "the output" : `hidden layer ${layer}`,
      );
    }
    start = end;
  }
  return names;
}

/**
 * @param {Record<string, Visit[]>} lines  of one file
 * @param {"units"|"parameters"} kind
 * @param {number} index  of a unit or of a parameter
 * @returns {number[]}  the lines that touch it
 */
export function linesThatTouch(lines, kind, index) {
  return Object.entries(lines)
    .filter(([, visits]) =>
      visits.some(({ touches }) => touches[kind].some(([from, to]) => index >= from && index < to)),
    )
    .map(([line]) => Number(line));
}
