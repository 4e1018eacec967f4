/**
 * Runs in IndexedDB: a record for each tab, its keyframes beside it, so that a save writes what is new alone. What
 * does not work out is thrown.
 */

/** @import {Difference, KeptKeyframe, KeptRecord} from "../model/kept.js" */

import { keyOf } from "../model/kept.js";

const NAME = "glassnet";
const MAX_RUNS = 5;

/** @typedef {Difference & {record: KeptRecord, isFirst: boolean}} Save  `isFirst`: what is there of the tab is replaced */

/** Another page has forgotten what this one keeps. */
export class GoneError extends Error {}

export class RunStore {
  /** @type {Promise<IDBDatabase>} */ #opened;
  /** At hand without a pause: a page that is left has no time for one. @type {IDBDatabase|null} */ #database =
    null;

  constructor() {
    this.#opened = open();
    this.#opened.then(
      (database) => {
        this.#database = database;
      },
      () => {}, // whoever asks is told
    );
  }

  /** @param {string} id @returns {Promise<KeptRecord|undefined>} */
  async read(id) {
    return answer((await this.#opened).transaction("runs").objectStore("runs").get(id));
  }

  /** @param {string} id @returns {Promise<KeptKeyframe[]>} */
  async readKeyframes(id) {
    return answer((await this.#opened).transaction("keyframes").objectStore("keyframes").getAll(allOf(id)));
  }

  /** @param {Save} save @returns {Promise<void>}  rejects with a GoneError where nothing is to be replaced */
  async write(save) {
    const database = this.#database ?? (await this.#opened);
    try {
      await put(database, save);
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "QuotaExceededError") throw error;
      await keepNewest(database, 0, save.record.id);
      await put(database, save);
    }
    if (save.isFirst) await keepNewest(database, MAX_RUNS, save.record.id);
  }

  /** Forget every run. */
  async clear() {
    const transaction = (await this.#opened).transaction(["runs", "keyframes"], "readwrite");
    for (const name of ["runs", "keyframes"]) transaction.objectStore(name).clear();
    await end(transaction);
  }
}

/** @returns {Promise<IDBDatabase>} */
async function open() {
  const request = indexedDB.open(NAME, 1); // throws where storage is denied
  request.onupgradeneeded = () => {
    request.result.createObjectStore("runs", { keyPath: "id" });
    request.result.createObjectStore("keyframes");
  };
  const database = await answer(request);
  database.onversionchange = () => database.close(); // a newer page must not wait for this one
  return database;
}

/** All is asked for at once, so that it is done even if the page goes. @param {IDBDatabase} database @param {Save} save */
function put(database, { record, added, removed, isFirst }) {
  const transaction = database.transaction(["runs", "keyframes"], "readwrite");
  const [runs, keyframes] = [transaction.objectStore("runs"), transaction.objectStore("keyframes")];
  let isGone = false;
  if (isFirst) keyframes.delete(allOf(record.id));
  else {
    const request = runs.getKey(record.id);
    request.onsuccess = () => {
      isGone = request.result === undefined;
      if (isGone) transaction.abort();
    };
  }
  for (const key of removed) keyframes.delete([record.id, ...key]);
  for (const one of added) keyframes.put(one, [record.id, ...keyOf(one)]);
  runs.put(record);
  return end(transaction).catch((error) => {
    throw isGone ? new GoneError("what was kept is gone") : error;
  });
}

/** @param {IDBDatabase} database @param {number} count  of runs that stay @param {string} own  which stays in any case */
async function keepNewest(database, count, own) {
  const transaction = database.transaction(["runs", "keyframes"], "readwrite");
  const runs = transaction.objectStore("runs");
  /** @type {KeptRecord[]} */ const records = await answer(runs.getAll());
  const others = records.filter(({ id }) => id !== own).sort((one, other) => other.at - one.at);
  for (const { id } of others.slice(Math.max(count - 1, 0))) {
    runs.delete(id);
    transaction.objectStore("keyframes").delete(allOf(id));
  }
  await end(transaction);
}

/** The keys of a tab's keyframes: an array comes after every text and number. @param {string} id */
const allOf = (id) => IDBKeyRange.bound([id], [id, []]);

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function end(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
}
