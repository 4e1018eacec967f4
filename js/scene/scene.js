/**
 * The 3D view of the network as the page sees it: a picture, or a message where there is no WebGL.
 */

import { LastingPicture, NO_INFO } from "./lasting-picture.js";
import { makeCanvas, openContext } from "./stage.js";
import { showMessage } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */
/** @import {LayerActions} from "./overlay/layer-buttons.js" */
/** @import {StillOptions} from "./still.js" */

/**
 * @typedef {object} SceneInfo  Counters for tests and benchmarks.
 * @property {number} frames  drawn so far
 * @property {number} draw_calls  of the last frame
 * @property {number} triangles  of the last frame
 * @property {number} bytes_uploaded  of parameters and activations, so far
 * @property {number} geometries  alive
 * @property {number} textures  alive
 */

/**
 * @typedef {object} NetworkScene
 * @property {(state: AppState) => void} render
 * @property {() => void} dispose
 * @property {(options: StillOptions) => HTMLCanvasElement} takeStill
 * @property {() => SceneInfo} info
 * @property {boolean} webgl
 */

/**
 * @typedef {LayerActions & {
 *   onError: (error: {code: string, message: string}) => void,
 *   onRecovered: (message: string) => void,
 *   onView: (partial: Partial<ViewSettings>) => void,
 *   onParameter: (index: number, value: number) => void,
 *   room: HTMLElement,
 *   card: HTMLElement,
 * }} SceneOptions  onRecovered: of an error that has been told, which is no longer true; room: the part of the picture over which nothing stands; card: lies over the picture, for the enlarged
 *   map of a unit
 */

const NO_WEBGL =
  "The network cannot be drawn: this browser offers no WebGL 2. Training, the data panel and the charts work all the same.";

/**
 * Fill the element with a picture of the network; never throws for want of WebGL.
 * @param {HTMLElement} element
 * @param {SceneOptions} options
 * @returns {NetworkScene}
 */
export function createScene(element, options) {
  const canvas = makeCanvas();
  const context = openContext(canvas, { width: element.clientWidth, height: element.clientHeight });
  if (context !== null) return new LastingPicture(element, canvas, context, options);
  const remove = showMessage(element, NO_WEBGL);
  options.onError({ code: "no_webgl", message: NO_WEBGL });
  const takeStill = () => {
    throw new RangeError("This browser offers no WebGL 2, so there is no picture of the network.");
  };
  return { webgl: false, render() {}, dispose: remove, takeStill, info: () => NO_INFO };
}
