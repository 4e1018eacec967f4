/**
 * Canvas and WebGL renderer: made, sized, lost, restored, disposed. Knows nothing of networks.
 */

import { Color, Scene, Vector2, WebGLRenderer } from "three";
import { makeId } from "../kit/ids.js";
import { linearFromHex } from "../model/colors.js";
import { CoarseBuffer } from "./coarse-buffer.js";
import { isEmbedded } from "./embedding.js";
import { Programs } from "./programs.js";
import { updateTheme } from "./things/uniforms.js";

/** @import {Camera, Object3D} from "three" */
/** @import {Size} from "./plan/fit.js" */
/** @import {Theme} from "./plan/theme.js" */
/** @import {Uniforms} from "./things/uniforms.js" */

const MAX_PIXEL_RATIO = 2;
const LOOK_MS = 4; // between two looks at whether a frame has been drawn
/**
 * What three.js gets of the extensions that it asks for at the start. The others belong to features that the scene does
 * not use, and each costs a wait for the graphics process, which is long while Python starts.
 */
const EXTENSIONS = ["EXT_color_buffer_float", "WEBGL_lose_context"];

/** Make the canvas; it fills its parent. */
export function makeCanvas() {
  const canvas = document.createElement("canvas");
  canvas.className = "scene-canvas";
  Object.assign(canvas.style, {
    display: "block",
    width: "100%",
    height: "100%",
    objectFit: "contain", // while the element has another size already
    touchAction: isEmbedded() ? "pan-x pan-y" : "none", // one finger scrolls the page around it
  });
  return canvas;
}

/**
 * A sentence about the canvas for those who cannot see it.
 * @param {HTMLCanvasElement} canvas
 * @param {string} text
 */
export function makeDescription(canvas, text) {
  const description = document.createElement("p");
  Object.assign(description, { id: makeId("description"), className: "visually-hidden", textContent: text });
  canvas.setAttribute("aria-describedby", description.id);
  return description;
}

/** Where what the keys have done is said to those who cannot see it. */
export function makeStatus() {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  return status;
}

/**
 * A WebGL 2 context, or null where the browser gives none. (three.js would write an error to the console.)
 * @param {HTMLCanvasElement} canvas
 * @param {Size} size  CSS px, of the first picture: another one later would make the browser allocate it twice
 */
export function openContext(canvas, { width, height }) {
  canvas.width = Math.max(1, Math.floor(width * pixelRatio()));
  canvas.height = Math.max(1, Math.floor(height * pixelRatio()));
  const context = canvas.getContext("webgl2", { alpha: false, antialias: true, stencil: false });
  if (context !== null) {
    const getExtension = context.getExtension.bind(context);
    Object.assign(context, {
      getExtension: (/** @type {string} */ name) => (EXTENSIONS.includes(name) ? getExtension(name) : null),
    });
  }
  return context;
}

function pixelRatio() {
  return Math.min(window.devicePixelRatio || 1, MAX_PIXEL_RATIO);
}

/**
 * An empty picture. Throws RangeError where the browser has no such large ones.
 * @param {Size} size  CSS px
 * @param {number} scale
 * @param {WebGL2RenderingContext} gl  that is to paint it
 */
function makePicture(size, scale, gl) {
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  const most = Math.min(...gl.getParameter(gl.MAX_VIEWPORT_DIMS));
  const picture = document.createElement("canvas");
  Object.assign(picture, { width, height });
  const context = picture.getContext("2d");
  if (gl.isContextLost() || width * height === 0)
    throw new RangeError("There is no picture of the network now.");
  if (context === null || Math.max(width, height) > most)
    throw new RangeError(
      `This browser paints no picture of ${width} × ${height} pixels: take a smaller one.`,
    );
  return { picture, context };
}

