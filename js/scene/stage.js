/**
 * Canvas and WebGL renderer: made, sized, lost, restored, disposed. Knows nothing of networks.
 */

import { Color, Scene, WebGLRenderer } from "three";
import { update_theme } from "./things/uniforms.js";

/** @import {Camera, Object3D} from "three" */
/** @import {Size} from "./plan/framing.js" */
/** @import {Theme} from "./plan/theme.js" */
/** @import {Uniforms} from "./things/uniforms.js" */

const MAX_PIXEL_RATIO = 2;
/**
 * What three.js gets of the extensions that it asks for at the start. The others belong to features that the scene does
 * not use, and each costs a wait for the graphics process, which is long while Python starts.
 */
const EXTENSIONS = ["EXT_color_buffer_float", "WEBGL_lose_context"];

const LINK_MS = 300; // in which a program is usually linked

/** @typedef {ReturnType<typeof createStage>} Stage */

/** Make the canvas; it fills its parent. */
export function makeCanvas() {
  const canvas = document.createElement("canvas");
  canvas.className = "scene-canvas";
  Object.assign(canvas.style, {
    display: "block",
    width: "100%",
    height: "100%",
    objectFit: "contain", // while the element has another size already
    touchAction: "none",
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
 * How to ask about a program, linked from now on, whether it is ready, without waiting until it is; null: there is no way.
 * @param {WebGL2RenderingContext} context
 * @returns {number|null}
 */
function completionStatus(context) {
  const { getExtension } = WebGL2RenderingContext.prototype; // openContext() has replaced the context's own
  const parallel = getExtension.call(context, /** @type {any} */ ("KHR_parallel_shader_compile"));
  return /** @type {any} */ (parallel)?.COMPLETION_STATUS_KHR ?? null;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {WebGL2RenderingContext} context
 * @param {Uniforms} uniforms
 */
export function createStage(canvas, context, uniforms) {
  const renderer = new WebGLRenderer({ canvas, context });
  renderer.sortObjects = false; // drawn in the order of add()
  renderer.debug.checkShaderErrors = false; // each check waits for the graphics process; the tests look at the picture
  const scene = new Scene();
  scene.matrixAutoUpdate = false;
  const background = new Color();
  scene.background = background;
  /** @type {Size} */
  const size = { width: 0, height: 0 };
  let frames = 0;
  /** @type {number|null} */
  let timer = null; // of what is prepared once

  /**
   * Ask for the programs of what is visible, or of what is not, and wait for none.
   * @param {Camera} camera
   * @param {boolean} visible
   */
  function compile(camera, visible) {
    for (const object of scene.children) {
      if (object.visible === visible) renderer.compile(object, camera, scene);
    }
  }

  /** Ask for the programs of what is not visible and, when all are linked, let three.js look at them: that waits. */
  function prepareHidden(/** @type {Camera} */ camera) {
    if (context.isContextLost()) return;
    const status = completionStatus(context);
    const n_taken = renderer.info.programs?.length ?? 0;
    compile(camera, false);
    const isLinked = (/** @type {any} */ program) =>
      status === null || context.getProgramParameter(program, status);
    const take = () => {
      if (context.isContextLost()) return;
      const programs = renderer.info.programs?.slice(n_taken) ?? [];
      if (!programs.every(({ program }) => isLinked(program))) {
        timer = window.setTimeout(take, LINK_MS);
        return;
      }
      for (const program of programs) {
        program.getUniforms();
        program.getAttributes();
      }
    };
    timer = window.setTimeout(take, LINK_MS);
  }

  return {
    size,

    pixelRatio,

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
      renderer.setDrawingBufferSize(width, height, pixelRatio());
      renderer.getDrawingBufferSize(uniforms.viewport.value);
      uniforms.pixel_ratio.value = renderer.getPixelRatio();
    },

    /** @param {Camera} camera */
    draw(camera) {
      if (context.isContextLost() || size.width === 0 || size.height === 0) {
        return;
      }
      if (frames === 0) compile(camera, true); // all of them before the first is waited for
      renderer.render(scene, camera);
      frames += 1;
    },

    /**
     * Have the graphics process make what later pictures will need: a picture that needs it at once waits for it.
     * @param {Camera} camera
     * @param {number} pause  ms until then
     */
    prepare(camera, pause) {
      timer ??= window.setTimeout(() => prepareHidden(camera), pause);
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
      if (timer !== null) clearTimeout(timer);
      renderer.dispose();
      // A page may have only a few contexts: give this one back now, not at the next garbage collection.
      renderer.forceContextLoss();
      canvas.remove();
    },
  };
}
