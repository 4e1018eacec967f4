/** A still of what stands on the stage: larger, and on another background. The page's own picture stays as it is. */

import { inTheme } from "../kit/page-colors.js";
import { readTheme } from "./plan/theme.js";

/** @import {Camera} from "three" */
/** @import {Stage} from "./stage.js" */

/** @typedef {"page"|"white"|"none"} Background  white has the colours of the light theme */
/** @typedef {{scale: number, background: Background}} StillOptions  scale: pixels per CSS pixel, each way */
/** @typedef {{stage: Stage, camera: Camera, arrange: () => void}} Still  arrange: has names drawn anew for the stage's pixels */

const WHITE = "#ffffff";
const BLACK = "#000000";

/**
 * Return the still as a canvas. Throws RangeError with a sentence for the user where there can be none.
 * @param {Still} still
 * @param {StillOptions} options
 */
export function takeStill({ stage, camera, arrange }, { scale, background }) {
  const isWhite = background === "white";
  stage.setTheme(isWhite ? { ...inTheme("light", readTheme), background: WHITE } : readTheme());
  stage.stillRatio = scale;
  try {
    arrange();
    if (background !== "none") return stage.paint(camera);
    const onBlack = stage.paint(camera, BLACK);
    return withoutBackground(onBlack, stage.paint(camera, WHITE));
  } finally {
    stage.stillRatio = null;
    arrange();
    stage.setTheme(readTheme());
    stage.draw(camera);
  }
}

/**
 * Take the background away from a picture that was painted on black and on white, and return it.
 * @param {HTMLCanvasElement} onBlack
 * @param {HTMLCanvasElement} onWhite
 */
function withoutBackground(onBlack, onWhite) {
  const { width, height } = onBlack;
  const context = /** @type {CanvasRenderingContext2D} */ (onBlack.getContext("2d"));
  const white = /** @type {CanvasRenderingContext2D} */ (onWhite.getContext("2d"));
  const image = context.getImageData(0, 0, width, height);
  clearBackground(image.data, white.getImageData(0, 0, width, height).data);
  context.putImageData(image, 0, 0);
  return onBlack;
}

/**
 * Make pixels on black transparent, by the same on white: what is seen of the white is what they let through.
 * @param {Uint8ClampedArray} pixels  red, green, blue, alpha; changed in place
 * @param {Uint8ClampedArray} onWhite
 */
export function clearBackground(pixels, onWhite) {
  for (let at = 0; at < pixels.length; at += 4) {
    const through = Number(onWhite[at + 1]) - Number(pixels[at + 1]); // green, of which screens have most steps
    const alpha = 255 - Math.max(0, through);
    for (let channel = at; channel < at + 3; channel++)
      pixels[channel] = alpha === 0 ? 0 : (Number(pixels[channel]) * 255) / alpha;
    pixels[at + 3] = alpha;
  }
}
