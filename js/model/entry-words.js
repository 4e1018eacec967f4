/** What was done to a run, in words as short as a tick's: what an entry of the journal says. Pure. */

/** @import {Catalog, Entry} from "../protocol.js" */
/** @import {Past} from "./past.js" */

/**
 * @param {Entry} entry
 * @param {Past} past
 * @param {Catalog} catalog
 * @returns {string}  such as "learning rate 0.1", "edited optimizers.py", "6 → 8 units"
 */
export function inWords(entry, past, catalog) {
  const { command, params, parent, what } = entry;
  if (parent === null) return "the first run";
  if (entry.code !== null) return editInWords(entry, past);
  switch (command) {
    case "set_training":
      return settingsInWords(params, catalog);
    case "create_network":
      return networkInWords(entry, past) ?? settingsInWords(params, catalog);
    case "generate_data":
      return "dataset" in params ? `data: ${params.dataset}` : settingsInWords(params, catalog) || what;
    case "reset":
      return settingsInWords(params, catalog) || "reset";
    case "new_weights":
      return "new weights";
    case "configure":
      return "other settings";
    default:
      return what;
  }
}

/** @param {Record<string, any>} params @param {Catalog} catalog */
function settingsInWords(params, catalog) {
  return Object.entries(params)
    .map(([name, value]) => {
      const label = catalog.fields.find((field) => field.name === name)?.label ?? name;
      return `${label.charAt(0).toLowerCase()}${label.slice(1)} ${value === null ? "none" : value}`;
    })
    .join(", ");
}

/** @param {Entry} entry @param {Past} past */
function editInWords({ code, parent }, past) {
  let before = parent === null ? undefined : past.entries.get(parent);
  while (before && before.code === null)
    before = before.parent === null ? undefined : past.entries.get(before.parent);
  const [old, now] = [before?.code ?? {}, code ?? {}];
  const files = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => old[name] !== now[name],
  );
  if (Object.keys(now).length === 0) return "the original code";
  return `edited ${files.join(", ") || "the code"}`;
}

/** @param {Entry} entry @param {Past} past @returns {string|null}  null: it is not about the number of units */
function networkInWords({ params, parent }, past) {
  const sizes = params.layer_sizes;
  if (!Array.isArray(sizes)) return null;
  let before = parent === null ? undefined : past.entries.get(parent);
  while (before && !sizesOf(before))
    before = before.parent === null ? undefined : past.entries.get(before.parent);
  const old = before ? sizesOf(before) : undefined;
  const other = sizes.flatMap((size, layer) => (old?.[layer] === size ? [] : [layer]));
  const [layer] = other;
  if (old?.length === sizes.length && other.length === 1 && layer !== undefined)
    return `${old[layer]} → ${sizes[layer]} units`;
  return `network ${sizes.join("-")}`;
}

/** @param {Entry} entry @returns {number[]|undefined} */
const sizesOf = ({ params }) => params.layer_sizes ?? params.config?.network?.layer_sizes;
