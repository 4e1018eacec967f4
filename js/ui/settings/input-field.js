/** What the input units get: a toggle for each feature. */

import { createTogglesField } from "../../kit/toggles-field.js";
import { withFeature } from "../../model/network-changes.js";
import { textOf } from "./setting-fields.js";

/** @import {Catalog, NetworkConfig} from "../../protocol.js" */

/**
 * @param {Catalog} catalog
 * @param {import("./network-fields.js").OnNetwork} onNetwork
 */
export function createInputField(catalog, onNetwork) {
  const field = createTogglesField(textOf("features", catalog), (name, isOn) =>
    onNetwork((network) => withFeature(network, name, isOn)),
  );
  return {
    field,
    /**
     * @param {NetworkConfig} network
     * @param {Catalog} catalog
     */
    render: (network, { features }) => field.render(features, network.features),
  };
}
