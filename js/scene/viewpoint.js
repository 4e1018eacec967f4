/**
 * Where everything is at the moment and from where it is seen: on the way from one pose to another, or turned by the
 * viewer, or on the way from one room to another. Whatever moves, the eye fits to it.
 */

import { Matrix4, PerspectiveCamera, Vector3 } from "three";
import { fitEye, lineOfSight, projection } from "./plan/fit.js";
import { approached, eased, homeLook, isSameLook, lookOf, mixLooks } from "./plan/look.js";
import { cornersOf, mixPlacements } from "./plan/placement.js";
import { approachedMargins, areSameMargins } from "./plan/room.js";
import { HEIGHT } from "./plan/stems.js";

/** @import {PoseName} from "../model/poses.js" */
/** @import {CameraTurn, ViewSettings} from "../model/view.js" */
/** @import {Eye, Margins, Point, Size} from "./plan/fit.js" */
/** @import {Look} from "./plan/look.js" */
/** @import {Placement} from "./plan/placement.js" */
/** @import {Sight} from "./plan/relief-shape.js" */

/** From one pose to another. */
const TRAVEL_MS = 480;
/** A frame that comes later than this does not make up for it. */
const LONGEST_FRAME_MS = 50;
/** World units before the nearest point and behind the farthest. */
const SLACK = 0.5;

/** @type {Placement} */
const NOTHING = { spots: new Float32Array(), plates: [], map: null };

/** @typedef {Pick<ViewSettings, "pose"|"camera">} Seen */

/** @param {Seen} view */
const wordOf = ({ pose, camera }) => JSON.stringify([pose, camera]);

export class Viewpoint {
  camera = new PerspectiveCamera();
  /** @type {PoseName} */
  pose = "space";
  #from = { placement: NOTHING, look: homeLook("space") };
  #to = NOTHING;
  #target = homeLook("space");
  #look = homeLook("space");
  /** How the state last said, or was told, that it is looked at. */
  #known = "";
  /** Of the way from one pose to the other; 1: it is done. */
  #share = 1;
  /** @type {number|null} */
  #since = null;
  #last = 0;
  /** @type {Size} */
  #size = { width: 1, height: 1 };
  /** @type {Margins} */
  #margins = { top: 0, right: 0, bottom: 0, left: 0 };
  /** That there are to be. */
  #nextMargins = this.#margins;
  /** Between which all of what stands in the network's place is seen; null: the network stands. @type {Point[]|null} */
  #points = null;
  /** @type {Eye|null} */
  #eye = null;

  constructor() {
    this.camera.matrixAutoUpdate = false;
  }

  get from() {
    return this.#from.placement;
  }

  get to() {
    return this.#to;
  }

  /** Of the way between them. */
  get share() {
    return this.#share;
  }

