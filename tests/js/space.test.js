/** Where everything stands in every pose, and that nothing leaves the window, whatever the network and the way one looks. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedTurn, POSES } from "../../js/model/poses.js";
import { gridOf } from "../../js/scene/plan/grid.js";
import { overlap, planLabels } from "../../js/scene/plan/label-plan.js";
import { homeLook, mixLooks } from "../../js/scene/plan/look.js";
import { atHome, marginsOf, mixPlacements, networkOf, POSE_NAMES, placed, seen, tileOf } from "./scenery.js";

const HIDDEN = [
  [],
  [1],
  [2],
  [3],
  [4],
  [8],
  [16],
  [64],
  [4, 2],
  [8, 8],
  [5, 7],
  [64, 64],
  [2, 64],
  [8, 8, 8],
  [16, 8, 4],
  [8, 8, 8, 8],
  [3, 5, 7, 5, 3],
  [8, 8, 8, 8, 8, 8],
  [64, 64, 64, 64],
  Array(8).fill(64),
];
const NETWORKS = HIDDEN.flatMap((hidden) =>
  [
    [2, 1],
    [1, 1],
    [7, 3],
    [3, 6],
  ].map(([first = 0, last = 0]) => [first, ...hidden, last]),
);
const WINDOWS = [
  { width: 2560, height: 1440 },
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 422 }, // half of a phone: the numbers are below it
];
const LARGE = WINDOWS.filter(({ width }) => width >= 700);

test("there are enough networks to believe it", () => assert.ok(NETWORKS.length >= 80));

/** Twenty ways to look at a pose, all over what is allowed. @param {import("../../js/model/poses.js").PoseName} name */
function turnsOf(name) {
  return Array.from({ length: 20 }, (_, at) => ({
    ...homeLook(name),
    ...allowedTurn(name, { across: 5 + ((at * 37) % 80), up: -8 + ((at * 23) % 52) }),
  }));
}

/** @param {{x: number, y: number}} point @param {{width: number, height: number}} size @param {string} what */
function assertInside({ x, y }, { width, height }, what) {
  assert.ok(x >= -0.5 && x <= width + 0.5 && y >= -0.5 && y <= height + 0.5, `${what}: ${x}, ${y}`);
}

test("nothing leaves the window, in no pose and however it is turned", () => {
  for (const sizes of NETWORKS) {
    for (const size of WINDOWS) {
      const { top, right, bottom, left } = marginsOf(size);
      for (const name of POSE_NAMES) {
        const placement = placed(sizes, name, size);
        for (const look of [homeLook(name), ...turnsOf(name)]) {
          const { points, project } = seen(placement, size, look);
          for (const point of points) {
            const { x, y } = project(point);
            const what = `${sizes.join("-")} in ${name} at ${size.width}, ${look.across}° and ${look.up}°`;
            assertInside({ x, y }, size, what);
            assert.ok(x > left - 0.5 && x < size.width - right + 0.5, what);
            assert.ok(y > top - 0.5 && y < size.height - bottom + 0.5, what);
          }
        }
      }
    }
  }
});

test("all tiles are on their panes", () => {
  for (const sizes of NETWORKS) {
    const { unit_offsets } = networkOf(sizes);
    for (const name of POSE_NAMES) {
      const placement = placed(sizes, name, { width: 1440, height: 900 });
      for (const [layer, { x, y, z, halfWidth, halfHeight }] of placement.plates.entries()) {
        for (let unit = 0; unit < sizes[layer]; unit++) {
          for (const [tileX, tileY, tileZ] of tileOf(placement, unit_offsets[layer] + unit)) {
            const isOn = Math.abs(tileX - x) <= halfWidth + 1e-6 && Math.abs(tileY - y) <= halfHeight + 1e-6;
            assert.ok(isOn && Math.abs(tileZ - z) < 1e-6, `${sizes.join("-")} in ${name}, layer ${layer}`);
          }
        }
      }
    }
  }
});

/** The area that two convex quadrilaterals share. @param {number[][]} subject @param {number[][]} clip */
function sharedArea(subject, clip) {
  const sign = Math.sign(area(clip));
  let rest = subject;
  for (const [index, a] of clip.entries()) {
    const b = clip[(index + 1) % clip.length];
    const side = (/** @type {number[]} */ [x, y]) =>
      sign * ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]));
    const next = [];
    for (const [at, point] of rest.entries()) {
      const before = rest[(at + rest.length - 1) % rest.length];
      const [now, then] = [side(point), side(before)];
      if (now >= 0 !== then >= 0) {
        const share = then / (then - now);
        next.push([before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])]);
      }
      if (now >= 0) next.push(point);
    }
    rest = next;
    if (rest.length === 0) return 0;
  }
  return Math.abs(area(rest));
}

