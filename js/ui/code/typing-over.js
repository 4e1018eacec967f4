/**
 * Typing over a selection, done by the editor: the browser would keep the looks of what it replaces by an inline style,
 * which the page's policy forbids.
 */

import { EditorView } from "@codemirror/view";

export const typingOver = EditorView.domEventHandlers({
  beforeinput(event, editor) {
    const { data, inputType, isComposing } = event;
    const { from, to, empty } = editor.state.selection.main;
    if (inputType !== "insertText" || isComposing || editor.composing || !data || empty) return false;
    const replace = () =>
      editor.state.update(editor.state.replaceSelection(data), { userEvent: "input.type" });
    const handlers = editor.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(editor, from, to, data, replace))) editor.dispatch(replace());
    return true;
  },
});
