/** The composition root: makes the parts and connects them; decides nothing itself. */

import { createCharts } from "./charts/curves.js";
import { formatCount } from "./kit/format.js";
import { timeFrame } from "./kit/frame-time.js";
import { createPart } from "./kit/part.js";
import { decodeEvents, firstCatalog } from "./model/initial.js";
import { isJustOpened } from "./model/opened.js";
import { readLink } from "./model/permalink.js";
import { asSeenStore, makeState, reduce, withError, withNotice, withPage } from "./model/state.js";
import { createStore } from "./model/store.js";
import { inUserWords } from "./model/user-words.js";
import { firstView, PALETTES } from "./model/view.js";
import { wantedViews } from "./model/wanted-views.js";
import { createPanels, makePanels } from "./panels.js";
import { LateScene } from "./scene/late-scene.js";
import { createLegend } from "./scene/overlay/legend.js";
import { createActions } from "./sync/actions.js";
import { Keeping } from "./sync/keeping.js";
import { LinkSync } from "./sync/link-sync.js";
import { createOffline } from "./sync/offline.js";
import { createPacing } from "./sync/pacing.js";
import { savePreferences } from "./sync/preferences.js";
import { createRunFiles } from "./sync/run-files.js";
import { watchSight } from "./sync/sight.js";
import { createTurns } from "./sync/turns.js";
import { createViewSync } from "./sync/view-sync.js";
import { WorkerClient } from "./sync/worker-client.js";
import { applyAppearance, createAppearance } from "./ui/appearance.js";
import { Code } from "./ui/code/code.js";
import { createCopyLink } from "./ui/copy-link.js";
import { createExamples } from "./ui/examples.js";
import { createExport } from "./ui/export/export.js";
import { createForget } from "./ui/forget.js";
import { createHelp } from "./ui/help.js";
import { hideControls, unknownControls } from "./ui/hidden-controls.js";
import { createInspector } from "./ui/inspect/inspector.js";
import { createLinkCopying } from "./ui/link-copying.js";
import { createNotice } from "./ui/notice.js";
import { createPastBand } from "./ui/past-band.js";
import { copyInPlainText } from "./ui/plain-copy.js";
import { createPointCard } from "./ui/plane/point-card.js";
import { createPoseCard } from "./ui/pose/pose-card.js";
import { createProgress } from "./ui/progress.js";
import { createRemark } from "./ui/remark.js";
import { createRunFiles as createRunFileButtons, saveRun } from "./ui/run-files.js";
import { createSceneTools } from "./ui/scene-tools.js";
import { createSettingsCard } from "./ui/settings/card.js";
import { createControls } from "./ui/settings/controls.js";
import { listenForEscape } from "./ui/shortcuts.js";
import { createStats } from "./ui/stats.js";
import { createOpenedStep } from "./ui/step/opened-step.js";
import { createTransport } from "./ui/transport.js";

/** @import {Request, WorkerEvent} from "./protocol.js" */
/** @import {AppState} from "./model/state.js" */
/** @import {ViewSettings} from "./model/view.js" */

const root = document.documentElement;
const element = (/** @type {string} */ id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element #${id}`);
  return found;
};

const keeping = new Keeping({
  address: () => linkSync.knownAddress(),
  onNotice: (notice) => store.update((state) => withNotice(state, notice)),
});
const initial = decodeEvents(await /** @type {any} */ (window).initialState); // js/boot-check.js
const link = readLink(location.hash, firstCatalog(initial), location.search);
await keeping.find(link, firstCatalog(initial));
hideControls(link.hidden);
/** How the page begins by itself. @type {ViewSettings} */
const first = {
  ...firstView({ width: innerWidth, height: innerHeight }),
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
};
/** @type {ViewSettings} */
const view = {
  ...first,
  theme: root.dataset.theme === "dark" ? "dark" : "light",
  palette: PALETTES.find((name) => name === root.dataset.palette) ?? "glass",
  ...link.view,
};
applyAppearance(view);
const pages = createStore(makeState(initial, view));
const store = asSeenStore(pages);
const firstViews = wantedViews(view, store.get().topology);

