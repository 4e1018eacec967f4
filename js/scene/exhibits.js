/**
 * What may stand on the stage, one at a time: the network from the start, others loaded when first asked for, and shown
 * once the graphics process has made what they need.
 */

import { POSES } from "../model/poses.js";
import { Content } from "./content.js";

/** @import {Object3D} from "three" */
/** @import {ExhibitName, PoseName} from "../model/poses.js" */
/** @import {AppState} from "../model/state.js" */
/** @import {Selection} from "../model/view.js" */
/** @import {LayerButtons} from "./overlay/layer-buttons.js" */
/** @import {Margins} from "./plan/fit.js" */
/** @import {Stage} from "./stage.js" */
/** @import {Uniforms} from "./things/uniforms.js" */
/** @import {Viewpoint} from "./viewpoint.js" */

/**
 * @typedef {object} Exhibit
 * @property {(next: AppState, previous: AppState|null) => boolean} update  whether the picture has changed; previous is
 *   null when it has just taken the stage: it goes where the viewpoint can see it
 * @property {(cover: Margins) => void} resize  the stage has another size, and so much stands over its edges
 * @property {() => void} arrange  what depends on the viewpoint, which has moved
 * @property {(now: number) => boolean} advance  what moves by itself, to a time in ms; whether another frame is needed
 * @property {(pixel: {x: number, y: number}, reach: number) => Selection|null} pick
 * @property {(state: AppState) => string} describe  it to those who do not see it
 * @property {() => void} leave  another takes the stage
 * @property {() => void} dispose
 */

/** @typedef {Exhibit & {meshes: Object3D[]}} LoadedExhibit  in the order of drawing */

/**
 * @typedef {object} Props  What every exhibit is made with.
 * @property {Stage} stage
 * @property {Uniforms} uniforms
 * @property {Viewpoint} viewpoint
 * @property {HTMLCanvasElement} canvas
 * @property {() => void} onChange  the picture must be drawn again
 * @property {(index: number, value: number) => void} onParameter
 */

/** Those that are loaded. @type {Record<Exclude<ExhibitName, "network">, (props: Props) => Promise<LoadedExhibit>>} */
const LOAD = {
  hidden: async (props) => new (await import("./hidden/hidden-exhibit.js")).HiddenExhibit(props),
  loss: async (props) => new (await import("./loss/loss-exhibit.js")).LossExhibit(props),
};

/** Each has a layer of three.js to itself: the camera sees one. @type {ExhibitName[]} */
const NAMES = ["network", .../** @type {(keyof typeof LOAD)[]} */ (Object.keys(LOAD))];

export class Exhibits {
  network;
  /** That stands on the stage; null before the first. @type {Exhibit|null} */
  current = null;
  #props;
  #options;
  /** @type {Map<ExhibitName, Exhibit|null>} null: on its way */
  #known = new Map();
  /** @type {Margins} */
  #cover = { top: 0, right: 0, bottom: 0, left: 0 };
  #isDisposed = false;

  /**
   * @param {Props} props
   * @param {LayerButtons} buttons
   * @param {{onReady: () => void, onError: (error: {code: string, message: string}) => void}} options  onReady: something
   *   that was asked for may take the stage now
   */
  constructor(props, buttons, options) {
    const { stage, uniforms, viewpoint } = props;
    this.#props = props;
    this.#options = options;
    this.network = new Content(stage, uniforms, viewpoint, buttons);
    this.#known.set("network", this.network);
  }

  /**
   * Have on the stage what a pose shows, if it is there already.
   * @param {PoseName} pose
   * @returns {{exhibit: Exhibit, isNew: boolean}|null}  null: it is on its way; the one before stays and waits
   */
  take(pose) {
    const name = POSES[pose].stands;
    const exhibit = this.#known.get(name);
    if (exhibit === undefined && name !== "network") this.#load(name);
    if (!exhibit) return null;
    const isNew = exhibit !== this.current;
    if (isNew) {
      this.current?.leave();
      this.current = exhibit;
      exhibit.resize(this.#cover);
      this.#props.viewpoint.camera.layers.set(NAMES.indexOf(name));
    }
    return { exhibit, isNew };
  }

  /** @param {Margins} cover  what stands over the edges of the stage */
  resize(cover) {
    this.#cover = cover;
    this.current?.resize(cover);
  }

  dispose() {
    this.#isDisposed = true;
    for (const exhibit of this.#known.values()) exhibit?.dispose();
  }

  /** @param {keyof typeof LOAD} name */
  async #load(name) {
    this.#known.set(name, null);
    const { stage, viewpoint } = this.#props;
    try {
      const exhibit = await LOAD[name](this.#props);
      for (const mesh of exhibit.meshes) stage.add(mesh, NAMES.indexOf(name));
      await stage.make(exhibit.meshes, viewpoint.camera);
      if (this.#isDisposed) exhibit.dispose();
      else this.#known.set(name, exhibit);
    } catch (error) {
      this.#known.delete(name); // asked for again, it is loaded again
      const message = `This view could not be loaded: ${error instanceof Error ? error.message : error}`;
      this.#options.onError({ code: "load_failed", message });
      return;
    }
    if (!this.#isDisposed) this.#options.onReady();
  }
}