/** @param {number[][]} points */
function area(points) {
  return (
    points.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = points[(index + 1) % points.length];
      return sum + x * nextY - nextX * y;
    }, 0) / 2
  );
}

test("at home no tile covers more than 3 % of another", () => {
  for (const sizes of NETWORKS) {
    const { unit_offsets } = networkOf(sizes);
    for (const size of LARGE) {
      for (const name of /** @type {const} */ (["space", "maps", "diagram"])) {
        const { placement, project } = atHome(sizes, name, size);
        const quads = Array.from({ length: placement.spots.length / 4 }, (_, unit) =>
          tileOf(placement, unit).map((point) => {
            const { x, y } = project(point);
            return [x, y];
          }),
        );
        for (let layer = 1; layer < sizes.length; layer++) {
          const [before, here] = [layer - 1, layer].map((at) =>
            quads.slice(unit_offsets[at], unit_offsets[at] + sizes[at]),
          );
          // Only the last columns of one pane can be near the first of the next.
          for (const one of before) {
            const right = Math.max(...one.map(([x]) => x));
            for (const other of here) {
              if (Math.min(...other.map(([x]) => x)) > right) continue;
              const covered = sharedArea(one, other) / Math.abs(area(one));
              assert.ok(covered <= 0.03, `${sizes.join("-")} in ${name} at ${size.width}: ${covered}`);
            }
          }
        }
      }
    }
  }
});

const measure = (/** @type {{text: string, px: number}} */ { text, px }) => text.length * px * 0.58;

test("no name stands on another or leaves the window", () => {
  for (const sizes of NETWORKS) {
    const network = networkOf(sizes);
    for (const size of WINDOWS) {
      for (const name of POSE_NAMES) {
        const placement = placed(sizes, name, size);
        for (const look of [homeLook(name), ...turnsOf(name).slice(0, 4)]) {
          const { project } = seen(placement, size, look);
          const plan = {
            network,
            domain: /** @type {[number, number]} */ ([-6, 6]),
            placement,
            project,
            size,
            measure,
          };
          const texts = Array(network.n_units).fill("−1.2e−4");
          for (const hasTiles of [true, false, null]) {
            const numbers = hasTiles === null ? { texts, isOnMap: size.width > 500 } : null;
            const labels = planLabels({ ...plan, hasTiles: hasTiles ?? true, numbers });
            for (const [index, label] of labels.entries()) {
              const half = measure(label) / 2;
              assertInside({ x: label.x - half, y: label.y - label.px / 2 }, size, label.text);
              assertInside({ x: label.x + half, y: label.y + label.px / 2 }, size, label.text);
              assert.ok(label.px >= 11);
              for (const other of labels.slice(0, index)) {
                const isSameTitle = other.px >= 11 && other.y === label.y && label.text.startsWith("\u00a0");
                assert.ok(isSameTitle || !overlap(label, other, measure), `${label.text} on ${other.text}`);
              }
            }
          }
        }
      }
    }
  }
});

test("in an opened step every unit of a small network has its number, in one size in each layer", () => {
  const [network, size] = [networkOf([2, 8, 4, 1]), { width: 1440, height: 900 }];
  const texts = Array.from({ length: 15 }, (_, unit) => (unit < 2 ? "–" : `−${unit}.0e−4`));
  const plan = { network, domain: /** @type {[number, number]} */ ([-6, 6]), hasTiles: true, size, measure };
  const { placement, project } = atHome([2, 8, 4, 1], "maps", size);
  const labels = planLabels({ ...plan, placement, project, numbers: { texts, isOnMap: false } });
  const found = labels.filter(({ text }) => texts.includes(text));
  assert.deepEqual(
    found.map(({ text }) => text),
    texts,
  );
  const [first, ...others] = found.slice(2, 10).map(({ px }) => px);
  assert.ok(others.every((px) => px === first));
  const [x = 0, y = 0, z = 0] = placement.spots.slice(28, 31);
  assert.deepEqual({ x: found[7]?.x, y: found[7]?.y }, pick(project([x, y, z])), "in the middle of its tile");
});

test("on a phone the unit that is explained has its number, where the tiles are too narrow for it", () => {
  const [network, size] = [networkOf([2, 8, 8, 1]), { width: 390, height: 422 }];
  const texts = Array.from({ length: 19 }, (_, unit) => `−${unit}.0e−4`);
  const plan = { network, domain: /** @type {[number, number]} */ ([-6, 6]), hasTiles: true, size, measure };
  const { placement, project } = atHome([2, 8, 8, 1], "diagram", size);
  const found = (/** @type {number|null} */ explained) => {
    const numbers = { texts, isOnMap: false };
    const labels = planLabels({ ...plan, placement, project, numbers, explained });
    return labels.filter(({ text }) => texts.slice(2, 18).includes(text)).map(({ text }) => text);
  };
  assert.deepEqual(found(null), []);
  assert.deepEqual(found(5), [texts[5]]);
});

