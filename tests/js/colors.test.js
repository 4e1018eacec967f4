/** The colours that the scene and the legend compute with. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MAP_STRENGTH, SAMPLE_INK } from "../../js/kit/plane/heatmap-colors.js";
import {
  dimHex,
  formatHex,
  linearFromHex,
  linearFromSrgb,
  mixHex,
  parseHex,
  srgbFromLinear,
} from "../../js/model/colors.js";
import {
  brightnessOf,
  levelOf,
  opacityOf,
  sizeOf,
  strengthOf,
  thicknessOf,
} from "../../js/scene/plan/mapping.js";
import { connectionScales, responseScales } from "../../js/scene/plan/scales.js";
import { CLASSES } from "../../js/scene/plan/theme.js";
import { makeWiring } from "../../js/scene/plan/wiring.js";
import { topologyOf } from "./topology.js";

test("a hex colour is read in its long and its short form, with spaces around it", () => {
  assert.deepEqual(parseHex("#ff8000"), [1, 128 / 255, 0]);
  assert.deepEqual(parseHex(" #F80 "), parseHex("#ff8800"));
});

test("what is not a hex colour is refused by name", () => {
  for (const text of ["", "red", "#ff", "#ff80000", "ff8000", "#gg0000", "rgb(1, 2, 3)"]) {
    assert.throws(() => parseHex(text), { name: "RangeError", message: `not a hex colour: "${text}"` });
  }
});

test("every byte survives the way to linear light and back", () => {
  for (let byte = 0; byte < 256; byte++) {
    assert.equal(Math.round(srgbFromLinear(linearFromSrgb(byte / 255)) * 255), byte);
  }
});

test("linear light agrees with the published values of sRGB", () => {
  const [red, green, blue] = linearFromHex("#bc8000");
  assert.ok(Math.abs(red - 0.50289) < 1e-5);
  assert.ok(Math.abs(green - 0.21586) < 1e-5);
  assert.equal(blue, 0);
});

test("a colour is written with six digits and limited channels", () => {
  assert.equal(formatHex([1.5, 0.004, -1]), "#ff0100");
});

test("dimming by one changes nothing, by zero gives black", () => {
  assert.equal(dimHex("#1f9d55", 1), "#1f9d55");
  assert.equal(dimHex("#1f9d55", 0), "#000000");
});

test("thickness and opacity grow with the share of the largest value, whatever the sign, and never pass 1", () => {
  const values = [0, 0.05, 0.1, 0.5, 1, 2, 3, 5];
  for (const look of [thicknessOf, opacityOf]) {
    const seen = values.map((value) => look(strengthOf(value, 5)));
    assert.deepEqual(
      values.map((value) => look(strengthOf(-value, 5))),
      seen,
    );
    assert.ok(seen.every((share, index) => index === 0 || share > seen[index - 1]));
    assert.ok(seen.every((share) => share > 0 && share <= 1));
  }
});

test("a zero weight nearly vanishes but stays", () => {
  assert.ok(opacityOf(strengthOf(0, 1)) > 0 && opacityOf(strengthOf(0, 1)) <= 0.1);
  assert.ok(thicknessOf(strengthOf(0, 1)) > 0 && thicknessOf(strengthOf(0, 1)) <= 0.15);
});

test("an infinite weight is the strongest and one that is no number the weakest", () => {
  assert.equal(strengthOf(Number.NEGATIVE_INFINITY, 3), 1);
  assert.equal(strengthOf(7, 3), 1);
  assert.equal(strengthOf(Number.NaN, 3), 0);
});

test("full colour stands for the largest response of an input, and of any other layer", () => {
  const topology = topologyOf([2, 2, 1]);
  const grids = Float32Array.of(1, -6, 0.5, 0.25, 0, 0, -3, 2, 0.1, 0.2);
  assert.deepEqual(
    [...responseScales(grids, topology)].map((scale) => Number(scale.toPrecision(3))),
    [6, 0.5, 3, 3, 0.2],
  );
  const classes = responseScales(new Float32Array(8).fill(0.2), topologyOf([2, 2]));
  assert.deepEqual([...classes.slice(2)], [1, 1]);
  assert.ok(responseScales(new Float32Array(10), topology).every((scale) => scale > 0));
});

test("full thickness stands for the largest weight of a layer, or the largest contribution", () => {
  const topology = topologyOf([2, 1]);
  const wiring = makeWiring(topology);
  const [parameters, activations] = [Float32Array.of(-4, 1, 0.5), Float32Array.of(0.1, 3, 0)];
  const scale = (/** @type {object} */ options) =>
    connectionScales(parameters, activations, wiring, { isContribution: false, focus: -1, ...options });
  assert.equal(scale({}).scales[0], 4);
  assert.equal(scale({ isContribution: true }).scales[0], 3);
  assert.equal(scale({ focus: 2 }).focusScale, 3);
});