const client = new WorkerClient({
  config: store.get().config,
  views: firstViews,
  onEvent(event) {
    const before = pages.get();
    pages.update((state) => reduce(state, event));
    const isTaken = pages.get() !== before && "run" in event && event.run === before.shown;
    emit(event);
    if (event.type === "status" && event.stage === "ready") begun();
    return isTaken;
  },
  onRestart(resumes) {
    const message = `Python stopped and is being started again; ${resumes ? "training goes on" : "your network is kept"}.`;
    store.update((state) => withNotice(state, { kind: "info", message }));
  },
  onRuns: keeping.note,
  kept: keeping.kept,
});
/** Python is ready. */
function begun() {
  offline.keep();
  const notice = keeping.takeNotice(formatCount);
  if (notice) store.update((state) => withNotice(state, notice));
}
/** @type {(event: WorkerEvent) => void} */
const emit = /** @type {any} */ (window).connectApi(
  (/** @type {Parameters<typeof client.request>} */ ...asked) => {
    client.start(); // in an embedded page nobody may have come to it yet
    return client.request(...asked);
  },
); // js/public-api.js

const catalog = () => store.get().catalog;
/** What the page itself asks of Python: a refusal is in the user's words. @type {Request} */
const request = (name, params) => inUserWords(client.request(name, params), params, catalog);

const actions = createActions({
  request,
  store,
  hidden: link.hidden,
  showError: (field, message) => controls.showError(field, message),
});
const runFiles = createRunFiles({
  request,
  store,
  async askAboutCode(files, onRun) {
    const { askAboutFile } = await import("./ui/code/shared-code.js");
    return askAboutFile({ code: files, request, onRun });
  },
});
const offline = createOffline((new_version) => store.update((state) => withPage(state, { new_version })));
const syncViews = createViewSync({
  store,
  send: (views) => inUserWords(client.setViews(views), views, catalog),
  sent: firstViews,
  onError: actions.onError,
});
const linkSync = new LinkSync({
  request,
  store,
  link: keeping.runs === null ? link : { ...link, settings: new Map(), code: "", weights: "" }, // it says what the run is
  first,
  openStep: actions.onOpenAt,
  async askAboutCode(linked) {
    const { askAboutCode } = await import("./ui/code/shared-code.js");
    if (await askAboutCode({ linked, request })) code?.open();
  },
});
addEventListener("hashchange", () => {
  if (linkSync.leadsElsewhere()) location.reload(); // another link was opened in this tab
});
linkSync.apply();

const linkCopying = createLinkCopying({ ...actions, link: linkSync.address, weights: linkSync.weights });
const onUndo = () => (isJustOpened(store.get()) ? runFiles.onBefore() : actions.onUndo());
const transport = createTransport(element("transport"), { ...actions, onUndo });
/**
 * What the page can do without.
 * @param {string} id  where it stands @param {string} name  as users know it
 * @param {(element: HTMLElement) => {render: (state: AppState) => void}|void} makeView
 */
