/**
 * The space that a layer's units span, as what stands on the stage: a cube with named axes, in it the input plane as a
 * sheet that folds, the samples on it, and the pane of a unit of the next layer. It goes through the layers by straight
 * ways, which a note calls interpolated: as far as the state says, or by itself where other axes are chosen.
 */

import { prefersJumps } from "../../kit/motion.js";
import { shownSpace, wantedSpace } from "../../model/layer-space.js";
import { axisNames, layerInWords, spaceCaption } from "../../model/space-text.js";
import { shownIn, touchedIn } from "../../model/step-picture.js";
import { CORNERS, cubeMargins, planCubeLabels } from "../plan/cube.js";
import { eased } from "../plan/look.js";
import { createMeasure } from "../things/atlas.js";
import { Labels } from "../things/labels.js";
import { Cube } from "./cube.js";
import { flatOf, foldedOf, mixed } from "./folding.js";
import { Pane } from "./pane.js";
import { Points } from "./points.js";
import { Sheet } from "./sheet.js";

/** @import {LayerSpace} from "../../protocol.js" */
/** @import {PoseName} from "../../model/poses.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {LoadedExhibit, Props} from "../exhibits.js" */
/** @import {CubeAxis} from "../plan/cube.js" */
/** @import {Margins} from "../plan/fit.js" */
/** @import {Folded, Places} from "./folding.js" */

const SLICES = /** @type {const} */ (["layer_space", "view", "dataset", "topology", "opened"]);
/** From the space of one layer, or of some units, to that of others. */
const TRAVEL_MS = 700;
/** So folded the pane comes into sight: on the flat plane it has no meaning. */
const PANE_FROM = 0.6;

/** @implements {LoadedExhibit} */
export class HiddenExhibit {
  meshes;
  #stage;
  #viewpoint;
  #cube;
  #points;
  #sheet;
  #pane;
  #labels;
  #family = getComputedStyle(document.body).fontFamily;
  #measure = createMeasure(this.#family);
  /** @type {Margins} */
  #cover = { top: 0, right: 0, bottom: 0, left: 0 };
  /** @type {AppState|null} */
  #state = null;
  /** @type {Folded|null} */
  #folded = null;
  /** Of the way to it. */
  #fold = 1;
  /** From where everything is on its way; null: it is there. @type {Places|null} */
  #before = null;
  /** @type {number|null} */
  #since = null;
  #share = 1;
  /** @type {Places} */
  #places = { grid: new Float32Array(), samples: new Float32Array() };
  /** @type {CubeAxis[]} */
  #axes = [];

  /** @param {Props} props */
  constructor({ stage, uniforms, viewpoint }) {
    this.#stage = stage;
    this.#viewpoint = viewpoint;
    this.#cube = new Cube(uniforms);
    this.#points = new Points(uniforms);
    this.#sheet = new Sheet(uniforms);
    this.#pane = new Pane(uniforms);
    this.#labels = new Labels(uniforms);
    const [walls, edges] = this.#cube.meshes;
    const [behind, before] = this.#pane.meshes;
    this.meshes = [
      walls,
      this.#points.mesh,
      behind,
      this.#sheet.mesh,
      before,
      edges,
      this.#labels.mesh,
    ].filter((mesh) => mesh !== undefined);
  }

  /** @param {AppState} next @param {AppState|null} previous */
  update(next, previous) {
    if (previous !== null && SLICES.every((name) => next[name] === previous[name])) return false;
    this.#state = next;
    const { view, dataset } = next;
    const isOther = dataset !== previous?.dataset || next.topology !== previous.topology;
    if (isOther) {
      this.#points.rebuild(dataset);
      this.#forget();
    }
    const isChosenAnew = view !== previous?.view || next.opened !== previous.opened;
    if (isOther || isChosenAnew) this.#points.choose({ ...view, ...shownIn(next), touched: touchedIn(next) });
    this.#take(next);
    if (previous === null) this.#fit(view.pose);
    this.#place();
    this.arrange();
    return true;
  }

  /** @param {Margins} cover */
  resize(cover) {
    this.#cover = cover;
    if (this.#state === null) return;
    this.#fit(this.#state.view.pose, prefersJumps());
    this.arrange();
  }

  arrange() {
    const labels = planCubeLabels(this.#seenAxes(), this.#note(), {
      project: this.#viewpoint.project,
      size: this.#stage.size,
      cover: this.#cover,
      measure: this.#measure,
    });
    this.#labels.update(labels, this.#family, this.#stage.pixelRatio);
    this.#sheet.turn(this.#places.grid, this.#viewpoint.back);
  }

