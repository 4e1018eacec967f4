/**
 * Where everything stands in a pose: a spot for each unit and a plate for each layer. Between two poses everything is on
 * a straight way from its place in one to its place in the other. Pure.
 *
 * +x is to the right, +y up, and +z out of every tile towards who looks at it, which is along the flow: units of one
 * layer have the same z. The tallest layer of Space is 1 high.
 */

/** @typedef {{layer_sizes: number[], unit_offsets: number[], n_units: number}} Units  what of a topology places them */

/** @typedef {{x: number, y: number, z: number, halfWidth: number, halfHeight: number, opacity: number}} Plate  of a layer; 0: not seen */

/**
 * @typedef {object} Placement
 * @property {Float32Array} spots  (n_units, 4): middle of the tile, and half of its side
 * @property {Plate[]} plates  one per layer
 * @property {Square|null} map  of the output over the plane
 */

/** @typedef {[number, number, number, number]} Square  middle, and half of the side */

/**
 * Where the output stands as one large map: in the place of the only unit of the last layer, beside its several units, or
 * nowhere.
 * @typedef {"unit"|"beside"|null} MapPlace
 */

/**
 * @param {Placement} from
 * @param {Placement} to  of the same network
 * @param {number} share  of the way, 0 to 1
 * @returns {Placement}
 */
export function mixPlacements(from, to, share) {
  if (share <= 0) return from;
  if (share >= 1) return to;
  const mix = (/** @type {number} */ one, /** @type {number} */ other) => one + (other - one) * share;
  return {
    spots: from.spots.map((value, index) => mix(value, to.spots[index] ?? value)),
    plates: from.plates.map((plate, layer) => {
      const other = to.plates[layer] ?? plate;
      return {
        x: mix(plate.x, other.x),
        y: mix(plate.y, other.y),
        z: mix(plate.z, other.z),
        halfWidth: mix(plate.halfWidth, other.halfWidth),
        halfHeight: mix(plate.halfHeight, other.halfHeight),
        opacity: mix(plate.opacity, other.opacity),
      };
    }),
    map: mixSquares(from.map, to.map, mix),
  };
}

/** @param {Square|null} one @param {Square|null} other @param {(one: number, other: number) => number} mix */
function mixSquares(one, other, mix) {
  if (one === null || other === null) return other;
  return /** @type {Square} */ (one.map((value, index) => mix(value, other[index] ?? value)));
}

/**
 * The points between which all of a layer is seen.
 * @param {Plate} plate
 * @param {number} [height]  of what rises from it
 * @returns {[number, number, number][]}
 */
export function cornersOf({ x, y, z, halfWidth, halfHeight }, height = 0) {
  const corners = /** @type {const} */ ([
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ]);
  return (height === 0 ? [0] : [0, height]).flatMap((above) =>
    corners.map(
      ([right, up]) =>
        /** @type {[number, number, number]} */ ([x + right * halfWidth, y + up * halfHeight, z + above]),
    ),
  );
}
