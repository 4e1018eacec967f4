/**
 * The code panel: chooses what the editor shows, puts the user's texts in force, and tells what runs.
 * Beginners choose one of the functions that matter, experts a file.
 */

import { make, updateText } from "../dom.js";
import { changedFiles, partOf, withPart } from "./drafts.js";
import { createEditor } from "./editor.js";
import { createLab } from "./lab.js";
import { createProof } from "./proof.js";
import { createTraceView } from "./trace-view.js";

/** @import {ErrorValue} from "../../protocol.js" */
/** @import {AppState, ViewSettings} from "../../state.js" */
/** @import {CodeFile, CodeFunction, Part} from "./drafts.js" */

const TYPING_MS = 400; // without a key, before what was typed is tried

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {(changes: Partial<ViewSettings>) => void} options.onView
 * @param {() => void} options.onClose
 */
export function createPanel(element, { request, onView, onClose }) {
  /** @type {Map<string, CodeFile>} */ let files = new Map();
  /** @type {CodeFunction[]} */ let functions = [];
  /** @type {Record<string, string>} */ const drafts = {};
  /** @type {Part|null} */ let part = null;
  /** @type {AppState|null} */ let state = null;
  /** @type {AppState|null} */ let drawn = null;
  let isRunning = false;
  let runsAgain = false;
  let timer = 0;
  let shownConfig = "";

  const title = make("h2", { id: "code-title", class: "panel__title", tabindex: "-1" }, "The code that runs");
  const close = button("Close", onClose);
  const choice = make("select", { "aria-label": "Function or file" });
  const description = make("p", { class: "code__description" });
  const run = button("Run this code", () => runNow(), "button--primary");
  const asTyped = make("input", { type: "checkbox", checked: true });
  const diff = make("input", { type: "checkbox" });
  const reset = button("Reset this file", () => resetFile());
  const editorPlace = make("div", { class: "code__editor" });
  const status = make("p", { class: "code__status", role: "status" });
  const trace = make("pre", { class: "code__traceback" });
  const details = make("details", { hidden: true }, make("summary", {}, "Python's traceback"), trace);
  const goThere = button("Show that line", () => showFailure());
  goThere.hidden = true;
  const log = make("pre", {
    class: "code__log",
    tabindex: "0",
    "aria-label": "Printed by the code",
    hidden: true,
  });
  const editor = createEditor(editorPlace, { onChange, onLine: () => tracing.look(), onRun: () => runNow() });
  const tracing = createTraceView({
    request,
    onTouched: (touched) => onView({ touched }),
    place: () => (part ? { file: part.file, line: editor.line() + part.first - 1, first: part.first } : null),
    onLines: (lines) => editor.markTouched(lines),
  });
  const proof = createProof({ request });
  const lab = createLab({
    request,
    onFiles: (changed, hidesDiff) => putIn(changed, hidesDiff),
    onGiveUp: (file) => showWhole(file, true),
  });
  element.replaceChildren(
    make("div", { class: "code__head" }, title, close),
    make("div", { class: "code__bar" }, make("div", { class: "select code__choice" }, choice), reset),
    description,
    editorPlace,
    make(
      "div",
      { class: "code__bar" },
      run,
      make("label", { class: "check" }, asTyped, "Run as I type"),
      make("label", { class: "check" }, diff, "Show changes"),
    ),
    make(
      "p",
      { class: "code__keys" },
      "With Ctrl or ⌘: Enter runs, F finds, Z undoes. Esc, then Tab, leaves.",
    ),
    status,
    goThere,
    details,
    log,
    tracing.element,
    proof.element,
    lab.element,
  );
  choice.addEventListener("change", choose);
  diff.addEventListener("change", () => (part ? show({ file: part.file, first: 1, last: null }) : null));

  /** @param {string} text @param {() => void} onPress @param {string} [kind] */
  function button(text, onPress, kind = "button--quiet") {
    const made = make("button", { type: "button", class: `button ${kind}` }, text);
    made.addEventListener("click", onPress);
    return made;
  }

  async function load() {
    try {
      const code = await request("get_code", {});
      takeOver(code.files);
      functions = code.functions;
    } catch (error) {
      updateText(status, `The code could not be read: ${/** @type {Error} */ (error).message}`);
      return;
    }
    const selected = choice.value;
    choice.replaceChildren(
      group(
        "What happens in a step",
        functions.map(({ title, name }) => [`f:${name}`, `${title}: ${name.split(".").at(-1)}`]),
      ),
      group(
        "Whole files",
        [...files.keys()].map((name) => [`w:${name}`, isEdited(name) ? `${name} (edited)` : name]),
      ),
    );
    if (selected && [...choice.options].some(({ value }) => value === selected)) choice.value = selected;
    if (!part) choose();
  }

  /** Drafts that the user has not changed follow the code in force. @param {CodeFile[]} newest */
  function takeOver(newest) {
    const moved = newest.filter(({ name, text }) => {
      const draft = drafts[name] ?? files.get(name)?.text;
      const isMine = draft !== undefined && draft !== files.get(name)?.text;
      return !isMine && failure === null && draft !== text; // what has failed stays, to be mended
    });
    for (const { name, text } of moved) drafts[name] = text;
    files = new Map(newest.map((file) => [file.name, file]));
    const file = part?.file;
    if (moved.some(({ name }) => name === file) && file) showWhole(file, diff.checked);
  }

  /** @param {string} label @param {string[][]} entries */
  function group(label, entries) {
    const made = make("optgroup", { label });
    made.append(...entries.map(([value, text]) => make("option", { value }, text)));
    return made;
  }

  /** @param {string} name */
  const isEdited = (name) => name in (state?.code ?? {});

  function choose() {
    const [kind, name] = [choice.value.slice(0, 1), choice.value.slice(2)];
    const chosen = functions.find((entry) => kind === "f" && entry.name === name);
    if (chosen && drafts[chosen.file] === files.get(chosen.file)?.text) {
      show({ file: chosen.file, first: chosen.start, last: chosen.end });
      updateText(
        description,
        `${chosen.description} In ${chosen.file}, lines ${chosen.start} to ${chosen.end}.`,
      );
    } else showWhole(chosen?.file ?? name, diff.checked);
  }

  /** @param {string} file @param {boolean} withChanges */
  function showWhole(file, withChanges) {
    diff.checked = withChanges;
    choice.value = `w:${file}`;
    show({ file, first: 1, last: null });
    updateText(description, `${file}: ${files.get(file)?.description ?? ""}`);
  }

  /** @param {Part} wanted */
  function show(wanted) {
    part = wanted;
    const isWhole = wanted.last === null;
    editor.show({
      text: partOf(drafts[wanted.file], wanted),
      original: isWhole && diff.checked ? (files.get(wanted.file)?.original ?? null) : null,
      first_line: wanted.first,
      label: `Python code, ${wanted.file}`,
    });
    markError();
    tracing.look();
  }

  /** @param {string} text */
  function onChange(text) {
    if (!part) return;
    ({ text: drafts[part.file], part } = withPart(drafts[part.file], part, text));
    clearTimeout(timer);
    if (asTyped.checked) timer = setTimeout(runNow, TYPING_MS);
    else updateText(status, "Not running yet: press Run this code, or Ctrl and Enter.");
  }

  /** Put files in force that the lab has made. @param {Record<string, string>} changed @param {boolean} hidesDiff */
  async function putIn(changed, hidesDiff) {
    Object.assign(drafts, changed);
    const [file] = Object.keys(changed);
    await runNow();
    showWhole(file, !hidesDiff);
    if (failure) throw new Error(`It could not be put in: ${failure.message}`);
  }

  function resetFile() {
    if (!part) return;
    const { file } = part;
    showWhole(file, false);
    editor.replace(files.get(file)?.original ?? drafts[file]); // as if typed: it can be undone
    runNow();
  }

  async function runNow() {
    clearTimeout(timer);
    if (isRunning) {
      runsAgain = true;
      return;
    }
    const inForce = Object.fromEntries(
      [...files.values()].map(({ name, original }) => [name, state?.code[name] ?? original]),
    );
    const changed = changedFiles(drafts, inForce);
    if (Object.keys(changed).length === 0) {
      tellInForce();
      return;
    }
    isRunning = true;
    updateText(status, "Trying it…");
    try {
      const { step, restarted } = await request("edit_code", { files: changed });
      tell(null);
      updateText(status, restarted ?? `Your code runs since step ${step.toLocaleString("en")}.`);
      await load();
      tracing.forget();
    } catch (error) {
      tell(/** @type {{error: ErrorValue}} */ (error).error ?? { code: "python", message: String(error) });
    } finally {
      isRunning = false;
      if (runsAgain) {
        runsAgain = false;
        runNow();
      }
    }
  }

  /** @type {ErrorValue|null} */
  let failure = null;

  /** @param {ErrorValue|null} error */
  function tell(error) {
    failure = error;
    markError();
    status.classList.toggle("code__status--error", error !== null);
    details.hidden = !error?.traceback;
    updateText(trace, error?.traceback ?? "");
    if (!error) return;
    const place = error.file ? ` (${error.file}${error.line ? `, line ${error.line}` : ""})` : "";
    const message = error.message.replace(/\.$/, "");
    updateText(status, `Your edit is not running: ${message}${place}. The version before it goes on.`);
  }

  function showFailure() {
    if (!failure?.file || !failure.line) return;
    showWhole(failure.file, false);
    editor.goTo(failure.line);
  }

  function markError() {
    const line = failure?.line ?? 0;
    const isHere =
      part !== null &&
      failure?.file === part.file &&
      line >= part.first &&
      line <= (part.last ?? Number.POSITIVE_INFINITY);
    goThere.hidden = isHere || !files.has(failure?.file ?? "") || line === 0;
    editor.markError(
      isHere && failure && part ? { line: line - part.first + 1, message: failure.message } : null,
    );
  }

  function tellInForce() {
    tell(null);
    const edited = Object.keys(state?.code ?? {});
    updateText(
      status,
      edited.length > 0 ? `Running with your changes in ${edited.join(", ")}.` : "Running as it came.",
    );
  }

  return {
    open() {
      title.focus();
      load();
    },
    close() {
      clearTimeout(timer);
      tracing.stop();
    },

    /** @param {AppState} next */
    render(next) {
      state = next;
      if (drawn?.code_error !== next.code_error && next.code_error) tell(next.code_error);
      if (drawn?.log !== next.log) {
        log.hidden = next.log.length === 0;
        updateText(log, next.log.join("\n"));
        log.scrollTop = log.scrollHeight;
      }
      const config = JSON.stringify([next.config.network, next.config.training.optimizer]);
      if (config !== shownConfig) {
        if (shownConfig) load();
        shownConfig = config;
      }
      if (!drawn) tellInForce();
      else if (drawn.code !== next.code && !isRunning) load();
      tracing.render(next);
      drawn = next;
    },
  };
}
