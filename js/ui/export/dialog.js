/** The dialog of what can leave the page: a row for each thing, and all of it as one zip. */

import { formatSize } from "../../kit/format.js";
import { saveFile } from "../../kit/save-file.js";
import { filesOfAll, makeItems } from "./items.js";
import { makeParts, makeRow } from "./parts.js";
import { standStill } from "./stand-still.js";
import { unlessStopped } from "./stopping.js";
import { begun, failed, finished, made, making, NO_WORK, partly, stopped } from "./work.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {ExportSources, Item, ItemFile} from "./items.js" */
/** @import {How} from "./pictures.js" */
/** @import {Row} from "./parts.js" */
/** @import {Work} from "./work.js" */

export class ExportDialog {
  /** @type {How} */ #how = { scale: 2, background: "page" };
  /** @type {Item[]} */ #items = [];
  /** @type {Row[]} */ #rows = [];
  #work = NO_WORK;
  #abort = new AbortController();
  #looks = 0; // begun: only the last goes on
  /** The last one at each. @type {WeakMap<Item, symbol>} */ #lookedAt = new WeakMap();
  #dialog;
  #sources;
  #parts;

  /** @param {HTMLDialogElement} dialog @param {ExportSources} sources */
  constructor(dialog, sources) {
    this.#dialog = dialog;
    this.#sources = sources;
    this.#parts = makeParts(dialog, {
      onHow: (changes) => this.#setHow(changes),
      onAll: () => this.#saveAll(),
      onStop: () => this.#abort.abort(),
    });
    dialog.addEventListener("close", () => {
      this.#abort.abort();
      this.#looks += 1;
      sources.onView({ exports: false });
    });
    sources.subscribe((state, previous) => this.#follow(state, previous));
  }

  open() {
    this.#items = makeItems(this.#sources, (item) => this.#lookAgain(item));
    this.#rows = this.#items.map((item) => makeRow(item, (file) => this.#save(item, file)));
    this.#parts.list.replaceChildren(...this.#rows.map(({ element }) => element));
    this.#dialog.showModal();
    this.#sources.onView({ exports: true });
    this.#tell(NO_WORK);
    this.#setHow({});
  }

  /** @param {Partial<How>} changes */
  #setHow(changes) {
    this.#how = { ...this.#how, ...changes };
    this.#parts.renderHow(this.#how);
    this.#look();
  }

  /** Where drawing is slow, the last state of what was done may come when this is open already. @param {AppState} state @param {AppState} previous */
  #follow(state, previous) {
    if (!this.#dialog.open || this.#work.isOn || state.status === "training") return;
    const momentOf = (/** @type {AppState} */ { status, network, past }) =>
      [status, network.step, ...past.now].join();
    if (momentOf(state) === momentOf(previous)) return;
    for (const item of this.#items) item.follow?.();
    this.#look();
  }

  /** Show what everything would be, one after the other: pictures and sizes. */
  async #look() {
    this.#looks += 1;
    const mine = this.#looks;
    for (const [index, item] of this.#items.entries()) {
      await new Promise((resolve) => setTimeout(resolve));
      if (mine !== this.#looks) return;
      await this.#lookAt(item, index);
    }
  }

  /** @param {Item} item  that is to be another now */
  #lookAgain(item) {
    return this.#lookAt(item, this.#items.indexOf(item));
  }

  /** @param {Item} item @param {number} index */
  async #lookAt(item, index) {
    const row = this.#rows[index];
    const mine = Symbol(item.title);
    this.#lookedAt.set(item, mine);
    const show = (/** @type {HTMLCanvasElement|null} */ picture, /** @type {string} */ text) =>
      this.#lookedAt.get(item) === mine && row?.show(picture, text);
    try {
      const { picture, size } = await item.look(this.#how);
      show(picture, size);
    } catch (error) {
      show(null, messageOf(error));
    }
  }

  /** @param {Item} item @param {ItemFile} file */
  #save({ isAlone }, { name, make: makeFile }) {
    return this.#run(1, async (signal) => {
      this.#tell(making(this.#work, name));
      const onProgress = (/** @type {number} */ done, /** @type {number} */ total) =>
        this.#tell(partly(this.#work, done, total));
      const file = makeFile(this.#how, { signal, onProgress });
      const content = await (isAlone ? file : unlessStopped(file, signal)); // which ends itself when it is stopped
      const called = content instanceof File ? content.name : name;
      saveFile(content, called);
      return `Saved ${called}, ${formatSize(content.size)}.`;
    });
  }

  #saveAll() {
    return this.#run(filesOfAll(this.#items).length, async (signal) => {
      const { goOn } = await standStill(this.#sources);
      try {
        const { packAll } = await import("./pack.js");
        const content = await packAll(this.#items, this.#how, {
          signal,
          onBegin: ({ name }) => this.#tell(making(this.#work, name)),
          onEnd: ({ name }, trouble) =>
            this.#tell(made(this.#work, trouble === null ? null : `${name}. ${trouble}`)),
        });
        const { config, network } = this.#sources.getState();
        const name = `glassnet-${config.data.dataset}-step-${network.step}.zip`;
        saveFile(content, name);
        return `Saved ${name}, ${formatSize(content.size)}.`;
      } finally {
        await goOn();
      }
    });
  }

  /** Do one thing at a time, which can be stopped. @param {number} total  files @param {(signal: AbortSignal) => Promise<string>} job */
  async #run(total, job) {
    if (this.#work.isOn) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#tell(begun(total));
    try {
      const result = await job(signal);
      this.#tell(finished(this.#work, result));
    } catch (error) {
      this.#tell(signal.aborted ? stopped(this.#work) : failed(this.#work, messageOf(error)));
    }
  }

  /** @param {Work} work */
  #tell(work) {
    this.#work = work;
    this.#parts.renderWork(work);
    for (const row of this.#rows) row.setBusy(work.isOn);
  }
}

/** @param {unknown} error */
const messageOf = (error) => /** @type {Error} */ (error).message;
