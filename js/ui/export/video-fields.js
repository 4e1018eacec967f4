/** The controls of a video: which moments, how fast, how large. */

import { make } from "../../kit/dom.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSelectField } from "../../kit/select-field.js";
import { RATES, VIDEO_LABELS, wholeRun } from "./video-plan.js";

/** @import {FrameSize} from "./video-frame.js" */
/** @import {VideoMoments, VideoRange, VideoRefusal} from "./video-plan.js" */

/** @type {Record<string, FrameSize>} */
const SIZES = {
  360: { width: 640, height: 360 },
  720: { width: 1280, height: 720 },
  1080: { width: 1920, height: 1080 },
};
const SIZE_CHOICES = Object.entries(SIZES).map(([name, { width, height }]) => ({
  name,
  label: `${width} × ${height}`,
  description: `${name}p.`,
}));
const HINTS = {
  from: "The first step that is filmed, of the branch that you see.",
  to: "The last step that is filmed.",
  rate: "How many steps go by in a second of the video.",
};

/** @param {VideoRange} range  that there is at first @param {() => void} onChange */
export function createVideoFields(range, onChange) {
  let whole = wholeRun(range);
  let limits = limitsOf(range);
  let moments = whole;
  let size = "720";
  const names = /** @type {(keyof VideoMoments)[]} */ (Object.keys(HINTS));
  const makeNumber = (/** @type {keyof VideoMoments} */ name) =>
    createNumberField(
      { name: `video_${name}`, label: VIDEO_LABELS[name], hint: HINTS[name], side: "below" },
      { onChange: (value) => value !== null && take({ [name]: value }) },
    );
  const numbers = { from: makeNumber("from"), to: makeNumber("to"), rate: makeNumber("rate") };
  const sizeField = createSelectField(
    { name: "video_size", label: "Size of the video", hint: "In pixels.", side: "below" },
    (name) => {
      size = name;
      show();
      onChange();
    },
  );
  function show() {
    for (const name of names) numbers[name].render(moments[name], limits[name]);
    sizeField.render(SIZE_CHOICES, size);
  }
  /** @param {Partial<VideoMoments>} changes */
  function take(changes) {
    moments = { ...moments, ...changes };
    show();
    onChange();
  }
  show();
  const fields = [...names.map((name) => numbers[name].element), sizeField.element];
  return {
    element: make("div", { class: "exports__how export__controls" }, ...fields),
    moments: () => moments,
    /** There is more or less of the run: who has chosen no part of it films all. @param {VideoRange} now */
    follow(now) {
      const isWhole = names.every((name) => moments[name] === whole[name]);
      whole = wholeRun(now);
      limits = limitsOf(now);
      if (isWhole) moments = whole;
      show();
    },
    size: () => /** @type {FrameSize} */ (SIZES[size]),
    /** @param {VideoRefusal|null} refusal */
    showRefusal(refusal) {
      for (const name of names) numbers[name].clearError();
      if (refusal) numbers[refusal.field].showError(refusal.message);
    },
  };
}

/** @param {VideoRange} range */
function limitsOf({ first, end }) {
  const within = { min: first, max: end };
  return { from: within, to: within, rate: RATES };
}
