/**
 * Canvas and WebGL renderer: made, sized, lost, restored, disposed. Knows nothing of networks.
 */

import { Color, Scene, WebGLRenderer } from "three";
import { update_theme } from "./uniforms.js";

/** @import {Camera, Object3D} from "three" */
/** @import {Size} from "./framing.js" */
/** @import {Theme} from "./theme.js" */
/** @import {Uniforms} from "./uniforms.js" */

const MAX_PIXEL_RATIO = 2;

/** @typedef {ReturnType<typeof createStage>} Stage */

/** Make the canvas; it fills its parent. */
export function makeCanvas() {
  const canvas = document.createElement("canvas");
  canvas.className = "scene-canvas";
  Object.assign(canvas.style, { display: "block", width: "100%", height: "100%", touchAction: "none" });
  return canvas;
}

/**
 * A sentence about the canvas for those who cannot see it.
 * @param {HTMLCanvasElement} canvas
 * @param {string} text
 */
export function makeDescription(canvas, text) {
  const description = document.createElement("p");
  Object.assign(description, { id: "scene-description", className: "visually-hidden", textContent: text });
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
 */
export function openContext(canvas) {
  return canvas.getContext("webgl2", { alpha: false, antialias: true, stencil: false });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {WebGL2RenderingContext} context
 * @param {Uniforms} uniforms
 */
export function createStage(canvas, context, uniforms) {
  const renderer = new WebGLRenderer({ canvas, context });
  renderer.sortObjects = false; // drawn in the order of add()
  const scene = new Scene();
  scene.matrixAutoUpdate = false;
  const background = new Color();
  scene.background = background;
  /** @type {Size} */
  const size = { width: 0, height: 0 };
  let frames = 0;

  return {
    size,

    pixelRatio() {
      return Math.min(window.devicePixelRatio || 1, MAX_PIXEL_RATIO);
    },

    /** @param {Object3D} object */
    add(object) {
      object.matrixAutoUpdate = false;
      scene.add(object);
    },

    /** @param {Theme} theme */
    setTheme(theme) {
      update_theme(uniforms, theme);
      background.copy(uniforms.background.value);
    },

    /**
     * @param {number} width  CSS px
     * @param {number} height  CSS px
     */
    resize(width, height) {
      Object.assign(size, { width, height });
      renderer.setPixelRatio(this.pixelRatio());
      renderer.setSize(width, height, false);
      renderer.getDrawingBufferSize(uniforms.viewport.value);
      uniforms.pixel_ratio.value = renderer.getPixelRatio();
    },

    /** @param {Camera} camera */
    draw(camera) {
      if (context.isContextLost() || size.width === 0 || size.height === 0) {
        return;
      }
      renderer.render(scene, camera);
      frames += 1;
    },

    info() {
      const { render, memory } = renderer.info;
      return {
        frames,
        draw_calls: render.calls,
        triangles: render.triangles,
        geometries: memory.geometries,
        textures: memory.textures,
      };
    },

    dispose() {
      renderer.dispose();
      // A page may have only a few contexts: give this one back now, not at the next garbage collection.
      renderer.forceContextLoss();
      canvas.remove();
    },
  };
}
