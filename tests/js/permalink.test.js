import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOfField, readLink as readLinkBy, toConfig, writeLink } from "../../js/model/permalink.js";
import { CATALOG as OFFERED } from "./catalog.js";

/** @type {import("../../js/protocol.js").Config} */
const DEFAULTS = {
  seed: 0,
  data_seed: null,
  weight_seed: null,
  order_seed: null,
  network: {
    features: ["x1", "x2"],
    layer_sizes: [2, 8, 1],
    activations: ["tanh"],
    output_activation: "sigmoid",
    loss: "mse",
    initializer: "xavier",
    bias_initializer: "zeros",
  },
  data: { dataset: "circular", n_samples: 200, noise: 0, train_share: 0.5, n_classes: 3 },
  training: {
    optimizer: "sgd",
    momentum: 0.9,
    beta1: 0.9,
    beta2: 0.999,
    alpha: 0.99,
    epsilon: 1e-8,
    weight_decay: 0.01,
    learning_rate: 0.3,
    batch_size: 32,
    speed: 100,
    schedule: "constant",
    schedule_epochs: 100,
    l1: 0,
    l2: 0,
    dropout: 0,
    clip_norm: null,
    stop_epoch: null,
    stop_loss: null,
    stop_plateau: null,
  },
};
const NO_SEEDS = { data_seed: null, weight_seed: null, order_seed: null };
const CATALOG = /** @type {any} */ ({
  fields: OFFERED.fields,
  defaults: DEFAULTS,
  datasets: [
    { name: "circular", task: "binary" },
    { name: "spiral", task: "binary" },
    { name: "blobs", task: "multiclass" },
    { name: "plane", task: "regression" },
  ],
});
const readLink = (/** @type {string} */ hash) => readLinkBy(hash, CATALOG);
/** @returns {import("../../js/protocol.js").Config} */
const changed = (data = {}, network = {}, training = {}, seed = 0) => ({
  ...DEFAULTS,
  seed,
  data: { ...DEFAULTS.data, ...data },
  network: { ...DEFAULTS.network, ...network },
  training: { ...DEFAULTS.training, ...training },
});
const SPIRAL = changed(
  { dataset: "spiral", noise: 0.25 },
  { layer_sizes: [3, 8, 8, 1], features: ["x1", "x2", "x1_x2"], activations: ["tanh", "tanh"] },
  { learning_rate: 3e-7, speed: null, stop_loss: 0.01 },
  7,
);

test("the defaults need no words", () => {
  assert.equal(writeLink(DEFAULTS, CATALOG, {}, []), "");
});

test("what differs is written, readable and in a stable order", () => {
  assert.equal(
    writeLink(SPIRAL, CATALOG, {}, []),
    "#dataset=spiral&noise=0.25&features=x1,x2,x1_x2&hidden=8,8" +
      "&learning_rate=3e-7&speed=none&stop_loss=0.01&seed=7",
  );
});

test("what is written is read back as the same configuration", () => {
  const read = toConfig(readLink(writeLink(SPIRAL, CATALOG, {}, [])).settings, CATALOG);
  assert.deepEqual(read, {
    seed: 7,
    data: { dataset: "spiral", noise: 0.25 },
    network: {
      features: ["x1", "x2", "x1_x2"],
      layer_sizes: [3, 8, 8, 1],
    },
    training: { learning_rate: 3e-7, speed: null, stop_loss: 0.01 },
  });
});

test("every field of the configuration has a place in the link and comes back from it", () => {
  const { data, network, training, ...seeds } = DEFAULTS;
  const fields = [seeds, data, network, training].flatMap(Object.keys);
  assert.deepEqual(OFFERED.fields.map(({ name }) => name).toSorted(), fields.toSorted());
  const config = changed(
    { dataset: "blobs", n_samples: 50, noise: 1.5, train_share: 0.8, n_classes: 5 },
    {
      features: ["sin_x1"],
      layer_sizes: [1, 4, 64, 5],
      activations: ["relu", "elu"],
      output_activation: "softmax",
      loss: "cross_entropy",
      initializer: "he",
      bias_initializer: "uniform",
    },
    {
      optimizer: "adam",
      momentum: 0.5,
      beta1: 0,
      beta2: 0.99,
      alpha: 0.9,
      epsilon: 1e-10,
      weight_decay: 0,
      learning_rate: 0.001,
      batch_size: 1,
      speed: 5,
      schedule: "cosine",
      schedule_epochs: 7,
      l1: 0.1,
      l2: 1e-5,
      dropout: 0.5,
      clip_norm: 1,
      stop_epoch: 3,
      stop_loss: 0.5,
      stop_plateau: 10,
    },
    4294967295,
  );
  const seeded = { ...config, data_seed: 0, weight_seed: 12, order_seed: 4294967295 };
  for (const each of [config, seeded]) {
    const { settings } = readLink(writeLink(each, CATALOG, {}, []));
    assert.deepEqual({ ...NO_SEEDS, ...toConfig(settings, CATALOG) }, each);
  }
});

