/** What a link says of the pose Loss: over which plane, of which samples, how wide. Pure. */

/** @import {ViewWord} from "./view.js" */

/** Of the plane that the loss is over; as Python has it. */
const LEAST_EXTENT = 0.01;
const MOST_EXTENT = 100;

/** @type {Record<string, ViewWord>} */
export const LOSS_WORDS = {
  loss_over: {
    examples: ["loss_over:3,7"],
    note: "the two parameters that the pose Loss is over; else it is the run's path",
    read: (argument) => {
      const [one = 0, other = 0] = argument.split(",").map(Number);
      const isPair = /^\d{1,6},\d{1,6}$/.test(argument) && one !== other;
      return isPair ? { loss_directions: [one, other] } : null;
    },
    write: ({ loss_directions }) => (Array.isArray(loss_directions) ? loss_directions.join() : null),
  },
  loss_test: {
    note: "of the test samples there",
    read: (argument) => (argument === "" ? { loss_samples: "test" } : null),
    write: ({ loss_samples }) => (loss_samples === "test" ? "" : null),
  },
  loss_extent: {
    examples: ["loss_extent:2"],
    note: "times as wide",
    read: (argument) => {
      const extent = /^\d*\.?\d+$/.test(argument) ? Number(argument) : 0;
      return extent >= LEAST_EXTENT && extent <= MOST_EXTENT ? { loss_extent: extent } : null;
    },
    write: ({ loss_extent = 1 }) => (loss_extent === 1 ? null : String(loss_extent)),
  },
};
