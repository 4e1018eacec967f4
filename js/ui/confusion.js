/**
 * The confusion matrices: how many samples of each class the network takes for which.
 */

import { followDetails } from "../kit/details.js";
import { make, updateText } from "../kit/dom.js";
import { formatCount } from "../kit/format.js";
import { createHint } from "../kit/hint.js";
import { createPace } from "../kit/pace.js";
import { CONFUSION_SETS, rowShare } from "../model/confusion.js";

/** @import {DatasetEvent} from "../protocol.js" */
/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const PACE = 100; // ms between two updates while training
const MANY = 4; // classes: with more, a count and its percentage do not fit in one line

/**
 * @param {HTMLDetailsElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createConfusion(element, { onView }) {
  const details = followDetails(element, "confusion", onView);
  const sentence = make("p", { class: "panel__text" });
  const tables = make("div", { class: "confusion" });
  const hint = createHint(tables, {
    text: "Each row is a true class, each column the class that the network predicts; the diagonal is right. The percentage is of the row.",
    side: "left",
  });
  element.append(make("div", { class: "panel__body" }, sentence, tables, hint));

  /** @type {AppState|null} */
  let state = null;
  /** @type {DatasetEvent|null} */
  let dataset = null;
  /** @type {Float64Array|null} */
  let shown = null;
  /** @type {ReturnType<typeof makeTable>[]} */
  let cells = [];
  const show = () => {
    const counts = state?.network.confusion;
    if (!counts || counts === shown || counts.length !== 2 * (dataset?.class_names.length ?? 0) ** 2) return;
    shown = counts;
    sentence.hidden = true;
    tables.hidden = false;
    const n = counts.length / CONFUSION_SETS.length;
    for (const [index, table] of cells.entries()) table.update(counts.subarray(index * n, (index + 1) * n));
  };
  const pace = createPace(PACE, show);
  const rebuild = (/** @type {DatasetEvent} */ next) => {
    dataset = next;
    shown = null;
    const isRegression = next.task === "regression";
    updateText(sentence, isRegression ? "There are no classes here: the target is a number." : "Counting…");
    sentence.hidden = false;
    tables.hidden = true;
    cells = isRegression ? [] : CONFUSION_SETS.map((set) => makeTable(set, next.class_names));
    tables.replaceChildren(...cells.map((table) => table.element));
  };
  return {
    /** @param {AppState} next */
    render(next) {
      state = next;
      if (!details.update(next.view)) return;
      if (dataset !== next.dataset) rebuild(next.dataset);
      if (next.network.confusion === shown) return;
      if (next.status === "training" && shown) pace.request();
      else show();
    },
  };
}

/**
 * @param {{name: string, label: string}} set
 * @param {string[]} class_names
 */
function makeTable({ name, label }, class_names) {
  const head = make(
    "thead",
    {},
    make(
      "tr",
      {},
      make("th", { scope: "col" }, "true \\ predicted"),
      ...class_names.map((text) => make("th", { scope: "col" }, text)),
    ),
  );
  const body = make("tbody");
  const caption = make("caption", {}, label);
  const cells = class_names.flatMap((text) => {
    const row = make("tr", {}, make("th", { scope: "row" }, text));
    body.append(row);
    return class_names.map(() => {
      const [count, share] = [make("span"), make("span", { class: "confusion__share" })];
      const cell = make("td", { translate: "no" }, count, " ", share);
      row.append(cell);
      return { cell, count, share };
    });
  });
  return {
    element: make(
      "table",
      { class: "confusion__table", "data-confusion": name, "data-many": class_names.length > MANY },
      caption,
      head,
      body,
    ),
    /** @param {Float64Array} counts  (n_classes, n_classes): rows are true, columns are predicted */
    update(counts) {
      const total = counts.reduce((sum, count) => sum + count, 0);
      updateText(caption, `${label} (${formatCount(total)})`);
      cells.forEach(({ cell, count, share }, index) => {
        const value = Number(counts[index]);
        if (cell.dataset.value === String(value)) return;
        cell.dataset.value = String(value);
        updateText(count, formatCount(value));
        const percent = Math.round(100 * rowShare(counts, index, class_names.length));
        updateText(share, `${percent}\u202f%`);
        cell.style.setProperty("--share", String(percent));
      });
    },
  };
}
