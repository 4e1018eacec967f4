/**
 * Makes what is seen of a run and takes long, in slices, when nothing else wants the time: while the run trains, only for
 * a small share of it. Messages are heard between the slices.
 */

/** @import {RunBridge} from "./bridge.js" */
/** @import {Trainer} from "./trainer.js" */

const SLICE_MS = 10;
const TRAINING_SLICE_MS = 4;
/** Of the time of a run that trains. */
const TRAINING_SHARE = 0.04;
/** While it trains and there is nothing to do. */
const PAUSE_MS = 100;

export class Looker {
  #python;
  #trainer;
  #isAwake = false;
  #isAsked = false;
  /** @type {ReturnType<typeof setTimeout>|0} */ #timer = 0;
  #channel = new MessageChannel();

  /** @param {RunBridge} python @param {Trainer} trainer */
  constructor(python, trainer) {
    this.#python = python;
    this.#trainer = trainer;
    this.#channel.port1.onmessage = () => {
      this.#isAsked = false;
      if (this.#isAwake) trainer.attempt(() => this.#look());
    };
  }

  /** There may be something to do. */
  wake() {
    this.#isAwake = true;
    if (!this.#timer) this.#ask();
  }

  /** Leave all time to others. */
  sleep() {
    this.#isAwake = false;
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #look() {
    const isTraining = this.#trainer.isTraining;
    const start = performance.now();
    this.#isAwake = false; // if Python fails
    const found = this.#python.look((isTraining ? TRAINING_SLICE_MS : SLICE_MS) / 1000);
    if (found === "closed" || (found === "rest" && !isTraining)) return;
    this.#isAwake = true;
    if (found === "news") this.#trainer.publish();
    if (isTraining) this.#pause(found === "rest" ? PAUSE_MS : (performance.now() - start) / TRAINING_SHARE);
    else this.#ask();
  }

  /** @param {number} ms */
  #pause(ms) {
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#ask();
    }, ms);
  }

  /** One slice at a time is asked for. */
  #ask() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#channel.port2.postMessage(null);
  }
}