  /** @param {number} now */
  advance(now) {
    if (this.#before === null) return false;
    this.#since ??= now;
    this.#share = eased((now - this.#since) / TRAVEL_MS);
    if (this.#share === 1) this.#before = null;
    this.#place();
    this.arrange();
    return this.#before !== null;
  }

  /** Units and weights are not to be seen here. */
  pick() {
    return null;
  }

  /** @param {AppState} state */
  describe(state) {
    return `Hidden space. ${spaceCaption(state)}`;
  }

  leave() {
    this.#state = null;
    this.#forget();
  }

  dispose() {
    for (const part of [this.#cube, this.#points, this.#sheet, this.#pane, this.#labels]) part.dispose();
  }

  #forget() {
    this.#folded = null;
    this.#fold = 1;
    this.#before = null;
  }

  /** Take over what Python has computed, once it is of the axes that are asked for. @param {AppState} state */
  #take(state) {
    const { layer_space: space, topology, view } = state;
    if (space === null || !isOf(space, state)) return;
    const { next, fold } = shownSpace(view, topology);
    this.#fold = fold;
    const before = this.#folded;
    const isSame = before?.space === space;
    if (isSame && before.next === next) return;
    const folded = foldedOf(space, state, next);
    this.#folded = folded;
    this.#axes = axisNames(space, topology).map((name, axis) => ({
      name,
      ends: endsOf(folded.frame[axis] ?? []),
    }));
    this.#sheet.update(folded.size, folded.levels, folded.sums);
    this.#pane.update(folded.corners);
    if (before !== null && !isSame) this.#depart(before, folded);
  }

  /** Go to other axes by a straight way, from where everything is. @param {Folded} before @param {Folded} folded */
  #depart(before, folded) {
    if (prefersJumps() || before.size !== folded.size) this.#before = null;
    else if (before.name !== folded.name) {
      this.#before = this.#places;
      this.#since = null;
      this.#share = 0;
    }
  }

  /** Give everything its place. */
  #place() {
    if (this.#state === null || this.#folded === null) {
      this.#sheet.mesh.visible = false;
      this.#points.mesh.visible = false;
      this.#pane.fade(0);
      return;
    }
    const { image, before, size } = this.#folded;
    const aim = mixed(before ?? flatOf(this.#state.dataset, size), image, this.#fold);
    this.#places = this.#before ? mixed(this.#before, aim, this.#share) : aim;
    this.#points.place(this.#places.samples);
    this.#sheet.place(this.#places.grid);
    const isThere = this.#before ? this.#share : 1;
    this.#pane.fade(eased((this.#fold - PANE_FROM) / (1 - PANE_FROM)) * isThere);
  }

  /** @param {PoseName} pose @param {boolean} [jumps]  to the room */
  #fit(pose, jumps = true) {
    const { size } = this.#stage;
    if (size.width === 0 || size.height === 0) return;
    this.#viewpoint.setRoom(size, cubeMargins(size, this.#cover), jumps);
    this.#viewpoint.goTo(pose, CORNERS);
  }

  /** Numbers are true at both ends of the way only. @returns {CubeAxis[]} */
  #seenAxes() {
    if (this.#state === null) return [];
    if (this.#note() !== "") return this.#axes.map(({ name }) => ({ name, ends: [] }));
    if (this.#fold > 0 || this.#folded === null) return this.#axes;
    const ends = endsOf(this.#state.dataset.domain);
    return ["x₁", "", "x₂"].map((name) => ({ name, ends }));
  }

  /** Says so while what is seen is no state of any layer. */
  #note() {
    if (this.#state === null || this.#folded === null) return "";
    const { topology } = this.#state;
    const { layer, before } = this.#folded.space;
    const name = layerInWords(layer, topology);
    if (this.#before !== null) return `interpolated, on the way to ${name}`;
    const from = before === null ? "flat" : layerInWords(before.layer, topology);
    return this.#fold > 0 && this.#fold < 1 ? `interpolated between ${from} and ${name}` : "";
  }
}

/** Whether it is what is asked for. @param {LayerSpace} space @param {AppState} state */
function isOf(space, { view, topology, dataset }) {
  const [layer, units, before = null] = wantedSpace(view, topology) ?? [];
  const isFitting =
    space.train.length * dataset.n_inputs === 3 * dataset.train_inputs.length &&
    space.test.length * dataset.n_inputs === 3 * dataset.test_inputs.length;
  const isBefore = before === null || String([space.before?.layer, space.before?.units]) === String(before);
  return space.layer === layer && String(space.units) === String(units) && isBefore && isFitting;
}

/** @param {number[]} range */
const endsOf = (range) => range.map((end) => String(Number(end.toPrecision(3))).replace("-", "−"));
