/**
 * Reads a number that a person has written: with any minus sign, digits of any script, thin spaces between
 * thousands, a decimal comma where it can be nothing else. What is not clear is no number. Pure.
 */

/** Marks that are not seen: of direction, joiners, a byte order mark. */
const UNSEEN = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** @type {[RegExp, string][]} */
const ALIKE = [
  [/[\u2010-\u2015\u2212\u2796\ufe58\ufe63\uff0d]/g, "-"],
  [/[\u2795\ufe62\uff0b]/g, "+"],
  [/[\u066b\uff0e]/g, "."], // the Arabic decimal separator, and a full-width point
  [/[\u060c\uff0c]/g, ","],
  [/[\u066c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " "], // between thousands, also the Arabic separator of them
  [/[\uff25\uff45]/g, "e"],
];

const EXPONENT = "(?:e[+-]?\\d+)?";
const PLAIN = new RegExp(`^(\\d+\\.?\\d*|\\.\\d+)${EXPONENT}$`, "i");
const WITH_COMMA = new RegExp(`^\\d*,\\d+${EXPONENT}$`, "i");
/** One sign between all groups of three, and another before the decimals. */
const GROUPED =
  /^[1-9]\d{0,2}(( \d{3})+([.,]\d+)?|(,\d{3}){2,}|(,\d{3})+\.\d+|(\.\d{3}){2,}|(\.\d{3})+,\d+)$/;
/** Of three digits behind it, a comma may be before decimals or between thousands. */
const AMBIGUOUS = /^[1-9]\d{0,2},\d{3}$/;

const QUOTED = 40; // characters of what was written, in a message

/**
 * @param {string} text
 * @returns {number|null}  null: it is none, it may be one of two, or none that a computer has
 */
export function readNumber(text) {
  const { sign, rest } = partsOf(text);
  const plain = plainOf(rest);
  if (plain === null) return null;
  const value = Number(plain);
  const isLost = value === 0 && /[1-9]/.test(plain.replace(/e.*/i, "")); // too small
  if (!Number.isFinite(value) || isLost) return null;
  return sign === "-" ? -value : value;
}

/**
 * Why a text is not taken for a number, by the name of what it was written for.
 * @param {string} label
 * @param {string} text
 */
export function refusalOfText(label, text) {
  const written = text.trim();
  if (written === "") return `${label} must be a number, but is empty.`;
  const quoted = `“${written.length > QUOTED ? `${written.slice(0, QUOTED)}…` : written}”`;
  const { sign, rest } = partsOf(text);
  if (!AMBIGUOUS.test(rest)) return `${label} must be a number, but is ${quoted}.`;
  const [whole, decimals] = [rest.replace(",", ""), rest.replace(",", ".")];
  return `${label} must be a number, but ${quoted} may be ${sign}${whole} or ${sign}${decimals}: write one of these.`;
}

/** @param {string} text @returns {{sign: string, rest: string}}  in ASCII, as far as it is meant to be a number */
function partsOf(text) {
  let plain = text
    .replace(UNSEEN, "")
    .trim()
    .replace(/\p{Nd}/gu, digitOf);
  for (const [signs, sign] of ALIKE) plain = plain.replace(signs, sign);
  const [, sign = "", rest = plain] = /^([+-]) ?(.*)$/.exec(plain) ?? [];
  return { sign, rest };
}

/** @param {string} rest  behind the sign @returns {string|null}  as a program writes it */
function plainOf(rest) {
  if (PLAIN.test(rest)) return rest;
  if (AMBIGUOUS.test(rest)) return null;
  if (WITH_COMMA.test(rest)) return rest.replace(",", ".");
  if (!GROUPED.test(rest)) return null;
  const [between = ""] = /[ ,.]/.exec(rest) ?? []; // the thousands
  return rest.replaceAll(between, "").replace(",", ".");
}

/**
 * Which digit a character of any script is: scripts have theirs in a row, from a code that ends in 0 or 6.
 * @param {string} character
 */
function digitOf(character) {
  if (character.length > 1) return character; // of mathematics, which has other rows
  const code = character.charCodeAt(0);
  const row = code & ~15;
  const zero = /\p{Nd}/u.test(String.fromCharCode(row)) ? row : row + 6;
  return String(code - zero);
}
