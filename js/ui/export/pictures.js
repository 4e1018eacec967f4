/** Pictures that leave the page: the map, and what all have in common. */

import { inTheme, readColors } from "../../kit/page-colors.js";
import { Heatmap } from "../../kit/plane/heatmap.js";
import { createSampleOverlay } from "../../kit/plane/sample-overlay.js";

/** @import {AppState} from "../../model/state.js" */

/** @typedef {"page"|"white"|"none"} Background  white has the colours of the light theme */
/** @typedef {{scale: number, background: Background}} How  scale: pixels per CSS pixel, each way */

const MAP = { left: 36, top: 12, size: 432, right: 12, bottom: 30 }; // px
export const WHITE = "#ffffff";
/** That charts have, and what text is set in. */
const COLORS = /** @type {const} */ ([
  ...["surface", "text", "text-muted", "border", "border-control", "danger", "font"],
  ...["series-train", "series-test", "series-baseline", "series-best"],
  ...["weight-negative", "weight-positive", "accent", "background"],
]);

/** @param {Background} background */
export function stillLook(background) {
  const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
  return inTheme(background === "white" ? "light" : theme, () => {
    /** @type {Record<string, string>} */
    const colors = readColors([...COLORS]);
    return {
      colorOf: (/** @type {string} */ name) => colors[name] ?? "",
      font: colors.font ?? "",
      background: { page: colors.surface ?? WHITE, white: WHITE, none: null }[background],
    };
  });
}

/**
 * The output over the input plane with the samples on it, as the page has it.
 * @param {AppState} state
 * @param {How} how
 */
export function makeMap(state, { scale, background }) {
  const { background: ground, font } = stillLook(background);
  const paint = () => {
    const picture = makeCanvas(MAP.left + MAP.size + MAP.right, MAP.top + MAP.size + MAP.bottom, scale);
    const heat = makeCanvas(MAP.size, MAP.size, scale);
    const heatmap = new Heatmap(heat, scale);
    heatmap.updateColors();
    heatmap.draw({ ...state, discretize: state.view.discretize });
    const samples = makeCanvas(picture.width / scale, picture.height / scale, scale);
    const { show_test } = state.view;
    createSampleOverlay(samples, { scale, font }).draw({
      ...{ dataset: state.dataset, show_test, touched: null },
      box: { left: MAP.left, top: MAP.top, size: MAP.size },
    });
    const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
    if (ground !== null) {
      context.fillStyle = ground;
      context.fillRect(0, 0, picture.width, picture.height);
    }
    context.drawImage(heat, MAP.left * scale, MAP.top * scale);
    context.drawImage(samples, 0, 0);
    return picture;
  };
  return background === "white" ? inTheme("light", paint) : paint();
}

/** @param {number} width  px @param {number} height @param {number} scale */
function makeCanvas(width, height, scale) {
  const canvas = document.createElement("canvas");
  return Object.assign(canvas, { width: width * scale, height: height * scale });
}

/** A picture as the content of a PNG file. @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export async function canvasBlob(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new RangeError("This browser makes no picture of that size: take a smaller one.");
  return blob;
}
