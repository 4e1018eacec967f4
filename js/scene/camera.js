/**
 * The viewer's eye: head-on by default, turned by mouse, touch and keyboard, and brought back. It takes a pose from the
 * page's state, and tells the one that the viewer has given it.
 */

import { CameraRig } from "./camera-rig.js";
import { actionOf } from "./keyboard.js";
import { advanced, HEAD_ON, MOVED, pressed, RETURNING, shareOfReturn } from "./plan/camera-mode.js";
import { isSamePose, orbitOf, poseOf, roundedPoseOf } from "./plan/camera-pose.js";

/** @import {CameraPose} from "../model/view.js" */
/** @import {CameraMode} from "./plan/camera-mode.js" */
/** @import {Frame, Size} from "./plan/framing.js" */

/** Without a move, before the pose is told: a gesture is told once. */
const QUIET_MS = 250;

/**
 * @typedef {object} EyeHandlers
 * @property {() => void} onChange  the picture must be drawn again
 * @property {(pose: CameraPose|null) => void} onPose  the viewer has come to rest in another pose
 */

export class Eye {
  #canvas;
  #handlers;
  #rig;
  /** @type {CameraMode} */
  #mode = HEAD_ON;
  /** What the state says, as far as is known here: the viewer may have gone on. @type {CameraPose|null} */
  #told = null;
  /** @type {Frame|null} */
  #frame = null;
  #timer = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {EyeHandlers} handlers
   */
  constructor(canvas, handlers) {
    this.#canvas = canvas;
    this.#handlers = handlers;
    this.#rig = new CameraRig(canvas, { onPress: this.#onPress, onMove: this.#onMove });
    canvas.addEventListener("keydown", this.#onKeyDown);
  }

  get camera() {
    return this.#rig.camera;
  }

  get isHeadOn() {
    return this.#mode === HEAD_ON;
  }

  /**
   * Go where the state says, unless it says what it said before.
   * @param {CameraPose|null} pose
   */
  take(pose) {
    if (isSamePose(pose, this.#told)) return;
    clearTimeout(this.#timer);
    this.#told = pose;
    if (pose === null) {
      this.#goBack();
      return;
    }
    this.#mode = MOVED;
    if (this.#frame !== null) this.#rig.place(orbitOf(pose, this.#frame));
    this.#handlers.onChange();
  }

  headOn = () => {
    this.#goBack();
    this.#tell(null);
  };

  /**
   * Take another head-on view; a viewer who has turned the network keeps the pose.
   * @param {Frame} frame
   * @param {Size} size
   */
  setFrame(frame, size) {
    const pose = this.#frame === null ? this.#told : poseOf(this.#rig.orbit(), this.#frame);
    this.#frame = frame;
    this.#rig.setFrame(frame, size);
    this.#rig.place(orbitOf(this.isHeadOn ? null : pose, frame));
    this.#rig.departFromHere();
  }

  /**
   * Go on with the way back.
   * @param {number} now  ms
   * @returns {boolean} whether it goes on after this frame
   */
  advance(now) {
    if (this.#mode.kind !== "returning") return false;
    this.#mode = advanced(this.#mode, now);
    this.#rig.goBack(shareOfReturn(this.#mode, now));
    return this.#mode.kind === "returning";
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#canvas.removeEventListener("keydown", this.#onKeyDown);
    this.#rig.dispose();
  }

  #goBack() {
    this.#rig.departFromHere();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#rig.goBack(1);
      this.#mode = HEAD_ON;
    } else {
      this.#mode = RETURNING;
    }
    this.#handlers.onChange();
  }

  #onPress = () => {
    const mode = pressed(this.#mode);
    if (mode !== this.#mode) this.#onMove();
  };

  #onMove = () => {
    this.#mode = MOVED;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#onRest, QUIET_MS);
    this.#handlers.onChange();
  };

  #onRest = () => {
    if (this.#frame !== null) this.#tell(roundedPoseOf(this.#rig.orbit(), this.#frame));
  };

  /** @param {CameraPose|null} pose */
  #tell(pose) {
    clearTimeout(this.#timer);
    if (isSamePose(pose, this.#told)) return;
    this.#told = pose;
    this.#handlers.onPose(pose);
  }

  /** @param {KeyboardEvent} event */
  #onKeyDown = (event) => {
    const action = actionOf(event);
    if (action === null) return;
    event.preventDefault();
    if (action.kind === "head-on") this.headOn();
    else this.#rig.step(action);
  };
}
