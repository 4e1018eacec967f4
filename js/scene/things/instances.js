/**
 * Geometry of "one quad per thing": all that connections, units and labels have in common.
 */

import { BufferAttribute, DynamicDrawUsage, InstancedBufferAttribute, InstancedBufferGeometry } from "three";

/** @import {BufferGeometry} from "three" */

/**
 * Make a quad that is drawn `count` times.
 * @param {number[]} corners  (4, 2) in the order: lower left, lower right, upper left, upper right
 * @param {number} count
 * @param {Record<string, [Float32Array, number]>} attributes  name -> values of all instances, values per instance
 */
export function makeInstances(corners, count, attributes) {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(corners), 2));
  geometry.setIndex([0, 1, 2, 2, 1, 3]); // counter-clockwise, or it would be culled
  geometry.instanceCount = count;
  for (const [name, [values, size]] of Object.entries(attributes)) {
    geometry.setAttribute(name, new InstancedBufferAttribute(values, size));
  }
  return geometry;
}

/**
 * Add an attribute that changes often.
 * @param {BufferGeometry} geometry  of instances
 * @param {string} name
 * @param {number} count
 * @param {number} size  values per instance
 */
export function addLiveAttribute(geometry, name, count, size = 1) {
  const attribute = new InstancedBufferAttribute(new Float32Array(count * size), size);
  attribute.setUsage(DynamicDrawUsage);
  geometry.setAttribute(name, attribute);
  return attribute;
}

/**
 * Copy new values into a live attribute; values of another network, of another length, are left alone.
 * @param {InstancedBufferAttribute} attribute
 * @param {Float32Array} values
 * @returns {number} bytes to be uploaded
 */
export function updateLiveAttribute(attribute, values) {
  if (values.length !== attribute.array.length) {
    return 0;
  }
  attribute.array.set(values);
  attribute.needsUpdate = true;
  return values.byteLength;
}
