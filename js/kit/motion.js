/** What the user has asked of motion on every page. */

/** Whether things are to be in their new places at once. */
export const prefersJumps = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
