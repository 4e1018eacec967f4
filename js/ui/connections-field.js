/** The choice of what the connections show. It stands in the key, which explains them. */

import { createSelectField } from "../kit/select-field.js";
import { CONNECTIONS } from "../model/connections.js";

/** @import {ConnectionsName} from "../model/connections.js" */
/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const CHOICES = Object.entries(CONNECTIONS).map(([name, text]) => ({ name, ...text }));

/**
 * @param {HTMLElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createConnectionsField(element, { onView }) {
  const field = createSelectField(
    {
      name: "connections",
      label: "Connections",
      hint: "What colour and thickness of the connections stand for.",
      side: "above",
    },
    (name) => onView({ connections: /** @type {ConnectionsName} */ (name) }),
  );
  element.append(field.element);
  return {
    /** @param {AppState} state */
    render: ({ view }) => field.render(CHOICES, view.connections),
  };
}