test("a link says the seeds that parts of the run have of their own", () => {
  const seeded = { ...changed(), data_seed: 3, order_seed: 0 };
  assert.equal(writeLink(seeded, CATALOG, {}, []), "#data_seed=3&order_seed=0");
  const none = toConfig(readLink("#weight_seed=none&seed=2").settings, CATALOG);
  assert.deepEqual(none, { seed: 2, weight_seed: null });
});

test("a network without hidden layers and layers with activations of their own come back", () => {
  const none = changed({}, { layer_sizes: [2, 1], activations: [] });
  assert.equal(writeLink(none, CATALOG, {}, []), "#hidden=");
  assert.deepEqual(toConfig(readLink("#hidden=").settings, CATALOG).network.layer_sizes, [2, 1]);
  const mixed = changed({}, { layer_sizes: [2, 3, 4, 1], activations: ["relu", "tanh"] });
  assert.equal(writeLink(mixed, CATALOG, {}, []), "#hidden=3,4&activation=relu,tanh");
});

test("the sizes of input and output follow from features and dataset", () => {
  const sizes = (/** @type {string} */ hash) =>
    toConfig(readLink(hash).settings, CATALOG).network.layer_sizes;
  assert.deepEqual(sizes("#hidden=5&dataset=blobs"), [2, 5, 3]);
  assert.deepEqual(sizes("#hidden=5&dataset=blobs&n_classes=4&features=x1,x2,sin_x1"), [3, 5, 4]);
  assert.deepEqual(sizes("#hidden=5&dataset=plane"), [2, 5, 1]);
});

test("a number in a link is read as in a field", () => {
  for (const [text, value] of /** @type {[string, number|string][]} */ ([
    ["0,03", 0.03],
    ["−0.5", -0.5],
    ["٠٫٠٣", 0.03],
    ["1,000", "1,000"],
    ["5%25", "5%"],
    ["1/2", "1/2"],
  ])) {
    const { settings } = readLink(`#learning_rate=${text}`);
    assert.deepEqual(toConfig(settings, CATALOG).training, { learning_rate: value }, text);
  }
  assert.deepEqual(readLink("#point=−1.5,２").view, { point: [-1.5, 2] });
  assert.deepEqual(readLink("#sample=１２").view, { sample: 11 });
  assert.deepEqual(readLink("#sample=1.5&point=1%2F2,3").unknown, ["sample=1.5", "point=1/2,3"]);
});

test("what is no number stays text, for Python to refuse", () => {
  const { settings } = readLink("#learning_rate=fast&n_samples=&seed=1e3&noise=0x10&batch_size=-5");
  const config = toConfig(settings, CATALOG);
  assert.deepEqual(config.training, { learning_rate: "fast", batch_size: -5 });
  assert.deepEqual(config.data, { n_samples: "", noise: "0x10" });
  assert.equal(config.seed, 1000);
});

test("views and hidden controls are read and written", () => {
  const link = readLink("#hide=dataset,noise&view=dark,safe,tiles,upside_down&colour=red");
  assert.deepEqual(link.hidden, ["dataset", "noise"]);
  assert.deepEqual(link.view, { theme: "dark", palette: "safe", tiles: true });
  assert.deepEqual(link.unknown, ["view=upside_down", "colour"]);
  assert.equal(
    writeLink(DEFAULTS, CATALOG, { theme: "dark", surface: true }, ["seed"]),
    "#view=dark,surface&hide=seed",
  );
});

test("a view word may have an argument, which is written as it is read", () => {
  const link = readLink("#view=dark,layer:2,weights");
  assert.deepEqual(link.view, { theme: "dark", weights: true, weights_layer: 2 });
  assert.equal(writeLink(DEFAULTS, CATALOG, link.view, []), "#view=dark,weights,layer:2");
});

test("a view word whose argument makes no sense is unknown as a whole", () => {
  const link = readLink("#view=layer,layer:0,layer:two,dark:3,:2,moon:1,-2,tiles,layer:1e3,3d");
  assert.deepEqual(link.view, { tiles: true });
  const words = ["layer", "layer:0", "layer:two", "dark:3", ":2", "moon:1,-2", "layer:1e3,3d"];
  assert.deepEqual(
    link.unknown,
    words.map((word) => `view=${word}`),
  );
});

test("a link says from where the scene is seen, and comes back as it was", () => {
  const read = (/** @type {string} */ hash) => readLink(hash).view.camera;
  const turned = { across: 30, up: -20, zoom: 1.5, x: 0, y: 0 };
  assert.deepEqual(read("#view=camera:30,-20,1.5"), turned);
  assert.deepEqual(readLink("#view=tiles,camera:30,-20,1.5,dark").view, {
    tiles: true,
    camera: turned,
    theme: "dark",
  });
  for (const camera of [turned, { ...turned, x: -0.25, y: 1e-7 }]) {
    assert.deepEqual(read(writeLink(DEFAULTS, CATALOG, { camera }, [])), camera);
  }
  assert.equal(writeLink(DEFAULTS, CATALOG, { camera: turned }, []), "#view=camera:30,-20,1.5");
  assert.equal(writeLink(DEFAULTS, CATALOG, { camera: null }, []), "");
});

