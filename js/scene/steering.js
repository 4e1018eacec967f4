/**
 * What the viewer does to the picture: turns, zooms and moves it by hand or by key; and tells the page's state how the
 * picture is seen, once a gesture is over.
 */

import { prefersJumps } from "../kit/motion.js";
import { POSES } from "../model/poses.js";
import { watchGestures } from "./gestures.js";
import { actionOf } from "./keyboard.js";
import { homeLook, isSameLook, roundedLook, shifted, turned, zoomed } from "./plan/look.js";

/** @import {CameraTurn} from "../model/view.js" */
/** @import {Look} from "./plan/look.js" */
/** @import {Viewpoint} from "./viewpoint.js" */

/** Without a move, before it is told where a gesture has led. */
const QUIET_MS = 250;
/** Of a turn by pointer, degrees for each CSS px; and of one step by key. */
const TURN_PER_PX = 0.22;
const STEP_TURN = 4;
const STEP_SHIFT = 0.06;
const STEP_ZOOM = 1.15;

/**
 * @typedef {object} SteeringOptions
 * @property {() => void} onChange  the picture must be drawn again
 * @property {(camera: CameraTurn|null) => void} onLook  the viewer begins to look another way, and has come to rest; null: the pose's own
 * @property {(steps: 1|-1) => void} onNext  to the next pane or the one before, where one faces the viewer
 */

export class Steering {
  #canvas;
  #viewpoint;
  #options;
  #unwatch;
  #timer = 0;
  /** As the state was told. @type {CameraTurn|null} */
  #told = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Viewpoint} viewpoint
   * @param {SteeringOptions} options
   */
  constructor(canvas, viewpoint, options) {
    this.#canvas = canvas;
    this.#viewpoint = viewpoint;
    this.#options = options;
    this.#unwatch = watchGestures(canvas, {
      onTurn: (right, down) => {
        const isFlat = !POSES[viewpoint.pose].isTurnable;
        this.#look(isFlat ? this.#moved(right, down) : this.#turn(right * TURN_PER_PX, down * TURN_PER_PX));
      },
      onShift: (right, down) => this.#look(this.#moved(right, down)),
      onZoom: (factor, { x, y }) => {
        const at = { x: (2 * x) / canvas.clientWidth - 1, y: 1 - (2 * y) / canvas.clientHeight };
        this.#look(zoomed(viewpoint.look, factor, at));
      },
    });
    canvas.addEventListener("keydown", this.#onKeyDown);
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#unwatch();
    this.#canvas.removeEventListener("keydown", this.#onKeyDown);
  }

  /** Something else says how to look. */
  cancel() {
    clearTimeout(this.#timer);
    this.#told = null;
  }

  /** The scene goes with the pointer. @param {number} right  degrees @param {number} down */
  #turn(right, down) {
    return turned(this.#viewpoint.pose, this.#viewpoint.look, right, down);
  }

  /** @param {number} right  CSS px @param {number} down */
  #moved(right, down) {
    const { clientWidth, clientHeight } = this.#canvas;
    return shifted(this.#viewpoint.look, (2 * right) / clientWidth, (-2 * down) / clientHeight);
  }

  /** @param {Look} look */
  #look(look) {
    if (isSameLook(look, this.#viewpoint.look)) return;
    const jumps = prefersJumps();
    this.#viewpoint.turnTo(look, jumps);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#rest, QUIET_MS);
    if (this.#told === null) this.#tell(); // at once: until then, going home would change nothing
    this.#options.onChange();
  }

  #rest = () => {
    this.#viewpoint.turnTo(roundedLook(this.#viewpoint.look));
    this.#tell();
    this.#options.onChange();
  };

  #tell() {
    const { pose, look } = this.#viewpoint;
    const rounded = roundedLook(look);
    this.#told = isSameLook(rounded, homeLook(pose)) ? null : rounded;
    this.#viewpoint.agree(this.#told);
    this.#options.onLook(this.#told);
  }

  /** @param {KeyboardEvent} event */
  #onKeyDown = (event) => {
    const action = actionOf(event);
    if (action === null) return;
    event.preventDefault();
    const { pose, look } = this.#viewpoint;
    if (action.kind === "home") this.#look(homeLook(pose));
    else if (action.kind === "zoom") this.#look(zoomed(look, STEP_ZOOM ** action.steps));
    else if (action.kind === "shift")
      this.#look(shifted(look, -action.right * STEP_SHIFT, -action.up * STEP_SHIFT));
    else if (pose === "pane" && action.right !== 0) this.#options.onNext(action.right > 0 ? 1 : -1);
    else this.#look(this.#turn(-action.right * STEP_TURN, action.up * STEP_TURN));
  };
}
