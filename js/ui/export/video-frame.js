/** A frame of a video: the scene, and below it names and numbers of the moment. */

import { formatAccuracy, formatCount, formatLoss } from "../../kit/format.js";

/** @import {AppState} from "../../model/state.js" */

/** @typedef {{width: number, height: number}} FrameSize  pixels, both even, as encoders want them */
/** @typedef {{colorOf: (name: string) => string, font: string, background: string, surface: string}} FrameLook  of the scene, and of the caption */
/** @typedef {{label: string, text: string}[]} Caption  what is known of the moment, in columns */

const STRIP = 0.13; // of the height, for the caption
const EDGE = 0.025; // of the width, left and right of it
const LABEL = { size: 0.2, at: 0.34 }; // of the strip: the font's size, and the base line from its top
const NUMBER = { size: 0.32, at: 0.74 };
const GAP = 0.94; // of a column: what its text may take

/** @param {Pick<AppState, "catalog"|"config"|"topology"|"dataset"|"network">} state @returns {Caption} */
export function captionOf({ catalog, config, topology, dataset, network }) {
  const { name } = dataset;
  const label = catalog.datasets.find((choice) => choice.name === name)?.label ?? config.data.dataset;
  const loss = (/** @type {number|null} */ value) => formatLoss(value ?? Number.NaN);
  const share = (/** @type {number|null} */ value) => formatAccuracy(value ?? Number.NaN);
  return [
    { label: topology.layer_sizes.join("-"), text: label },
    { label: "Step", text: formatCount(network.step) },
    { label: "Epoch", text: formatCount(network.epoch) },
    { label: "Train loss", text: loss(network.train_loss) },
    { label: "Test loss", text: loss(network.test_loss) },
    ...(dataset.task === "regression"
      ? []
      : [
          { label: "Train accuracy", text: share(network.train_accuracy) },
          { label: "Test accuracy", text: share(network.test_accuracy) },
        ]),
  ];
}

/** How large the picture of the scene may be. @param {FrameSize} size @returns {FrameSize} */
export const pictureRoom = ({ width, height }) => ({ width, height: Math.round(height * (1 - STRIP)) });

/** How many times as large as `of` something may be to fit into `room`. @param {FrameSize} of @param {FrameSize} room */
export const fitting = (of, room) => Math.min(room.width / of.width, room.height / of.height);

/**
 * @param {HTMLCanvasElement} frame  painted anew
 * @param {HTMLCanvasElement} picture  of the scene
 * @param {Caption} caption
 * @param {FrameLook} look
 */
export function paintFrame(frame, picture, caption, { colorOf, font, background, surface }) {
  const context = /** @type {CanvasRenderingContext2D} */ (frame.getContext("2d"));
  const { width, height } = frame;
  const room = pictureRoom(frame);
  const share = Math.min(fitting(picture, room), 1);
  const [right, down] = [picture.width * share, picture.height * share];
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, (width - right) / 2, (room.height - down) / 2, right, down);
  const strip = height - room.height;
  context.fillStyle = surface;
  context.fillRect(0, room.height, width, strip);
  context.fillStyle = colorOf("border");
  context.fillRect(0, room.height, width, Math.max(1, Math.round(height / 720)));
  const column = (width * (1 - 2 * EDGE)) / caption.length;
  caption.forEach(({ label, text }, index) => {
    const left = width * EDGE + index * column;
    context.fillStyle = colorOf("text-muted");
    context.font = `400 ${LABEL.size * strip}px ${font}`;
    context.fillText(label, left, room.height + LABEL.at * strip, column * GAP);
    context.fillStyle = colorOf("text");
    context.font = `600 ${NUMBER.size * strip}px ${font}`;
    context.fillText(text, left, room.height + NUMBER.at * strip, column * GAP);
  });
}
