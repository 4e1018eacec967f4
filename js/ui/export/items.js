/** What can leave the page: each thing declared once, with its files and how they are made. */

import { formatSize } from "../../kit/format.js";
import { fromBase64 } from "../../model/link-word.js";
import { canvasBlob, makeMap, stillLook } from "./pictures.js";
import { makeVideoItem } from "./video-item.js";
import { waitUntil } from "./waiting.js";

/** @import {Request} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Background, How} from "./pictures.js" */

/**
 * @typedef {object} ChartModule  js/charts/still.js, which this folder may not import.
 * @property {(name: "loss"|"accuracy", state: AppState, look: any) => any} chartDrawing
 * @property {(state: AppState, look: any) => any} distributionsDrawing
 * @property {(state: AppState, look: any) => any} confusionDrawing
 * @property {(drawing: any, title: string) => string} drawingAsSvg
 * @property {(drawing: any, scale: number) => HTMLCanvasElement} drawingAsCanvas
 * @property {(state: AppState) => string} curvesCsv
 */
/**
 * @typedef {object} ExportSources
 * @property {Request} request
 * @property {() => AppState} getState
 * @property {(listener: (state: AppState, previous: AppState) => void) => void} subscribe
 * @property {() => boolean} isDrawn  whether that is what the scene shows
 * @property {(how: How) => HTMLCanvasElement} takeStill  of the scene
 * @property {() => Promise<ChartModule>} importCharts
 * @property {(changes: {exports: boolean}) => void} onView
 */
/** @typedef {{signal: AbortSignal, onProgress: (done: number, total: number) => void}} Making */
/** @typedef {{label: string, name: string, make: (how: How, making: Making) => Promise<Blob>}} ItemFile  a File has a better name */
/**
 * @typedef {object} Item
 * @property {string} title
 * @property {string} says  a sentence
 * @property {ItemFile[]} files
 * @property {HTMLElement} [controls]  of what it is to be
 * @property {() => void} [follow]  the run has become another
 * @property {boolean} [isAlone]  it takes long, and is no part of all
 * @property {(how: How) => Promise<{picture: HTMLCanvasElement|null, size: string}>} look  what it looks like, and its size
 */

const PATIENCE_MS = 10_000; // until what has been asked for comes
/** @type {Making} */
const UNSEEN = { signal: new AbortController().signal, onProgress() {} };

/** @param {ExportSources} sources @param {(item: Item) => void} onChange  one would be another now @returns {Item[]} */
export function makeItems(sources, onChange) {
  const { dataset, distributions, view } = sources.getState();
  const hasClasses = dataset.task !== "regression";
  const older = view.distributions ? null : distributions; // of when they were last seen
  return [
    makePicture("Network", "The scene as you see it, without the cards.", "network.png", async (how) =>
      sources.takeStill(how),
    ),
    makePicture("Map", "The output over the input plane, with the samples.", "map.png", async (how) =>
      makeMap(sources.getState(), how),
    ),
    makeChart(sources, curves("loss", "Loss")),
    ...(hasClasses ? [makeChart(sources, curves("accuracy", "Accuracy"))] : []),
    makeChart(sources, {
      ...{ name: "distributions", title: "Distributions" },
      says: "How weights, activations and gradients of each layer are spread.",
      isThere: (state) => state.distributions !== null && state.distributions !== older,
      draw: (charts, state, look) => charts.distributionsDrawing(state, look),
    }),
    ...(hasClasses ? [makeChart(sources, CONFUSION)] : []),
    makeTexts("Curves", "Losses and accuracies of every record, to the last digit.", [
      makeText("CSV", "curves.csv", "text/csv", async () =>
        (await sources.importCharts()).curvesCsv(sources.getState()),
      ),
    ]),
    makeTexts("ONNX", "The network for other runtimes, with its features: opset 17, a row per sample.", [
      makeOnnx("double", "network.onnx", sources),
      makeOnnx("float", "network-float.onnx", sources),
    ]),
    makeTexts("The run as a program", "Settings, seeds and the code in force; needs Python and NumPy only.", [
      makeProgram("run.py", "py", sources),
      makeProgram("Notebook", "ipynb", sources),
    ]),
    makeVideoItem(sources, onChange),
  ];
}

