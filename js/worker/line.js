/** How fast the line is, told while the first files come. */

// 32 Mbit/s at least, whatever waited in between: about there the memory image saves a first visit what it costs
// (benchmarks/line.py).
const FAST_BYTES = 1_000_000;
const FAST_MS = 250; // since they were asked for

export class Line {
  #came = 0; // bytes
  #askedAt = performance.now();
  /** @type {(isFast: boolean) => void} */
  #tell = () => {};
  /** Settled soon. @type {Promise<boolean>} */
  isFast = new Promise((resolve) => {
    this.#tell = resolve;
    setTimeout(resolve, FAST_MS, false);
  });

  /** @param {number} nBytes  that have just come over the line */
  received(nBytes) {
    this.#came += nBytes;
    if (this.#came >= FAST_BYTES) this.#tell(performance.now() - this.#askedAt <= FAST_MS);
  }
}

/** @param {Response} response  of a file of WebAssembly @returns {number}  bytes that came over the line for each that is read, about */
export function shareOnLine(response) {
  return response.headers.has("Content-Encoding") ? 1 / 3 : 1;
}
