/**
 * Plays a run: through its recorded states, at a pace. It asks for moments by the clock; what cannot be shown in time is
 * left out.
 */

import { stepAway } from "../../model/film.js";

const RATE = 8; // recorded states per second at 1 ×; by eye
const TICK_MS = 60;

/** How many times as fast. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

/** @typedef {-1|0|1} Direction  0: it rests */

/**
 * @param {object} options
 * @param {() => {steps: number[], step: number}} options.look  the recorded steps, and the shown one
 * @param {(step: number) => void} options.onGoTo
 * @param {(direction: Direction) => void} options.onChange
 */
export function createPlayer({ look, onGoTo, onChange }) {
  /** @type {Direction} */
  let direction = 0;
  let speed = 1;
  let due = 0; // recorded states that the clock is ahead
  let at = 0; // ms
  let step = 0; // that was asked for last
  let timer = 0;

  function tick() {
    const now = performance.now();
    due += ((now - at) / 1000) * RATE * speed;
    at = now;
    const distance = Math.floor(due);
    if (distance === 0) return;
    due -= distance;
    const next = stepAway(look().steps, step, direction * distance);
    if (next === step) return play(0);
    step = next;
    onGoTo(step);
  }

  /** @param {Direction} next */
  function play(next) {
    if (next === direction) return;
    direction = next;
    clearInterval(timer);
    if (direction !== 0) {
      ({ step } = look());
      due = 0;
      at = performance.now();
      timer = window.setInterval(tick, TICK_MS);
    }
    onChange(direction);
  }

  return {
    play,
    direction: () => direction,
    /** @param {number} next */
    setSpeed(next) {
      speed = next;
    },
  };
}
