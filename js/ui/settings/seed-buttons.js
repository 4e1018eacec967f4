/** The buttons that go on to the next seed, of the samples or of the first weights. */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";

/**
 * @param {object} options
 * @param {() => void} options.onRegenerate
 * @param {() => void} options.onNewWeights
 */
export function createSeedButtons({ onRegenerate, onNewWeights }) {
  return [
    makeButton("regenerate", "Regenerate", {
      hint: "Draws new samples from the next data seed and starts over; the first weights and the order stay.",
      onPress: onRegenerate,
    }),
    makeButton("new_weights", "New weights", {
      hint: "Draws new first weights from the next weight seed and starts over; the samples and the order stay (W).",
      onPress: onNewWeights,
    }),
  ];
}

/**
 * @param {string} name
 * @param {string} label
 * @param {{hint: string, onPress: () => void}} options
 */
function makeButton(name, label, { hint, onPress }) {
  const button = make("button", { type: "button", class: "button button--wide" }, label);
  button.addEventListener("click", onPress);
  const text = createHint(button, { text: hint, side: "right" });
  return make("div", { class: "field", "data-control": name }, button, text);
}
