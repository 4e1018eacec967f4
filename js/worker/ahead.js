/** Imports what its first use would otherwise wait for, a part at a time, while the worker has nothing else to do. */

/** @import {PyodideInterface} from "pyodide" */

/** Parts of what opens a step, each with what it needs, so that none holds the worker for long. */
export const AHEAD = ["take", "explain", "check", "commands"].map((name) => `glassnet.live.step.${name}`);
const WAIT_MS = 1000; // where it is not idle

/**
 * @param {Pick<PyodideInterface, "pyimport">} python
 * @param {() => boolean} isIdle  nothing is trained, and no command waits
 * @param {(ms: number) => Promise<unknown>} [wait]  in which messages are heard
 */
export async function importAhead(python, isIdle, wait = (ms) => new Promise((go) => setTimeout(go, ms))) {
  for (const name of AHEAD) {
    await wait(0);
    while (!isIdle()) await wait(WAIT_MS);
    python.pyimport(name).destroy();
  }
}
