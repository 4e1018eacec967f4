/** The video of the run, as one of the things that can leave the page. */

import { filmOf } from "../../model/film.js";
import { filmRun } from "./filming.js";
import { stillLook, WHITE } from "./pictures.js";
import { createVideoFields } from "./video-fields.js";
import { captionOf, fitting, paintFrame, pictureRoom } from "./video-frame.js";
import { lengthInWords, planVideo, VideoRefusal } from "./video-plan.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {ExportSources, Item, Making} from "./items.js" */
/** @import {Background, How} from "./pictures.js" */
/** @import {FrameSize} from "./video-frame.js" */

const SAYS =
  "The run as a film, with its numbers, as the scene stands; the page has to stay in sight meanwhile.";

/** @param {ExportSources} sources @param {(item: Item) => void} onChange  of what it would be @returns {Item} */
export function makeVideoItem(sources, onChange) {
  let range = rangeOf(sources.getState());
  const fields = createVideoFields(range, () => onChange(item));
  const plan = () => {
    try {
      const planned = planVideo(fields.moments(), range);
      fields.showRefusal(null);
      return planned;
    } catch (error) {
      if (error instanceof VideoRefusal) fields.showRefusal(error);
      throw error;
    }
  };
  /** @type {Item} */
  const item = {
    follow() {
      range = rangeOf(sources.getState());
      fields.follow(range);
    },
    ...{ title: "Video", says: SAYS, controls: fields.element, isAlone: true },
    files: [
      {
        label: "Make",
        name: "video",
        make: (how, making) => makeVideo(sources, plan(), fields.size(), how, making),
      },
    ],
    async look(how) {
      const planned = plan();
      const size = fields.size();
      const { chooseFormat } = await import("./video.js");
      const { label } = await chooseFormat(size);
      const camera = createCamera(sources, size, how);
      camera.paint(sources.getState());
      return {
        picture: camera.frame,
        size: `${lengthInWords(planned)}, ${size.width} × ${size.height}, ${label}`,
      };
    },
  };
  return item;
}

/** @param {AppState} state */
function rangeOf(state) {
  const { branch, end } = filmOf(state);
  return { first: branch[0]?.from ?? 0, end };
}

/**
 * @param {ExportSources} sources
 * @param {import("./video-plan.js").VideoPlan} plan
 * @param {FrameSize} size
 * @param {How} how
 * @param {Making} making
 */
async function makeVideo(sources, { steps, framesPerSecond }, size, how, { signal, onProgress }) {
  const { chooseFormat, createVideo } = await import("./video.js");
  const camera = createCamera(sources, size, how);
  const video = await createVideo(camera.frame, await chooseFormat(size), framesPerSecond, signal);
  const addFrame = async (/** @type {AppState} */ state, /** @type {number} */ index) => {
    camera.paint(state);
    await video.add(index);
    onProgress(index + 1, steps.length);
  };
  try {
    await filmRun(sources, steps, addFrame, signal);
    return await video.finish();
  } catch (error) {
    await video.giveUp();
    throw error;
  }
}

/**
 * What paints frames of what the page shows.
 * @param {ExportSources} sources
 * @param {FrameSize} size
 * @param {How} how
 */
function createCamera({ takeStill }, size, { background }) {
  const ground = /** @type {Background} */ (background === "none" ? "page" : background); // a video has one
  const frame = Object.assign(document.createElement("canvas"), size);
  const { background: surface, ...look } = stillLook(ground);
  const grounds = {
    surface: surface ?? "",
    background: ground === "white" ? WHITE : look.colorOf("background"),
  };
  const scale = fitting(takeStill({ scale: 1, background: ground }), pictureRoom(size));
  return {
    frame,
    /** @param {AppState} state  that the scene shows */
    paint: (state) =>
      paintFrame(frame, takeStill({ scale, background: ground }), captionOf(state), { ...look, ...grounds }),
  };
}
