/** Crosses over the samples that the network takes for another class, and their number; a few times a second. */

import { clearCanvas, openCanvas, updateText } from "../../kit/dom.js";
import { createPace } from "../../kit/pace.js";
import { readColors } from "../../kit/page-colors.js";
import { toPixelX, toPixelY } from "../../kit/plane/geometry.js";
import { describeWrong, wrongSamples } from "./wrong.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {PlaneBox} from "../../kit/plane/geometry.js" */

const PACE = 100; // ms between two drawings while training
const REACH = 3.8; // px
const WIDTH = { line: 1.4, halo: 3 }; // px

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} caption  says how many there are
 * @param {() => PlaneBox} getBox
 */
export function createWrongMarks(canvas, caption, getBox) {
  const context = openCanvas(canvas);
  /** @type {AppState|null} */
  let state = null;
  let isDrawn = false;
  const pace = createPace(PACE, () => {
    if (state === null) return;
    updateText(caption, describeWrong(state.dataset, state.network, state.view.show_test));
    if (!isDrawn) drawCrosses(context, state, getBox());
    isDrawn = true;
  });
  return {
    /** @param {AppState} next @param {boolean} isOther  colours or size are */
    render(next, isOther) {
      const last = state;
      state = next;
      const isElsewhere =
        isOther || last?.dataset !== next.dataset || last.view.show_test !== next.view.show_test;
      if (isElsewhere || last?.sample_outputs !== next.sample_outputs) isDrawn = false;
      if (isElsewhere || next.status !== "training") pace.flush();
      else pace.request();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<AppState, "dataset"|"sample_outputs"|"view">} state
 * @param {PlaneBox} box
 */
function drawCrosses(context, { dataset, sample_outputs, view }, box) {
  clearCanvas(context);
  const { domain, train_inputs, test_inputs } = dataset;
  const nTrain = train_inputs.length / 2;
  context.beginPath();
  for (const sample of wrongSamples(dataset, sample_outputs)) {
    const isTest = sample >= nTrain;
    if (isTest && !view.show_test) break;
    const [inputs, at] = isTest ? [test_inputs, sample - nTrain] : [train_inputs, sample];
    const x = toPixelX(box, domain, Number(inputs[at]));
    const y = toPixelY(box, domain, Number(inputs[inputs.length / 2 + at]));
    context.moveTo(x - REACH, y - REACH);
    context.lineTo(x + REACH, y + REACH);
    context.moveTo(x - REACH, y + REACH);
    context.lineTo(x + REACH, y - REACH);
  }
  const { text, surface } = readColors(["text", "surface"]);
  context.strokeStyle = surface;
  context.lineWidth = WIDTH.halo;
  context.stroke();
  context.strokeStyle = text;
  context.lineWidth = WIDTH.line;
  context.stroke();
}
