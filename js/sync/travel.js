/**
 * Goes to moments of the past, one at a time: of those that are asked for meanwhile only the newest is gone to.
 */

/**
 * @template T
 * @param {(moment: T) => Promise<unknown>} go
 */
export function createTravel(go) {
  /** @type {T|null} */
  let next = null;
  /** @type {T|null} */
  let wanted = null;
  async function goOn() {
    while (next !== null) {
      wanted = next;
      next = null;
      await go(wanted);
    }
    wanted = null;
  }
  return {
    /** @param {T} moment */
    to(moment) {
      const isUnderWay = wanted !== null;
      next = moment;
      if (!isUnderWay) goOn();
    },
    /** Where the way leads that is under way; null: nowhere. @returns {T|null} */
    wanted: () => next ?? wanted,
  };
}
