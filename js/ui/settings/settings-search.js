/**
 * Finds a setting by what its label, its hint and its choices say.
 */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";

const ENTRY = ".field, .layer-row, .button";

/**
 * @param {HTMLElement[]} groups  what is searched and filtered
 * @param {HTMLElement[]} others  further fields that are on the page anyway: they are only pointed at
 * @param {(text: string) => void} onSearch
 */
export function createSettingsSearch(groups, others, onSearch) {
  const input = make("input", {
    type: "search",
    id: makeId("search"),
    class: "search",
    placeholder: "Find a setting",
    "aria-label": "Find a setting",
    autocomplete: "off",
    spellcheck: "false",
  });
  const note = make("p", { class: "field__note", role: "status" });
  const element = make("div", { "data-control": "search" }, input, note);
  element.append(
    createHint(input, {
      text: "Shows only the settings whose name or description has these words; Escape shows all.",
      side: "right",
    }),
  );
  input.addEventListener("input", () => onSearch(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key !== "Escape" || input.value === "") return;
    event.preventDefault();
    onSearch("");
  });
  let shown = "";
  return {
    element,
    /** @param {string} text  what is looked for; empty shows everything */
    render(text) {
      if (text === shown) return;
      shown = text;
      if (input.value !== text) input.value = text;
      const words = wordsOf(text);
      const isFound = groups.map((group) => filter(group, words)).some(Boolean);
      updateText(note, isFound ? "" : describeMiss(text, words, others, groups));
    },
  };
}

/** @param {string} text */
const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * Whether an element says all the words.
 * @param {Element} element
 * @param {string[]} words
 */
function says(element, words) {
  const text = `${element.textContent} ${element.getAttribute("aria-label") ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** @param {HTMLElement} group @returns {HTMLElement[]} */
function entriesOf(group) {
  const entries = /** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll(ENTRY));
  return [...entries].filter((entry) => !entry.parentElement?.closest(ENTRY));
}

/**
 * Hide what does not fit; return whether anything is left. A group whose title fits shows all of it.
 * @param {HTMLElement} group
 * @param {string[]} words
 */
function filter(group, words) {
  const title = group.querySelector("legend");
  const all = words.length === 0 || (title !== null && says(title, words));
  const entries = entriesOf(group);
  for (const entry of entries) entry.toggleAttribute("data-filtered", !all && !says(entry, words));
  const isFound = entries.some((entry) => !entry.hidden && !entry.hasAttribute("data-filtered"));
  group.toggleAttribute("data-filtered", !isFound);
  return isFound;
}

/**
 * @param {string} query
 * @param {string[]} words
 * @param {HTMLElement[]} others
 * @param {HTMLElement[]} groups
 */
function describeMiss(query, words, others, groups) {
  const onPage = nameOf(others.find((field) => says(field, words)));
  if (onPage) return `“${onPage}” is above, on the first page.`;
  const unused = nameOf(groups.flatMap(entriesOf).find((entry) => entry.hidden && says(entry, words)));
  return unused
    ? `“${unused}” has no effect with what is chosen now.`
    : `No setting is about “${query.trim()}”.`;
}

/** @param {HTMLElement} [field] */
const nameOf = (field) => field?.querySelector("label, button")?.firstChild?.textContent;
