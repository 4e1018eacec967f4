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

/**
 * Return what is read of the styles in a theme, which need not be the page's: nobody sees it meanwhile.
 * @template T
 * @param {"light"|"dark"} theme
 * @param {() => T} read
 * @returns {T}
 */
export function inTheme(theme, read) {
  const { dataset } = document.documentElement;
  const { theme: before } = dataset;
  dataset.theme = theme;
  try {
    return read();
  } finally {
    if (before === undefined) delete dataset.theme;
    else dataset.theme = before;
  }
}
