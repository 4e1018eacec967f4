/**
 * The code panel: shows what has been chosen in the editor, puts the user's texts in force, and
 * tells what runs.
 */

import { Chooser, isOtherRun } from "./chooser.js";
import { EditRun } from "./edit-run.js";
import { Editor } from "./editor.js";
import { Lab } from "./lab.js";
import { makeHead, Work } from "./panel-parts.js";
import { createProof } from "./proof.js";
import { StepFollower } from "./step-follower.js";
import { TraceView } from "./trace-view.js";
import { Verdict } from "./verdict.js";
import * as copying from "./working-copy.js";

/** @import {EditedFiles, ErrorValue, Request} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {StepActions} from "./step-follower.js" */
/** @import {CodeLine} from "./step-lines.js" */
/** @import {WorkingCopy} from "./working-copy.js" */

/**
 * @typedef {object} PanelOptions
 * @property {Request} request
 * @property {() => AppState} now  what Python has told so far; it may not have been drawn yet
 * @property {(changes: Partial<ViewSettings>) => void} onView
 * @property {StepActions} step
 * @property {() => void} onSettings  show them in this place
 * @property {() => void} onClose
 */

export class CodePanel {
  /** @type {WorkingCopy} */ #copy = copying.NO_COPY;
  /** @type {AppState|null} */ #state = null; // drawn last
  /** What the code is of, or is asked for. @type {AppState|null} */ #of = null;
  #told = { code_part: this.#copy.name, code_line: this.#copy.line }; // to the page's state, or by it
  /** That the editor and the button say something of. @type {ErrorValue|null} */ #failure = null;
  #options;
  #edits;
  #head;
  #verdict = new Verdict({ onShow: () => this.#showFailure() });
  #follower;
  #tracing;
  #work;
  #editor;
  #chooser;
  #lab;

