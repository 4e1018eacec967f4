/** The timelines under both charts: one that keys and screen readers know, and the same for the pointer alone. */

import { formatCount } from "../kit/format.js";
import { inWords } from "../model/entry-words.js";
import { curvesOf, filmOf } from "../model/film.js";
import { createColumns, readAt } from "./history.js";
import { createTimeline } from "./timeline.js";

/** @import uPlot from "uplot" */
/** @import {AppState} from "../model/state.js" */
/** @import {Tick} from "./timeline.js" */

/**
 * @typedef {object} FilmOptions
 * @property {(step: number) => void} onGoTo
 * @property {(distance: number) => void} onGoBy  in recorded states
 * @property {() => void} onNow
 */

/** @typedef {{plot: HTMLElement, getChart: () => uPlot|null, onDrawn: (listener: () => void) => void}} Drawn */

/**
 * @param {Drawn[]} charts
 * @param {FilmOptions} options
 */
export function createTimelines(charts, { onGoTo, onGoBy, onNow }) {
  const { columns, update } = createColumns(["epoch", "step"]);
  const [epochs = [], steps = []] = columns;
  const onEpoch = (/** @type {number} */ epoch) => onGoTo(Math.round(readAt(steps, epochs, epoch)));
  const timelines = charts.map(({ plot, getChart, onDrawn }, index) => {
    const timeline = createTimeline(plot, getChart, { onEpoch, onGoBy, onNow, isSpoken: index === 0 });
    onDrawn(timeline.place);
    return timeline;
  });
  return {
    /** @param {AppState} state */
    render(state) {
      const { history, network, past, catalog } = state;
      const { branch, step, end, isPast } = filmOf(state);
      update(history, network, isPast ? { table: curvesOf(past, branch), end } : null);
      /** @type {Tick[]} */
      const ticks = branch
        .filter(({ entry }) => entry.parent !== null)
        .map(({ entry, from }) => ({
          epoch: readAt(epochs, steps, from),
          words: inWords(entry, past, catalog),
        }));
      const text = `Step ${formatCount(step)} of ${formatCount(end)}`;
      for (const timeline of timelines) timeline.render({ step, end, text, ticks });
    },
  };
}
