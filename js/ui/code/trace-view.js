/** The numbers beside a line: what its arrays held when it last ran in a step, and what that is in the picture. */

import { make, updateText } from "../../kit/dom.js";
import { linesThatTouch, touchedOf, touchesText, valueText } from "./trace-text.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {Touched} from "../../model/view.js" */
/** @import {Trace, Visit} from "./trace-text.js" */

const LOOK_MS = 150; // after the caret has moved
const STALE_MS = 2000; // of a trace, while training goes on
const REST_MS = 1000; // between the traces that follow the steps of a run that is stopped

/** @param {AppState} state */
const nTrain = ({ dataset }) => dataset.train_inputs.length / dataset.n_inputs;

/**
 * @param {object} options
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {(touched: Touched|null) => void} options.onTouched
 * @param {() => {file: string, line: number, first: number}|null} options.place  of the caret; `first` is the first line shown
 * @param {(lines: number[]) => void} options.onLines  lines of the shown part that touch the selection
 */
export function createTraceView({ request, onTouched, place, onLines }) {
  const heading = make(
    "p",
    { class: "code__line", role: "status" },
    "Put the caret on a line to see its numbers.",
  );
  const visits = make("select", { "aria-label": "Which time it ran" });
  const choice = make("div", { class: "select", hidden: true }, visits);
  const table = make("dl", { class: "code__values" });
  const lit = make("p", { class: "code__description" });
  const element = make(
    "section",
    { class: "code__trace", "aria-label": "Numbers of this line" },
    heading,
    choice,
    table,
    lit,
  );
  /** @type {Trace|null} */ let trace = null;
  /** @type {AppState|null} */ let state = null;
  /** @type {unknown} */ let selected = null;
  let tracedAt = 0;
  let tracedRun = -1; // its run_id
  let isAsking = false;
  let timer = 0;
  let restTimer = 0;
  visits.addEventListener("change", draw);

  function look() {
    clearTimeout(timer);
    timer = setTimeout(update, LOOK_MS);
  }

  async function update() {
    if (isAsking) return;
    if (place() && (!trace || performance.now() - tracedAt > STALE_MS)) {
      isAsking = true;
      try {
        trace = await request("trace_step", {});
        tracedAt = performance.now();
        tracedRun = state?.network.run_id ?? -1;
      } catch (error) {
        trace = null;
        updateText(heading, `This step could not be traced: ${/** @type {Error} */ (error).message}`);
      } finally {
        isAsking = false;
      }
    }
    fillVisits();
    draw();
    markSelected();
  }

  /** @returns {Visit[]} */
  function here() {
    const at = place();
    return (at && trace?.files[at.file]?.[at.line]) ?? [];
  }

  function forget() {
    trace = null;
    look();
  }

  /** The run has gone on: soon what was traced is looked at anew. */
  function retrace() {
    if (restTimer !== 0) return;
    const rest = Math.max(0, tracedAt + REST_MS - performance.now());
    restTimer = setTimeout(() => {
      restTimer = 0;
      forget();
    }, rest);
  }

  function fillVisits() {
    const all = here();
    const chosen = Math.max(0, Math.min(visits.selectedIndex, all.length - 1));
    visits.replaceChildren(
      ...all.map(({ layer }, index) =>
        make("option", {}, `Run ${index + 1} of ${all.length}${layer === null ? "" : `, layer ${layer}`}`),
      ),
    );
    visits.selectedIndex = chosen;
    choice.hidden = all.length < 2;
  }

  function draw() {
    const at = place();
    const visit = here()[Math.max(0, visits.selectedIndex)];
    if (!at) {
      onTouched(null);
      return;
    }
    updateText(
      heading,
      visit
        ? `Line ${at.line}, in ${visit.function}, at step ${trace?.step.toLocaleString("en")}`
        : `Line ${at.line} does not compute in a step.`,
    );
    table.replaceChildren(
      ...(visit?.values ?? []).flatMap((value) => [
        make("dt", value.changed ? { class: "code__changed" } : {}, value.name),
        make("dd", {}, valueText(value), value.changed ? " (changed here)" : ""),
      ]),
    );
    const touched = visit && trace && state ? touchedOf(visit.touches, trace.batch, nTrain(state)) : null;
    updateText(lit, visit && touched && state ? touchesText(visit.touches, touched, state.topology) : "");
    onTouched(touched);
  }

  function markSelected() {
    const at = place();
    const selection = state?.view.selection;
    if (!at || !trace || !selection) {
      onLines([]);
      return;
    }
    const lines = trace.files[at.file] ?? {};
    const found =
      selection.kind === "unit"
        ? linesThatTouch(lines, "units", selection.unit)
        : linesThatTouch(lines, "parameters", selection.parameter);
    onLines(found.map((line) => line - at.first + 1));
  }

  return {
    element,
    look,
    /** Nothing is looked at any more. */
    stop() {
      clearTimeout(timer);
      clearTimeout(restTimer);
      restTimer = 0;
    },
    /** The code has changed: what was traced is no longer true. */
    forget,
    /** @param {AppState} next */
    render(next) {
      state = next;
      const rests = next.status !== "training" || next.network.run_id !== tracedRun;
      const isNewer = next.network.run_id !== tracedRun || next.network.step !== trace?.step;
      if (trace && rests && isNewer) retrace();
      if (next.view.selection === selected) return;
      selected = next.view.selection;
      look();
    },
  };
}
