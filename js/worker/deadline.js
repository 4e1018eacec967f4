/**
 * Ends Python that does not return. Pyodide asks an "interrupt buffer" now and then while Python
 * runs; ours is an object whose element 0 looks at the clock, which needs no shared memory.
 */

/** @import {PyodideInterface} from "pyodide" */

const INTERRUPT = 2; // SIGINT: Python raises KeyboardInterrupt
// A loop in Python asks as often in a tenth of a second, an honest edit with its trial 5,000 times in all: what has
// asked less after its time may have been kept waiting by a busy machine.
const ASKED_BY_A_LOOP = 100_000;
// Code that catches the interrupt is interrupted again and again: not before so long, and not before Python has asked
// so often. To tell what was stopped takes 200; on a busy machine that may be long.
const AGAIN_MS = 50;
const AGAIN_ASKED = 2000;

/** @param {PyodideInterface} python */
export function createDeadline(python) {
  let soonest = Number.POSITIVE_INFINITY;
  let latest = Number.POSITIVE_INFINITY;
  let nLeft = 0; // times that Python asks before it is interrupted at `soonest`
  const buffer = {
    get 0() {
      const now = performance.now();
      nLeft -= 1;
      if (now < soonest || (nLeft > 0 && now < latest)) return 0;
      soonest = now + AGAIN_MS;
      latest = Number.POSITIVE_INFINITY;
      nLeft = AGAIN_ASKED;
      return INTERRUPT;
    },
    set 0(_value) {}, // Python puts the signal down; the clock goes on
  };

  /**
   * @template T
   * @param {number} ms  after which Python gets a KeyboardInterrupt where it has been busy
   * @param {number} atMost  ms after which it gets one in any case
   * @param {() => T} run  Python
   * @returns {T}
   */
  return function within(ms, atMost, run) {
    const now = performance.now();
    [soonest, latest, nLeft] = [now + ms, now + atMost, ASKED_BY_A_LOOP];
    python.setInterruptBuffer(/** @type {any} */ (buffer));
    try {
      return run();
    } finally {
      python.setInterruptBuffer(/** @type {any} */ (undefined)); // it costs pure Python a tenth of its speed
    }
  };
}
