import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf } from "../../js/kit/keys.js";
import { actionOf } from "../../js/scene/keyboard.js";

/** @param {[string, string, string][]} examples  key, code, what it is */
function expectKeys(examples) {
  for (const [key, code, wanted] of examples) assert.equal(keyOf({ key, code }), wanted, `${key} at ${code}`);
}

test("on layouts of another script a key is what its place has on a Latin one", () => {
  expectKeys([
    ["я", "KeyZ", "z"],
    ["Я", "KeyZ", "z"],
    ["ζ", "KeyZ", "z"],
    ["ז", "KeyZ", "z"],
    ["'", "KeyW", "w"],
    ["ئ", "KeyZ", "z"],
    ["ы", "KeyS", "s"],
    ["لا", "KeyB", "b"],
    ["ㄋ", "KeyS", "s"],
    ["١", "Digit1", "1"],
    ["۴", "Numpad4", "4"],
  ]);
});

test("on Latin layouts a key is what it writes, wherever it is", () => {
  expectKeys([
    ["z", "KeyY", "z"], // QWERTZ
    ["y", "KeyZ", "y"],
    ["z", "KeyW", "z"], // AZERTY
    ["w", "KeyZ", "w"],
    ["z", "Slash", "z"], // Dvorak
    [";", "KeyZ", ";"],
    [",", "KeyW", ","],
    ["'", "KeyQ", "'"],
    ["Z", "KeyY", "z"],
    ["é", "Digit2", "é"],
    ["-", "Digit6", "-"],
  ]);
});

test("keys that write nothing have their names", () => {
  expectKeys([
    ["ArrowUp", "ArrowUp", "ArrowUp"],
    ["Enter", "NumpadEnter", "Enter"],
    ["Escape", "Escape", "Escape"],
    [" ", "Space", " "],
    ["F2", "F2", "F2"],
    ["Dead", "KeyZ", "Dead"],
  ]);
});

test("the picture goes home by the digit of any layout", () => {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  for (const key of ["0", "٠", "۰"])
    assert.deepEqual(actionOf({ key, code: "Digit0", ...none }), { kind: "home" });
});
