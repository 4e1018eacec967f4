/**
 * Where everything stands: units and connections of a network in the plane z = 0, and the box that holds them.
 * Pure; one world unit is the distance between neighbouring units of a grid. +z is left to values.
 */

/**
 * @typedef {object} Topology  What of a TopologyEvent places things.
 * @property {number[]} layer_sizes
 * @property {number[]} weight_offsets
 * @property {number[]} bias_offsets
 * @property {number[]} unit_offsets
 * @property {number} n_parameters
 * @property {number} n_units
 */

/**
 * @typedef {object} Layer
 * @property {number} x  centre
 * @property {number} width  centre of the first subcolumn to centre of the last
 * @property {number} columns  subcolumns
 * @property {number} pitch  distance between neighbours in y
 */

/** @typedef {{left: number, right: number, bottom: number, top: number}} Box */

/**
 * @typedef {object} Layout
 * @property {Float32Array} positions  (n_units, 3)
 * @property {Float32Array} radii  (n_units,) at full size
 * @property {Uint8Array} roles  (n_units,) ROLE_INPUT, ROLE_HIDDEN or ROLE_OUTPUT
 * @property {Float32Array} starts  (n_parameters, 3) in the order of the parameter vector
 * @property {Float32Array} ends  (n_parameters, 3) centre of the unit that the value enters
 * @property {Uint8Array} kinds  (n_parameters,) KIND_WEIGHT or KIND_BIAS
 * @property {Int32Array} from_units  (n_parameters,) the unit that a value comes from; of a bias the one it enters
 * @property {Int32Array} to_units  (n_parameters,) the unit that it enters
 * @property {number} half_width  half the thickness of the strongest connection
 * @property {Layer[]} layers
 * @property {Box} box
 * @property {number} unit_half  half of what stands in for a unit, in radii: 1 of a sphere
 * @property {Square|null} surface  where the output surface stands
 */

/** @typedef {{x: number, y: number, half: number}} Square  middle, and half of a side */

export const ROLE_INPUT = 0;
export const ROLE_HIDDEN = 1;
export const ROLE_OUTPUT = 2;
export const KIND_WEIGHT = 0;
export const KIND_BIAS = 1;

/** Shares of the distance between neighbouring units: radius at full size, */
const UNIT_RADIUS = 0.34;
/** half the thickness of the strongest connection, */
const MAX_HALF_WIDTH = 0.065;
/** and from a unit's centre straight down to the free end of its bias: no weight ever runs vertically. */
const STUB_LENGTH = 0.58;
/** Between two layers with more connections than this, all of them are thinner (chosen by eye). */
const CROWD = 900;
/** A layer of at most this many units is one column. */
const LONGEST_COLUMN = 10;
/** The box is at least this high, so that the units of a small network stay small. */
const MIN_HEIGHT = 5.5;
const MAX_PITCH = 1.5;
/** Largest distance between neighbours that units grow with, as a share of the height. */
const MAX_SCALE = 0.18;
/** Side of the output surface as a share of the width, at most this share of the height, */
const SURFACE_SHARE = 0.36;
const SURFACE_HEIGHT = 0.8;
/** and its distance from the output units, as a share of its side: their names stand there. */
const SURFACE_GAP = 0.36;

/**
 * Place all units and connections of a network.
 * @param {Topology} topology
 * @param {number} [aspect]  width over height of the place where it will be seen
 * @param {{surface?: boolean, unit_half?: number}} [options]  whether there is an output surface at the right; half of
 *   what stands in for a unit, in radii
 * @returns {Layout}
 */
export function makeLayout(topology, aspect = 1.35, { surface = false, unit_half = 1 } = {}) {
  if (surface) return withSurface(makeLayout(topology, networkAspect(aspect), { unit_half }), aspect);
  const { layers, scale } = placeLayers(topology.layer_sizes, aspect);
  const units = placeUnits(topology, layers, UNIT_RADIUS * scale);
  const half_width = chooseHalfWidth(topology.layer_sizes) * scale;
  const stub = STUB_LENGTH * scale;
  return {
    ...units,
    ...placeConnections(topology, units.positions, stub),
    half_width,
    layers,
    box: boxOf(units.positions, UNIT_RADIUS * scale * unit_half, stub + half_width),
    unit_half,
    surface: null,
  };
}

/**
 * Side of the output surface, in heights of the whole.
 * @param {number} aspect  of the whole
 */
function surfaceSide(aspect) {
  return Math.min(SURFACE_SHARE * aspect, SURFACE_HEIGHT);
}

/** @param {number} aspect  of the whole */
function networkAspect(aspect) {
  return Math.max(aspect - surfaceSide(aspect) * (1 + SURFACE_GAP), 0.4);
}

/**
 * Stand an output surface to the right of the output units.
 * @param {Layout} layout
 * @param {number} aspect  of the whole
 * @returns {Layout}
 */
function withSurface(layout, aspect) {
  const { left, right, bottom, top } = layout.box;
  const height = Math.max(top - bottom, (right - left) / networkAspect(aspect));
  const side = surfaceSide(aspect) * height;
  const square = { x: right + side * (SURFACE_GAP + 0.5), y: (bottom + top) / 2, half: side / 2 };
  return {
    ...layout,
    surface: square,
    box: {
      left,
      right: square.x + square.half,
      bottom: Math.min(bottom, square.y - square.half),
      top: Math.max(top, square.y + square.half),
    },
  };
}

/**
 * The longest column that lets the whole network be seen largest, and the height of the box that this needs.
 * @param {number[]} sizes
 * @param {number} aspect
 */
