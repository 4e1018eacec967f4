/** The mark of the shown point on a flat map. A sample stays to be seen within it. */

import { placeOf, sampleOf } from "../../model/shown-point.js";
import { make } from "../dom.js";
import { toPixelX, toPixelY } from "./geometry.js";

/** @import {DatasetEvent} from "../../protocol.js" */
/** @import {Shown} from "../../model/shown-point.js" */
/** @import {PlaneBox} from "./geometry.js" */

export const makeMark = () => make("span", { class: "plane__mark", "aria-hidden": "true", hidden: true });

/**
 * @param {HTMLElement} mark
 * @param {Shown} shown
 * @param {DatasetEvent} dataset
 * @param {PlaneBox} box  in the element that it lies over
 */
export function placeMark(mark, shown, dataset, box) {
  const place = placeOf(shown, dataset);
  mark.hidden = place === null;
  if (place === null) return;
  mark.classList.toggle("plane__mark--sample", sampleOf(shown) !== null);
  const [x, y] = [toPixelX(box, dataset.domain, place[0]), toPixelY(box, dataset.domain, place[1])];
  mark.style.transform = `translate(${x}px, ${y}px)`;
}