/** The files of all that is made together. @param {Item[]} items */
export const filesOfAll = (items) => items.filter(({ isAlone }) => !isAlone).flatMap(({ files }) => files);

/**
 * @param {string} title
 * @param {string} says
 * @param {string} name
 * @param {(how: How) => Promise<HTMLCanvasElement>} paint
 * @returns {Item}
 */
function makePicture(title, says, name, paint) {
  return {
    ...{ title, says },
    files: [{ label: "PNG", name, make: async (how) => canvasBlob(await paint(how)) }],
    async look(how) {
      const picture = await paint({ ...how, scale: 1 });
      return { picture, size: `${picture.width * how.scale} × ${picture.height * how.scale} pixels` };
    },
  };
}

/**
 * @typedef {object} Chart
 * @property {string} name  of its files
 * @property {string} title
 * @property {string} says
 * @property {(state: AppState) => boolean} isThere  what it shows: Python computes some of it only when it is asked for
 * @property {(charts: ChartModule, state: AppState, look: any) => any} draw
 */

/** @param {"loss"|"accuracy"} name @param {string} title @returns {Chart} */
const curves = (name, title) => ({
  ...{ name, title },
  says: "The curves of this run.",
  isThere: () => true,
  draw: (charts, state, look) => charts.chartDrawing(name, state, look),
});
/** @type {Chart} */
const CONFUSION = {
  ...{ name: "confusion", title: "Confusion matrix" },
  says: "How many samples of each class are taken for which.",
  isThere: ({ network }) => network.confusion !== null,
  draw: (charts, state, look) => charts.confusionDrawing(state, look),
};

/** @param {ExportSources} sources @param {Chart} chart @returns {Item} */
function makeChart({ getState, importCharts }, chart) {
  const { name, title, says, isThere } = chart;
  const draw = async (/** @type {Background} */ background) => {
    const charts = await importCharts();
    if (!(await waitUntil(() => isThere(getState()), PATIENCE_MS)))
      throw new Error("Its numbers have not come yet: try again.");
    return { charts, drawing: chart.draw(charts, getState(), stillLook(background)) };
  };
  const item = makePicture(title, says, `${name}.png`, async ({ scale, background }) => {
    const { charts, drawing } = await draw(background);
    return charts.drawingAsCanvas(drawing, scale);
  });
  const svg = makeText("SVG", `${name}.svg`, "image/svg+xml", async ({ background }) => {
    const { charts, drawing } = await draw(background);
    return charts.drawingAsSvg(drawing, title);
  });
  return { ...item, files: [...item.files, svg] };
}

/** @param {string} title @param {string} says @param {ItemFile[]} files @returns {Item} */
function makeTexts(title, says, files) {
  return {
    ...{ title, says, files },
    async look(how) {
      const sizes = [];
      for (const { label, make } of files)
        sizes.push(`${label} ${formatSize((await make(how, UNSEEN)).size)}`);
      return { picture: null, size: sizes.join(", ") };
    },
  };
}

/**
 * @param {string} label
 * @param {string} name
 * @param {string} type
 * @param {(how: How) => Promise<string|Uint8Array<ArrayBuffer>>} make
 * @returns {ItemFile}
 */
const makeText = (label, name, type, make) => ({
  ...{ label, name },
  make: async (how) => new Blob([await make(how)], { type }),
});

/** @param {"double"|"float"} precision @param {string} name @param {ExportSources} sources */
const makeOnnx = (precision, name, { request }) =>
  makeText(precision, name, "application/octet-stream", async () => {
    const { base64 } = await request("export_onnx", { precision });
    return fromBase64(base64);
  });

/** @param {string} label @param {"py"|"ipynb"} format @param {ExportSources} sources */
const makeProgram = (label, format, { request }) =>
  makeText(label, `run.${format}`, "text/plain", async () => (await request("export_run", { format })).text);
