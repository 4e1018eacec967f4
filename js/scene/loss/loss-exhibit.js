/**
 * The loss as a landscape, as what stands on the stage: the relief, the run's path over it with each point on a stick at
 * its true loss, the network's own place as a ball.
 */

import { formatLoss, formatShort } from "../../kit/format.js";
import { prefersJumps } from "../../kit/motion.js";
import { axisEnds, axisNames } from "../../model/loss-surface.js";
import { axisCorner, planLossLabels } from "../plan/loss-labels.js";
import { blockCorners, HALF, lossAt, lossesOf, placing } from "../plan/loss-relief.js";
import { lossScale } from "../plan/loss-scale.js";
import { axisStrokes, ballStrokes, pathStrokes } from "../plan/loss-strokes.js";
import { createMeasure } from "../things/atlas.js";
import { Labels } from "../things/labels.js";
import { watchBall } from "./ball-drag.js";
import { LossRelief } from "./relief.js";
import { Strokes } from "./strokes.js";

/** @import {LossSurface} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {LoadedExhibit, Props} from "../exhibits.js" */
/** @import {Margins, Point, Size} from "../plan/fit.js" */
/** @import {LossScale} from "../plan/loss-scale.js" */
/** @import {Stroke} from "../plan/loss-strokes.js" */

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
  /** @type {Margins} */
  #cover = { top: 0, right: 0, bottom: 0, left: 0 };
  /** What stands there. @type {{surface: LossSurface, scale: LossScale, path: Stroke[]}|null} */
  #shown = null;
  /** Where the ball has been dragged to, from -1 to 1 along both directions. @type {[number, number]|null} */
  #dragged = null;
  #drawn = "";
  #onChange;
  #onParameter;
  #unwatch;

  /** @param {Props} props */
  constructor({ stage, uniforms, viewpoint, canvas, onChange, onParameter }) {
    this.#stage = stage;
    this.#viewpoint = viewpoint;
    this.#onChange = onChange;
    this.#onParameter = onParameter;
    this.#relief = new LossRelief(uniforms);
    this.#strokes = new Strokes(uniforms);
    this.#labels = new Labels(uniforms);
    this.meshes = [this.#relief.mesh, ...this.#strokes.meshes, this.#labels.mesh];
    this.#unwatch = watchBall(canvas, viewpoint.camera, {
      find: () => this.#find(),
      onMove: (x, z) => this.#drag([within(x / HALF), within(-z / HALF)]),
      onEnd: (isDropped) => this.#drop(isDropped),
    });
  }

  /** @param {AppState} next @param {AppState|null} previous */
  update(next, previous) {
    const { view, loss_surface, topology } = next;
    this.#state = next;
    const isSame = loss_surface === previous?.loss_surface && topology === previous?.topology;
    if (isSame && view === previous?.view) return false;
    if (previous === null) {
      this.#fit(true);
      this.#viewpoint.goTo(view.pose, blockCorners());
    }
    if (!isSame) this.#show(loss_surface);
    if (!isSame || previous === null) this.arrange();
    return true;
  }

  /** @param {Margins} cover */
  resize(cover) {
    this.#cover = cover;
    if (this.#state === null) return;
    this.#fit(prefersJumps());
    this.arrange();
  }

  arrange() {
    const { project } = this.#viewpoint;
    const { size, pixelRatio } = this.#stage;
    if (this.#state === null || this.#shown === null) {
      this.#labels.update([], this.#family, pixelRatio);
      return;
    }
    const { surface, scale } = this.#shown;
    const ball = this.#ball();
    const plan = {
      scale,
      lossName: surface.samples === "train" ? "train loss" : "test loss",
      names: axisNames(surface, this.#state.topology),
      ends: axisEnds(surface).map((ends) => ends.map(shortOf)),
      ball,
      ...{ project, size, cover: this.#cover, measure: this.#measure },
    };
    this.#labels.update(planLossLabels(plan), this.#family, pixelRatio);
    this.#stroke(axisCorner(project), ball?.at ?? null);
  }

  advance() {
    return false;
  }

  pick() {
    return null;
  }

  /** @param {AppState} state */
  describe({ view }) {
    const whose = view.loss_samples === "train" ? "train loss" : "test loss";
    return `The ${whose} around the network's parameters, as a landscape with the way of the run.`;
  }

  leave() {
    this.#state = null;
    this.#dragged = null;
  }

  dispose() {
    this.#unwatch();
    for (const part of [this.#relief, this.#strokes, this.#labels]) part.dispose();
  }

  /** @param {boolean} jumps */
  #fit(jumps) {
    const { size } = this.#stage;
    this.#viewpoint.setRoom(size, marginsFor(size, this.#cover), jumps);
  }

  /** @param {LossSurface|null} surface */
  #show(surface) {
    const scale = surface && lossScale(lossesOf(surface));
    this.#drawn = "";
    this.#dragged = null;
    this.#relief.mesh.visible = scale !== null;
    if (surface === null || scale === null) {
      this.#shown = null;
      this.#strokes.update([]);
      return;
    }
    this.#relief.update(surface, scale);
    this.#shown = { surface, scale, path: pathStrokes(surface, scale) };
  }

  /** The vertical axis at a corner, the path, and the ball. @param {[number, number]} corner @param {Point|null} ball */
  #stroke(corner, ball) {
    const what = `${corner} ${ball}`;
    if (this.#shown === null || what === this.#drawn) return;
    this.#drawn = what;
    const { scale, path } = this.#shown;
    this.#strokes.update([...axisStrokes(corner, scale), ...path, ...(ball ? ballStrokes(ball) : [])]);
  }

  /** Where the ball is, and the loss there: what is dragged stands on the drawn surface. */
  #ball() {
    if (this.#shown === null) return null;
    const { surface, scale } = this.#shown;
    const [x, y] = this.#dragged ?? [0, 0];
    const drawn = lossAt(surface.losses, surface.size, (x + 1) / 2, (y + 1) / 2);
    const loss = this.#dragged ? drawn : (surface.loss ?? Number.NaN);
    if (!Number.isFinite(loss)) return null;
    const [halfX, halfY] = surface.half_widths;
    const at = placing(surface.half_widths, scale)(x * halfX, y * halfY, loss);
    const text = formatLoss(loss);
    return {
      at,
      text: this.#dragged ? `≈ ${text} at ${this.#values().map(shortOf).join(", ")}` : text,
    };
  }

  /** Of the two parameters, where the ball is. */
  #values() {
    if (this.#shown === null) return [];
    const { values, half_widths } = this.#shown.surface;
    return half_widths.map((half, at) => (values?.[at] ?? 0) + (this.#dragged?.[at] ?? 0) * half);
  }

  /** The ball, where it may be moved: over two parameters of a network that does not train. */
  #find() {
    const ball = this.#ball();
    if (ball === null || this.#state === null || !this.#shown?.surface.parameters) return null;
    if (this.#state.status === "training") return null;
    return { point: ball.at, pixel: this.#viewpoint.project(ball.at) };
  }

  /** @param {[number, number]} to */
  #drag(to) {
    if (this.#shown === null) return;
    this.#dragged = to;
    this.arrange();
    this.#onChange();
  }

  /** @param {boolean} isDropped  else it goes back */
  #drop(isDropped) {
    if (this.#dragged === null) return;
    const parameters = this.#shown?.surface.parameters ?? [];
    if (isDropped) {
      for (const [at, value] of this.#values().entries()) {
        const parameter = parameters[at];
        if (parameter !== undefined) this.#onParameter(parameter, Number(value.toPrecision(7)));
      }
      return; // it stays until the surface around its place is there
    }
    this.#dragged = null;
    this.arrange();
    this.#onChange();
  }
}

/** With three digits. @param {number} value */
const shortOf = (value) => formatShort(Number(value.toPrecision(3)));

const within = (/** @type {number} */ share) => Math.min(Math.max(share, -1), 1);

/**
 * Inside of what stands over the picture's edges numbers stand at the left, names below.
 * @param {Size} size @param {Margins} cover @returns {Margins}
 */
function marginsFor({ width }, { top, right, bottom, left }) {
  const isNarrow = width - left - right < 560;
  return {
    top: top + (isNarrow ? 56 : 64),
    right: right + (isNarrow ? 30 : 70),
    bottom: bottom + 56,
    left: left + (isNarrow ? 46 : 84),
  };
}
