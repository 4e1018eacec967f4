import assert from "node:assert/strict";
import { test } from "node:test";
import { atStation, openStep, stationOfWord } from "../../js/model/opened-step.js";
import { shownIn, stepOutputs, stepPicture, touchedIn } from "../../js/model/step-picture.js";
import { stepCaption, stepNouns, stepNumber, stepRemark } from "../../js/scene/overlay/step-text.js";
import { drawnOf } from "../../js/scene/plan/step-drawing.js";
import { explainedUnit, numbersOnUnits } from "../../js/scene/plan/step-numbers.js";
import { recordOf } from "./step-record.js";
import { topologyOf } from "./topology.js";

const SIZES = [2, 2, 1];
const TOPOLOGY = /** @type {any} */ ({
  ...topologyOf(SIZES),
  input_labels: ["x₁", "x₂"],
  output_labels: ["ŷ"],
});
const NONE = Number.NaN;

/** A record of 2-2-1 with a batch of three: units are x₁ x₂ | h₁ h₂ | ŷ, parameters w11 w12 w21 w22 b1 b2 | v1 v2 c. */
function record() {
  const numbers = (/** @type {number[]} */ ...values) => Float64Array.from(values);
  return {
    ...recordOf(SIZES),
    arrays: {
      a: numbers(1, 2, 3, -1, -2, -3, 0.5, 0, 0.25, 0.1, 0.2, 0.3, 0.9, 0.8, 0.7),
      z: numbers(NONE, NONE, NONE, NONE, NONE, NONE, 5, 0, -5, 1, 2, 3, 9, 8, 7),
      mask: new Float64Array(15).fill(NONE),
      d_a: numbers(NONE, NONE, NONE, NONE, NONE, NONE, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.1, 0.2, 0.3),
      d_z: numbers(
        ...[NONE, NONE, NONE, NONE, NONE, NONE],
        ...[-0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.01, -0.02, 0.03],
      ),
      means: {
        a: numbers(2, -2, 0.25, 0.2, 0.8),
        z: numbers(NONE, NONE, 0, 2, 8),
        d_a: numbers(NONE, NONE, 0.02, 0.05, 0.2),
        d_z: numbers(NONE, NONE, 0.0013, 0.005, 0.0067),
      },
      targets: numbers(1, 0, 1),
      losses: numbers(0.1, 0.2, 0.3),
      d_parameters: numbers(0.001, -0.002, 0.003, -0.004, 0.005, 0.006, 0.07, -0.08, 0.09),
      penalty: new Float64Array(9),
      gradient: numbers(0.001, -0.002, 0.003, -0.004, 0.005, 0.006, 0.07, -0.08, 0.09),
      before: numbers(1, 2, 3, 4, 5, 6, 7, 8, 9),
      change: numbers(-0.1, 0.2, -0.3, 0.4, -0.5, -0.6, -0.7, 0.8, -0.9),
      after: numbers(0.9, 2.2, 2.7, 4.4, 4.5, 5.4, 6.3, 8.8, 8.1),
      memory_before: {},
      memory_after: {},
    },
  };
}

const RECORD = record();
const DATASET = /** @type {any} */ ({
  n_inputs: 2,
  n_outputs: 1,
  train_inputs: new Float32Array(400),
  test_inputs: new Float32Array(20),
});

/** @param {string} word @param {number|null} [sample] @param {any} [changes] of the record @returns {any} */
function at(word, sample = null, changes = {}) {
  const opened = openStep({ ...RECORD, ...changes }, { sample });
  const view = { tiles: true, show_test: true, touched: null, sample: 5, point: null };
  return {
    opened: atStation(opened, stationOfWord(opened.record, word)),
    topology: TOPOLOGY,
    dataset: DATASET,
    view,
    network: { activations: new Float64Array(5), sample: 5, point: null },
  };
}

/** Of a loss that gives d_z of the output itself. */
const withoutOutput = () => ({
  stations: RECORD.stations.map((/** @type {any} */ one) =>
    one.name === "d_a" && one.layer === 2
      ? { ...one, missing: "The loss gives d_z of the outputs itself." }
      : one,
  ),
});

