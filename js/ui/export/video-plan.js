/** Which steps of a run are the frames of a video, and what is refused. Pure. */

import { formatCount, formatCountOf } from "../../kit/format.js";
import { refusalOfWhole } from "../../model/user-words.js";

/** @typedef {{from: number, to: number, rate: number}} VideoMoments  rate: steps per second */
/** @typedef {{first: number, end: number}} VideoRange  steps that there are */
/** @typedef {{framesPerSecond: number, steps: number[], seconds: number}} VideoPlan  steps: of each frame */

/** Of the fields, as refusals name them. */
export const VIDEO_LABELS = { from: "From step", to: "To step", rate: "Steps per second" };
export const RATES = { min: 1, max: 100_000 };
export const MAX_FRAMES = 3600;
const MAX_FRAMES_PER_SECOND = 30;
const SECONDS = 10; // that a video of the whole run has at first, or a little more
const ROUND = [1, 2, 5];

/** What is not made: a field, what it must be, and what it is. */
export class VideoRefusal extends RangeError {
  /** @param {keyof VideoMoments} field @param {string} message  says rule and value */
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

/**
 * The whole run, in about ten seconds.
 * @param {VideoRange} range
 * @returns {VideoMoments}
 */
export function wholeRun({ first, end }) {
  const least = Math.max((end - first) / SECONDS, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const rate = ROUND.map((one) => one * power).findLast((one) => one <= least) ?? power;
  return { from: first, to: end, rate: Math.min(rate, RATES.max) };
}

/**
 * A frame for each step, or for as many as there can be in a second; the last is of the last step. Throws VideoRefusal.
 * @param {VideoMoments} moments
 * @param {VideoRange} range
 * @returns {VideoPlan}
 */
export function planVideo({ from, to, rate }, { first, end }) {
  if (first === end)
    throw new VideoRefusal("to", "There is nothing to film: the run has no step yet. Train it first.");
  check("from", from, { min: first, max: end });
  check("to", to, { min: from, max: end });
  check("rate", rate, RATES);
  const framesPerSecond = Math.min(rate, MAX_FRAMES_PER_SECOND);
  const n = Math.ceil(((to - from) * framesPerSecond) / rate) + 1;
  if (n > MAX_FRAMES) {
    const [most, many] = [MAX_FRAMES, n].map(formatCount);
    const message = `A video must have at most ${most} frames, but this has ${many}: take fewer steps, or more per second.`;
    throw new VideoRefusal("rate", message);
  }
  const steps = Array.from({ length: n }, (_, k) =>
    Math.min(from + Math.round((k * rate) / framesPerSecond), to),
  );
  return { framesPerSecond, steps, seconds: n / framesPerSecond };
}

/** @param {keyof VideoMoments} field @param {number} value @param {{min: number, max: number}} limit */
function check(field, value, limit) {
  if (Number.isInteger(value) && limit.min <= value && value <= limit.max) return;
  throw new VideoRefusal(field, refusalOfWhole(VIDEO_LABELS[field], limit, value));
}

/** How long it is, in words. @param {VideoPlan} plan */
export const lengthInWords = ({ steps, seconds }) =>
  `${formatCountOf(steps.length, "frame")}, ${Number(seconds.toFixed(1))} s`;
