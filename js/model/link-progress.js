/** How far a link has been followed: what of it is still to be asked for, and what could not be done. Pure. */

import { keyOfField } from "./permalink.js";

/** @import {Catalog, ErrorValue} from "../protocol.js" */
/** @import {Link} from "./permalink.js" */

/**
 * @typedef {object} LinkProgress
 * @property {"waiting"|"asking"|"done"} stage
 * @property {Map<string, string>} settings  that Python has not taken yet
 * @property {string} code  that the user has not been asked about yet; "": none
 * @property {string} weights  that Python has not taken yet; "": none
 * @property {string[]} problems
 */

/**
 * @param {Pick<Link, "settings"|"code"|"weights"|"station"|"unknown"|"problems"|"view">} link
 * @returns {LinkProgress}
 */
export function notFollowed({ settings, code, weights, station, unknown, problems, view }) {
  const isToFollow = settings.size > 0 || [code, weights, station].some((word) => word !== "") || view.sample;
  return {
    stage: isToFollow ? "waiting" : "done",
    settings,
    code,
    weights,
    problems: [...unknown.map((name) => `“${name}” is no setting`), ...problems],
  };
}

/** @param {LinkProgress} progress @param {LinkProgress["stage"]} stage @returns {LinkProgress} */
export const atStage = (progress, stage) => ({ ...progress, stage });

/** The user has been asked about the code. @param {LinkProgress} progress @returns {LinkProgress} */
export const withoutCode = (progress) => ({ ...progress, code: "" });

/** Python has taken the weights, or they are given up. @param {LinkProgress} progress @returns {LinkProgress} */
export const withoutWeights = (progress) => ({ ...progress, weights: "" });

/** Python has taken the settings. @param {LinkProgress} progress @returns {LinkProgress} */
export const withSettingsTaken = (progress) => ({ ...progress, settings: new Map() });

/** @param {LinkProgress} progress @param {string[]} problems @returns {LinkProgress} */
export function withProblems(progress, problems) {
  return { ...progress, problems: [...progress.problems, ...problems.map(withoutFullStop)] };
}

/**
 * What Python has refused is left out of what is asked for next; where nobody knows what that is, everything is.
 * @param {LinkProgress} progress
 * @param {ErrorValue} error
 * @param {Pick<Catalog, "fields">} catalog
 * @returns {LinkProgress}
 */
export function withRefusal(progress, error, catalog) {
  const settings = new Map(progress.settings);
  const key = keyOfField(error.field ?? "", catalog);
  const isLeftOut = key !== undefined && settings.delete(key);
  // A loss may be refused for the output that was asked for.
  const isOther = !isLeftOut && key === "loss" && settings.delete("output_activation");
  if (!isLeftOut && !isOther) settings.clear();
  return withProblems({ ...progress, settings }, [error.message]);
}

/** @param {LinkProgress} progress @returns {string|null}  null: everything could be done */
export function problemsText({ problems }) {
  if (problems.length === 0) return null;
  return `The link could not be followed in everything: ${problems.join("; ")}. The rest is in force.`;
}

/** @param {string} text */
const withoutFullStop = (text) => text.replace(/\.$/, "");