test("a unit's level is where its activation lies in the range, limited at both ends", () => {
  assert.equal(levelOf(0, [-1, 1]), 0.5);
  assert.equal(levelOf(-7, [-1, 1]), 0);
  assert.equal(levelOf(7, [-1, 1]), 1);
  assert.equal(levelOf(Number.NaN, [-1, 1]), 0);
  assert.equal(levelOf(3, [3, 3]), 0);
});

test("a unit grows and brightens with its level, up to its full size and colour", () => {
  for (const look of [sizeOf, brightnessOf]) {
    assert.ok(look(0) > 0 && look(0) < look(0.5) && look(0.5) < look(1));
    assert.equal(look(1), 1);
  }
});

test("a mixed colour lies between its two, in sRGB", () => {
  assert.equal(mixHex("#204060", "#ffffff", 0), "#204060");
  assert.equal(mixHex("#204060", "#ffffff", 1), "#ffffff");
  assert.equal(mixHex("#000000", "#ff8000", 0.5), "#804000");
});

const css = readFileSync(new URL("../../style/colors.css", import.meta.url), "utf8");

/** The colours in force. @param {string} theme @param {string} palette  "": the page's own @returns {Record<string, string>} */
function colorsOf(theme, palette) {
  const blocks = [...css.matchAll(/^:root([^{]*)\{([^}]*)\}/gm)].map(([, selector = "", body = ""]) => ({
    needs: [...selector.matchAll(/data-(\w+)="(\w+)"/g)].map(([, name, value]) => `${name} ${value}`),
    colors: [...body.matchAll(/--([\w-]+):\s*(#\w{6})/g)].map(([, name, value]) => [name, value]),
  }));
  const there = [`theme ${theme}`, `palette ${palette}`];
  const inForce = blocks.filter(({ needs }) => needs.every((need) => there.includes(need)));
  return Object.fromEntries(inForce.flatMap(({ colors }) => colors));
}

/** WCAG's. @param {string} one @param {string} other */
function contrast(one, other) {
  const [dark = 0, light = 0] = [one, other]
    .map((hex) => {
      const [red, green, blue] = linearFromHex(hex);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test("a sample stands out even on the purest colour of its own class, by its rim or by its ink", () => {
  for (const theme of ["light", "dark"]) {
    for (const palette of ["", "original", "safe"]) {
      const colors = colorsOf(theme, palette);
      for (let index = 0; index < CLASSES; index++) {
        const own = colors[`class-${index}`] ?? "";
        const map = mixHex(colors["class-mid"] ?? "", own, MAP_STRENGTH);
        const ink = mixHex(own, colors.text ?? "", SAMPLE_INK);
        const told = `${theme} ${palette} ${index}`;
        for (const rim of [colors.background ?? "", colors.surface ?? ""]) {
          assert.ok(contrast(ink, rim) >= 4, told);
          assert.ok(Math.max(contrast(ink, map), contrast(rim, map)) >= 2.3, told);
        }
      }
    }
  }
});
