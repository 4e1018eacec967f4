import assert from "node:assert/strict";
import { test } from "node:test";
import { curvesCsv } from "../../js/charts/csv.js";
import { drawingAsSvg } from "../../js/charts/drawing.js";
import { chartDrawing, confusionDrawing, distributionsDrawing, SIZE } from "../../js/charts/still.js";
import { formatSize } from "../../js/kit/format.js";
import { clearBackground } from "../../js/scene/still.js";
import { standStill } from "../../js/ui/export/stand-still.js";
import * as work from "../../js/ui/export/work.js";

// Two records: epochs 0 and 1, steps 0 and 7, then losses and accuracies.
const HISTORY = Float64Array.of(0, 1, 0, 7, 0.7, 0.1 + 0.2, 0.8, Number.NaN, 0.5, 0.75, 0.5, 0.7);
const NEWEST = {
  step: 14,
  steps_per_epoch: 7,
  train_loss: 0.25,
  test_loss: -0.5,
  train_accuracy: 0.8,
  test_accuracy: null,
};
const LOOK = { colorOf: (/** @type {string} */ name) => `#${name}`, font: "F", background: null };

/** @param {Record<string, any>} [changes] @returns {any} */
const stateWith = (changes) => ({
  ...{ history: HISTORY, network: NEWEST, previous_history: null, status: "stopped", divergence: null },
  dataset: { task: "binary", baseline_accuracy: 0.5, best_accuracy: null, baseline_loss: 0.25 },
  view: { log_scale: false },
  ...changes,
});

test("the table of the curves has every digit, and nothing where there is no number", () => {
  assert.deepEqual(curvesCsv({ history: HISTORY, network: NEWEST }).split("\n"), [
    "epoch,step,train_loss,test_loss,train_accuracy,test_accuracy",
    "0,0,0.7,0.8,0.5,0.5",
    "1,7,0.30000000000000004,,0.75,0.7",
    "2,14,0.25,-0.5,0.8,",
    "",
  ]);
});

test("a chart has a line for each curve and level, with its colour, its mark and its newest number", () => {
  const drawing = chartDrawing("accuracy", stateWith(), LOOK);
  const colors = drawing.shapes.flatMap((shape) => (shape.kind === "stroke" ? [shape.color] : []));
  for (const color of ["#series-train", "#series-test", "#series-baseline"])
    assert.equal(colors.filter((each) => each === color).length, 2, color); // the line, and its sample in the legend
  const texts = drawing.shapes.flatMap((shape) => (shape.kind === "words" ? [shape.text] : []));
  assert.ok(texts.includes("train 80.0\u202f%"));
  assert.ok(texts.includes("test –"));
});

test("its points stand where their numbers are on the axes", () => {
  const { shapes } = chartDrawing("loss", stateWith(), LOOK);
  const line = shapes.find((shape) => shape.kind === "stroke" && shape.color === "#series-train");
  assert.ok(line?.kind === "stroke");
  const [[x0 = 0, y0 = 0] = [], , [x2 = 0, y2 = 0] = []] = line.points;
  const [[, zero] = []] = shapes.flatMap((shape) =>
    shape.kind === "words" && shape.text === "0" ? [shape.at] : [],
  );
  const bottom = Number(zero) - 4;
  assert.ok(Math.abs((bottom - y0) / (bottom - y2) - 0.7 / 0.25) < 1e-9);
  assert.ok(x0 < x2 && x2 <= SIZE.width);
});

test("a logarithmic chart has powers of ten, and an arrow where a number has no place", () => {
  const network = { ...NEWEST, train_loss: 0, test_loss: 0.002 };
  const { shapes } = chartDrawing("loss", stateWith({ network, view: { log_scale: true } }), LOOK);
  const texts = shapes.flatMap((shape) => (shape.kind === "words" ? [shape.text] : []));
  for (const power of ["0.01", "0.1"]) assert.ok(texts.includes(power), power);
  assert.equal(shapes.filter((shape) => shape.kind === "stroke" && shape.isFilled).length, 1);
});

test("a run of no step, of one number, and a diverged one have charts of finite places", () => {
  const states = [
    stateWith({ history: new Float64Array(), network: { ...NEWEST, step: 0 } }),
    stateWith({ history: new Float64Array(), network: { ...NEWEST, train_loss: null, test_loss: null } }),
    stateWith({ status: "diverged", divergence: { step: 9 } }),
  ];
  for (const state of states)
    for (const log_scale of [false, true]) {
      const { shapes } = chartDrawing("loss", { ...state, view: { log_scale } }, LOOK);
      const places = shapes.flatMap((shape) => (shape.kind === "stroke" ? shape.points : [shape.at])).flat();
      assert.ok(places.every(Number.isFinite));
    }
});

test("a drawing as SVG has its size, its title, and no sign of its own in its texts", () => {
  const words = {
    ...{ kind: /** @type {const} */ ("words"), color: "#111111", anchor: /** @type {const} */ ("end") },
  };
  const svg = drawingAsSvg(
    {
      ...{ width: 20, height: 10, font: '"A", b', background: "#ffffff" },
      shapes: [{ ...words, at: [1.23456, 2], text: "a < b & c", size: 12 }],
    },
    "One & two",
  );
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="20" height="10" /);
  assert.match(svg, /font-family="&quot;A&quot;, b"/);
  assert.match(svg, /<title>One &amp; two<\/title>/);
  assert.match(svg, /<rect width="100%" height="100%" fill="#ffffff"\/>/);
  assert.match(svg, /<text x="1.23" y="2" .*>a &lt; b &amp; c<\/text>/);
});