  /** @param {HTMLElement} element @param {PanelOptions} options */
  constructor(element, options) {
    const { request, onView, step } = options;
    this.#options = options;
    this.#follower = new StepFollower({
      step,
      copy: () => this.#copy,
      onShow: (name, place) => this.#showStation(name, place),
      onMarks: () => this.#markStation(),
    });
    this.#head = makeHead(options);
    this.#edits = new EditRun({
      request,
      copy: () => this.#copy,
      code: () => this.#state?.code ?? {},
      onTry: () => this.#follower.leave(),
      onRuns: async () => {
        await this.#load();
        this.#tracing.forget();
      },
      onChange: (running) => {
        this.#verdict.render(running);
        if (running.failure !== this.#failure) this.#markError();
      },
    });
    this.#tracing = new TraceView({
      request,
      onTouched: (touched) => onView({ touched }),
      place: () => this.#caret(),
      onLines: (lines) => this.#editor.markTouched(lines),
    });
    this.#work = new Work({
      onRun: () => this.#edits.run(),
      onReset: () => this.#reset(),
      onCompare: (isCompared) => this.#show(copying.compared(this.#copy, isCompared)),
      below: [this.#verdict.element, this.#tracing.element],
    });
    this.#editor = new Editor(this.#work.place, {
      onChange: (text) => this.#typed(text),
      onComposing: (isOn) => this.#edits.compose(isOn),
      onLine: (line) => this.#moved(line),
      onRun: () => this.#edits.run(),
    });
    this.#chooser = new Chooser({
      work: this.#work.element,
      onChoose: (name) => this.#show(copying.choose(this.#copy, name)),
      onFiles: () => this.#show(copying.chooseFromFiles(this.#copy)),
    });
    this.#lab = new Lab({
      request,
      onFiles: (changed) => this.#putIn(changed),
      onHunt: (isOn) => this.#hunt(isOn),
      onSecret: (isOn) => onView({ hunt: isOn }),
      onLine: (file, line) => this.#showLine(file, line),
      onGiveUp: (file) => this.#show(copying.choose(copying.compared(this.#copy, true), file)),
    });
    const proof = createProof({ request }).element;
    element.replaceChildren(this.#head.element, ...this.#chooser.elements, proof, this.#lab.element);
  }

  /** @param {boolean} isAsked  by the user, whom the focus follows */
  open(isAsked) {
    if (isAsked) this.#head.title.focus();
    this.#load();
  }

  /** The panel has been brought back in place of the settings. */
  focus() {
    this.#head.settings.focus();
  }

  close() {
    this.#edits.stop();
    this.#tracing.stop();
  }

  /** @param {AppState} next */
  render(next) {
    const last = this.#state;
    this.#state = next;
    this.#follow(next.view);
    if (next.code_error && last?.code_error !== next.code_error) this.#edits.fail(next.code_error);
    if (last?.log !== next.log) this.#verdict.showLog(next.log);
    if (this.#of && isOtherRun(this.#of, next)) this.#load();
    if (last?.code !== next.code) this.#followCode(next.code, last === null);
    this.#follower.render(next.opened);
    this.#tracing.render(next);
  }

  /** Show what the page's state says, if it has been told something else. @param {ViewSettings} view */
  #follow({ code_part, code_line }) {
    if (code_part === this.#told.code_part && code_line === this.#told.code_line) return;
    this.#told = { code_part, code_line };
    this.#show(copying.choose(this.#copy, code_part, code_line));
  }

  /** @param {EditedFiles} code  in force now @param {boolean} isFirst */
  #followCode(code, isFirst) {
    this.#lab.follow(code);
    const isNews = this.#edits.follow(code);
    this.#draw();
    if (isFirst) this.#edits.tellInForce();
    else if (isNews) this.#takeBack();
  }

  /** Another version is in force, by undo or by a command. */
  async #takeBack() {
    await this.#load();
    if (!this.#edits.running.failure) this.#edits.tellInForce();
  }

  async #load() {
    this.#of = this.#state;
    try {
      const code = await this.#options.request("get_code", {});
      this.#of = this.#options.now();
      this.#show(copying.takeOver(this.#copy, code, this.#edits.running.hasFailedLate));
      this.#follower.follow();
      this.#markStation();
    } catch (error) {
      this.#edits.say(`The code could not be read: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {WorkingCopy} copy  to be shown from now on */
  #show(copy) {
    const last = this.#copy;
    this.#copy = copy;
    if (copy.showing !== last.showing || copy.files !== last.files || copy.mode !== last.mode) this.#draw();
    if (copy.showing !== last.showing) this.#begin();
    const { name, line } = this.#copy;
    if (name === this.#told.code_part && line === this.#told.code_line) return;
    this.#told = { code_part: name, code_line: line };
    this.#options.onView(this.#told);
  }

  /** What has been edited is marked, unless that would tell where a mistake is. */
  #draw() {
    const { isHunting } = this.#edits.running;
    this.#work.render(this.#copy, isHunting);
    const edited = isHunting ? [] : Object.keys(this.#state?.code ?? {});
    this.#chooser.render(this.#copy, edited)?.scrollIntoView({ block: "nearest" });
  }

  /** Begin with another text in the editor. */
  #begin() {
    const { shown, line, isCompared } = this.#copy;
    if (shown) {
      const { file, first } = shown.part;
      this.#editor.show({
        text: copying.shownText(this.#copy),
        original: isCompared ? copying.originalText(this.#copy) : null,
        first_line: first,
        label: `Python code, ${file}`,
      });
      const at = copying.lineShown(this.#copy, file, line);
      if (at !== null) this.#editor.goTo(at);
    }
    this.#markStation();
  }

  /** The caret is on another line. @param {number} line  of what is shown */
  #moved(line) {
    this.#show(copying.withCaret(this.#copy, line));
    this.#tracing.look();
    const place = this.#caret();
    if (place) this.#follower.bring(place);
  }

  /** @param {string} name  of a function or a file @param {CodeLine} place */
  #showStation(name, { file, line }) {
    const at = copying.lineShown(this.#copy, file, line);
    if (name !== this.#copy.name || at === null) this.#show(copying.choose(this.#copy, name, line));
    else if (at !== this.#editor.line) this.#editor.goTo(at);
  }

  /** Where the opened step is, and where it is wrong first. */
  #markStation() {
    const { station } = this.#follower;
    this.#editor.markStation(copying.lineShown(this.#copy, station?.file, station?.line));
    this.#markError();
    this.#tracing.look();
  }

  #caret() {
    const part = this.#copy.shown?.part;
    return part ? { file: part.file, line: this.#editor.line + part.first - 1, first: part.first } : null;
  }

  /** @param {string} text */
  #typed(text) {
    this.#show(copying.typed(this.#copy, text));
    this.#edits.typed(this.#work.runsAsTyped);
  }

  #reset() {
    const text = copying.originalText(this.#copy);
    if (text === null) return;
    this.#show(copying.compared(this.#copy, false));
    this.#editor.replace(text); // as if typed: it can be undone
    this.#edits.run();
  }

  /** Put files in force that the lab has made, and go on showing what is shown. @param {EditedFiles} changed */
  async #putIn(changed) {
    this.#copy = copying.withDrafts(copying.compared(this.#copy, false), changed);
    await this.#edits.run();
    this.#show(copying.showAgain(this.#copy));
    const { failure } = this.#edits.running;
    if (failure) throw new Error(`It could not be put in: ${failure.message}`);
  }

  /** Nothing may tell where the mistake is, as long as it is to be found. @param {boolean} isHunting */
  #hunt(isHunting) {
    this.#edits.hunt(isHunting);
    if (isHunting) this.#show(copying.compared(this.#copy, false));
    this.#draw();
    if (this.#state && !this.#edits.running.failure) this.#edits.tellInForce();
  }

  #markError() {
    const { failure } = this.#edits.running;
    this.#failure = failure;
    const line = copying.lineShown(this.#copy, failure?.file ?? undefined, failure?.line);
    const isKnown = Boolean(failure?.line) && this.#copy.files.has(failure?.file ?? "");
    this.#verdict.offerLine(line === null && isKnown);
    const mark = line !== null && failure ? { line, message: failure.message } : null;
    this.#editor.markError(mark ? { ...mark, severity: "error" } : this.#wrongMark());
  }

  /** Where a step is wrong first, unless that is to be found. */
  #wrongMark() {
    const wrong = this.#edits.running.isHunting || this.#state?.view.hunt ? null : this.#follower.wrong;
    const line = copying.lineShown(this.#copy, wrong?.file, wrong?.line);
    return wrong && line !== null
      ? { line, message: wrong.message, severity: /** @type {const} */ ("warning") }
      : null;
  }

  /** @param {string} file @param {number} line */
  #showLine(file, line) {
    this.#show(copying.choose(copying.compared(this.#copy, false), file, line));
    this.#editor.focus();
  }

  #showFailure() {
    const { failure } = this.#edits.running;
    if (failure?.file && failure.line) this.#showLine(failure.file, failure.line);
  }
}