/** @param {any} state */
const picture = (state) =>
  /** @type {import("../../js/model/step-picture.js").StepPicture} */ (stepPicture(state));

/** @param {Iterable<number>} values */
const rounded = (values) => Array.from(values, (value) => Number(value.toPrecision(6)));

test("at the batch only the inputs are there, and no connection carries anything", () => {
  const { units, connections, output } = picture(at("forward.batch", 3));
  assert.deepEqual([...units], [2, -2, NONE, NONE, NONE]);
  assert.ok(connections.every(Number.isNaN));
  assert.equal(output, "empty");
});

test("going forward a layer shows z, then a, and weight × input on what enters it", () => {
  const z = picture(at("forward.1.z", 3));
  assert.deepEqual([...z.units], [2, -2, 0, 2, NONE]);
  assert.deepEqual([...z.connections], [2, -4, 6, -8, 5, 6, NONE, NONE, NONE]);
  assert.deepEqual([...picture(at("forward.1.a", 3)).units], [2, -2, 0, 0.2, NONE]);
  assert.deepEqual([...picture(at("forward.2.z", 3)).units], [2, -2, 0, 0.2, 8]);
  assert.deepEqual(rounded(picture(at("forward.2.z", 3)).connections.slice(6)), [0, 1.6, 9]);
});

test("without a chosen sample the numbers are means of the batch", () => {
  const { units, connections } = picture(at("forward.2.a"));
  assert.deepEqual([...units], [2, -2, 0.25, 0.2, 0.8]);
  assert.deepEqual(rounded(connections.slice(6)), [1.75, 1.6, 9]);
});

test("what dropout has let through is what a connection carries", () => {
  const mask = new Float64Array(15).fill(NONE).fill(2, 6, 9).fill(0, 9, 12);
  const arrays = { ...RECORD.arrays, mask };
  const ofSample = picture(at("forward.2.z", 17, { arrays })).connections.slice(6);
  assert.deepEqual(rounded(ofSample), [7, 0, 9]);
  const ofBatch = picture(at("forward.2.z", null, { arrays })).connections.slice(6);
  assert.deepEqual(rounded(ofBatch), [3.5, 0, 9]);
  const batch = [17, 3, 188, 4];
  const ofMore = picture(at("forward.2.z", null, { arrays, batch })).connections.slice(6);
  assert.deepEqual([...ofMore], [NONE, NONE, 9], "of a batch that is not kept as a whole it is not known");
});

test("going back the activations give way to gradients, from the output on", () => {
  const { units, connections, output } = picture(at("backward.2.d_z", 17));
  assert.deepEqual([...units], [NONE, NONE, NONE, NONE, 0.01]);
  assert.ok(connections.every(Number.isNaN));
  assert.equal(output, "value");
  const later = picture(at("backward.1.d_a"));
  assert.deepEqual([...later.units], [NONE, NONE, 0.02, 0.05, 0.0067]);
  assert.deepEqual([...later.connections], [NONE, NONE, NONE, NONE, NONE, NONE, 0.07, -0.08, 0.09]);
});

test("weights have their gradient before biases have it", () => {
  const { connections } = picture(at("backward.2.d_weights"));
  assert.deepEqual([...connections.slice(6)], [0.07, -0.08, NONE]);
});

test("a chosen sample shows its own share of d_weights, d_z × input", () => {
  const { connections, quantity } = picture(at("backward.1.d_biases", 188));
  assert.equal(quantity, "share");
  assert.deepEqual(rounded(connections), [0.009, -0.009, 0.018, -0.018, 0.003, 0.006, 0.0075, 0.009, 0.03]);
});

