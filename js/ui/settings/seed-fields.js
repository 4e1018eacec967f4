/**
 * The controls of chance: the seed, those that samples, weights and order may have of their own, and
 * the buttons that go on to the next one.
 */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { LABELS } from "../../model/labels.js";

/** @import {Catalog, Config, Seeds} from "../../protocol.js" */

/** Of each seed of its own: label and hint. @type {Record<Exclude<keyof Seeds, "seed">, {label: string, hint: string}>} */
const OWN = {
  data_seed: {
    label: LABELS.data_seed,
    hint: "The start of the samples alone; empty is as Seed, another one draws new samples and starts over.",
  },
  weight_seed: {
    label: LABELS.weight_seed,
    hint: "The start of the first weights and biases alone; empty is as Seed, another one starts over with the same samples.",
  },
  order_seed: {
    label: LABELS.order_seed,
    hint: "The start of the order in which samples are taken, and of what dropout leaves out; empty is as Seed, another one starts over.",
  },
};

/**
 * @param {object} options
 * @param {(seeds: Partial<Seeds>) => void} options.onSeed
 * @param {() => void} options.onRegenerate
 * @param {() => void} options.onNewWeights
 */
export function createSeedFields({ onSeed, onRegenerate, onNewWeights }) {
  const seed = createNumberField(
    {
      name: "seed",
      label: LABELS.seed,
      hint: "The start of every random number, so that the same seed gives the same run; another one empties the three seeds below and starts over.",
    },
    { onChange: (value) => value !== null && onSeed({ seed: value }) },
  );
  const own = Object.entries(OWN).map(([name, text]) => {
    const onChange = (/** @type {number|null} */ value) => onSeed({ [name]: value });
    const field = createNumberField({ name, ...text }, { empty: "as Seed", onChange });
    return { name: /** @type {keyof typeof OWN} */ (name), field };
  });
  return {
    fields: { seed, ...Object.fromEntries(own.map(({ name, field }) => [name, field])) },
    regenerate: makeButton("regenerate", "Regenerate", {
      hint: "Draws new samples from the next data seed and starts over; the first weights and the order stay.",
      onPress: onRegenerate,
    }),
    newWeights: makeButton("new_weights", "New weights", {
      hint: "Draws new first weights from the next weight seed and starts over; the samples and the order stay (W).",
      onPress: onNewWeights,
    }),
    /**
     * @param {Config} config
     * @param {Catalog} catalog
     */
    render(config, { limits }) {
      seed.render(config.seed, limits.seed);
      for (const { name, field } of own) field.render(config[name], limits.seed);
    },
  };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {{hint: string, onPress: () => void}} options
 */
function makeButton(name, label, { hint, onPress }) {
  const button = make("button", { type: "button", class: "button button--wide" }, label);
  button.addEventListener("click", onPress);
  const text = createHint(button, { id: `hint-${name}`, text: hint, side: "right" });
  return make("div", { class: "field", "data-control": name }, button, text);
}
