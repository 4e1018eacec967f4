/**
 * The code panel: shows what has been chosen in the editor, puts the user's texts in force, and
 * tells what runs.
 */

import { make, updateText } from "../../kit/dom.js";
import { createChooser } from "./chooser.js";
import { changedFiles, movedFunctions, partOf, withPart } from "./drafts.js";
import { createEditor } from "./editor.js";
import { createLab } from "./lab.js";
import { createProof } from "./proof.js";
import { createTraceView } from "./trace-view.js";
import { createVerdict } from "./verdict.js";

/** @import {ErrorValue} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Choice} from "./chooser.js" */
/** @import {CodeFile, CodeFunction, Part} from "./drafts.js" */

const TYPING_MS = 400; // without a key, before what was typed is tried

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {(changes: Partial<ViewSettings>) => void} options.onView
 * @param {() => void} options.onSettings  show them in this place
 * @param {() => void} options.onClose
 */
export function createPanel(element, { request, onView, onSettings, onClose }) {
  /** @type {Map<string, CodeFile>} */ let files = new Map();
  /** @type {CodeFunction[]} */ let functions = [];
  /** @type {Record<string, string>} */ const drafts = {};
  /** Files with a draft whose functions may be anywhere. @type {Set<string>} */ const unknown = new Set();
  /** @type {Choice|null} */ let choice = null;
  /** @type {Part|null} */ let part = null;
  /** @type {ErrorValue|null} */ let failure = null;
  /** @type {AppState|null} */ let state = null;
  /** @type {AppState|null} */ let drawn = null;
  let isHunting = false; // for a mistake that the lab has put in
  let hasFailedLate = false; // what is in force is then not what the user wrote last
  let isRunning = false;
  /** The edited files that this panel has put in force and that no state shown has had yet. @type {Record<string, string>|null} */
  let ahead = null;
  let runsAgain = false;
  let timer = 0;
  let shownConfig = "";

  const title = make("h2", { id: "code-title", class: "panel__title", tabindex: "-1" }, "The code that runs");
  const description = make("p", { class: "code__description" });
  const run = button("Run this code", () => runNow(), "button--primary");
  const asTyped = make("input", { type: "checkbox", checked: true });
  const diff = make("input", { type: "checkbox" });
  const showChanges = make("label", { class: "check" }, diff, "Show changes");
  const reset = button("Reset", () => resetPart());
  const editorPlace = make("div", { class: "code__editor" });
  const verdict = createVerdict({ onShow: () => showFailure() });
  const editor = createEditor(editorPlace, { onChange, onLine: () => tracing.look(), onRun: () => runNow() });
  const tracing = createTraceView({
    request,
    onTouched: (touched) => onView({ touched }),
    place: () => (part ? { file: part.file, line: editor.line() + part.first - 1, first: part.first } : null),
    onLines: (lines) => editor.markTouched(lines),
  });
  const keys = "With Ctrl or ⌘: Enter runs, F finds, Z undoes. Esc, then Tab, leaves.";
  const work = make(
    "div",
    { class: "code__work" },
    make("div", { class: "code__head" }, description, reset),
    editorPlace,
    make(
      "div",
      { class: "code__bar" },
      run,
      make("label", { class: "check" }, asTyped, "Run as I type"),
      showChanges,
    ),
    make("p", { class: "code__keys" }, keys),
    verdict.element,
    tracing.element,
  );
  const chooser = createChooser({ work, onChoose: choose });
  const lab = createLab({
    request,
    onFiles: putIn,
    onHunt,
    onLine: showLine,
    onGiveUp: (file) => showFile(file, true),
  });
  const settings = button("Settings", onSettings, "button--quiet code__settings");
  element.replaceChildren(
    make(
      "div",
      { class: "code__head" },
      title,
      make("div", { class: "code__bar" }, settings, button("Close", onClose)),
    ),
    ...chooser.elements,
    createProof({ request }).element,
    lab.element,
  );
  diff.addEventListener("change", () => show());

  /** @param {string} text @param {() => void} onPress @param {string} [kind] */
  function button(text, onPress, kind = "button--quiet") {
    const made = make("button", { type: "button", class: `button ${kind}` }, text);
    made.addEventListener("click", onPress);
    return made;
  }

  /** @param {string} file  whether the user's text of it is the one in force */
  const isInForce = (file) => drafts[file] === files.get(file)?.text;

  async function load() {
    try {
      const code = await request("get_code", {});
      const moved = takeOver(code.files);
      functions = code.functions.map((/** @type {CodeFunction} */ entry) => {
        if (isInForce(entry.file)) return entry;
        const known = functions.find(({ name, file }) => name === entry.name && file === entry.file);
        if (!known) unknown.add(entry.file);
        return known ?? entry;
      });
      for (const file of files.keys()) if (isInForce(file)) unknown.delete(file);
      listFiles();
      if (part && moved.includes(part.file)) choose(choice);
    } catch (error) {
      verdict.say(`The code could not be read: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** What has been edited is marked, unless that would tell where a mistake is. */
  function listFiles() {
    const edited = isHunting ? {} : (state?.code ?? {});
    chooser.update(
      functions,
      [...files.keys()].map((name) => ({ name, is_edited: name in edited })),
    );
  }

  /** Nothing may tell where the mistake is, as long as it is to be found. @param {boolean} isOn */
  function onHunt(isOn) {
    isHunting = isOn;
    showChanges.hidden = isOn;
    if (isOn && diff.checked) {
      diff.checked = false;
      show();
    }
    if (files.size > 0) listFiles();
    if (state && !failure) tellInForce();
  }

  /** Another version is in force, by undo or by a command. */
  async function follow() {
    await load();
    if (!failure) tellInForce();
  }

  /**
   * Drafts that the user has not changed follow the code in force.
   * @param {CodeFile[]} newest
   * @returns {string[]}  the files whose drafts are others now
   */
  function takeOver(newest) {
    const moved = newest.filter(({ name, text }) => {
      const draft = drafts[name] ?? files.get(name)?.text;
      const isMine = draft !== undefined && draft !== files.get(name)?.text;
      return !isMine && !hasFailedLate && draft !== text; // what has failed stays, to be mended
    });
    for (const { name, text } of moved) drafts[name] = text;
    files = new Map(newest.map((file) => [file.name, file]));
    return moved.map(({ name }) => name);
  }

  /** @param {Choice|null} next */
  function choose(next) {
    choice = next;
    if (choice?.kind === "function") {
      const { name, file } = choice.function;
      const entry = functions.find((found) => found.name === name && found.file === file);
      if (!entry || unknown.has(file)) {
        chooser.showFile(file);
        return;
      }
      choice = { kind: "function", function: entry };
      part = { file, first: entry.start, last: entry.end };
    } else part = choice && { file: choice.file, first: 1, last: null };
    show();
  }

  /** @param {string} file @param {boolean} withChanges */
  function showFile(file, withChanges) {
    diff.checked = withChanges;
    chooser.showFile(file);
  }

  function original() {
    if (choice?.kind === "function") return choice.function.original;
    return (choice && files.get(choice.file)?.original) ?? null;
  }

  function show() {
    if (part) {
      const { file, first, last } = part;
      editor.show({
        text: partOf(drafts[file], part),
        original: diff.checked ? original() : null,
        first_line: first,
        label: `Python code, ${file}`,
      });
      updateText(
        description,
        last === null ? `${files.get(file)?.description ?? ""}` : `${file}, lines ${first} to ${last}`,
      );
      updateText(reset, last === null ? "Reset this file" : "Reset this function");
      reset.hidden = original() === null;
    }
    markError();
    tracing.look();
  }

  /** @param {string} text */
  function onChange(text) {
    if (!part) return;
    const before = part;
    ({ text: drafts[part.file], part } = withPart(drafts[part.file], part, text));
    if (part.last === null) unknown.add(part.file);
    else functions = movedFunctions(functions, before, part);
    clearTimeout(timer);
    if (asTyped.checked) timer = setTimeout(runNow, TYPING_MS);
    else verdict.say("Not running yet: press Run this code, or Ctrl and Enter.");
  }

  /** Put files in force that the lab has made, and go on showing what is shown. @param {Record<string, string>} changed */
  async function putIn(changed) {
    diff.checked = false;
    Object.assign(drafts, changed);
    await runNow();
    choose(choice);
    if (failure) throw new Error(`It could not be put in: ${failure.message}`);
  }

  function resetPart() {
    const text = original();
    if (text === null) return;
    diff.checked = false;
    show();
    editor.replace(text); // as if typed: it can be undone
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
    verdict.say("Trying it…");
    try {
      const { step, restarted, note, edited } = await request("edit_code", { files: changed });
      const originals = Object.fromEntries([...files.values()].map(({ name, original }) => [name, original]));
      const now = changedFiles({ ...inForce, ...changed }, originals);
      ahead = isSame(now, state?.code ?? {}) ? null : now;
      tell(null);
      const what = edited.length > 0 ? "Your code runs" : "The code as it came runs again";
      const since = restarted ?? `${what} since step ${step.toLocaleString("en")}.`;
      verdict.say(note === null ? since : `${since} ${note}`);
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

  /** @param {ErrorValue|null} error */
  function tell(error) {
    failure = error;
    hasFailedLate = false;
    verdict.tell(error);
    markError();
  }

  /** @param {string} file @param {number} line */
  function showLine(file, line) {
    showFile(file, false);
    editor.goTo(line);
  }

  function showFailure() {
    if (failure?.file && failure.line) showLine(failure.file, failure.line);
  }

  function markError() {
    const line = failure?.line ?? 0;
    const isHere =
      part !== null &&
      failure?.file === part.file &&
      line >= part.first &&
      line <= (part.last ?? Number.POSITIVE_INFINITY);
    verdict.offerLine(!isHere && files.has(failure?.file ?? "") && line > 0);
    editor.markError(
      isHere && failure && part ? { line: line - part.first + 1, message: failure.message } : null,
    );
  }

  function tellInForce() {
    tell(null);
    const edited = Object.keys(state?.code ?? {});
    if (isHunting) {
      verdict.say("Running with a mistake in it.");
      return;
    }
    verdict.say(
      edited.length > 0 ? `Running with your changes in ${edited.join(", ")}.` : "Running as it came.",
    );
  }

  return {
    open() {
      title.focus();
      load();
    },
    /** The panel has been brought back in place of the settings. */
    focus: () => settings.focus(),
    close() {
      clearTimeout(timer);
      tracing.stop();
    },

    /** @param {AppState} next */
    render(next) {
      state = next;
      if (drawn?.code_error !== next.code_error && next.code_error) {
        tell(next.code_error);
        hasFailedLate = true;
      }
      if (drawn?.log !== next.log) verdict.showLog(next.log);
      const config = JSON.stringify([next.config.network, next.config.training.optimizer]);
      if (config !== shownConfig) {
        if (shownConfig) load();
        shownConfig = config;
      }
      if (drawn?.code !== next.code) lab.follow(next.code);
      if (!drawn) tellInForce();
      else if (drawn.code !== next.code) {
        const isOwn = ahead !== null && isSame(ahead, next.code); // drawn later than it was answered
        ahead = null;
        if (!isRunning && !isOwn) follow();
      }
      tracing.render(next);
      drawn = next;
    },
  };
}

/** @param {Record<string, string>} one @param {Record<string, string>} other */
function isSame(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
