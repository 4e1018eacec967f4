/** What the page shows, as programs read it: numbers in ASCII. Pure. */

/** @type {[RegExp, string][]} */
const PLAIN = [
  [/(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))/g, ""], // between thousands
  [/[\u00a0\u2009\u202f]/g, " "],
  [/\u2212/g, "-"],
  [/\u221e/g, "inf"],
];

/** @param {string} text */
export function plainText(text) {
  return PLAIN.reduce((plain, [shown, meant]) => plain.replace(shown, meant), text);
}
