/**
 * The programs of the graphics process: asked for before they are needed, and none is waited for.
 */

/** @import {Camera, Object3D, Scene, WebGLRenderer} from "three" */
/** @typedef {import("three").WebGLProgram} WebGLProgram  a type alone: there is no such value */

const LINK_MS = 300; // in which a program is usually linked
const LOOK_MS = 30; // between two looks whether it is, where somebody waits for it

export class Programs {
  #context;
  #renderer;
  #scene;
  /** Of what is prepared once. @type {number|null} */
  #timer = null;

  /**
   * @param {WebGL2RenderingContext} context
   * @param {WebGLRenderer} renderer
   * @param {Scene} scene
   */
  constructor(context, renderer, scene) {
    this.#context = context;
    this.#renderer = renderer;
    this.#scene = scene;
  }

  /**
   * Ask for the programs of what the camera sees, or of what it does not.
   * @param {Camera} camera
   * @param {boolean} visible
   */
  compile(camera, visible) {
    for (const object of this.#scene.children) {
      const isSeen = object.visible && object.layers.test(camera.layers);
      if (isSeen === visible) this.#renderer.compile(object, camera, this.#scene);
    }
  }

  /**
   * Have the programs of some objects ready, one after the other, while everything else goes on.
   * @param {Object3D[]} objects
   * @param {Camera} camera
   */
  async make(objects, camera) {
    const status = completionStatus(this.#context);
    for (const object of objects) {
      await pause(0);
      this.#renderer.compile(object, camera, this.#scene);
    }
    for (const program of this.#all()) {
      while (!this.#context.isContextLost() && !this.#isLinked(program, status)) await pause(LOOK_MS);
      await pause(0);
      if (!this.#context.isContextLost()) take(program);
    }
  }

  /**
   * Ask, once, for the programs of what is not visible and, when all are linked, let three.js look at them: that waits.
   * @param {Camera} camera
   * @param {number} pause  ms until then
   */
  prepare(camera, pause) {
    this.#timer ??= window.setTimeout(() => this.#prepareHidden(camera), pause);
  }

  dispose() {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** @param {Camera} camera */
  #prepareHidden(camera) {
    if (this.#context.isContextLost()) return;
    const status = completionStatus(this.#context);
    const nTaken = this.#all().length;
    this.compile(camera, false);
    this.#takeWhenLinked(nTaken, status);
  }

  /**
   * @param {number} nTaken  programs that three.js has looked at before
   * @param {number|null} status  how to ask
   */
  #takeWhenLinked(nTaken, status) {
    this.#timer = window.setTimeout(() => {
      if (this.#context.isContextLost()) return;
      const programs = this.#all().slice(nTaken);
      if (programs.every((program) => this.#isLinked(program, status))) programs.forEach(take);
      else this.#takeWhenLinked(nTaken, status);
    }, LINK_MS);
  }

  #all() {
    return this.#renderer.info.programs ?? [];
  }

  /** @param {WebGLProgram} ofThree @param {number|null} status */
  #isLinked(ofThree, status) {
    const program = /** @type {globalThis.WebGLProgram} */ (ofThree.program);
    return status === null || this.#context.getProgramParameter(program, status);
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Have three.js ask for all that it will want to know of a program. @param {WebGLProgram} program */
function take(program) {
  program.getUniforms();
  program.getAttributes();
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
