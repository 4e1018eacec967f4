/** How the network is shown: the poses, by button and by key, two switches, and what the connections show. */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { createSelectField } from "../kit/select-field.js";
import { createToggleButton } from "../kit/toggle-button.js";
import { CONNECTIONS } from "../model/connections.js";
import { POSES } from "../model/poses.js";
import { listenForShortcuts } from "./shortcuts.js";

/** @import {ConnectionsName} from "../model/connections.js" */
/** @import {PoseName} from "../model/poses.js" */
/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const TOGGLES = /** @type {const} */ ([
  {
    name: "tiles",
    label: "Units as maps",
    icon: "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z",
    hint: "Shows each unit as a map of how it responds to every point of the plane; else as a sphere.",
  },
  {
    name: "surface",
    label: "Winning class",
    icon: "M1 11.5 6 3l3.5 5L12 5l3 6.5-7 3z",
    hint: "Shows beside several outputs which class wins at every point of the plane, with the samples on it.",
  },
]);

const CHOICES = Object.entries(CONNECTIONS).map(([name, text]) => ({ name, ...text }));

/**
 * @param {HTMLElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createSceneTools(element, { onView }) {
  const names = /** @type {PoseName[]} */ (Object.keys(POSES));
  const poses = names.map((name) => {
    const button = make("button", { type: "button", class: "poses__button" }, POSES[name].label);
    button.addEventListener("click", () => onView({ pose: name, camera: null }));
    return { name, button };
  });
  const group = make(
    "div",
    { class: "poses", role: "group", "aria-label": "Pose", "data-control": "poses" },
    ...poses.map(({ button }) => button),
  );
  const toggles = TOGGLES.map((text) => {
    const toggle = createToggleButton(text, (isOn) => onView({ [text.name]: isOn }));
    return { name: text.name, hint: text.hint, ...toggle };
  });
  const connections = createSelectField(
    {
      name: "connections",
      label: "Connections",
      hint: "What colour and thickness of the connections stand for.",
      side: "above",
    },
    (name) => onView({ connections: /** @type {ConnectionsName} */ (name) }),
  );
  element.append(group, ...toggles.map(({ button }) => button), connections.element);
  for (const { name, button } of poses) {
    const { hint, key } = POSES[name];
    element.append(createHint(button, { text: `${hint} (${key})`, side: "above" }));
  }
  for (const { button, hint } of toggles) {
    element.append(createHint(button, { text: hint, side: "above" }));
  }
  listenForShortcuts(
    Object.fromEntries(names.map((name) => [POSES[name].key, () => onView({ pose: name, camera: null })])),
  );
  return {
    /** @param {AppState} state */
    render({ view, dataset, opened }) {
      const isNetwork = POSES[view.pose].stands === "network";
      const isFree = isNetwork && !opened; // what units and connections show in a step is the step's
      connections.render(CHOICES, view.connections);
      connections.element.hidden = !isFree;
      for (const { name, button } of poses) button.setAttribute("aria-pressed", String(name === view.pose));
      for (const { name, button, render } of toggles) {
        render(view[name]);
        button.hidden = name === "surface" ? dataset.n_outputs === 1 || !isNetwork : !isFree;
      }
    },
  };
}
