/**
 * What pointer and keys ask to be marked. It remembers what was asked for last, as several keys may be pressed before
 * the state that they lead to is drawn.
 */

/** @import {Selection, ViewSettings} from "../model/view.js" */

export class Marking {
  #onView;
  /** @type {Pick<ViewSettings, "selection"|"hovered">} */
  #asked = { selection: null, hovered: null };

  /** @param {(partial: Partial<ViewSettings>) => void} onView */
  constructor(onView) {
    this.#onView = onView;
  }

  /** Take over what the state says. @param {ViewSettings} view */
  take({ selection, hovered }) {
    this.#asked.selection = selection;
    this.#asked.hovered = hovered;
  }

  /** What is chosen, or has been asked to be. */
  get selection() {
    return this.#asked.selection;
  }

  /** @param {Selection|null} wanted */
  hover(wanted) {
    this.#ask("hovered", wanted);
  }

  /** @param {Selection|null} wanted */
  select(wanted) {
    this.#ask("selection", wanted);
  }

  /**
   * Select the next or the previous unit.
   * @param {1|-1} direction
   * @param {number} n_units
   * @returns {number}  the unit
   */
  walk(direction, n_units) {
    const unit = nextUnit(this.#asked.selection, direction, n_units);
    this.select({ kind: "unit", unit });
    return unit;
  }

  /** @param {"selection"|"hovered"} name @param {Selection|null} wanted */
  #ask(name, wanted) {
    if (isSame(this.#asked[name], wanted)) return;
    this.#asked[name] = wanted;
    this.#onView({ [name]: wanted });
  }
}

/**
 * The unit after the selected one, round and round; without one the first, or backwards the last.
 * @param {Selection|null} selection
 * @param {1|-1} direction
 * @param {number} n_units
 */
export function nextUnit(selection, direction, n_units) {
  const from = selection?.kind === "unit" ? selection.unit : direction > 0 ? -1 : n_units;
  return (from + direction + n_units) % n_units;
}

/** @param {Selection|null} one @param {Selection|null} other */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