function chooseColumns(sizes, aspect) {
  const largest = Math.max(...sizes);
  let best = { rows: 0, height: Number.POSITIVE_INFINITY };
  for (let rows = Math.min(largest, LONGEST_COLUMN); rows <= largest; rows++) {
    const columns = sizes.map((size) => Math.ceil(size / rows));
    // Tall columns need wide gaps, or the connections between them become too steep to follow.
    const gaps = (sizes.length - 1) * Math.min(Math.max(0.18 * rows, 1.5), 3);
    const width = columns.reduce((sum, count) => sum + count, gaps);
    const height = Math.max(rows + (Math.max(...columns) > 1 ? 0.5 : 0), width / aspect, MIN_HEIGHT);
    if (height < best.height) {
      best = { rows, height };
    }
  }
  return best;
}

/** @param {number[]} sizes */
function chooseHalfWidth(sizes) {
  const most = Math.max(...sizes.slice(1).map((size, index) => size * sizes[index]));
  return MAX_HALF_WIDTH * Math.min(Math.sqrt(CROWD / most), 1);
}

/**
 * The layers from left to right, and the distance between neighbours that sizes go by.
 * @param {number[]} sizes
 * @param {number} aspect
 * @returns {{layers: Layer[], scale: number}}
 */
function placeLayers(sizes, aspect) {
  const { rows, height } = chooseColumns(sizes, aspect);
  const columns = sizes.map((size) => Math.ceil(size / rows));
  const taken = columns.reduce((sum, count) => sum + count, 0);
  const gap = (height * aspect - taken) / Math.max(sizes.length - 1, 1);
  let left = (-height * aspect) / 2;
  const layers = sizes.map((size, index) => {
    const room = height / (Math.ceil(size / columns[index]) + (columns[index] > 1 ? 0.5 : 0));
    const layer = {
      x: left + columns[index] / 2,
      width: columns[index] - 1,
      columns: columns[index],
      pitch: Math.min(Math.max(room, 1), MAX_PITCH),
    };
    left += columns[index] + gap;
    return layer;
  });
  const narrowest = Math.max(...columns) > 1 ? 1 : Math.min(...layers.map(({ pitch }) => pitch));
  return { layers, scale: Math.max(Math.min(narrowest, height * MAX_SCALE), 1) };
}

/**
 * @param {Topology} topology
 * @param {Layer[]} layers
 * @param {number} radius
 */
function placeUnits({ layer_sizes, unit_offsets, n_units }, layers, radius) {
  const positions = new Float32Array(n_units * 3);
  const radii = new Float32Array(n_units).fill(radius);
  const roles = new Uint8Array(n_units).fill(ROLE_HIDDEN);
  roles.fill(ROLE_INPUT, 0, layer_sizes[0]);
  roles.fill(ROLE_OUTPUT, unit_offsets[layer_sizes.length - 1]);
  for (const [index, { x, width, columns, pitch }] of layers.entries()) {
    const rows = Math.ceil(layer_sizes[index] / columns);
    // Every second subcolumn is half a step lower, so that connections pass between the units of its neighbour.
    const top = ((rows - 1 + (columns > 1 ? 0.5 : 0)) * pitch) / 2;
    for (let unit = 0; unit < layer_sizes[index]; unit++) {
      const column = Math.floor(unit / rows);
      const row = (unit % rows) + (column % 2) / 2;
      positions.set([x - width / 2 + column, top - row * pitch, 0], (unit_offsets[index] + unit) * 3);
    }
  }
  return { positions, radii, roles };
}

/**
 * @param {Topology} topology
 * @param {Float32Array} positions
 * @param {number} stub  length of a bias
 */
function placeConnections(topology, positions, stub) {
  const { layer_sizes, weight_offsets, bias_offsets, unit_offsets, n_parameters } = topology;
  const starts = new Float32Array(n_parameters * 3);
  const ends = new Float32Array(n_parameters * 3);
  const kinds = new Uint8Array(n_parameters).fill(KIND_WEIGHT);
  const from_units = new Int32Array(n_parameters);
  const to_units = new Int32Array(n_parameters);
  for (let layer = 0; layer + 1 < layer_sizes.length; layer++) {
    const n_from = layer_sizes[layer];
    for (let to = 0; to < layer_sizes[layer + 1]; to++) {
      const end = (unit_offsets[layer + 1] + to) * 3;
      const centre = positions.subarray(end, end + 3);
      const row = weight_offsets[layer] + to * n_from;
      const first = unit_offsets[layer] * 3;
      starts.set(positions.subarray(first, first + n_from * 3), row * 3);
      for (let from = 0; from < n_from; from++) {
        const parameter = row + from;
        ends.set(centre, parameter * 3);
        from_units[parameter] = unit_offsets[layer] + from;
        to_units[parameter] = unit_offsets[layer + 1] + to;
      }
      const bias = bias_offsets[layer] + to;
      starts.set([centre[0], centre[1] - stub, centre[2]], bias * 3);
      ends.set(centre, bias * 3);
      kinds[bias] = KIND_BIAS;
      from_units[bias] = to_units[bias] = unit_offsets[layer + 1] + to;
    }
  }
  return { starts, ends, kinds, from_units, to_units };
}

/**
 * The box around all units and bias stubs.
 * @param {Float32Array} positions
 * @param {number} radius
 * @param {number} below  reach of a bias
 * @returns {Box}
 */
function boxOf(positions, radius, below) {
  const box = {
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.POSITIVE_INFINITY,
    top: Number.NEGATIVE_INFINITY,
  };
  for (let index = 0; index < positions.length; index += 3) {
    box.left = Math.min(box.left, positions[index] - radius);
    box.right = Math.max(box.right, positions[index] + radius);
    box.bottom = Math.min(box.bottom, positions[index + 1] - below);
    box.top = Math.max(box.top, positions[index + 1] + radius);
  }
  return box;
}
