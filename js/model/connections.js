/** What the connections of the scene may show, by name. Pure. */

/** @typedef {keyof typeof CONNECTIONS} ConnectionsName */

export const CONNECTIONS = {
  weights: {
    label: "Weights",
    description: "what training changes.",
  },
  contributions: {
    label: "Contributions",
    description: "weight times the value that comes along it, at the shown point.",
  },
  gradients: {
    label: "Gradients",
    description:
      "how much the loss of the last step's batch rises with a weight; the step has gone the other way.",
  },
};
