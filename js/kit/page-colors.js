/**
 * The page's colours for canvases: custom properties of style/colors.css as text.
 */

/**
 * Read colours that the styles have in force now.
 * @template {string} Name
 * @param {Name[]} names  without the leading dashes
 * @returns {Record<Name, string>}
 */
export function readColors(names) {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries);
}
