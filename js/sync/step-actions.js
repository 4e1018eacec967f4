/** The next step, opened: recorded, looked at from station to station, walked through by itself, made. */

import { isAtEnd, openStep, stationOfWord, stayMs, walkedOn } from "../model/opened-step.js";
import { sampleOf } from "../model/shown-point.js";
import { withOpened } from "../model/state.js";

/** @import {OpenedStep} from "../model/opened-step.js" */
/** @import {SeenStore} from "../model/state.js" */
/** @import {Asking, AskingOptions} from "./asking.js" */

/**
 * @param {Asking} asking
 * @param {Pick<AskingOptions, "request"|"store">} options
 */
export function createStepActions(asking, { request, store }) {
  /** @param {(opened: OpenedStep) => OpenedStep|null} change */
  const change = (change) => store.update((state) => withOpened(state, (opened) => opened && change(opened)));

  /** @param {string} [station]  by its word in an address @returns {Promise<boolean>}  false: it has none such */
  async function record(station) {
    const { status, view } = store.get();
    if (status === "training") await asking.ask("stop_training", {});
    const sample = sampleOf(view);
    try {
      const record = await request("record_step", { sample });
      store.update((state) => withOpened(state, () => openStep(record, { station, sample })));
      return station === undefined || stationOfWord(record, station) >= 0;
    } catch (thrown) {
      asking.tell(thrown);
      return true;
    }
  }

  walk(store, change);
  return {
    /** Opens the next step, or closes it. */
    onOpenStep() {
      if (store.get().opened) change(() => null);
      else asking.afterAll(() => record());
    },
    /** Opens it at a station. @param {string} station @returns {Promise<boolean>}  false: it has none such */
    onOpenAt: (station) => record(station),
    /** Looks elsewhere. @param {(opened: OpenedStep) => OpenedStep} move */
    onStation: (move) => change((opened) => move(stopped(opened))),
    onCloseStep: () => change(() => null),
    /** Walks on by itself, or stays; from the end it is made. */
    onWalk() {
      const { opened } = store.get();
      if (opened && isAtEnd(opened)) asking.run("step", {});
      else change((one) => ({ ...one, walks: !one.walks }));
    },
    onMakeStep: () => asking.run("step", {}),
    /** Makes it, and opens the one after. @returns {Promise<boolean>}  whether that is open */
    async onNextStep() {
      if (await asking.run("step", {})) await record();
      return store.get().opened !== null;
    },
  };
}

/** @param {OpenedStep} opened @returns {OpenedStep} */
const stopped = (opened) => (opened.walks ? { ...opened, walks: false } : opened);

/**
 * Walk through what is open, while it is to be walked through.
 * @param {SeenStore} store @param {(change: (opened: OpenedStep) => OpenedStep) => void} change
 */
function walk(store, change) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const jumps = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  store.subscribe(({ opened, view }, previous) => {
    if (opened === previous.opened && view.walk_seconds === previous.view.walk_seconds) return;
    clearTimeout(timer);
    if (opened?.walks)
      timer = setTimeout(
        () => change((one) => walkedOn(one, jumps())),
        stayMs(opened, view.walk_seconds, jumps()),
      );
  });
}
