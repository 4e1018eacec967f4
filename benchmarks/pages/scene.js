/**
 * Gives benchmarks/drawing.py `window.measureScene(layer_sizes)`: what the scene costs with a network made by hand.
 * The pictures are small: without a graphics card each pixel takes processor time, which is not what is measured.
 */

import { FIRST_VIEW } from "../../source/js/model/view.js";
import { createScene } from "../../source/js/scene/scene.js";

const STATES = 5; // software draws the largest network for seconds
const SIZE = { width: 160, height: 100 }; // CSS px

const nextFrame = () => new Promise(requestAnimationFrame);

const middle = (/** @type {number[]} */ values) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** @param {number[]} layer_sizes */
window.measureScene = async (layer_sizes) => {
  const element = document.createElement("div");
  Object.assign(element.style, {
    position: "relative",
    width: `${SIZE.width}px`,
    height: `${SIZE.height}px`,
  });
  document.body.replaceChildren(element);
  let state = makeState(layer_sizes);
  const scene = createScene(element, {
    onError: ({ message }) => console.error(message),
    onView: (partial) => {
      state = { ...state, view: { ...state.view, ...partial } };
    },
    onAddLayer() {},
    onRemoveLayer() {},
    onResizeLayer() {},
    room: element,
    card: document.createElement("div"),
  });
  await nextFrame();
  await nextFrame(); // it has heard its size
  const build = timed(() => scene.render(state));
  const gl = element.querySelector("canvas").getContext("webgl2");
  const [draws, uploaded] = [[], []];
  const scripts = [];
  for (let index = 0; index < STATES; index++) {
    await settle(gl);
    state = { ...state, network: makeNetwork(state.topology) };
    const before = { ...window.watch };
    scripts.push(timed(() => scene.render(state)));
    draws.push(window.watch.draws - before.draws);
    uploaded.push(window.watch.uploaded - before.uploaded);
  }
  await settle(gl);
  const hovers = Array.from({ length: STATES }, (_, index) =>
    timeHover(element.querySelector("canvas"), ((index + 0.5) / STATES) * SIZE.width),
  );
  const bytes = state.topology.n_parameters * 4;
  scene.dispose();
  return {
    build,
    script: middle(scripts),
    draws: middle(draws),
    uploaded: middle(uploaded),
    bytes,
    hover: middle(hovers),
  };
};

/** @param {() => void} work @returns {number} ms */
function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Wait until everything asked for is drawn, so that the next state waits for nothing. */
async function settle(/** @type {WebGL2RenderingContext} */ gl) {
  await nextFrame();
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  await nextFrame();
}

/** What the page does in the frame after the pointer has moved. */
function timeHover(/** @type {HTMLCanvasElement} */ canvas, /** @type {number} */ x) {
  const requestFrame = window.requestAnimationFrame;
  let run = (/** @type {number} */ _now) => {};
  window.requestAnimationFrame = (callback) => {
    run = callback;
    return 0;
  };
  const { left, top } = canvas.getBoundingClientRect();
  const place = { clientX: left + x, clientY: top + SIZE.height / 3 };
  canvas.dispatchEvent(new PointerEvent("pointermove", { ...place, pointerType: "mouse", bubbles: true }));
  window.requestAnimationFrame = requestFrame;
  return timed(() => run(performance.now()));
}

/** @param {number[]} layer_sizes */
function makeState(layer_sizes) {
  const topology = makeTopology(layer_sizes);
  const dataset = {
    domain: [-1, 1],
    target_range: [0, 1],
    n_inputs: 2,
    n_outputs: 1,
    train_inputs: new Float32Array(4),
    train_targets: new Float32Array(2),
    test_inputs: new Float32Array(4),
    test_targets: new Float32Array(2),
  };
  const empty = new Float32Array();
  return {
    topology,
    dataset,
    network: makeNetwork(topology),
    view: FIRST_VIEW,
    grid: empty,
    sample_outputs: empty,
    unit_grids: empty,
    catalog: { limits: {} },
  };
}

/** @param {number[]} layer_sizes */
function makeTopology(layer_sizes) {
  const [weight_offsets, bias_offsets, unit_offsets] = [[], [], []];
  let [n_parameters, n_units] = [0, 0];
  for (const [layer, size] of layer_sizes.entries()) {
    unit_offsets.push(n_units);
    n_units += size;
    if (layer === 0) continue;
    weight_offsets.push(n_parameters);
    bias_offsets.push(n_parameters + layer_sizes[layer - 1] * size);
    n_parameters += (layer_sizes[layer - 1] + 1) * size;
  }
  return {
    run_id: 1,
    layer_sizes,
    activations: layer_sizes.slice(1).map(() => "tanh"),
    unit_ranges: Array.from({ length: n_units }, () => [-1, 1]),
    input_labels: ["x₁", "x₂"],
    output_labels: ["ŷ"],
    weight_offsets,
    bias_offsets,
    unit_offsets,
    n_parameters,
    n_units,
  };
}

/** @param {{n_parameters: number, n_units: number}} topology */
function makeNetwork({ n_parameters, n_units }) {
  const values = (/** @type {number} */ n) => Float32Array.from({ length: n }, () => 2 * Math.random() - 1);
  return { parameters: values(n_parameters), activations: values(n_units) };
}
