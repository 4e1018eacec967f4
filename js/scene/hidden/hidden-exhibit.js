/** The space that a layer's units span, as what stands on the stage: a cube with named axes. */

import { CORNERS, planCubeLabels } from "../plan/cube.js";
import { lookOf } from "../plan/look.js";
import { marginsFor } from "../plan/room.js";
import { createMeasure } from "../things/atlas.js";
import { Labels } from "../things/labels.js";
import { Cube } from "./cube.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {LoadedExhibit, Props} from "../exhibits.js" */

/** @implements {LoadedExhibit} */
export class HiddenExhibit {
  meshes;
  #stage;
  #viewpoint;
  #cube;
  #labels;
  #family = getComputedStyle(document.body).fontFamily;
  #measure = createMeasure(this.#family);
  /** @type {AppState|null} */
  #state = null;

  /** @param {Props} props */
  constructor({ stage, uniforms, viewpoint }) {
    this.#stage = stage;
    this.#viewpoint = viewpoint;
    this.#cube = new Cube(uniforms);
    this.#labels = new Labels(uniforms);
    this.meshes = [...this.#cube.meshes, this.#labels.mesh];
  }

  /** @param {AppState} next @param {AppState|null} previous */
  update(next, previous) {
    const { view } = next;
    if (view === previous?.view) return false;
    this.#state = next;
    const look = lookOf(view.pose, view.camera);
    if (previous === null) {
      this.#viewpoint.setRoom(this.#stage.size, marginsFor(this.#stage.size));
      this.#viewpoint.goTo(view.pose, CORNERS, look);
      this.arrange();
    } else this.#viewpoint.turnTo(look);
    return true;
  }

  resize() {
    if (this.#state === null) return;
    this.#viewpoint.setRoom(this.#stage.size, marginsFor(this.#stage.size));
    this.arrange();
  }

  arrange() {
    const axes = ["unit 1", "unit 2", "unit 3"].map((name) => ({
      name,
      ends: /** @type {[string, string]} */ (["0", "1"]),
    }));
    const labels = planCubeLabels(axes, {
      project: this.#viewpoint.project,
      size: this.#stage.size,
      measure: this.#measure,
    });
    this.#labels.update(labels, this.#family, this.#stage.pixelRatio);
  }

  advance() {
    return false;
  }

  pick() {
    return null;
  }

  describe() {
    return "The space of a hidden layer";
  }

  leave() {
    this.#state = null;
  }

  dispose() {
    this.#cube.dispose();
    this.#labels.dispose();
  }
}
