/** Encodes frames into a video file, by the browser's own encoder. Loaded when a video is asked for. */

import {
  BufferTarget,
  CanvasSource,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
} from "mediabunny";

import { unlessStopped } from "./stopping.js";

/** @import {FrameSize} from "./video-frame.js" */

/**
 * @typedef {object} VideoFormat
 * @property {"avc"|"vp9"|"vp8"} codec
 * @property {string} label  for people
 * @property {"mp4"|"webm"} ending  of the file's name
 */

/** The first that the browser encodes is taken: programs for slides and lessons know MP4 best. @type {VideoFormat[]} */
const FORMATS = [
  { codec: "avc", label: "MP4 (H.264)", ending: "mp4" },
  { codec: "vp9", label: "WebM (VP9)", ending: "webm" },
  { codec: "vp8", label: "WebM (VP8)", ending: "webm" },
];
const NO_ENCODER =
  "This browser encodes no video here: a recent Chrome, Edge, Firefox or Safari does, on a page that comes by https.";

/**
 * Return how a video of that size is encoded here. Throws RangeError with a sentence for the user.
 * @param {FrameSize} size
 * @returns {Promise<VideoFormat>}
 */
export async function chooseFormat(size) {
  if (typeof VideoEncoder === "undefined") throw new RangeError(NO_ENCODER);
  for (const format of FORMATS)
    if (await canEncodeVideo(format.codec, { ...size, quality: QUALITY })) return format;
  const known = FORMATS.map(({ label }) => label).join(", ");
  throw new RangeError(
    `This browser encodes none of ${known} at ${size.width} × ${size.height}: take another size.`,
  );
}

const QUALITY = new Quality("high");

/**
 * @param {HTMLCanvasElement} canvas  on which each frame is painted
 * @param {VideoFormat} format
 * @param {number} framesPerSecond
 * @param {AbortSignal} signal
 */
export async function createVideo(canvas, { codec, ending }, framesPerSecond, signal) {
  const target = new BufferTarget();
  const output = new Output({
    format: ending === "mp4" ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target,
  });
  const source = new CanvasSource(canvas, { codec, quality: QUALITY });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  return {
    /** What is on the canvas is the next frame. @param {number} index */
    add: (index) => unlessStopped(source.add(index / framesPerSecond, 1 / framesPerSecond), signal),
    /** @returns {Promise<File>} */
    async finish() {
      await unlessStopped(output.finalize(), signal);
      return new File([/** @type {ArrayBuffer} */ (target.buffer)], `video.${ending}`, {
        type: `video/${ending}`,
      });
    },
    giveUp: () => output.cancel(),
  };
}
