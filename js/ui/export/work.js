/** How far an export has come, as a value. Pure. */

/**
 * @typedef {object} Work
 * @property {boolean} isOn
 * @property {number} done  files, or parts of one
 * @property {number} total
 * @property {string} says
 * @property {string[]} missing  what could not be made, each with its reason
 */

/** @type {Work} */
export const NO_WORK = { isOn: false, done: 0, total: 0, says: "", missing: [] };

/** @param {number} total  files @returns {Work} */
export const begun = (total) => ({ ...NO_WORK, isOn: true, total, says: "One moment…" });

/** @param {Work} work @param {string} name  of the file in hand @returns {Work} */
export const making = (work, name) => ({ ...work, says: `Making ${name}…` });

/** @param {Work} work @param {number} done  parts of the file in hand @param {number} total @returns {Work} */
export const partly = (work, done, total) => ({ ...work, done, total });

/** @param {Work} work @param {string|null} trouble  why the file in hand is not there; null: it is @returns {Work} */
export const made = (work, trouble) => ({
  ...work,
  done: work.done + 1,
  missing: trouble === null ? work.missing : [...work.missing, trouble],
});

/** @param {Work} work @param {string} result  a sentence @returns {Work} */
export const finished = (work, result) => ({
  ...work,
  isOn: false,
  says: [result, ...work.missing.map((trouble) => `Left out: ${trouble}`)].join(" "),
});

/** @param {Work} work @returns {Work} */
export const stopped = (work) => ({ ...work, isOn: false, says: "Stopped: nothing has been saved." });

/** @param {Work} work @param {string} reason @returns {Work} */
export const failed = (work, reason) => ({ ...work, isOn: false, says: reason });