test("a camera that is nowhere is unknown", () => {
  const words = [
    "camera",
    "camera:1,2",
    "camera:1,2,3,4",
    "camera:181,0,1",
    "camera:0,91,1",
    "camera:0,0,0",
    "camera:0,0,26",
    "camera:a,0,1",
  ];
  for (const word of words) {
    assert.deepEqual(readLink(`#view=${word}`), { ...readLink(""), unknown: [`view=${word}`] });
  }
});

test("a link says the pose, and which pane faces the viewer", () => {
  assert.deepEqual(readLink("#pose=maps").view, { pose: "maps" });
  assert.deepEqual(readLink("#pose=pane:2").view, { pose: "pane", pane: 2 });
  assert.deepEqual(readLink("#pose=upside_down").unknown, ["pose=upside_down"]);
  assert.equal(writeLink(DEFAULTS, CATALOG, { pose: "diagram" }, []), "#pose=diagram");
  assert.equal(writeLink(DEFAULTS, CATALOG, { pose: "pane", pane: 3 }, []), "#pose=pane:3");
});

test("a link says the shown point or sample, and what the connections show", () => {
  const read = (/** @type {string} */ hash) => readLink(hash).view;
  assert.deepEqual(read("#point=3.8,-1.18"), { point: [3.8, -1.18] });
  assert.deepEqual(read("#sample=17&connections=gradients"), { sample: 16, connections: "gradients" });
  assert.deepEqual(read("#sample=mean"), { sample: null });
  const words = [
    "point=1",
    "point=1,2,3",
    "point=0,6.01",
    "point=a,b",
    "point=,1",
    "sample=0",
    "sample=two",
    "connections=all",
    "connections=toString",
  ];
  for (const word of words) assert.deepEqual(readLink(`#${word}`), { ...readLink(""), unknown: [word] });
  const write = (/** @type {Partial<import("../../js/model/view.js").ViewSettings>} */ view) =>
    writeLink(DEFAULTS, CATALOG, view, []);
  assert.equal(write({ point: [3.8, -1.18], sample: 3 }), "#point=3.8,-1.18");
  assert.equal(write({ sample: 16 }), "#sample=17");
  assert.equal(write({ sample: null }), "#sample=mean");
  assert.equal(write({ pose: "maps", connections: "contributions" }), "#pose=maps&connections=contributions");
  assert.equal(write({ point: null }), "");
});

test("for another task output and loss are said, since Python would choose others", () => {
  const config = changed({ dataset: "plane" }, { output_activation: "tanh", loss: "mse" });
  assert.equal(writeLink(config, CATALOG, {}, []), "#dataset=plane&output_activation=tanh&loss=mse");
});

test("an anchor of the page and broken text say nothing", () => {
  assert.equal(readLink("#controls").settings.size, 0);
  assert.deepEqual(readLink("#controls").unknown, []);
  assert.ok(readLink("#noise=%E0%A4%A").settings.get("noise"));
});

test("a refused field is found again in the link", () => {
  assert.equal(keyOfField("layer_sizes[2]", CATALOG), "hidden");
  assert.equal(keyOfField("activations[0]", CATALOG), "activation");
  assert.equal(keyOfField("seed", CATALOG), "seed");
  assert.equal(keyOfField("nothing", CATALOG), undefined);
});

test("an optimizer's constants are settings like the others", () => {
  const config = changed({}, {}, { optimizer: "momentum", momentum: 0.5 });
  assert.equal(writeLink(config, CATALOG, {}, []), "#optimizer=momentum&momentum=0.5");
  const read = toConfig(readLink("#momentum=0.5&epsilon=1e-10&beta1=none").settings, CATALOG);
  assert.deepEqual(read.training, { momentum: 0.5, epsilon: 1e-10, beta1: "none" });
});

test("a link opens what is behind More, which the page's own address does not say", () => {
  assert.deepEqual(readLink("#view=more,tiles").view, { more: true, tiles: true });
  assert.equal(writeLink(DEFAULTS, CATALOG, { more: true, tiles: true }, []), "#view=tiles");
});

test("code comes as one word at the end and is read back", () => {
  const hash = writeLink(SPIRAL, CATALOG, { theme: "dark" }, ["seed"], { code: "q1ZKSy-_" });
  assert.match(hash, /&view=dark&hide=seed&code=q1ZKSy-_$/);
  assert.equal(readLink(hash).code, "q1ZKSy-_");
  assert.deepEqual(readLink(hash).unknown, []);
  assert.equal(readLink("#seed=1").code, "");
});

test("a link names a station of the next step, and what can be none is told", () => {
  const hash = writeLink(DEFAULTS, CATALOG, {}, [], { station: "backward.2.d_z" });
  assert.equal(hash, "#station=backward.2.d_z");
  assert.equal(readLink(hash).station, "backward.2.d_z");
  assert.equal(readLink("#station=Backward.2.d_Z").station, "backward.2.d_z");
  assert.equal(readLink("#dataset=xor").station, "");
  const { station, unknown } = readLink("#station=sideways");
  assert.deepEqual([station, unknown], ["", ["station=sideways"]]);
});
