/**
 * Trains in slices short enough to hear the page between them, at the configured speed, and
 * publishes a state when there is news and the page has asked for it.
 */

/** @import {ErrorValue, WorkerEvent} from "../protocol.js" */
/** @import {RunBridge} from "./bridge.js" */

import { toFailure } from "./errors.js";
import { post } from "./post.js";

const SLICE_MS = 12;
const KEYFRAME_MS = 1000; // between two keyframes, for a worker that dies
const REPLAY_MS = 50; // of training between two, so that what is to be trained again on the way to a moment is short
const RATE_WINDOW_MS = 1000;
const REST_MS = 250; // after a moment was drawn: who drags or holds a key down is elsewhere by then
const MAX_SLICE_STEPS = 10_000;

export class Trainer {
  /** @type {RunBridge} */ #bridge;
  #run;
  #stepsLeft = 0;
  #sliceSteps = 1;
  /** Steps that the speed limit has allowed and that have not been taken; may be fractional. */
  #allowed = 0;
  #allowedAt = 0;
  #stateWanted = true;
  #hasNews = false;
  /** @type {ReturnType<typeof setTimeout>|0} */ #resting = 0;
  #keyframeAt = 0;
  #trainedMs = 0; // since then
  /** @type {{at: number, steps: number}[]} */ #marks = [];
  #stepsTaken = 0;
  /** @type {((failure: ErrorValue|null) => void)[]} */ #waiting = [];
  /** @type {ReturnType<typeof setTimeout>|0} */ #timer = 0;
  // Nested timers are clamped to 4 ms and scheduler.yield() starves messages in Chromium.
  #channel = new MessageChannel();

  /** @param {string} run  its name @param {RunBridge} bridge */
  constructor(run, bridge) {
    this.#run = run;
    this.#bridge = bridge;
    this.#channel.port1.onmessage = () => this.#slice();
  }

  get isTraining() {
    return this.#stepsLeft > 0;
  }

  /**
   * Train for `n_steps` more steps (Infinity: until stopped), instead of what was left before.
   *
   * @param {number} n_steps
   * @returns {Promise<ErrorValue|null>}  settles when training has ended, for whatever reason; a failure, if that is it
   */
  run(n_steps) {
    const wasRunning = this.#stepsLeft > 0;
    this.#stepsLeft = n_steps;
    this.#settle();
    const ended = new Promise((/** @type {(failure: ErrorValue|null) => void} */ resolve) =>
      this.#waiting.push(resolve),
    );
    if (!wasRunning) {
      this.#sliceSteps = 1; // a step of another network may take much longer
      this.#allowed = 1; // the first step is not kept waiting
      this.#allowedAt = performance.now();
      this.#marks = [];
      this.#channel.port2.postMessage(null);
    } else this.wake();
    return ended;
  }

  /** Whether it trains until stopped. */
  get isEndless() {
    return this.#stepsLeft === Number.POSITIVE_INFINITY;
  }

