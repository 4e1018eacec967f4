/**
 * The camera of three.js and what turns, zooms and moves it: mouse, touch and steps. Knows no rules: whose turn it is,
 * and when it goes back, is decided in camera.js.
 */

import { PerspectiveCamera, Spherical, Vector3 } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { FARTHEST, NEAREST } from "./plan/camera-pose.js";
import { FIELD_OF_VIEW } from "./plan/framing.js";

/** @import {CameraMove} from "./keyboard.js" */
/** @import {Orbit} from "./plan/camera-pose.js" */
/** @import {Frame, Size} from "./plan/framing.js" */

/** One step: a turn of 5 degrees, 24 CSS px, 10 % nearer. */
const STEP_TURN = Math.PI / 36;
const STEP_PAN = 24;
const STEP_ZOOM = 1.1;

export class CameraRig {
  camera = new PerspectiveCamera(FIELD_OF_VIEW);
  #controls;
  #home = { target: new Vector3(), distance: 1 };
  #from = { target: new Vector3(), spherical: new Spherical() };
  #spherical = new Spherical();
  #offset = new Vector3();
  #isPlacing = false;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{onPress: () => void, onMove: () => void}} handlers  of what the viewer does
   */
  constructor(canvas, { onPress, onMove }) {
    this.#controls = new OrbitControls(this.camera, canvas);
    this.#controls.enableDamping = false;
    this.#controls.addEventListener("start", onPress);
    this.#controls.addEventListener("change", () => {
      if (!this.#isPlacing) onMove();
    });
  }

  /**
   * Take another head-on view; the camera itself stays where it is.
   * @param {Frame} frame
   * @param {Size} size
   */
  setFrame({ x, y, distance }, size) {
    this.#home.target.set(x, y, 0);
    this.#home.distance = distance;
    this.#controls.minDistance = distance * NEAREST;
    this.#controls.maxDistance = distance * FARTHEST;
    this.camera.aspect = size.width / size.height;
    this.camera.near = distance * 0.01;
    this.camera.far = distance * 8;
    this.camera.updateProjectionMatrix();
  }

  /** @returns {Orbit}  where the camera is now */
  orbit() {
    const { x, y, z } = this.#controls.target;
    const { theta, phi, radius } = this.#read(this.#spherical);
    return { target: [x, y, z], azimuth: theta, elevation: Math.PI / 2 - phi, distance: radius };
  }

  /** @param {Orbit} orbit */
  place({ target, azimuth, elevation, distance }) {
    this.#controls.target.set(...target);
    this.#spherical.set(distance, Math.PI / 2 - elevation, azimuth);
    this.#place();
  }

  /** Begin a way back to head-on here. */
  departFromHere() {
    this.#from.target.copy(this.#controls.target);
    this.#read(this.#from.spherical);
  }

  /** @param {number} share  of the way back from where it began, 0 to 1 */
  goBack(share) {
    const rest = 1 - share;
    const { target, spherical } = this.#from;
    this.#controls.target.lerpVectors(target, this.#home.target, share);
    this.#spherical.set(
      spherical.radius * rest + this.#home.distance * share,
      spherical.phi * rest + (Math.PI / 2) * share,
      spherical.theta * rest,
    );
    this.#place();
  }

  /** Do what the viewer asks for by a key. @param {CameraMove} move */
  step(move) {
    if (move.kind === "zoom") {
      this.#controls.dollyIn(STEP_ZOOM ** -move.steps); // its argument is what the distance is multiplied by
    } else if (move.kind === "rotate") {
      this.#controls.rotateLeft(-move.right * STEP_TURN);
      this.#controls.rotateUp(move.up * STEP_TURN);
    } else {
      this.#controls.pan(-move.right * STEP_PAN, move.up * STEP_PAN);
    }
  }

  dispose() {
    this.#controls.dispose();
  }

  /** @param {Spherical} spherical  is overwritten with where the camera is, seen from its target */
  #read(spherical) {
    return spherical.setFromVector3(this.#offset.copy(this.camera.position).sub(this.#controls.target));
  }

  #place() {
    this.#spherical.makeSafe(); // straight from above no azimuth could be read off
    this.camera.position.setFromSpherical(this.#spherical).add(this.#controls.target);
    this.#isPlacing = true;
    this.#controls.update();
    this.#isPlacing = false;
  }
}
