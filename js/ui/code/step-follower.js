/**
 * Keeps an opened step and the code in one place: a station is shown at its line, and a line that the user goes to brings its
 * station. After an edit the step is opened again, where it was.
 */

import { atStation, stationOf, stationWord } from "../../model/opened-step.js";
import { isInForce, partWith, stationAt, stationLine, wrongLine } from "./step-lines.js";

/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {CodeLine} from "./step-lines.js" */
/** @import {WorkingCopy} from "./working-copy.js" */

/**
 * @typedef {object} StepActions
 * @property {(move: (opened: OpenedStep) => OpenedStep) => void} onStation
 * @property {(station: string) => unknown} onOpenAt
 */

/**
 * @typedef {object} FollowerOptions
 * @property {StepActions} step
 * @property {() => WorkingCopy} copy
 * @property {(name: string, place: CodeLine) => void} onShow  a function or a file, at a line
 * @property {() => void} onMarks  lines that are to be marked have changed
 */

export class StepFollower {
  /** @type {OpenedStep|null} */ #opened = null;
  /** Whether the code has been where the station is. */ #hasFollowed = true;
  #options;

  /** @param {FollowerOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The line that computes what is looked at. */
  get station() {
    return this.#marked(this.#opened && stationLine(this.#opened));
  }

  /** The line of the first station that is wrong, and why. */
  get wrong() {
    return this.#marked(this.#opened && wrongLine(this.#opened));
  }

  /** @param {OpenedStep|null} opened */
  render(opened) {
    const last = this.#opened;
    this.#opened = opened;
    const isElsewhere = opened?.at !== last?.at || opened?.record !== last?.record;
    if (isElsewhere) this.#hasFollowed = opened === null || stationLine(opened) === null;
    this.follow();
    if (isElsewhere) this.#options.onMarks();
  }

  /** Go to the line of the station once: there may be no code to show yet. */
  follow() {
    const place = this.#opened && stationLine(this.#opened);
    if (this.#hasFollowed || !place) return;
    const name = partWith(this.#options.copy(), place);
    if (name === null) return;
    this.#hasFollowed = true;
    this.#options.onShow(name, place);
  }

  /** The caret is at a line. @param {CodeLine} place */
  bring(place) {
    if (!this.#opened || !this.#hasFollowed || !isInForce(this.#options.copy(), place.file)) return;
    const at = stationAt(this.#opened, place);
    if (at === null) return;
    this.#options.step.onStation((opened) => atStation(opened, at));
  }

  /** Other code is to be put in force, which closes the step. @returns {() => void}  opens it again */
  leave() {
    const word = this.#opened && stationWord(stationOf(this.#opened));
    return () => {
      if (word !== null) this.#options.step.onOpenAt(word);
    };
  }

  /** @template {CodeLine} P @param {P|null} place @returns {P|null} */
  #marked(place) {
    return place && isInForce(this.#options.copy(), place.file) ? place : null;
  }
}
