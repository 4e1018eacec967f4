/** A control whose user may be ahead of Python: the answer to an earlier move must not take back the last one. */

const LAG_MS = 500; // after the last move; by then what is in force is shown, whatever it is

export class Ahead {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  #show = () => {};

  /** The user has moved it. */
  moved() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#show();
    }, LAG_MS);
  }

  /**
   * Show what is in force: at once, or when the control has come to rest.
   * @param {() => void} show
   * @param {boolean} isThere  the user's last move led to just that
   */
  show(show, isThere) {
    this.#show = show;
    if (this.#timer === undefined || isThere) show();
  }
}