test("in the update every parameter has its number at once, and a missing one leaves the number before it", () => {
  assert.equal(picture(at("update.penalty")).quantity, "d_parameters");
  assert.equal(picture(at("update.clipping")).quantity, "gradient");
  assert.equal(picture(at("update.optimizer")).quantity, "gradient", "SGD remembers nothing");
  assert.equal(picture(at("update.change")).connections, RECORD.arrays.change);
  assert.equal(picture(at("update.new_value", 3)).connections, RECORD.arrays.after);
  const m = new Float64Array(9).fill(0.5);
  const arrays = { ...RECORD.arrays, memory_after: { m, v: new Float64Array(9) } };
  assert.equal(picture(at("update.optimizer", null, { arrays })).connections, m);
});

test("full colour and thickness are the largest of each layer, of what is there", () => {
  const { unitScales, scales } = picture(at("backward.1.d_a"));
  assert.deepEqual([...unitScales], [0, 0.05, 0.0067]);
  assert.deepEqual([...scales], [0, 0.09]);
});

test("the caption says what is drawn, of what, and its scales", () => {
  assert.equal(
    stepCaption(at("backward.1.d_a")),
    "A tile is d_a or d_z, mean of 3, up to 0.050; a curve is d_weights, sum over 3, up to 0.090. The largest of a layer is full.",
  );
  assert.equal(
    stepCaption(at("forward.batch", 17)),
    "A tile is a, sample 18, up to 1.0; the curves are still clear. The largest of a layer is full.",
  );
  assert.match(
    stepCaption(at("backward.2.d_a", 17, withoutOutput())) ?? "",
    /^No tile has a gradient yet; the curves/,
  );
  assert.equal(stepNouns(at("update.change"))?.curveScales, "0.60 in Hidden 1, 0.90 in Output");
  const { opened } = at("forward.1.z");
  assert.equal(stepCaption(/** @type {any} */ ({ opened: null, topology: TOPOLOGY })), null);
  assert.equal(
    stepCaption({ opened, topology: /** @type {any} */ (topologyOf([2, 3, 1])) }),
    null,
    "it is of another network",
  );
});

test("what is pointed at tells its number and of what it is; at the change, before and after", () => {
  const unit = /** @type {const} */ ({ kind: "unit", unit: 3 });
  const weight = /** @type {const} */ ({ kind: "parameter", parameter: 1 });
  assert.deepEqual(stepNumber(at("forward.1.z", 17), unit), {
    name: "unit 2 of hidden layer 1",
    value: "z = 1.00000",
    where: "sample 18",
  });
  assert.deepEqual(stepNumber(at("backward.2.d_z"), unit)?.value, "–");
  assert.deepEqual(stepNumber(at("forward.batch"), weight)?.where, "not computed yet");
  assert.deepEqual(stepNumber(at("update.change"), weight), {
    name: "weight from input x₂ to unit 1 of hidden layer 1",
    value: "0.200000",
    where: "2.00000 before, change 0.200000, 2.20000 after",
  });
});

test("numbers stand on units, and a dash where nothing has been computed", () => {
  assert.deepEqual(numbersOnUnits(at("forward.1.z", 17)), {
    texts: ["1.0", "−1.0", "5.0", "1.0", "–"],
    isOnMap: true,
  });
  assert.deepEqual(numbersOnUnits(at("backward.1.d_z", 17)), {
    texts: ["–", "–", "−0.0010", "0.0040", "0.010"],
    isOnMap: false,
  });
  assert.equal(numbersOnUnits({ opened: null, topology: TOPOLOGY }), null);
});

test("the samples of the batch are lit at every station, and nothing else is when a step is open", () => {
  const state = at("forward.batch", 3);
  const other = at("loss.mean", 3);
  assert.deepEqual(touchedIn(state)?.samples, [17, 3, 188]);
  const later = { ...state, opened: atStation(state.opened, 4) };
  assert.equal(touchedIn(later), touchedIn(state), "the same value, so that no map is drawn again");
  assert.deepEqual(shownIn(other), { sample: 3, point: null });
  const touched = { units: [], parameters: [], samples: [1] };
  assert.equal(touchedIn({ ...state, opened: null, view: { ...state.view, touched } }), touched);
});

