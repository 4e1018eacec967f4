/** Where a point of the scene is on the canvas. */

import { Vector3 } from "three";

/** @import {PerspectiveCamera} from "three" */
/** @import {Size} from "./plan/framing.js" */
/** @import {Project} from "./plan/picking.js" */

/**
 * @param {PerspectiveCamera} camera  as it was drawn last
 * @param {Size} size  of the canvas
 * @returns {Project}
 */
export function createProjection(camera, size) {
  const point = new Vector3();
  return (x, y, z) => {
    const { width, height } = size;
    point.set(x, y, z).applyMatrix4(camera.matrixWorldInverse);
    const scale = (0.5 * camera.projectionMatrix.elements[5] * height) / Math.max(-point.z, 1e-3);
    point.applyMatrix4(camera.projectionMatrix);
    return { x: ((point.x + 1) / 2) * width, y: ((1 - point.y) / 2) * height, scale };
  };
}
