/**
 * The page's copy of a run's past, so that a worker that dies takes nothing along: what the worker
 * tells of its journal (py/glassnet/page/journal.py), as a value. Pure.
 */

/** @import {BootJournal, EditedFiles, Entry, JournalEvent, Keyframe, KeyframeEvent, Mark, Moment, Turn} from "../protocol.js" */

/**
 * @typedef {object} Past
 * @property {Map<number, Entry>} entries
 * @property {Map<string, Keyframe>} keyframes  by `keyOf` their moments
 * @property {Moment} now  where the run is
 * @property {Turn[]} back
 * @property {Turn[]} forward
 * @property {Map<number, number>} reached  the last step of each entry's branch
 * @property {Map<number, Mark>} marks  what is said of branches, by their last entry
 */

/** @type {Past} */
export const NO_PAST = {
  entries: new Map(),
  keyframes: new Map(),
  now: [0, 0],
  back: [],
  forward: [],
  reached: new Map(),
  marks: new Map(),
};

/** @param {Moment} moment */
const keyOf = ([entry, step]) => `${entry}:${step}`;

/**
 * @param {Past} past
 * @param {JournalEvent} event
 * @returns {Past}
 */
export function withJournal(past, { entries, dropped, now, back, forward, reached, marks }) {
  const isAnother = entries.some(({ parent }) => parent === null); // a run was opened in its place
  const known = isAnother ? NO_PAST : past;
  return {
    entries: new Map([
      ...known.entries,
      ...entries.map((entry) => /** @type {[number, Entry]} */ ([entry.id, entry])),
    ]),
    keyframes: without(known.keyframes, dropped),
    ...{ now, back, forward },
    reached: new Map(reached),
    marks: new Map(marks),
  };
}

/**
 * @param {Past} past
 * @param {KeyframeEvent} event
 * @returns {Past}
 */
export function withKeyframe(past, { entry, step, meta, values, now = past.now, dropped = [] }) {
  const keyframes = without(past.keyframes, dropped).set(keyOf([entry, step]), { entry, step, meta, values });
  const reached = new Map(past.reached).set(now[0], Math.max(now[1], past.reached.get(now[0]) ?? 0));
  return { ...past, keyframes, now, reached };
}

/** @param {Map<string, Keyframe>} keyframes @param {Moment[]} dropped */
function without(keyframes, dropped) {
  const rest = new Map(keyframes);
  for (const moment of dropped) rest.delete(keyOf(moment));
  return rest;
}

/**
 * As the next worker is given it.
 * @param {Past} past
 * @returns {BootJournal|null}  null: nothing is known, and the run begins
 */
export function toBoot({ entries, keyframes, now, back, forward, reached, marks }) {
  if (entries.size === 0) return null;
  return {
    entries: [...entries.values()],
    keyframes: [...keyframes.values()],
    ...{ now, back, forward },
    reached: [...reached],
    marks: [...marks],
  };
}

/**
 * The weights and biases that the run has begun with, if they came from elsewhere, as set_parameters has them.
 * @param {Past} past
 * @returns {string}  "": its own
 */
export function firstParameters(past) {
  const given = changesOf(past).findLast(({ command, step }) => command === "set_parameters" && step === 0);
  return typeof given?.params.parameters === "string" ? given.params.parameters : "";
}

/** Whether a run's weights and biases are those that it has begun with. @param {Past} past */
export const isUntrained = (past) =>
  past.now[1] === 0 && changesOf(past).every(({ command }) => command !== "set_parameter");

/** What was done to the run since it has begun. @param {Past} past */
function changesOf({ entries, now }) {
  const path = pathTo(now[0], entries);
  return path.slice(path.findLastIndex(({ begins }) => begins) + 1);
}

/**
 * The code of the run as it was before its last edit: what goes on when that edit has failed.
 * @param {Past} past
 * @returns {EditedFiles}
 */
export const codeBefore = ({ entries, now }) => codesTo(now[0], entries).at(-2) ?? {};

/** The code in force after an entry. @param {number} id @param {Map<number, Entry>} entries @returns {EditedFiles} */
export const codeOf = (id, entries) => codesTo(id, entries).at(-1) ?? {};

/** @param {number} id @param {Map<number, Entry>} entries @returns {EditedFiles[]}  oldest first */
const codesTo = (id, entries) => pathTo(id, entries).flatMap(({ code }) => (code === null ? [] : [code]));

/** @param {number} id @param {Map<number, Entry>} entries @returns {Entry[]}  from the first to this one */
function pathTo(id, entries) {
  const path = [];
  for (
    let entry = entries.get(id);
    entry;
    entry = entry.parent === null ? undefined : entries.get(entry.parent)
  )
    path.unshift(entry);
  return path;
}
