import assert from "node:assert/strict";
import { test } from "node:test";
import { readNumber, refusalOfText } from "../../js/model/number-text.js";

/** @param {Record<string, number|null>} examples */
function expectRead(examples) {
  for (const [text, value] of Object.entries(examples)) assert.equal(readNumber(text), value, `“${text}”`);
}

test("a number is read as programs write it", () => {
  expectRead({ 12: 12, " 0.03 ": 0.03, "-1e-3": -0.001, "+5": 5, ".5": 0.5, "5.": 5, "1E5": 100_000 });
});

test("a minus may be any of the signs that people, word processors and this page write", () => {
  for (const sign of ["-", "−", "–", "‒", "‐", "‑", "—", "－", "﹣", "- ", "−\u202f"])
    assert.equal(readNumber(`${sign}0.5`), -0.5, sign);
  expectRead({ "1.234e−5": 1.234e-5, "＋3": 3 });
});

test("a decimal comma is read where it can be nothing else", () => {
  expectRead({ "0,03": 0.03, "1,5": 1.5, "−0,5": -0.5, ",5": 0.5, "0,300": 0.3, "1234,567": 1234.567 });
  expectRead({ "1,2345": 1.2345, "1,5e-3": 0.0015, "1.000,5": 1000.5, "12 345,6": 12_345.6 });
});

test("thousands may stand apart, in groups of three", () => {
  for (const space of [" ", "\u00a0", "\u2009", "\u202f", "\u2007", "\u3000", "٬"])
    assert.equal(readNumber(`1${space}000`), 1000, space);
  expectRead({ "12 345 678": 12_345_678, "1,000.5": 1000.5, "1,000,000": 1e6, "1.000.000": 1e6 });
});

test("digits are read in any script", () => {
  expectRead({ "１２": 12, "０．５": 0.5, "٠٫٥": 0.5, "۱۲٫۵": 12.5, "०.०३": 0.03, "๑๒": 12, "۱٬۰۰۰": 1000 });
  expectRead({ "\u061c-٠٫٥": -0.5, "\u200f۵": 5, "\ufeff7\u200b": 7 });
});

test("what is no number, or may be one of two, is none", () => {
  const texts = [
    "5%",
    "1/2",
    "0 03",
    "1,000",
    "12,345",
    "-1,000",
    "1 5",
    "1 00",
    "0 000",
    "1,2,3",
    "5,",
    "1,00,000",
  ];
  const more = [
    "",
    " ",
    "-",
    ".",
    ",",
    "abc",
    "0x10",
    "NaN",
    "Infinity",
    "∞",
    "1e",
    "e5",
    "--5",
    "½",
    "1e400",
    "1e-400",
  ];
  for (const text of [...texts, ...more, "1.5.2", "3 cm", "1'000", "𝟏", "1\n2"])
    assert.equal(readNumber(text), null, `“${text}”`);
});

test("a refusal names the field and what was written, and says what it may be", () => {
  assert.equal(refusalOfText("Learning rate", "5%"), "Learning rate must be a number, but is “5%”.");
  assert.equal(
    refusalOfText("Samples", " 1,000"),
    "Samples must be a number, but “1,000” may be 1000 or 1.000: write one of these.",
  );
  assert.equal(
    refusalOfText("Value", "−12,345"),
    "Value must be a number, but “−12,345” may be -12345 or -12.345: write one of these.",
  );
  assert.equal(refusalOfText("Seed", " "), "Seed must be a number, but is empty.");
  assert.ok(refusalOfText("Seed", "x".repeat(1000)).length < 100);
});