const part = (id, name, makeView) => createPart(element(id), name, () => makeView(element(id)));
const aroundScene = [
  part("legend", "The legend", createLegend),
  part("scene-tools", "The buttons of the scene", (tools) => createSceneTools(tools, actions)),
  part("pose-card", "The card of the pose", (card) => createPoseCard(card, actions)),
  part("stats", "The numbers", createStats),
  part("stats", "The remark", createRemark),
];
const settings = createSettingsCard(/** @type {HTMLDetailsElement} */ (element("settings")), actions);
for (const view of [transport, ...aroundScene, settings]) view.render(store.get()); // so that the scene has its size from the start
const panels = makePanels(element("side")); // on a phone what stands below them must not move afterwards
const scene = new LateScene(element("scene"), {
  ...actions,
  card: element("unit-card"),
  room: element("room"),
  onError: (error) => store.update((state) => withError(state, error)),
  onRecovered: (message) =>
    store.update((state) => (state.page.notice?.message === message ? withNotice(state, null) : state)),
});
watchSight({
  onSeen() {
    scene.show();
    client.start(); // Python after the page, but while the graphics process makes ready for the picture
  },
  onLongGone: () => scene.giveUp(),
});
scene.render(store.get()); // before everything else is made: the network is what the page is for
await new Promise((resolve) => setTimeout(resolve)); // and is to be seen
const controls = createControls(element("controls"), { ...actions, catalog: catalog() });
const dialog = (/** @type {string} */ id) => /** @type {HTMLDialogElement} */ (element(id));
/** @type {Code|null} */ let code = null;
const makeCode = (/** @type {HTMLElement} */ panel) => {
  code = new Code(panel, {
    button: element("code-button"),
    back: element("code-back"),
    layout: /** @type {HTMLElement} */ (document.querySelector(".layout")),
    request,
    now: store.get,
    onView: actions.onView,
    step: actions,
  });
  return code;
};
const views = [
  ...aroundScene,
  createProgress(element("progress"), { onRetry: () => client.retry() }),
  createNotice(element("notice"), {
    ...actions,
    ...runFiles,
    ...linkCopying,
    onSaveRun: () => saveRun(runFiles.onSave),
    onNewVersion: offline.takeNewVersion,
    onGoBack: keeping.goBack,
  }),
  part("past-band", "The band of the past", (band) => createPastBand(band, actions)),
  part("step", "The opened step", (card) => createOpenedStep(card, { ...actions, request })),
  part("appearance", "The choice of colours", (buttons) => createAppearance(buttons, actions)),
  settings,
  controls,
  scene,
  part("point", "The card of the point", (card) => createPointCard(card, actions)),
  part("inspector", "The card of what is selected", (card) => createInspector(card, actions)),
  part("charts", "The curves", (charts) => createCharts(charts, actions)),
  ...createPanels(panels, actions),
  part("examples", "The list of examples", () =>
    createExamples(dialog("examples"), { ...actions, button: element("examples-button") }),
  ),
  part("code", "The code", makeCode),
];
copyInPlainText(document);
part("share", "Copy link", (share) => createCopyLink(share, linkCopying));
part("forget", "Forget everything", (place) => createForget(place, { onForget: keeping.forget }));
part("share", "Save and Open", (share) => createRunFileButtons(share, runFiles));
part("export", "The export", () =>
  createExport(dialog("export"), {
    button: element("export-button"),
    request,
    getState: store.get,
    subscribe: store.subscribe,
    isDrawn: () => drawn === store.get(),
    takeStill: (how) => scene.takeStill(how),
    importCharts: () => import("./charts/still.js"),
    onView: actions.onView,
    onError: actions.onError,
  }),
);
part("help", "The help", () => createHelp(dialog("help"), { button: element("help-button") }));
listenForEscape(() => {
  if (store.get().view.selection !== null) actions.onView({ selection: null });
});

/** What every view has drawn last. @type {AppState|null} */
let drawn = null;
let isScheduled = false;
const pacing = createPacing(() => client.acknowledge(), timeFrame);
/** @type {ReturnType<typeof createTurns<AppState>>} */
const turns = createTurns(views);

/** @param {number} [now]  of the animation frame; none: before the first */
function draw(now = performance.now()) {
  isScheduled = false;
  const state = store.get();
  root.dataset.status = state.status;
  transport.render(state); // its buttons can do what the status says
  applyAppearance(state.view);
  if (!turns.draw(state, state.topology !== drawn?.topology)) {
    schedule();
    return;
  }
  if (state.network !== drawn?.network) pacing.drawn(now, state.status === "training");
  drawn = state;
}

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(draw);
}

store.subscribe(schedule);
store.subscribe(syncViews);
store.subscribe(linkSync.sync);
store.subscribe(({ view }, previous) => savePreferences(view, previous.view));
draw();
linkSync.addUnknownControls(unknownControls(link.hidden));

/** That this file has come to its end. */
export const isStarted = true;