  get placement() {
    return mixPlacements(this.#from.placement, this.#to, this.#share);
  }

  /** Where the viewer has turned to; what is seen may be on the way there. */
  get look() {
    return this.#target;
  }

  /**
   * Look as the state says; while it says nothing new, as the viewer does, of which it may not know yet.
   * @param {Seen} view
   * @returns {boolean}  it says something new
   */
  heed(view) {
    const word = wordOf(view);
    if (word === this.#known) return false;
    this.#known = word;
    this.#target = lookOf(view.pose, view.camera);
    return true;
  }

  /** The state is told so of the viewer's own look. @param {CameraTurn|null} camera */
  agree(camera) {
    this.#known = wordOf({ pose: this.pose, camera });
  }

  /** Leads from what is seen to the eye. @returns {Point} */
  get back() {
    return this.#eye?.axes.back ?? [0, 0, 1];
  }

  get isAtRest() {
    const hasRoom = areSameMargins(this.#margins, this.#nextMargins);
    return this.#share === 1 && hasRoom && isSameLook(this.#look, this.#target);
  }

  /** How far what is highest on the output map rises from it, in halves of its side. */
  get rise() {
    return HEIGHT * this.reliefShare;
  }

  /**
   * Fit to other margins: by and by in a window that stays as large as it is, or at once.
   * @param {Size} size
   * @param {Margins} margins
   * @param {boolean} jumps
   */
  setRoom(size, margins, jumps) {
    const isOther = size.width !== this.#size.width || size.height !== this.#size.height;
    this.#size = { ...size };
    this.#nextMargins = margins;
    if (jumps || isOther) this.#margins = margins;
    this.#fit();
  }

  /**
   * Go to a pose, or take other places in the same, where the viewer looks.
   * @param {PoseName} pose
   * @param {Placement} placement
   * @param {boolean} jumps
   */
  go(pose, placement, jumps) {
    this.pose = pose;
    const isPlaced = this.#to.spots.length === placement.spots.length && !jumps && this.#points === null;
    this.#points = null;
    this.#from = { placement: isPlaced ? this.placement : placement, look: this.#look };
    this.#to = placement;
    this.#share = isPlaced ? 0 : 1;
    this.#since = null;
    if (!isPlaced) this.#look = this.#target;
    this.#fit();
  }

  /**
   * Look at something else than the network, at once.
   * @param {PoseName} pose
   * @param {Point[]} points  between which all of it is seen
   */
  goTo(pose, points) {
    this.pose = pose;
    this.#points = points;
    this.#look = this.#target;
    this.#share = 1;
    this.#fit();
  }

  /** @param {Look} look @param {boolean} [jumps] */
  turnTo(look, jumps = false) {
    this.#target = look;
    if (jumps) this.#look = look;
    if (jumps) this.#fit();
  }

  /**
   * Go on.
   * @param {number} now  ms
   * @returns {boolean}  whether another frame is needed
   */
  advance(now) {
    const passed = Math.min(now - this.#last, LONGEST_FRAME_MS);
    this.#last = now;
    if (this.isAtRest) return false;
    this.#margins = approachedMargins(this.#margins, this.#nextMargins, passed);
    if (this.#share < 1) {
      this.#since ??= now;
      const share = (now - this.#since) / TRAVEL_MS;
      this.#share = share >= 1 ? 1 : eased(share);
      this.#look = mixLooks(this.#from.look, this.#target, this.#share);
      if (this.#share === 1) this.#from = { placement: this.#to, look: this.#look };
    } else {
      this.#look = approached(this.#look, this.#target, passed);
    }
    this.#fit();
    return !this.isAtRest;
  }

  /** Where a point is on the canvas now. @returns {(point: Point) => {x: number, y: number, depth: number}} */
  get project() {
    if (this.#eye === null) return () => ({ x: 0, y: 0, depth: 1 });
    return projection(this.#eye, this.#look, this.#size);
  }

  /** Where on a plane across the flow a pixel is now. @returns {Sight} */
  get sight() {
    if (this.#eye === null) return () => [0, 0];
    return lineOfSight(this.#eye, this.#look, this.#size);
  }

  /** As RELIEF_GLSL has it: seen straight on, nothing rises. */
  get reliefShare() {
    const { across, up } = this.#look;
    const toward = Math.cos((across * Math.PI) / 180) * Math.cos((up * Math.PI) / 180);
    return eased(Math.sqrt(Math.max(1 - toward * toward, 0)) / 0.35);
  }

  #fit() {
    const points = this.#points ?? this.#networkPoints();
    if (points.length === 0) return;
    this.#eye = fitEye(points, this.#look, this.#size, this.#margins);
    this.#aim(this.#eye, this.#look);
  }

  #networkPoints() {
    const { plates, map } = this.placement;
    const height = map === null ? 0 : map[3] * this.rise;
    const last = plates.length - 1;
    return plates.flatMap((plate, layer) => cornersOf(plate, layer === last ? height : 0));
  }

  /** @param {Eye} eye @param {Look} look */
  #aim({ position, axes, slope, near, far }, { zoom, x, y }) {
    const { camera } = this;
    const vector = (/** @type {Point} */ point) => new Vector3(...point);
    camera.matrix
      .makeBasis(vector(axes.right), vector(axes.up), vector(axes.back))
      .setPosition(vector(position));
    camera.updateMatrixWorld(true);
    camera.near = Math.max(near - SLACK, 0.05);
    camera.far = far + SLACK;
    const { width, height } = this.#size;
    camera.fov = (2 * Math.atan((slope * height) / 2) * 180) / Math.PI;
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    const { elements } = camera.projectionMatrix;
    const [across = 1, upward = 1] = [elements[0], elements[5]];
    elements[0] = across * zoom;
    elements[5] = upward * zoom;
    elements[8] = -x;
    elements[9] = -y;
    camera.projectionMatrixInverse = new Matrix4().copy(camera.projectionMatrix).invert();
  }
}
