/**
 * Ends Python that does not return. Pyodide asks an "interrupt buffer" now and then while Python
 * runs; ours is an object whose element 0 looks at the clock, which needs no shared memory.
 */

/** @import {PyodideInterface} from "pyodide" */

const INTERRUPT = 2; // SIGINT: Python raises KeyboardInterrupt
// Code that catches it is interrupted again and again: not before so long, and not before Python has asked so often.
// To tell what was stopped takes 200; on a busy machine that may be long.
const AGAIN_MS = 50;
const AGAIN_ASKED = 2000;

/** @param {PyodideInterface} python */
export function createDeadline(python) {
  let deadline = Number.POSITIVE_INFINITY;
  let nLeft = 0; // times that Python asks before it may be interrupted
  const buffer = {
    get 0() {
      const now = performance.now();
      if (nLeft > 0) nLeft -= 1;
      if (now < deadline || nLeft > 0) return 0;
      deadline = now + AGAIN_MS;
      nLeft = AGAIN_ASKED;
      return INTERRUPT;
    },
    set 0(_value) {}, // Python puts the signal down; the clock goes on
  };

  /**
   * @template T
   * @param {number} ms
   * @param {() => T} run  Python, which gets a KeyboardInterrupt when the time is over
   * @returns {T}
   */
  return function within(ms, run) {
    deadline = performance.now() + ms;
    nLeft = 0;
    python.setInterruptBuffer(/** @type {any} */ (buffer));
    try {
      return run();
    } finally {
      deadline = Number.POSITIVE_INFINITY;
      python.setInterruptBuffer(/** @type {any} */ (undefined)); // it costs pure Python a tenth of its speed
    }
  };
}
