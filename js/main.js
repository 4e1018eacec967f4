/** The composition root: makes the parts and connects them; decides nothing itself. */

import { createActions } from "./actions.js";
import { createCharts } from "./charts/curves.js";
import { decodeEvents } from "./initial.js";
import { publishApi } from "./public-api.js";
import { createLegend } from "./scene/legend.js";
import { createScene } from "./scene/scene.js";
import { makeState, reduce, withError, withNotice } from "./state.js";
import { createStore } from "./store.js";
import { createAppearance } from "./ui/appearance.js";
import { createControls } from "./ui/controls.js";
import { createDataPanel } from "./ui/data-panel.js";
import { createHelp } from "./ui/help.js";
import { createNotice } from "./ui/notice.js";
import { createProgress } from "./ui/progress.js";
import { createStats } from "./ui/stats.js";
import { createTransport } from "./ui/transport.js";
import { createWorkerClient } from "./worker-client.js";

/** @import {StateEvent} from "./protocol.js" */
/** @import {ViewSettings} from "./state.js" */

const root = document.documentElement;
const element = (/** @type {string} */ id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element #${id}`);
  return found;
};

const initial = await (await fetch(new URL("../initial.json", import.meta.url))).json();
/** @type {ViewSettings} */
const view = {
  theme: root.dataset.theme === "dark" ? "dark" : "light",
  palette: root.dataset.palette === "safe" ? "safe" : "original",
  sample: 0,
  show_test: true,
};
const store = createStore(makeState(decodeEvents(initial), view));

const client = createWorkerClient({
  url: new URL("./worker/worker.js", import.meta.url),
  config: store.get().config,
  views: { grid: true, sample: view.sample },
  onEvent(event) {
    store.update((state) => reduce(state, event));
    api.emit(event);
  },
  onRestart(resumes) {
    const message = `Python stopped and is being started again; ${resumes ? "training goes on" : "your network is kept"}.`;
    store.update((state) => withNotice(state, { kind: "info", message }));
  },
});
const api = publishApi({ request: client.request, version: root.dataset.version ?? "source" });

const actions = createActions({
  client,
  store,
  showError: (field, message) => controls.showError(field, message),
});
const scene = createScene(element("scene"), {
  onError: (error) => store.update((state) => withError(state, error)),
});
const controls = createControls(element("controls"), actions);
const views = [
  createTransport(element("transport"), { ...actions, onHeadOn: () => scene.headOn() }),
  createProgress(element("progress"), { onRetry: () => client.retry() }),
  createNotice(element("notice"), actions),
  createAppearance(element("appearance"), actions),
  controls,
  createStats(element("stats")),
  scene,
  createLegend(element("legend")),
  createDataPanel(element("data-panel"), actions),
  createCharts(element("charts")),
];
createHelp(/** @type {HTMLDialogElement} */ (element("help")), { button: element("help-button") });

/** @type {StateEvent|null} */
let drawn = null;
let isScheduled = false;

function draw() {
  isScheduled = false;
  const state = store.get();
  root.dataset.status = state.status;
  for (const view of views) view.render(state);
  if (state.network === drawn) return;
  drawn = state.network;
  client.acknowledge();
}

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(draw);
}

store.subscribe(schedule);
draw();
