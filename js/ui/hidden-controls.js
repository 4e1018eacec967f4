/**
 * Hides controls by name, those that are made later as well. What they control goes on as before.
 */

/**
 * @param {string[]} names  values of data-control
 */
export function hideControls(names) {
  if (names.length === 0) return;
  const sheet = new CSSStyleSheet();
  for (const name of names) {
    sheet.insertRule(`[data-control="${CSS.escape(name)}"] { display: none !important; }`);
  }
  document.adoptedStyleSheets.push(sheet);
}

/**
 * Those of the names that no control of the page has.
 * @param {string[]} names
 */
export function unknownControls(names) {
  return names.filter((name) => document.querySelector(`[data-control="${CSS.escape(name)}"]`) === null);
}
