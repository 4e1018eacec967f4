/** Which stations of an opened step are wrong, each by itself; nothing is told while the user is to find a mistake. Pure. */

/** @import {WrongStation} from "../protocol.js" */
/** @import {OpenedStep} from "./opened-step.js" */
/** @import {ViewSettings} from "./view.js" */

/** @param {OpenedStep} opened @param {Pick<ViewSettings, "hunt">} view @returns {WrongStation[]} */
export const toldWrong = ({ record }, { hunt }) => (hunt ? [] : record.all_wrong);

/** @param {OpenedStep} opened @returns {WrongStation|null}  that which is looked at */
export const wrongHere = ({ record, at }) => record.all_wrong.find(({ station }) => station === at) ?? null;

/**
 * Where another mistake is seen first: from the last one, and from elsewhere, the first.
 * @param {OpenedStep} opened
 * @returns {WrongStation|null}  null: there is no other
 */
export function nextMistake(opened) {
  const here = wrongHere(opened);
  const others = mistakesOf(opened).filter(({ station }) => station !== here?.first);
  return (here && others.find(({ station }) => station > opened.at)) ?? others[0] ?? null;
}

/** Each once, where it is seen first. @param {OpenedStep} opened */
export const mistakesOf = ({ record }) => record.all_wrong.filter(({ station, first }) => station === first);
