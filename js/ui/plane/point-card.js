/**
 * What the units show, to type and to read: a point of the plane, what the network answers there, and whether that is
 * right. The numbers are those of the last state, for the place that its sentence tells.
 */

import { make, updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { createPace } from "../../kit/pace.js";
import { createChoiceButton } from "../../kit/toggle-button.js";
import { isMean, nearestTo, nextSample, placeOf, sampleOf } from "../../model/shown-point.js";
import { refusalOfNumber } from "../../model/user-words.js";
import { answerAt } from "./answer.js";
import { describeSampleInParts } from "./text.js";

/** @import {NumberField} from "../../kit/number-field.js" */
/** @import {Point} from "../../model/shown-point.js" */
/** @import {AppState, ViewChange} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */

const PACE = 100; // ms between two changes of the numbers while training
const STEP = 0.1; // of the arrow keys
const AXES = /** @type {const} */ ([
  { name: "point_x1", label: "x₁" },
  { name: "point_x2", label: "x₂" },
]);

/**
 * @param {HTMLElement} element  a section
 * @param {{onView: (change: ViewChange) => void}} options
 */
export function createPointCard(element, { onView }) {
  /** @type {AppState|null} */
  let state = null;
  /** As in the fields, or what has been asked for last: both may be typed before it is drawn. @type {Point|null} */
  let asked = null;
  const title = make("h2", { id: "point-title", class: "panel__title" }, "Point");
  const fields = AXES.map((text, axis) => createAxisField(text, (x) => move(axis, x)));
  const result = createResult();
  const buttons = createButtons(onView);
  element.setAttribute("aria-labelledby", title.id);
  element.append(
    make("div", { class: "point__head" }, title, ...fields.map(({ element }) => element)),
    result.element,
    buttons.element,
  );

  /** @param {number} axis @param {number|null} x  null: the mean */
  function move(axis, x) {
    if (state === null) return;
    const [low, high] = state.dataset.domain;
    if (x === null) return onView({ sample: null });
    if (x < low || x > high) {
      return fields[axis]?.showError(refusalOfNumber(AXES[axis]?.label ?? "", { min: low, max: high }, x));
    }
    const [x1, x2] = asked ?? [0, 0];
    asked = axis === 0 ? [x, x2] : [x1, x];
    onView({ point: asked });
  }

  const pace = createPace(PACE, () => {
    if (state) result.update(state);
  });
  return {
    /** @param {AppState} next */
    render(next) {
      const last = state;
      if (last && isSame(last, next)) return;
      state = next;
      const { view, dataset } = next;
      const [min, max] = dataset.domain;
      const place = placeOf(view, dataset);
      asked = place && view.point === null ? [shortened(place[0]), shortened(place[1])] : place;
      for (const [axis, field] of fields.entries()) field.render(asked && Number(asked[axis]), { min, max });
      buttons.render(view);
      const isOther = last?.view !== view || last.dataset !== dataset || last.topology !== next.topology;
      if (isOther || next.status !== "training") result.update(next);
      else pace.request();
    },
  };
}

/** @param {AppState} one @param {AppState} other */
const isSame = (one, other) =>
  one.network === other.network &&
  one.view === other.view &&
  one.dataset === other.dataset &&
  one.topology === other.topology;

/** A sample's coordinate as it is shown and, beside another one that is typed, taken: all digits would not fit. @param {number} x */
const shortened = (x) => Number(x.toFixed(2));

/** @param {{name: string, label: string}} text @param {(x: number|null) => void} onChange @returns {NumberField} */
function createAxisField(text, onChange) {
  const hint = "Where on the plane the units are read; empty is the mean over all training samples.";
  const adjacent = (/** @type {number} */ x, /** @type {1|-1} */ direction) =>
    Number(((Number.isNaN(x) ? 0 : x) + direction * STEP).toPrecision(12));
  return createNumberField(
    { ...text, hint, side: "left", isSymbol: true },
    { step: "any", empty: "mean", adjacent, onChange },
  );
}

/** The answer of the network, and what it is of. */
function createResult() {
  const kind = make("span");
  const value = make("output", { "data-point": "output" });
  const says = make("span");
  const verdict = make("strong", { class: "point__verdict" });
  const place = make("span", { class: "visually-hidden" }); // it is in the fields
  const parts = [make("span"), place, make("span")];
  const shown = make("p", { class: "point__shown", role: "status" }, ...parts);
  const line = make(
    "p",
    { class: "point__answer", translate: "no" },
    kind,
    " ",
    value,
    " ",
    says,
    " ",
    verdict,
  );
  return {
    element: make("div", { class: "point__result" }, line, shown),
    /** @param {AppState} state */
    update(state) {
      const { network, topology, dataset, view } = state;
      const { sample, point } = network.run_id < topology.run_id ? view : network;
      const answer = answerAt(state);
      updateText(kind, answer.kind);
      value.dataset.value = String(answer.output);
      updateText(value, formatExact(answer.output));
      updateText(says, answer.says);
      updateText(verdict, { right: "✓ right", wrong: "✗ wrong", none: "" }[answer.verdict]);
      verdict.dataset.verdict = answer.verdict;
      const texts = describeSampleInParts(dataset, sample, point);
      for (const [at, part] of parts.entries()) updateText(part, texts[at] ?? "");
    },
  };
}

/** @param {(change: ViewChange) => void} onView */
function createButtons(onView) {
  const choose = (/** @type {(state: AppState) => number|null} */ pick) => () =>
    onView((state) => ({ sample: pick(state) }));
  const snap = createChoiceButton(
    { name: "at_sample", label: "At a sample", className: "button" },
    choose(({ view, dataset }) => sampleOf(view) ?? nearestTo(dataset, placeOf(view, dataset) ?? [0, 0])),
  );
  const mean = createChoiceButton(
    { name: "at_mean", label: "Mean of all", className: "button" },
    choose(() => null),
  );
  snap.button.addEventListener("keydown", ({ key }) => {
    const direction = { ArrowRight: /** @type {const} */ (1), ArrowLeft: /** @type {const} */ (-1) }[key];
    if (direction) choose(({ view, dataset }) => nextSample(view, dataset, direction))();
  });
  const hints = [
    createHint(snap.button, {
      text: "Goes to the nearest training sample; the left and right arrow keys go on to the next.",
      side: "left",
    }),
    createHint(mean.button, { text: "The units show their mean over all training samples.", side: "left" }),
  ];
  return {
    element: make("div", { class: "point__buttons" }, snap.button, mean.button, ...hints),
    /** @param {ViewSettings} view */
    render(view) {
      snap.render(sampleOf(view) !== null);
      mean.render(isMean(view));
    },
  };
}
