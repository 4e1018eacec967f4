/** The place for the step that is opened: its card is loaded when one is opened first. */

/** @import {Request} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */

/**
 * @typedef {object} StepOptions
 * @property {Request} request
 * @property {(partial: Partial<ViewSettings>) => void} onView
 * @property {(move: (opened: OpenedStep) => OpenedStep) => void} onStation
 * @property {() => void} onWalk
 * @property {() => unknown} onMakeStep
 * @property {() => Promise<boolean>} onNextStep  whether that is open
 * @property {() => void} onCloseStep
 * @property {(thrown: unknown) => void} onError
 */

/**
 * @param {HTMLElement} element
 * @param {StepOptions} options
 */
export function createOpenedStep(element, options) {
  /** @type {{render: (state: AppState) => void}|null} */
  let card = null;
  let isLoading = false;
  /** @type {AppState|null} */
  let wanted = null;

  async function load() {
    isLoading = true;
    try {
      const { StepCard } = await import("./card.js");
      card = new StepCard(element, options);
      if (wanted) card.render(wanted);
    } catch (thrown) {
      options.onCloseStep();
      options.onError(thrown);
    }
    isLoading = false;
  }

  return {
    /** @param {AppState} state */
    render(state) {
      wanted = state;
      if (card) card.render(state);
      else if (state.opened && !isLoading) load();
    },
  };
}