const pick = (/** @type {{x: number, y: number}} */ { x, y }) => ({ x, y });

test("every layer has its title at home on a large window", () => {
  for (const sizes of NETWORKS.filter(({ length }) => length <= 6)) {
    const network = networkOf(sizes);
    const size = { width: 1440, height: 900 };
    const { placement, project } = atHome(sizes, "space", size);
    const labels = planLabels({
      network,
      domain: [-6, 6],
      placement,
      hasTiles: true,
      project,
      size,
      measure,
    });
    const texts = labels.map(({ text }) => text);
    for (const title of ["Input", "Output"]) {
      const short = title.slice(0, title === "Input" ? 2 : 3);
      assert.ok(texts.includes(title) || texts.includes(short), `${sizes.join("-")}: ${texts}`);
    }
  }
});

test("at 1440 x 900 tiles are large enough to be read", () => {
  const size = { width: 1440, height: 900 };
  const widthOf = (/** @type {number[]} */ sizes, /** @type {number} */ layer) => {
    const { placement, project } = atHome(sizes, "space", size);
    const [left, right] = tileOf(placement, networkOf(sizes).unit_offsets[layer]);
    return project(right).x - project(left).x;
  };
  for (const sizes of [
    [2, 8, 1],
    [2, 8, 8, 1],
    [2, 4, 2, 1],
    [2, 8, 8, 5],
    [2, 8, 8, 8, 1],
  ]) {
    const least = sizes.length > 4 ? 52 : 64; // the settings are open beside it
    for (let layer = 1; layer < sizes.length - 1; layer++) {
      assert.ok(widthOf(sizes, layer) >= least, `${sizes.join("-")}: ${widthOf(sizes, layer)} px`);
    }
  }
  for (const sizes of [
    [2, 64, 1],
    [2, 64, 64, 1],
  ]) {
    assert.ok(widthOf(sizes, 1) >= 25, `${sizes.join("-")}: ${widthOf(sizes, 1)} px`);
  }
});

test("the way from one pose to another is continuous", () => {
  const size = { width: 1440, height: 900 };
  const STEPS = 60;
  for (const sizes of [
    [2, 8, 8, 1],
    [2, 64, 64, 1],
    [7, 5, 6],
    [2, 1],
  ]) {
    for (const from of POSE_NAMES) {
      for (const to of POSE_NAMES.filter((name) => name !== from)) {
        const [one, other] = [placed(sizes, from, size), placed(sizes, to, size)];
        /** @type {{x: number, y: number}[]|null} */ let before = null;
        for (let step = 0; step <= STEPS; step++) {
          const share = step / STEPS;
          const placement = mixPlacements(one, other, share);
          const { points, project } = seen(placement, size, mixLooks(homeLook(from), homeLook(to), share));
          const now = points.map(project);
          for (const [index, { x, y }] of now.entries()) {
            const moved = before ? Math.hypot(x - before[index].x, y - before[index].y) : 0;
            assert.ok(moved < 0.08 * size.width, `${sizes.join("-")} from ${from} to ${to}: ${moved} px`);
          }
          before = now;
        }
      }
    }
  }
});

test("units stand in a near-square grid", () => {
  const grids = [1, 2, 3, 4, 8, 10, 16, 64, 128].map((size) => {
    const { columns, rows } = gridOf(size);
    return `${columns} x ${rows}`;
  });
  assert.deepEqual(grids, ["1 x 1", "1 x 2", "1 x 3", "2 x 2", "2 x 4", "2 x 5", "4 x 4", "8 x 8", "8 x 16"]);
  for (let size = 1; size <= 256; size++) {
    const { columns, rows } = gridOf(size);
    assert.ok(columns * rows >= size && columns * (rows - 1) < size, `${size}`);
  }
});

test("panes just miss each other at home, and in Maps", () => {
  for (const name of /** @type {const} */ (["space", "maps"])) {
    const angle = (POSES[name].home.across * Math.PI) / 180;
    const { plates } = placed([2, 8, 8, 1], name, { width: 1440, height: 900 });
    for (const [index, plate] of plates.slice(1).entries()) {
      const before = plates[index];
      const apart = (plate.x - before.x) * Math.cos(angle) + (plate.z - before.z) * Math.sin(angle);
      const width = (before.halfWidth + plate.halfWidth) * Math.cos(angle);
      assert.ok(apart > 0.9 * width && apart < 1.5 * width, `${name} ${apart / width}`);
    }
  }
});