test("the stems stand at the loss, of the batch alone, as high as the step has computed", () => {
  const known = (/** @type {any} */ state) =>
    [...stepOutputs(state).entries()].filter(([, value]) => !Number.isNaN(value));
  assert.deepEqual(known(at("forward.2.a")), []);
  assert.deepEqual(
    known(at("loss.loss")).map(([sample]) => sample),
    [3, 17, 188],
  );
  assert.equal(stepOutputs(at("loss.loss"))[17], Math.fround(0.9));
  assert.equal(stepOutputs(at("loss.loss")).length, 210);
});

test("what is drawn has the step's numbers in the place of the run's, and without a step it is the state itself", () => {
  const state = at("backward.1.d_weights");
  const { state: drawn, drawing } = drawnOf(state);
  assert.deepEqual([...drawn.unit_grids.subarray(8, 12)], Array(4).fill(Math.fround(0.0013)));
  assert.deepEqual([...(drawing?.connections ?? [])], [...picture(state).connections].map(Math.fround));
  assert.deepEqual([...(drawing?.scales ?? [])], [0.004, 0.09].map(Math.fround));
  assert.equal(drawing?.outputShare, 1);
  assert.equal(drawn.network.activations, picture(state).units);
  assert.equal(drawnOf(state).state, drawn, "the same value, so that nothing is drawn again");
  const closed = { ...state, opened: null };
  assert.deepEqual(drawnOf(closed), { state: closed, drawing: null });
});

test("the path of a chosen sample leads from the output back over what carries most into each unit", () => {
  const path = (/** @type {string} */ word, /** @type {number|null} */ sample) =>
    picture(at(word, sample)).path && [...(picture(at(word, sample)).path ?? [])];
  // w × x of sample 17: 1 -2 | 3 -4; v × h: 3.5, 0.8.
  assert.deepEqual(path("backward.1.d_z", 17), [1, 1, 0, 0, 1, 0, 1, 0, 1]);
  assert.deepEqual(path("forward.1.z", 17), [1, 1, 1, 1, 1, 1, 0, 0, 0], "of what is computed");
  // Of sample 3 the first hidden unit hands on 0.
  assert.deepEqual(path("loss.loss", 3), [0, 0, 1, 1, 0, 1, 0, 1, 1]);
  assert.equal(path("forward.batch", 17), null);
  assert.equal(path("backward.1.d_z", null), null);
  assert.equal(path("update.change", 17), null, "a change is no sample's");
  assert.equal(drawnOf(at("loss.loss", 3)).drawing?.path?.length, 9);
  assert.match(stepCaption(at("loss.loss", 3)) ?? "", /is full; its path stands out\.$/);
});

test("at the loss the chosen sample's stem and mark stand out from those of the batch", () => {
  assert.deepEqual(touchedIn(at("loss.loss", 3))?.samples, [3]);
  assert.deepEqual(touchedIn(at("loss.loss"))?.samples, [17, 3, 188]);
  assert.deepEqual(touchedIn(at("backward.2.d_z", 3))?.samples, [17, 3, 188]);
});

test("poses without its numbers say what they have of the step, and where the numbers stand", () => {
  assert.match(stepRemark(at("forward.batch"), "hidden"), /batch are lit\. Its numbers stand in Diagram/);
  assert.match(stepRemark(at("loss.loss"), "loss"), /^The opened step begins at the ball/);
  assert.match(stepRemark(at("update.change"), "loss"), /from the ball 1\.688/);
  assert.equal(stepRemark({ opened: null, topology: TOPOLOGY }, "loss"), "");
});

test("the unit whose number is explained is told, of a weight the one that it enters", () => {
  const unit = (/** @type {string} */ word, /** @type {any} */ selection) => {
    const state = at(word);
    return explainedUnit({ ...state, view: { ...state.view, selection } });
  };
  assert.equal(unit("forward.1.z", null), 2);
  assert.equal(unit("forward.1.z", { kind: "unit", unit: 3 }), 3);
  assert.equal(unit("backward.1.d_weights", { kind: "parameter", parameter: 2 }), 3);
  assert.equal(unit("loss.mean", null), null);
});