  /** Stop for good: the run is gone, and has nothing more to tell. */
  quit() {
    clearTimeout(this.#resting);
    this.#halt();
    this.#settle();
  }

  #halt() {
    this.#stepsLeft = 0;
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** Stop after the step in hand. */
  stop() {
    if (this.isTraining) this.#end();
  }

  /** The page has drawn the last state and may be sent another. */
  allowState() {
    this.#stateWanted = true;
    if (this.#hasNews) this.attempt(() => this.publish());
    else this.#rest();
  }

  /** The page is to be sent another state, whether or not it has drawn the last: it goes elsewhere. */
  passOn() {
    this.#stateWanted = true;
  }

  /** Send what was seen in passing again with finer views, once nothing else is asked for. */
  #rest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.attempt(() => {
        if (!this.isTraining && this.#bridge.finishViews()) this.publish();
      });
    }, REST_MS);
  }

  /** Send the state if the page waits for one; otherwise it will be sent when the page asks. */
  publish() {
    this.#hasNews = true;
    if (!this.#stateWanted) return;
    this.#stateWanted = false;
    this.#hasNews = false;
    const state = this.#bridge.takeState();
    if (this.isTraining) state.status = "training";
    state.epochs_per_second = this.isTraining ? this.#stepsPerSecond() / state.steps_per_epoch : 0;
    post(state);
  }

  #slice() {
    this.#timer = 0;
    if (this.#stepsLeft <= 0) return;
    try {
      const n_steps = this.#nextSteps();
      if (n_steps > 0) this.#train(n_steps);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#stepsLeft > 0) this.#schedule();
  }

  /** Do what no command waits for, and tell the page when Python fails at it. @param {() => void} act */
  attempt(act) {
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    const failure = toFailure(error, this.#bridge.isEdited);
    this.#halt();
    post({ type: "error", run: this.#run, error: failure });
    this.#settle(failure);
    if (failure.code === "code") return; // the page replaces this worker: what Python says now cannot be relied on
    try {
      this.#end();
    } catch {} // of which it has been told
  }

  /** @returns {number}  whole steps to take now */
  #nextSteps() {
    const speed = this.#bridge.speed();
    const now = performance.now();
    const elapsed = Math.max(now - this.#allowedAt, 1e-3); // Infinity * 0 would be NaN
    this.#allowed = Math.min(this.#allowed + (speed * elapsed) / 1000, 1 + speed / 10); // no burst after a pause
    this.#allowedAt = now;
    return Math.min(this.#stepsLeft, this.#sliceSteps, Math.floor(this.#allowed));
  }

  /** @param {number} n_steps */
  #train(n_steps) {
    const start = performance.now();
    const mayGoOn = this.#bridge.train(n_steps);
    const end = performance.now();
    // At most twice as many next time: one short measurement must not make a long slice.
    const wanted = n_steps * (SLICE_MS / Math.max(end - start, 0.1));
    if (n_steps === this.#sliceSteps || wanted < n_steps) {
      this.#sliceSteps = Math.max(1, Math.min(Math.floor(wanted), 2 * n_steps, MAX_SLICE_STEPS));
    }
    this.#trainedMs += end - start;
    this.#allowed -= n_steps;
    this.#stepsLeft -= n_steps;
    this.#stepsTaken += n_steps;
    if (!mayGoOn || this.#stepsLeft <= 0) this.#end();
    else if (this.#trainedMs > REPLAY_MS || end - this.#keyframeAt > KEYFRAME_MS) this.sendKeyframe();
    this.publish();
  }

  #schedule() {
    const speed = this.#bridge.speed();
    const wait = this.#allowed >= 1 ? 0 : ((1 - this.#allowed) / speed) * 1000;
    if (wait > 4) this.#timer = setTimeout(() => this.#slice(), wait);
    else this.#channel.port2.postMessage(null);
  }

  /** Begin with short slices again, as steps may now take longer, and with no wait for an older speed or run. */
  wake() {
    this.#sliceSteps = 1;
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#channel.port2.postMessage(null);
  }

  #end() {
    this.#halt();
    /** @type {ErrorValue|null} */ let failure = null;
    try {
      this.#bridge.finishViews();
      /** @type {WorkerEvent[]} */ const events = this.#bridge.takeEvents();
      for (const event of events) {
        post(event);
        if (event.type === "error" && event.run === this.#run) failure = event.error;
      }
      this.sendKeyframe();
      this.publish();
    } catch (error) {
      failure = toFailure(error, this.#bridge.isEdited);
      throw error;
    } finally {
      this.#settle(failure);
    }
  }

  /** @param {ErrorValue|null} [failure] */
  #settle(failure = null) {
    for (const resolve of this.#waiting.splice(0)) resolve(failure);
  }

  /** Give the page what it needs to go on after the loss of this worker. */
  sendKeyframe() {
    this.#keyframeAt = performance.now();
    this.#trainedMs = 0;
    post({ ...this.#bridge.takeKeyframe(), resumes: this.isEndless }); // a command of some steps does not resume
  }

  /** @returns {number}  over about the last second */
  #stepsPerSecond() {
    const now = performance.now();
    const marks = this.#marks;
    const last = marks.at(-1);
    if (!last || now - last.at > RATE_WINDOW_MS / 10) marks.push({ at: now, steps: this.#stepsTaken });
    while (marks.length > 2 && now - Number(marks[0]?.at) > RATE_WINDOW_MS) marks.shift();
    const [first] = marks;
    if (!first) return 0;
    const seconds = (now - first.at) / 1000;
    return seconds > 0 ? (this.#stepsTaken - first.steps) / seconds : 0;
  }
}