export class Stage {
  /** @type {Size} */
  size = { width: 0, height: 0 };
  /** While a still is made. @type {number|null} */
  stillRatio = null;
  #canvas;
  #context;
  #uniforms;
  #renderer;
  #programs;
  #scene = new Scene();
  #background = new Color();
  #coarse = new CoarseBuffer();
  #frames = 0;
  #mostPixels = Number.POSITIVE_INFINITY;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {WebGL2RenderingContext} context
   * @param {Uniforms} uniforms
   */
  constructor(canvas, context, uniforms) {
    this.#canvas = canvas;
    this.#context = context;
    this.#uniforms = uniforms;
    this.#renderer = new WebGLRenderer({ canvas, context });
    this.#renderer.sortObjects = false; // drawn in the order of add()
    this.#renderer.debug.checkShaderErrors = false; // each check waits for the graphics process; the tests look at the picture
    this.#programs = new Programs(context, this.#renderer, this.#scene);
    this.#scene.matrixAutoUpdate = false;
    this.#scene.background = this.#background;
    this.add(this.#coarse.copy);
  }

  /** Pixels per CSS pixel, each way: of the page, or of a still in hand. */
  get pixelRatio() {
    return this.stillRatio ?? pixelRatio();
  }

  /**
   * @param {Object3D} object
   * @param {number} [layer]  of three.js: it is drawn by a camera that sees that
   */
  add(object, layer = 0) {
    object.matrixAutoUpdate = false;
    object.layers.set(layer);
    this.#scene.add(object);
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    updateTheme(this.#uniforms, theme);
    this.#background.copy(this.#uniforms.background.value);
  }

  /**
   * @param {number} width  CSS px
   * @param {number} height  CSS px
   */
  resize(width, height) {
    Object.assign(this.size, { width, height });
    this.#renderer.setDrawingBufferSize(width, height, Math.min(pixelRatio(), this.#mostPixels));
    this.#renderer.getDrawingBufferSize(this.#uniforms.viewport.value);
    this.#uniforms.pixel_ratio.value = this.#renderer.getPixelRatio();
  }

  /** @param {number} most  pixels per CSS pixel, each way */
  setMostPixels(most) {
    if (most === this.#mostPixels) return;
    this.#mostPixels = most;
    if (Math.min(pixelRatio(), most) !== this.#renderer.getPixelRatio())
      this.resize(this.size.width, this.size.height);
  }

  /** @param {Camera} camera */
  draw(camera) {
    if (this.#context.isContextLost() || this.size.width === 0 || this.size.height === 0) return;
    if (this.#frames === 0) this.#programs.compile(camera, true); // all of them before the first is waited for
    if (this.#mostPixels < Number.POSITIVE_INFINITY) this.#coarse.draw(this.#renderer, this.#scene, camera);
    else this.#renderer.render(this.#scene, camera);
    this.#frames += 1;
  }

  /**
   * How much longer than this page's script the graphics process takes for what it has been given by now. (Animation
   * frames do not tell: they wait for it only when something has changed.)
   * @returns {Promise<number>}  ms; never settled when the context is lost
   */
  timeDrawing() {
    const gl = this.#context;
    const drawn = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    return new Promise((resolve) => {
      const look = (/** @type {number} */ start) => {
        if (drawn === null || gl.isContextLost()) return;
        if (gl.getSyncParameter(drawn, gl.SYNC_STATUS) !== gl.SIGNALED) setTimeout(look, LOOK_MS, start);
        else {
          gl.deleteSync(drawn);
          resolve(performance.now() - start);
        }
      };
      setTimeout(() => look(performance.now()));
    });
  }

  /**
   * Paint what stands here onto a canvas of its own, in tiles as large as the page's: no larger buffer is needed. That
   * canvas is to be drawn again in the same task.
   * @param {Camera} camera
   * @param {string} [background]  "#rrggbb", else the theme's
   */
  paint(camera, background) {
    const scale = this.pixelRatio;
    if (background !== undefined) this.#background.setRGB(...linearFromHex(background));
    const { picture, context } = makePicture(this.size, scale, this.#context);
    const tile = this.#renderer.getDrawingBufferSize(new Vector2());
    const ratio = this.#renderer.getPixelRatio(); // three.js multiplies by it
    this.#uniforms.viewport.value.set(picture.width, picture.height);
    this.#uniforms.pixel_ratio.value = scale;
    const [right, down] = [picture.width / ratio, picture.height / ratio];
    for (let top = 0; top < picture.height; top += tile.y) {
      for (let left = 0; left < picture.width; left += tile.x) {
        const up = (top + tile.y) / ratio - down; // from the canvas's lower edge to the picture's, which is below it
        this.#renderer.setViewport(-left / ratio, up, right, down);
        this.#renderer.render(this.#scene, camera);
        context.drawImage(this.#canvas, left, top);
      }
    }
    this.resize(this.size.width, this.size.height);
    return picture;
  }

  /**
   * Have the graphics process make what later pictures will need, once: a picture that needs it at once waits for it.
   * @param {Camera} camera
   * @param {number} pause  ms until then
   */
  prepare(camera, pause) {
    this.#programs.prepare(camera, pause);
  }

  /**
   * Have the graphics process make what added objects need, and wait for it without standing still.
   * @param {Object3D[]} objects
   * @param {Camera} camera
   */
  async make(objects, camera) {
    await this.#programs.make(objects, camera);
  }

  info() {
    const { render, memory } = this.#renderer.info;
    return {
      frames: this.#frames,
      draw_calls: render.calls,
      triangles: render.triangles,
      geometries: memory.geometries,
      textures: memory.textures,
    };
  }

  dispose() {
    this.#programs.dispose();
    this.#coarse.dispose();
    this.#renderer.dispose();
    // A page may have only a few contexts: give this one back now, not at the next garbage collection.
    if (!this.#context.isContextLost()) this.#renderer.forceContextLoss();
    this.#canvas.remove();
  }
}
