/** What there is to choose of a layer's space. */

import { make } from "../../kit/dom.js";

/** @import {Card, CardOptions} from "./pose-card.js" */

/** @param {CardOptions} _options @returns {Card} */
export function createHiddenCard(_options) {
  return { element: make("p", {}, "Hidden space"), render() {} };
}
