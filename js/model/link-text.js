/**
 * The text of a link as keys and values, however it has come through mail, chat and documents: what can only mean one
 * thing is taken as meant, the rest is named. Pure; knows no setting.
 */

/** Programs put them into long words, where nobody sees them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
/** "&" as HTML writes it, once or over and over. */
const AMPERSAND = /&(?:amp;|#0*38;|#x0*26;)+/gi;
/** What stands between two pairs. */
const BETWEEN = /[&;#\r\n]+/;
/** What the sentence or the markup around a link leaves at its end. */
const TRAILING = /[\s.)\]}>,;:!?'"’”»*`/。，、）」』】》]+$/;
const QUOTES = /^["'“‘«]+|["'”’»]+$/g;
/** Of a value that is quoted in a message, characters. */
const LONGEST = 40;

/** @typedef {{key: string, value: string|null}} Pair  null: there is no "=" */

/**
 * @typedef {object} LinkText
 * @property {Map<string, string>} said  by known key
 * @property {string[]} unknown  keys that mean nothing
 * @property {string[]} problems  other parts that mean nothing, or more than one thing, as sentences
 */

/**
 * @param {string} hash  with or without "#"; an anchor of the page has no "=" and says nothing
 * @param {string} search  of the address, where other keys are somebody else's
 * @param {string[]} keys  known ones
 * @returns {LinkText}
 */
export function readText(hash, search, keys) {
  const known = new Map(keys.map((key) => [plain(key), key]));
  const keyOf = (/** @type {Pair} */ { key }) => known.get(plain(key));
  const asked = pairsOf(search).filter((pair) => keyOf(pair) !== undefined && pair.value !== null);
  /** @type {Map<string, string[]>} */ const values = new Map();
  /** @type {string[]} */ const unknown = [];
  /** @type {string[]} */ const problems = [];
  for (const pair of [...asked, ...(isLink(hash) ? pairsOf(hash) : [])]) {
    const key = keyOf(pair);
    if (key === undefined) unknown.push(pair.key);
    else if (pair.value === null) problems.push(`“${key}” has no value`);
    else values.set(key, [...new Set([...(values.get(key) ?? []), pair.value])]);
  }
  /** @type {Map<string, string>} */ const said = new Map();
  for (const [key, [first = "", ...others]] of values) {
    if (others.length === 0) said.set(key, first);
    else
      problems.push(`“${key}” is there more than once, as ${[first, ...others].map(quoted).join(" and ")}`);
  }
  return { said, unknown, problems };
}

/** Whether an address's hash says something, and is no anchor. @param {string} hash */
export const isLink = (hash) => /=|%3d/i.test(hash);

/**
 * What is left of an address's query without the known keys.
 * @param {string} search @param {string[]} keys
 */
export function withoutKeys(search, keys) {
  const known = new Set(keys.map(plain));
  const others = search
    .replace(/^\?/, "")
    .split("&")
    .filter((piece) => !pairsOf(piece).some(({ key, value }) => value !== null && known.has(plain(key))));
  const text = others.join("&");
  return text && `?${text}`;
}

/**
 * The one of some names that a word means, in whatever capitals and with whatever dashes; itself where there is none.
 * @param {string} word @param {string[]} names
 */
export function meant(word, names) {
  if (names.includes(word)) return word;
  const alike = names.filter((name) => plain(name) === plain(word));
  return alike.length === 1 && alike[0] ? alike[0] : word;
}

/** @param {string} word */
const plain = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** @param {string} text @returns {Pair[]} */
function pairsOf(text) {
  const whole = text.includes("=") ? text : decoded(text); // somebody has encoded all of it
  const pieces = whole.replace(AMPERSAND, "&").split(BETWEEN).map(readable);
  const last = pieces.findLastIndex((piece) => piece !== "");
  return pieces.flatMap((piece, index) => {
    const [before = "", ...values] = (index === last ? withoutEnd(piece) : piece).split("=");
    const key = before.replace(/^(?:amp;|[^\p{L}\p{N}])+|[^\p{L}\p{N}]+$/giu, "");
    if (key === "" && values.length === 0) return [];
    return [{ key, value: values.length > 0 ? tidy(values.join("=")) : null }];
  });
}

/** @param {string} piece */
const readable = (piece) => decoded(piece).replace(INVISIBLE, "").trim();

/** Of several dots nobody knows what they stand for: something was cut off. @param {string} text */
function withoutEnd(text) {
  const end = TRAILING.exec(text)?.[0] ?? "";
  return end.includes("..") ? text : text.slice(0, text.length - end.length);
}

/** @param {string} value */
function tidy(value) {
  return value
    .trim()
    .replace(QUOTES, "")
    .replace(/\s*[,，、]\s*/g, ",")
    .replace(/,\++/g, ",") // a space, as forms write it
    .replace(/\s*:\s*/g, ":");
}

/** @param {string} text  which may have been encoded more than once */
function decoded(text) {
  let now = text;
  for (let before = ""; now !== before && /%[0-9a-f]{2}/i.test(now); ) {
    before = now;
    try {
      now = decodeURIComponent(now);
    } catch {
      break; // what is broken is shown as it is
    }
  }
  return now;
}

/** @param {string} value */
const quoted = (value) => `“${value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}”`;
