/** That a file was opened, as a change that undo takes back as long as no other was made since. Pure. */

/** @import {AppState} from "./state.js" */

/** @typedef {{name: string, run_id: number, entry: number, depth: number}} Opened  a file, and where its run was then */

/** @param {string} name  of the file @param {Pick<AppState, "topology"|"past">} state @returns {Opened} */
export const openedAt = (name, { topology, past }) => ({
  name,
  run_id: topology.run_id,
  entry: past.now[0],
  depth: past.back.length,
});

/** @param {Pick<AppState, "opened_file"|"topology"|"past">} state */
export function isJustOpened({ opened_file, ...state }) {
  if (opened_file === null) return false;
  const now = openedAt(opened_file.name, state);
  return (
    now.run_id === opened_file.run_id && now.entry === opened_file.entry && now.depth === opened_file.depth
  );
}

/** What undo takes back, in words. @param {Pick<AppState, "opened_file"|"topology"|"past"|"edits">} state */
export const undoneNext = (state) =>
  isJustOpened(state) ? `opening “${state.opened_file?.name}”` : state.edits.undo;
