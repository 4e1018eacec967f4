/**
 * Finds a setting by what its label, its hint and its choices say.
 */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";

const ENTRY = ".field, .layer-row, .button";

/**
 * @param {HTMLElement[]} groups  what is searched and filtered
 * @param {() => HTMLElement[]} others  further fields that are on the page anyway: they are only pointed at
 */
export function createSettingsSearch(groups, others) {
  const input = make("input", {
    type: "search",
    id: "settings-search",
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
      id: "hint-search",
      text: "Shows only the settings whose name or description has these words; Escape shows all.",
      side: "right",
    }),
  );
  const update = () => {
    const words = wordsOf(input.value);
    const isFound = groups.map((group) => filter(group, words)).some(Boolean);
    updateText(note, isFound ? "" : describeMiss(input.value, words, others()));
  };
  input.addEventListener("input", update);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key !== "Escape" || input.value === "") return;
    event.preventDefault();
    input.value = "";
    update();
  });
  return {
    element,
    /** Show everything again. */
    clear() {
      if (input.value === "") return;
      input.value = "";
      update();
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

/**
 * Hide what does not fit; return whether anything is left. A group whose title fits shows all of it.
 * @param {HTMLElement} group
 * @param {string[]} words
 */
function filter(group, words) {
  const title = group.querySelector("legend");
  const all = words.length === 0 || (title !== null && says(title, words));
  const entries = [...group.querySelectorAll(ENTRY)].filter((entry) => !entry.parentElement?.closest(ENTRY));
  for (const entry of entries) entry.toggleAttribute("data-filtered", !all && !says(entry, words));
  const isFound = entries.some((entry) => !entry.hasAttribute("data-filtered"));
  group.toggleAttribute("data-filtered", !isFound);
  return isFound;
}

/**
 * @param {string} query
 * @param {string[]} words
 * @param {HTMLElement[]} others
 */
function describeMiss(query, words, others) {
  const found = others.find((field) => says(field, words));
  const name = found?.querySelector("label, button")?.firstChild?.textContent;
  return name ? `“${name}” is above, on the first page.` : `No setting is about “${query.trim()}”.`;
}
