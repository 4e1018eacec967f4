/**
 * Which tab this is: a name that stays through a reload, a crash and a discarded tab, and that no other living page
 * has, as a duplicated tab begins with the same.
 */

const WAIT_MS = 500; // for a page that is being left to give the name back
// Pages in frames of one tab share its session; each has an address of its own.
const FRAME = window.parent === window ? "" : location.search + location.hash;
const NAME = `glassnet.run${FRAME}`;
const STARTS = `glassnet.starts${FRAME}`;

export class Tab {
  /** The name that was there; null: a new tab. @type {string|null} */ before = read(NAME);
  /** How many pages in a row have ended while they started from what is kept. */
  starts = Number(read(STARTS));
  #id = this.before;
  /** Gives the name back. */ #release = () => {};

  /**
   * The name for this page. Where nobody can tell whether another has it, it gets a new one.
   * @param {boolean} isOther  what is kept under the old one is not this page's
   * @returns {Promise<{id: string, isNew: boolean}>}
   */
  async claim(isOther) {
    const isNew = isOther || this.#id === null || !(await this.#lock(this.#id, AbortSignal.timeout(WAIT_MS)));
    if (isNew) {
      this.#id = newName();
      await this.#lock(this.#id); // however long a busy browser takes: a duplicate of this tab is told by it
    }
    return { id: /** @type {string} */ (this.#id), isNew };
  }

  /** Something is kept under the name of this page, so that the next one is to have it. */
  settle() {
    if (this.#id !== null) write(NAME, this.#id);
  }

  /** From now on this is the tab of that name. @param {string} id */
  become(id) {
    this.#release();
    this.noteHealth();
    write(NAME, id);
  }

  /** A page starts from what is kept. */
  noteStart() {
    write(STARTS, String(this.starts + 1));
    // Whoever leaves it meanwhile has not seen it die.
    addEventListener("pagehide", this.noteHealth, { once: true });
  }

  /** It has started, or never was in danger. */
  noteHealth = () => this.noteFailure(0);

  /** @param {number} starts  that count as failed */
  noteFailure(starts) {
    removeEventListener("pagehide", this.noteHealth);
    write(STARTS, String(starts));
  }

  /** Leave no trace of it, nor of what was chosen for all pages. */
  forget() {
    this.noteHealth();
    for (const storage of ["sessionStorage", "localStorage"]) clear(storage);
  }

  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<boolean>}  it is this page's until it goes */
  #lock(id, signal) {
    if (!navigator.locks) return Promise.resolve(false); // an insecure address
    return new Promise((resolve) => {
      const held = new Promise((/** @type {(value: void) => void} */ release) => {
        this.#release = release;
        addEventListener("pagehide", () => release(), { once: true });
      });
      const hold = () => {
        resolve(true);
        return held;
      };
      navigator.locks
        .request(`glassnet.run.${id}`, signal ? { signal } : {}, hold)
        .catch(() => resolve(false));
    });
  }
}

/** @returns {string} */
const newName = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** @param {string} name */
function read(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null; // storage may be off
  }
}

/** @param {string} name @param {string} value */
function write(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Then the next page of this tab begins anew; the store says so if nothing can be kept at all.
  }
}

/** @param {string} storage  its name */
function clear(storage) {
  try {
    const kept = /** @type {any} */ (window)[storage];
    for (const key of Object.keys(kept)) if (key.startsWith("glassnet.")) kept.removeItem(key);
  } catch {
    // There is none, and nothing in it.
  }
}
