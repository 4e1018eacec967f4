/** What is behind "More": a search and groups of settings, open as the view says. */

import { followDetails } from "../../kit/details.js";
import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createSettingsSearch } from "./settings-search.js";

/** @import {ViewSettings} from "../../model/view.js" */

/**
 * @param {HTMLElement[]} first  the fields outside, which the search knows as well
 * @param {HTMLElement[]} groups
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
export function createMore(first, groups, onView) {
  const search = createSettingsSearch(groups, first, (text) => onView({ search: text }));
  const summary = make("summary", {}, "More");
  const element = make(
    "details",
    { class: "more", "data-control": "more" },
    summary,
    make("div", { class: "more__fields" }, search.element, ...groups),
  );
  const hint = createHint(summary, {
    text: "Samples, seeds, inputs, layers, loss, optimizer, penalties, stop conditions and whatever else can be set.",
    side: "right",
  });
  const details = followDetails(element, "more", onView);
  return {
    element,
    hint,
    /** @param {ViewSettings} view */
    render(view) {
      details.update(view);
      search.render(view.search);
    },
    /** Show everything at once, for what stands in it is to be seen. */
    open() {
      element.open = true;
      search.render("");
      onView({ more: true, search: "" });
    },
  };
}
