/** The sample that the units show: a setting of the view, not of the run. */

import { createNumberField } from "../../kit/number-field.js";
import { LABELS } from "../../model/labels.js";
import { refusalOfWhole } from "../../model/user-words.js";

/**
 * @param {object} options
 * @param {(partial: {sample: number|null}) => void} options.onView
 */
export function createSampleField({ onView }) {
  let n_samples = 0;
  const field = createNumberField(
    {
      name: "sample",
      label: LABELS.sample,
      hint: "The training sample whose values the units show; empty is the mean over all, or another point.",
    },
    { empty: "none", onChange: (place) => choose(place) },
  );
  /** @param {number|null} place  counted from 1, as people do; commands count from 0 */
  function choose(place) {
    const isThere = place === null || (Number.isInteger(place) && place >= 1 && place <= n_samples);
    if (isThere) onView({ sample: place === null ? null : place - 1 });
    else field.showError(refusalOfWhole(LABELS.sample, { min: 1, max: n_samples }, place, "empty or "));
  }
  return {
    field,
    /**
     * @param {number|null} sample
     * @param {number} count  of the training samples
     */
    render(sample, count) {
      n_samples = count;
      field.render(sample === null ? null : sample + 1, { min: 1, max: n_samples });
    },
  };
}
