/** The enlarged map of a unit: what it shows, where its card stands, and where the tooltip then stands. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hasUnitMap, overlaps, placeBeside, placeCard, unitMapOf } from "../../js/scene/plan/unit-map.js";
import { atHome, networkOf, POSE_NAMES, tileOf } from "./scenery.js";

const AROUND = { width: 42, height: 78 };
const SIZES = [
  { width: 2000, height: 1200 },
  { width: 1000, height: 700 },
  { width: 760, height: 540 },
  { width: 366, height: 380 },
];

test("a card stands beside its tile, never on it, inside of the stage, as large as there is room", () => {
  let nPlaced = 0;
  for (const sizes of [
    [2, 8, 1],
    [2, 3, 1],
    [2, 16, 16, 1],
    [2, 4, 4, 4, 5],
    [2, 64, 64, 1],
  ]) {
    for (const stage of SIZES) {
      for (const name of POSE_NAMES) {
        const { placement, project } = atHome(sizes, name, stage);
        for (let unit = 0; unit * 4 < placement.spots.length; unit++) {
          const ends = tileOf(placement, unit).map(project);
          const [xs, ys] = [ends.map(({ x }) => x), ends.map(({ y }) => y)];
          const [x, y] = [Math.min(...xs), Math.min(...ys)];
          const tile = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
          const room = { x: 20, y: 40, width: stage.width - 20, height: stage.height - 40 };
          const place = placeCard(tile, room, AROUND);
          if (place === null) continue;
          nPlaced += 1;
          const card = { ...place, width: place.map + AROUND.width, height: place.map + AROUND.height };
          assert.ok(!overlaps(card, tile));
          assert.ok(card.x >= room.x && card.x + card.width <= stage.width);
          assert.ok(card.y >= room.y && card.y + card.height <= stage.height);
          assert.ok(place.map <= 256 && Number.isInteger(place.x) && Number.isInteger(place.y));
        }
      }
    }
  }
  assert.ok(nPlaced > 500, String(nPlaced));
});

test("a card has its full size where the stage is large, and is left out where there is no room or no need", () => {
  const stage = { x: 0, y: 0, width: 1000, height: 700 };
  const tile = (/** @type {number} */ side) => ({ x: 300, y: 200, width: side, height: side });
  assert.equal(placeCard(tile(60), stage, AROUND)?.map, 256);
  assert.equal(placeCard(tile(220), stage, AROUND), null);
  assert.equal(
    placeCard({ x: 60, y: 60, width: 80, height: 80 }, { x: 0, y: 0, width: 200, height: 200 }, AROUND),
    null,
  );
});

test("the tooltip is beside the pointer, inside of the stage, and not on the card if that can be", () => {
  const stage = { width: 800, height: 500 };
  const size = { width: 130, height: 40 };
  const card = { x: 320, y: 100, width: 290, height: 330 };
  for (const pixel of [
    { x: 300, y: 200 },
    { x: 5, y: 495 },
    { x: 790, y: 490 },
  ]) {
    const place = placeBeside(pixel, size, stage, card);
    assert.ok(!overlaps({ ...place, ...size }, card));
    assert.ok(place.x >= 0 && place.x + size.width <= stage.width);
    assert.ok(place.y >= 0 && place.y + size.height <= stage.height);
  }
  assert.deepEqual(placeBeside({ x: 300, y: 200 }, size, stage, null), { x: 314, y: 214 });
});

test("a unit's map has its answers, their range, and a line where its sum is zero", () => {
  const network = { ...networkOf([2, 2, 1]), activations: ["tanh", "sigmoid"] };
  const grids = Float32Array.from({ length: 5 * 4 }, (_, index) => index - 9.5);
  const map = unitMapOf(2, grids, network);
  assert.deepEqual([...map.grid], [-1.5, -0.5, 0.5, 1.5]);
  assert.deepEqual([map.size, map.extent, map.scale, map.own_class], [2, [-1.5, 1.5], 5.5, null]);
  assert.deepEqual(map.line, { grid: map.grid, level: 0 });
  assert.equal(unitMapOf(2, grids, { ...network, activations: ["sigmoid", "sigmoid"] }).line.level, 0.5);
  assert.equal(unitMapOf(0, grids, { ...network, activations: ["sigmoid", "sigmoid"] }).line.level, 0);
});

test("of several classes the line is where this one wins; the only output and what is not known have no map", () => {
  const network = networkOf([2, 3]);
  const grids = new Float32Array(5 * 4);
  grids.set([0.2, 0.5, 0.1, 0.1], 2 * 4);
  grids.set([0.7, 0.3, 0.1, 0.4], 3 * 4);
  const { line, own_class } = unitMapOf(3, grids, network);
  assert.deepEqual(
    [...line.grid].map((margin) => Number(margin.toFixed(6))),
    [0.5, -0.2, 0, 0.3],
  );
  assert.equal(own_class, 1);
  assert.ok(hasUnitMap(4, grids, network));
  assert.ok(!hasUnitMap(5, grids, network));
  assert.ok(!hasUnitMap(2, new Float32Array(), network));
  assert.ok(!hasUnitMap(4, grids, networkOf([2, 2, 1])));
  assert.ok(hasUnitMap(3, grids, networkOf([2, 2, 1])));
});