test("what is the same on black and on white is opaque, and what is as they are is clear", () => {
  // Opaque red, nothing, and half of a green, on black; then the same on white.
  const pixels = Uint8ClampedArray.of(200, 0, 0, 255, 0, 0, 0, 255, 0, 100, 0, 255);
  const onWhite = Uint8ClampedArray.of(200, 0, 0, 255, 255, 255, 255, 255, 127, 227, 127, 255);
  clearBackground(pixels, onWhite);
  assert.deepEqual([...pixels], [200, 0, 0, 255, 0, 0, 0, 0, 0, 199, 0, 128]);
});

test("the size of a file is told in units of 1000", () => {
  assert.deepEqual([0, 938, 2564, 14_179, 1_170_941, 83_000_000].map(formatSize), [
    "0 bytes",
    "938 bytes",
    "2.6 kB",
    "14 kB",
    "1.2 MB",
    "83 MB",
  ]);
});

test("an export counts its files, and says at its end what could not be made", () => {
  let now = work.making(work.begun(2), "a.png");
  assert.deepEqual([now.isOn, now.done, now.total, now.says], [true, 0, 2, "Making a.png…"]);
  now = work.made(work.made(now, null), "b.onnx. It has no form.");
  assert.equal(now.done, 2);
  now = work.finished(now, "Saved all.zip.");
  assert.deepEqual([now.isOn, now.says], [false, "Saved all.zip. Left out: b.onnx. It has no form."]);
  assert.match(work.stopped(work.begun(2)).says, /nothing has been saved/);
  assert.equal(work.failed(work.begun(1), "No.").says, "No.");
});

test("training pauses until the page shows where it has stopped, and goes on if it was on", async () => {
  for (const status of ["training", "stopped"]) {
    /** @type {string[]} */
    const asked = [];
    let step = 5;
    const { step: stoppedAt, goOn } = await standStill({
      request: /** @type {any} */ (
        async (/** @type {string} */ name) => {
          asked.push(name);
          setTimeout(() => {
            step = 9;
          });
          return { step: 9 };
        }
      ),
      getState: () => stateWith({ status, network: { step } }),
      isDrawn: () => true,
    });
    assert.deepEqual([step, stoppedAt], [9, 9]);
    await goOn();
    assert.deepEqual(asked, status === "training" ? ["stop_training", "start_training"] : ["stop_training"]);
  }
});

/** @param {import("../../js/charts/drawing.js").Drawing} drawing */
const textsOf = ({ shapes }) => shapes.flatMap((shape) => (shape.kind === "words" ? [shape.text] : []));
/** @param {import("../../js/charts/drawing.js").Drawing} drawing */
const boxesOf = ({ shapes }) => shapes.flatMap((shape) => (shape.kind === "box" ? [shape] : []));

test("the drawing of the matrices has each count with its share of the row, which the colour tells, too", () => {
  const confusion = Float64Array.of(3, 1, 0, 4, 2, 0, 0, 0);
  const drawing = confusionDrawing(
    /** @type {any} */ ({ network: { confusion }, dataset: { class_names: ["0", "1"] } }),
    LOOK,
  );
  const texts = textsOf(drawing);
  for (const text of ["Training samples (8)", "Test samples (2)", "75\u202f%", "25\u202f%", "100\u202f%"])
    assert.ok(texts.includes(text), text);
  assert.deepEqual(
    boxesOf(drawing).map(({ opacity }) => Number(opacity.toFixed(9))),
    [0.3, 0.1, 0, 0.4, 0.4, 0, 0, 0],
  );
  const class_names = ["a class with a very long name indeed", "1"];
  const long = textsOf(
    confusionDrawing(/** @type {any} */ ({ network: { confusion }, dataset: { class_names } }), LOOK),
  );
  assert.equal(long.filter((text) => /^a cl.*…$/.test(text)).length, 4);
  assert.match(
    drawingAsSvg(drawing, "T"),
    /<rect x="[\d.]+" y="[\d.]+" width="[\d.]+" height="42" fill="#accent" fill-opacity="0.3"\/>/,
  );
});

test("the drawing of the distributions has a bar for each bin that is not empty, a row for each layer, and names dead units", () => {
  const counts = Float32Array.of(...[0, 2, 4], ...[1, 0, 0], ...[1, 1, 1]); // 3 kinds of one layer, 3 bins
  const distributions = {
    ...{ n_bins: 3, counts, ranges: Float32Array.of(-1, 2, 0, 1, -3, 3) },
    ...{ dead_units: [2], saturated_units: [] },
  };
  const topology = {
    layer_sizes: [2, 1],
    unit_offsets: [0, 2],
    activations: ["leaky_relu"],
    n_units: 3,
    output_labels: ["ŷ"],
  };
  const drawing = distributionsDrawing(/** @type {any} */ ({ distributions, topology }), LOOK);
  const bars = boxesOf(drawing).filter(({ color }) => color.startsWith("#weight"));
  assert.equal(bars.length, 2 + 1 + 3);
  assert.deepEqual(
    bars.slice(0, 2).map(({ size: [, height], color }) => [height, color]),
    [
      [30, "#weight-positive"],
      [60, "#weight-positive"],
    ],
  );
  const texts = textsOf(drawing);
  assert.ok(
    texts.includes("Output layer, leaky relu") || texts.includes("Output, leaky relu"),
    texts.join("; "),
  );
  assert.ok(texts.some((text) => text.includes("is dead")));
  assert.ok(drawing.shapes.every((shape) => shape.kind !== "box" || shape.at.every(Number.isFinite)));
});
