/**
 * The page's colours for canvases: custom properties of style/colors.css as text.
 */

/** Every colour that has been read, by theme and palette: to ask the browser makes it go through its styles. @type {Map<string, string>} */
const read = new Map();

/**
 * A colour that the styles have in force now.
 * @param {string} name  without the leading dashes
 */
export function colorOf(name) {
  const { theme, palette } = document.documentElement.dataset;
  const key = `${theme} ${palette} ${name}`;
  const color =
    read.get(key) ?? getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  if (color !== "") read.set(key, color);
  return color;
}

/**
 * @template {string} Name
 * @param {Name[]} names  without the leading dashes
 * @returns {Record<Name, string>}
 */
export function readColors(names) {
  const entries = names.map((name) => [name, colorOf(name)]);
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
