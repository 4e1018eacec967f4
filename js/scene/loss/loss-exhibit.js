/**
 * The loss as a landscape, as what stands on the stage: the relief, the run's path over it with each point on a stick at
 * its true loss, the network's own place as a ball.
 */

import { formatCoordinate, formatLoss } from "../../kit/format.js";
import { axisEnds, axisNames } from "../../model/loss-surface.js";
import { lookOf } from "../plan/look.js";
import { axisCorner, planLossLabels } from "../plan/loss-labels.js";
import { BASE, blockCorners, HEIGHT, lossesOf, pathOf, placing, spaced } from "../plan/loss-relief.js";
import { heightOf, lossScale, roundLosses } from "../plan/loss-scale.js";
import { createMeasure } from "../things/atlas.js";
import { Labels } from "../things/labels.js";
import { LossRelief } from "./relief.js";
import { STROKE_INKS, Strokes } from "./strokes.js";

/** @import {LossSurface} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {LoadedExhibit, Props} from "../exhibits.js" */
/** @import {Margins, Point, Size} from "../plan/fit.js" */
/** @import {LossScale} from "../plan/loss-scale.js" */
/** @import {Stroke} from "./strokes.js" */

const PATH_PX = 3;
const STICK_PX = 1.5;
const FRAME_PX = 1.25;
const KNOT_PX = 7;
const BALL_PX = 17;
/** Around path and ball, CSS px. */
const RIM_PX = 1.25;
/** Knots of the path stand so far apart, of world units. */
const KNOT_SPACING = 0.06;
/** Length of a mark on the vertical axis, as a share of the block's side. */
const TICK = 0.03;

/** @implements {LoadedExhibit} */
export class LossExhibit {
  meshes;
  #stage;
  #viewpoint;
  #relief;
  #strokes;
  #labels;
  #family = getComputedStyle(document.body).fontFamily;
  #measure = createMeasure(this.#family);
  /** @type {AppState|null} */
  #state = null;
  /** What stands there. @type {{surface: LossSurface, scale: LossScale, strokes: Stroke[], ball: Point|null}|null} */
  #shown = null;
  #corner = "";

  /** @param {Props} props */
  constructor({ stage, uniforms, viewpoint }) {
    this.#stage = stage;
    this.#viewpoint = viewpoint;
    this.#relief = new LossRelief(uniforms);
    this.#strokes = new Strokes(uniforms);
    this.#labels = new Labels(uniforms);
    this.meshes = [this.#relief.mesh, ...this.#strokes.meshes, this.#labels.mesh];
  }

  /** @param {AppState} next @param {AppState|null} previous */
  update(next, previous) {
    const { view, loss_surface, topology } = next;
    this.#state = next;
    const isSame = loss_surface === previous?.loss_surface && topology === previous?.topology;
    if (isSame && view === previous?.view) return false;
    const look = lookOf(view.pose, view.camera);
    if (previous === null) {
      this.#fit();
      this.#viewpoint.goTo(view.pose, blockCorners(), look);
    } else this.#viewpoint.turnTo(look);
    if (!isSame) this.#show(loss_surface);
    if (!isSame || previous === null) this.arrange();
    return true;
  }

  resize() {
    if (this.#state === null) return;
    this.#fit();
    this.arrange();
  }

  arrange() {
    const { project } = this.#viewpoint;
    const { size, pixelRatio } = this.#stage;
    if (this.#state === null || this.#shown === null) {
      this.#labels.update([], this.#family, pixelRatio);
      return;
    }
    const { surface, scale, ball } = this.#shown;
    const plan = {
      scale,
      lossName: surface.samples === "train" ? "train loss" : "test loss",
      names: axisNames(surface, this.#state.topology),
      ends: axisEnds(surface).map((ends) => ends.map(formatCoordinate)),
      ball: ball && { at: ball, text: formatLoss(Number(surface.loss)) },
      ...{ project, size, measure: this.#measure },
    };
    this.#labels.update(planLossLabels(plan), this.#family, pixelRatio);
    this.#stroke(axisCorner(project));
  }

  advance() {
    return false;
  }

  pick() {
    return null;
  }

  describe() {
    return "The loss around the network's parameters, as a landscape.";
  }

  leave() {
    this.#state = null;
  }

  dispose() {
    for (const part of [this.#relief, this.#strokes, this.#labels]) part.dispose();
  }

  #fit() {
    const { size } = this.#stage;
    this.#viewpoint.setRoom(size, marginsFor(size));
  }

  /** @param {LossSurface|null} surface */
  #show(surface) {
    const scale = surface && lossScale(lossesOf(surface));
    this.#corner = "";
    this.#relief.mesh.visible = scale !== null;
    if (surface === null || scale === null) {
      this.#shown = null;
      this.#strokes.update([]);
      return;
    }
    this.#relief.update(surface, scale);
    const ball = surface.loss === null ? null : placing(surface.half_widths, scale)(0, 0, surface.loss);
    this.#shown = { surface, scale, strokes: strokesOf(surface, scale, ball), ball };
  }

  /** Draw the vertical axis at a corner, and all else. @param {[number, number]} corner */
  #stroke(corner) {
    if (this.#shown === null || corner.join() === this.#corner) return;
    this.#corner = corner.join();
    this.#strokes.update([...axisStrokes(corner, this.#shown.scale), ...this.#shown.strokes]);
  }
}

/** Numbers stand at the left, names below. @param {Size} size @returns {Margins} */
function marginsFor({ width }) {
  const isNarrow = width < 560;
  return { top: isNarrow ? 56 : 64, right: isNarrow ? 30 : 70, bottom: 56, left: isNarrow ? 46 : 84 };
}

/** @param {[number, number]} corner @param {LossScale} scale @returns {Stroke[]} */
function axisStrokes([x, z], scale) {
  const look = { width: FRAME_PX, ink: STROKE_INKS.frame };
  const ticks = roundLosses(scale).map((loss) => {
    const y = heightOf(scale, loss) * HEIGHT;
    const from = /** @type {Point} */ ([x, y, z]);
    return { ...look, from, to: /** @type {Point} */ ([x + Math.sign(x) * TICK, y, z]) };
  });
  return [{ ...look, from: [x, -BASE, z], to: [x, HEIGHT, z] }, ...ticks];
}

/** @param {LossSurface} surface @param {LossScale} scale @param {Point|null} ball @returns {Stroke[]} */
function strokesOf(surface, scale, ball) {
  const points = pathOf(surface, scale);
  const { rim, path, stick, ball: shining } = STROKE_INKS;
  const way = [...points.map((point) => point.true), ...(ball ? [ball] : [])];
  const legs = way.slice(1).map((to, at) => ({ from: /** @type {Point} */ (way[at]), to }));
  const knots = spaced(way, KNOT_SPACING).map((at) => ({ from: at, to: at }));
  const balls = ball ? [{ from: ball, to: ball }] : [];
  const drawn = (
    /** @type {{from: Point, to: Point}[]} */ lines,
    /** @type {number} */ width,
    /** @type {number} */ ink,
  ) => lines.map((line) => ({ ...line, width, ink }));
  return [
    ...drawn(
      points.map(({ true: to, foot: from }) => ({ from, to })),
      STICK_PX,
      stick,
    ),
    ...drawn(legs, PATH_PX + 2 * RIM_PX, rim),
    ...drawn(knots, KNOT_PX + 2 * RIM_PX, rim),
    ...drawn(legs, PATH_PX, path),
    ...drawn(knots, KNOT_PX, path),
    ...drawn(balls, BALL_PX + 2 * RIM_PX, rim),
    ...drawn(balls, BALL_PX, shining),
  ];
}
