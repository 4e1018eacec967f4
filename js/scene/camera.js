/**
 * The viewer's eye: head-on by default, turned by mouse, touch and keyboard, and brought back.
 */

import { PerspectiveCamera, Spherical, Vector3 } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { actionOf } from "./keyboard.js";
import { FIELD_OF_VIEW } from "./plan/framing.js";

/** @import {Frame, Size} from "./plan/framing.js" */
/** @import {CameraAction} from "./keyboard.js" */

/** Way back to head-on, ms. */
const RETURN_TIME = 250;
/** One key press: a turn of 5 degrees, 24 CSS px, 10 % nearer. */
const KEY_TURN = Math.PI / 36;
const KEY_PAN = 24;
const KEY_ZOOM = 1.1;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onChange  the picture must be drawn again
 */
export function createCamera(canvas, onChange) {
  const camera = new PerspectiveCamera(FIELD_OF_VIEW);
  const controls = new OrbitControls(camera, canvas);
  controls.enableDamping = false;
  const home = { target: new Vector3(), distance: 1 };
  const from = { target: new Vector3(), spherical: new Spherical() };
  const spherical = new Spherical();
  const offset = new Vector3();
  let at_home = true;
  let is_placing = false;
  /** Start of the way back in ms; null while there is none, NaN before its first frame. */
  let /** @type {number|null} */ returning = null;

  /** @param {number} share  of the way from `from` to head-on, 0 to 1 */
  function place(share) {
    const rest = 1 - share;
    spherical.theta = from.spherical.theta * rest;
    spherical.phi = from.spherical.phi * rest + (Math.PI / 2) * share;
    spherical.radius = from.spherical.radius * rest + home.distance * share;
    controls.target.lerpVectors(from.target, home.target, share);
    camera.position.setFromSpherical(spherical).add(controls.target);
    is_placing = true;
    controls.update();
    is_placing = false;
  }

  function remember() {
    from.target.copy(controls.target);
    from.spherical.setFromVector3(offset.copy(camera.position).sub(controls.target));
  }

  function goHome() {
    place(1);
    returning = null;
    at_home = true;
  }

  function takeOver() {
    returning = null;
    at_home = false;
  }

  /** A press stops the way back; without one, it changes nothing until it moves. */
  function onPress() {
    if (returning !== null) takeOver();
  }

  function onMove() {
    if (!is_placing) takeOver();
    onChange();
  }

  function headOn() {
    remember();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      goHome();
    } else {
      returning = Number.NaN;
    }
    onChange();
  }

  /** @param {CameraAction} action */
  function perform(action) {
    if (action.kind === "head-on") {
      headOn();
      return;
    }
    takeOver();
    if (action.kind === "zoom") {
      controls.dollyIn(KEY_ZOOM ** action.steps);
    } else if (action.kind === "rotate") {
      controls.rotateLeft(-action.right * KEY_TURN);
      controls.rotateUp(action.up * KEY_TURN);
    } else {
      controls.pan(-action.right * KEY_PAN, action.up * KEY_PAN);
    }
    onChange();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const action = actionOf(event);
    if (action !== null) {
      event.preventDefault();
      perform(action);
    }
  }

  canvas.addEventListener("keydown", onKeyDown);
  controls.addEventListener("start", onPress);
  controls.addEventListener("change", onMove);

  return {
    camera,
    headOn,
    isHeadOn: () => at_home,

    /**
     * Take another head-on view; a viewer who has turned the network keeps the direction.
     * @param {Frame} frame
     * @param {Size} size
     */
    setFrame(frame, size) {
      home.target.set(frame.x, frame.y, 0);
      home.distance = frame.distance;
      controls.minDistance = frame.distance * 0.04;
      controls.maxDistance = frame.distance * 4;
      camera.aspect = size.width / size.height;
      camera.near = frame.distance * 0.01;
      camera.far = frame.distance * 8;
      camera.updateProjectionMatrix();
      remember();
      if (at_home) {
        goHome();
      } else {
        offset.setFromSpherical(from.spherical).setLength(home.distance);
        controls.target.copy(home.target);
        camera.position.copy(home.target).add(offset);
        controls.update();
      }
    },

    /**
     * Go on with the way back.
     * @param {number} now  ms
     * @returns {boolean} whether it goes on after this frame
     */
    advance(now) {
      if (returning === null) {
        return false;
      }
      if (Number.isNaN(returning)) {
        returning = now;
      }
      const share = Math.min(Math.max((now - returning) / RETURN_TIME, 0), 1);
      if (share === 1) {
        goHome();
        return false;
      }
      place(share * share * (3 - 2 * share));
      return true;
    },

    dispose() {
      canvas.removeEventListener("keydown", onKeyDown);
      controls.dispose();
    },
  };
}
