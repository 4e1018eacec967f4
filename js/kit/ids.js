/** Ids of elements: made, so that the same control may stand in the page twice. */

let made = 0;

/** @param {string} name  for whoever reads the document @returns {string}  that no other element has */
export function makeId(name) {
  made += 1;
  return `${name}-${made}`;
}
