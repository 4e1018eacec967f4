/**
 * The settings panel: at most seven controls at first sight, the rest behind "More". It shows what
 * is in force and sends what is asked for; Python judges it.
 */

import { sampleOf } from "../../model/shown-point.js";
import { createFirstFields } from "./first-fields.js";
import { createMore } from "./more.js";
import { createMoreFields } from "./more-fields.js";

/** @import {Catalog} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Field} from "../../kit/field.js" */
/** @import {LayerRow} from "./layer-rows.js" */

/** @typedef {Parameters<typeof createFirstFields>[1] & Parameters<typeof createMoreFields>[1]} Callbacks */

/**
 * @param {HTMLElement} element  a form
 * @param {Callbacks & {catalog: Catalog, onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createControls(element, options) {
  const first = createFirstFields(options.catalog, options);
  const others = createMoreFields(options.catalog, options);
  const more = createMore(first.elements, others.groups, options.onView);
  const fields = { ...first.fields, ...others.fields };
  element.append(...first.elements, more.element, more.hint);
  element.addEventListener("submit", (event) => event.preventDefault());

  /** @type {Pick<AppState, "config"|"catalog"|"topology"|"code"> & {sample: number|null}|null} */
  let shown = null;
  return {
    /** @param {AppState} state */
    render({ config, catalog, topology, code, view }) {
      const next = { config, catalog, topology, code, sample: sampleOf(view) };
      if (!shown || !isShallowEqual(shown, next)) {
        first.render(next);
        others.render(next);
      }
      shown = next;
      more.render(view);
    },
    /**
     * Show why a value was refused, at its control. Returns false when no control owns the field.
     * @param {string} name  the field of an ErrorValue, such as "learning_rate" or "layer_sizes[1]"
     * @param {string} message
     * @returns {boolean}
     */
    showError(name, message) {
      const rowFields = others.rows.flatMap(({ size, activation }) => [size, activation]);
      for (const refused of [...Object.values(fields), ...rowFields]) refused.restore?.();
      const field = findField(name, fields, others.rows);
      if (!field) return false;
      if (more.element.contains(field.element)) more.open();
      if (!field.element.checkVisibility()) return false; // a link may hide it
      field.showError(message);
      return true;
    },
  };
}

/**
 * @template {object} T
 * @param {T} one
 * @param {T} other
 */
function isShallowEqual(one, other) {
  return Object.entries(one).every(([name, value]) => other[/** @type {keyof T} */ (name)] === value);
}

/**
 * The control of a field as Python names it: "network.layer_sizes[1]" is a hidden layer's size, which
 * has two controls; the one that was used has the focus.
 * @param {string} name
 * @param {Record<string, Field>} fields
 * @param {LayerRow[]} rows  by hidden layer
 * @returns {Field|undefined}
 */
function findField(name, fields, rows) {
  const [, base = name, index] = /(\w+)(?:\[(\d+)\])?$/.exec(name) ?? [];
  if (base === "activations") {
    return (index === undefined ? undefined : rows[Number(index)]?.activation) ?? fields.activation;
  }
  if (base === "layer_sizes") {
    if (index === undefined) return fields.n_layers;
    const row = rows[Number(index) - 1]?.size;
    return row?.element.contains(document.activeElement) ? row : fields.layer_size;
  }
  return fields[base === "hidden_sizes" ? "layer_size" : base];
}
