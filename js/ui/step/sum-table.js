/** How a number of an opened step is made, as a table: a row for each term, with its factors, and the result. */

import { make } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { unitLabel } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";
import { columnTexts, factorText, powerText, showSum } from "./shown-sum.js";

/** @import {Explained, Quantity, Sum, Term, TopologyEvent} from "../../protocol.js" */
/** @import {ShownSum} from "./shown-sum.js" */

const SAMPLE = /^sample (\d+)$/;
/** @type {Set<Quantity>} */
const IN_COLUMNS = new Set(["batch", "z", "a", "mean", "d_a", "d_z", "d_weights", "d_biases"]);

/**
 * The sums that make a number, itself the last.
 * @param {Explained & Sum} explained
 * @param {TopologyEvent} topology
 */
export function makeSumTable(explained, topology) {
  const sums = [...explained.steps, explained];
  const n_factors = Math.max(0, ...sums.flatMap(({ terms }) => terms.map(({ factors }) => factors.length)));
  const isOneRule = IN_COLUMNS.has(explained.quantity); // its terms have the same factors, one below the other
  const columns = n_factors < 2 ? 0 : isOneRule ? n_factors : 1;
  const isPerSample = explained.terms.length > 1 && explained.terms.some(({ label }) => SAMPLE.test(label));
  const heads = headsOf(explained.quantity, columns, isPerSample);
  const layout = { columns, isOneRule, isPerSample, isHeaded: heads.length > 0, topology };
  const caption = make("caption", { class: "visually-hidden" }, "The number, term by term");
  const table = make("table", { translate: "no" }, caption, ...sums.map((sum) => makeSum(sum, layout)));
  if (heads.length > 0) table.tBodies[0]?.rows[0]?.after(makeHeads(heads, layout));
  return table;
}

/**
 * @typedef {object} Layout
 * @property {number} columns  for the factors
 * @property {boolean} isOneRule  all terms have the same factors
 * @property {boolean} isPerSample  there is a term for each sample, with a bar
 * @property {boolean} isHeaded  the columns have heads, which say what is multiplied
 * @property {TopologyEvent} topology
 */

/** @type {Partial<Record<Quantity, string[]>>} */
const FACTORS = {
  z: ["weight", "× input"],
  d_a: ["weight", "× d_z", "× mask"],
  d_weights: ["d_z", "× input"],
  mean: ["1 / n", "× loss"],
};

/**
 * What the factors are; none where that differs from term to term.
 * @param {Quantity} quantity @param {number} columns @param {boolean} isPerSample
 */
function headsOf(quantity, columns, isPerSample) {
  const isMean = isPerSample && quantity !== "d_weights" && quantity !== "mean";
  const heads = isMean
    ? ["1 / n", `× ${quantity === "batch" ? "input" : quantity}`]
    : (FACTORS[quantity] ?? []);
  return columns < 2 ? [] : heads.slice(0, columns);
}

/** @param {string[]} heads @param {Layout} layout */
function makeHeads(heads, { isPerSample }) {
  const texts = ["", ...heads, "= term", ...(isPerSample ? [""] : [])];
  return make("tr", { class: "step__heads" }, ...texts.map((text) => make("td", {}, text)));
}

/** @param {Sum} sum @param {Layout} layout */
function makeSum(sum, layout) {
  const shown = showSum(sum);
  const { isPerSample } = layout;
  const columns = layout.columns + 2 + (isPerSample ? 1 : 0);
  const largest = Math.max(...sum.terms.map(({ value }) => Math.abs(value ?? 0)));
  const factors = factorTexts(sum.terms, layout);
  const rows = sum.terms.map((term, at) => ({
    term,
    text: valueAt(shown.terms, at),
    factors: valueAt(factors, at),
  }));
  if (isPerSample) rows.sort((one, other) => Math.abs(other.term.value ?? 0) - Math.abs(one.term.value ?? 0));
  const body = make(
    "tbody",
    {},
    make("tr", { class: "step__rule" }, make("th", { scope: "rowgroup", colspan: columns }, sum.rule)),
    ...rows.map((row) => makeTerm(row, layout, isPerSample ? (row.term.value ?? 0) / (largest || 1) : null)),
    ...makeTotals(sum, shown, layout),
  );
  body.dataset.sum = sum.name;
  return body;
}

/**
 * The factors of each term, in columns or one after the other; a term that is a single number has none.
 * @param {Term[]} terms @param {Layout} layout
 */
function factorTexts(terms, { columns, isOneRule }) {
  if (columns === 0) return terms.map(() => []);
  if (!isOneRule)
    return terms.map(({ factors }) => [factors.length > 1 ? factors.map(factorText).join(" × ") : ""]);
  const texts = Array.from({ length: columns }, (_, column) =>
    columnTexts(terms.map(({ factors }) => (factors.length > 1 ? factors[column] : undefined))),
  );
  return terms.map((_, at) => texts.map((column) => valueAt(column, at)));
}

/** @typedef {{term: Term, text: string, factors: string[]}} Row  text: of the term's value */

/** @param {Row} row @param {Layout} layout @param {number|null} share  of the largest term, with its sign; null: no bar */
function makeTerm({ term: { label, value }, text, factors }, { topology, isHeaded }, share) {
  const cells = factors.map((factor, at) =>
    make("td", { class: "step__factor" }, at > 0 && factor && !isHeaded ? `× ${factor}` : factor),
  );
  const result = make("td", { class: "step__value" }, text);
  result.dataset.value = String(value);
  const row = make("tr", {}, make("th", { scope: "row" }, labelText(label, topology)), ...cells, result);
  row.dataset.term = label;
  if (share !== null) row.append(makeBar(share));
  return row;
}

/** @param {number} share  from -1 to 1 */
function makeBar(share) {
  const bar = make("span", { "data-sign": share < 0 ? "negative" : "positive" });
  bar.style.setProperty("--share", `${Math.abs(share) * 50}%`);
  return make("td", { class: "step__bar", "aria-hidden": "true" }, bar);
}

/** @param {Sum} sum @param {ShownSum} shown @param {Layout} layout */
function makeTotals(sum, shown, layout) {
  const rest = layout.isPerSample ? [make("td")] : [];
  /** @param {string} name @param {string} text @param {number|null} value @param {string} unit */
  const total = (name, text, value, unit) => {
    const cell = make("td", { class: "step__value" }, text);
    cell.dataset.value = String(value);
    const head = make("th", { scope: "row", colspan: layout.columns + 1 }, name);
    if (unit) head.append(make("span", { class: "step__unit" }, `all in ${unit}`));
    return make("tr", { class: "step__total" }, head, cell, ...rest);
  };
  const power = powerText(shown.exponent);
  const name = labelText(sum.name, layout.topology);
  if (sum.agrees) return [total(`= ${name}`, shown.total, sum.sum, power)];
  const found = total(`the code has ${name}`, formatExact(sum.result ?? Number.NaN), sum.result, "");
  found.dataset.differs = "";
  return [total("= sum of the terms", shown.total, sum.sum, power), found];
}

/**
 * What the page calls the things that Python counts: samples from 1, inputs and outputs by their names.
 * @param {string} label @param {TopologyEvent} topology
 */
export function labelText(label, topology) {
  const sample = SAMPLE.exec(label)?.[1];
  if (sample !== undefined) return `sample ${Number(sample) + 1}`;
  const [, kind, number] = /^(input|output) (\d+)$/.exec(label) ?? [];
  if (kind === undefined) return label;
  return (
    unitLabel(topology, kind === "input" ? 0 : topology.layer_sizes.length - 1, Number(number) - 1) || label
  );
}
