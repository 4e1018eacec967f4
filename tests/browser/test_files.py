"""Stories of files: a run is saved and opened elsewhere, and what is no such file leaves it where it is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from glassnet.live.sources import loaded, original, put_back
from tests.browser.glass import Glass
from tests.one_run import OneRun

Open = Callable[..., Glass]

# A file of these bytes is dropped on the middle of the page.
DROP = """([name, bytes]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
    const options = { dataTransfer, bubbles: true, cancelable: true };
    const target = document.querySelector("main");
    const over = new DragEvent("dragover", options);
    target.dispatchEvent(over);
    if (!over.defaultPrevented) throw new Error("the page does not take files");
    target.dispatchEvent(new DragEvent("drop", options));
}"""


@pytest.fixture
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def save(glass: Glass, folder: Path) -> Path:
    glass.open_menu()
    with glass.page.expect_download() as download:
        glass.button("Save").click()
    glass.page.keyboard.press("Escape")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def choose(glass: Glass, path: Path) -> None:
    glass.page.get_by_label("File of a run").set_input_files(path)


def notice(glass: Glass, text: str | re.Pattern[str]) -> Locator:
    return glass.page.locator("#notice").get_by_text(text)


def numbers(glass: Glass) -> Any:
    state = glass.request("get_network_state")
    return state["weights"], state["biases"], state["train_loss"], state["step"], state["config"]


def test_a_saved_run_goes_on_in_a_new_page_with_the_same_next_steps(open_page: Open, tmp_path: Path) -> None:
    glass = open_page(viewport={"width": 1440, "height": 800})
    glass.expect_ready()
    glass.train(120)
    glass.request("set_training", {"optimizer": "adam", "learning_rate": 0.03})
    glass.train(40)
    glass.request("create_network", {"layer_sizes": [2, 6, 3, 1], "activations": "tanh"})
    glass.train(75)
    path = save(glass, tmp_path)
    assert re.fullmatch(r"\w+-step-75\.glassnet\.npz", path.name)
    with np.load(path, allow_pickle=False) as file:
        assert file["weights_1"].shape == (6, 2)
        assert np.array_equal(file["weights_1"], glass.request("get_network_state")["weights"][0])
    other = open_page(viewport={"width": 1440, "height": 800})
    other.expect_ready()
    choose(other, path)
    expect(notice(other, f"“{path.name}” is open, where it was saved.")).to_be_visible()
    expect(other.page.locator("[data-stat=step]")).to_have_attribute("data-value", "75")
    assert numbers(other) == numbers(glass)
    assert other.losses(10) == glass.losses(10)
    for page in (glass, other):  # the whole past came along
        page.request("go_to", {"entry": 1, "step": 33})
    assert other.losses(3) == glass.losses(3)
    other.button("Redo").click()
    expect(other.button("Undo")).to_be_enabled()


def test_a_dropped_file_opens_and_what_was_there_before_comes_back(open_page: Open, tmp_path: Path) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.train(50)
    content = glass.page.evaluate("async () => [...(await glassnet.request('save_run')).file]")
    glass.train(30)
    before = numbers(glass)
    glass.page.evaluate(DROP, ["run.glassnet.npz", content])
    expect(notice(glass, "“run.glassnet.npz” is open")).to_be_visible()
    assert numbers(glass)[3] == 50
    glass.button("Go back").click()
    expect(notice(glass, "The run from before is back.")).to_be_visible()
    assert numbers(glass) == before
    glass.page.evaluate(DROP, ["run.glassnet.npz", content])
    expect(notice(glass, "“run.glassnet.npz” is open")).to_be_visible()
    glass.button("Dismiss").click()
    glass.train(5)
    glass.button("Undo").click()
    expect(notice(glass, "The run from before is back.")).to_be_visible()
    assert numbers(glass) == before


def test_a_damaged_or_foreign_file_is_refused_in_a_sentence_and_the_run_goes_on(
    open_page: Open, tmp_path: Path
) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.train(50)
    content = glass.page.evaluate("async () => [...(await glassnet.request('save_run')).file]")
    before = numbers(glass)
    files: list[tuple[str, list[int], str]] = [
        ("half.npz", content[: len(content) // 2], "The file is damaged: its directory is cut off or wrong."),
        ("cat.png", [0x89, 0x50, 0x4E, 0x47], "The file is of another format"),
        ("nothing.npz", [], "The file is empty."),
    ]
    for name, bytes_, told in files:
        glass.page.evaluate(DROP, [name, bytes_])
        expect(notice(glass, re.compile(f"“{name}” cannot be opened: {told}"))).to_be_visible()
        assert numbers(glass) == before
    glass.button("Start training").click()
    glass.expect_status("training")
    glass.page.evaluate(DROP, ["cat.png", files[1][1]])
    expect(notice(glass, re.compile("cat.png"))).to_be_visible()
    glass.expect_stat_changes("step")
    glass.expect_status("training")


def test_code_of_a_file_is_shown_and_runs_only_when_the_user_says_so(
    open_page: Open, original_code: None
) -> None:
    step = "self.parameters -= self.learning_rate * gradient"
    text = original("optimizers.py").replace(step, step + " * 0.5", 1)
    run = edited_run(text)
    content = list(run.save())
    other = open_page()
    other.expect_ready()
    before = numbers(other)
    other.page.evaluate(DROP, ["mine.npz", content])
    dialog = other.page.get_by_role("dialog", name="This file brings code")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("* 0.5")).to_be_visible()
    assert numbers(other) == before
    dialog.get_by_role("button", name="Do not open it").click()
    expect(notice(other, "“mine.npz” was not opened: its code has not been run.")).to_be_visible()
    assert numbers(other) == before
    other.page.evaluate(DROP, ["mine.npz", content])
    dialog.get_by_role("button", name="Run this code").click()
    expect(notice(other, "“mine.npz” is open, where it was saved.")).to_be_visible()
    run.train(5)
    assert other.losses(5)[-1] == pytest.approx(run.session.metrics().train_loss, rel=1e-9)


def test_code_of_a_file_that_does_not_return_is_stopped_and_the_run_stays(
    open_page: Open, tmp_path: Path, original_code: None
) -> None:
    mine = "\n# mine\n"
    run = edited_run(original("optimizers.py") + mine)
    path = save_with(run.save(), tmp_path, mine, "\nwhile True: pass\n")
    other = open_page()
    other.expect_ready()
    other.train(40)
    before = numbers(other)
    other.page.evaluate(DROP, ["endless.npz", list(path.read_bytes())])
    other.button("Run this code").click()
    expect(other.page.get_by_text("This code does not run here")).to_be_visible()
    other.button("Do not open it").click()
    assert numbers(other) == before
    other.train(5)


def edited_run(text: str) -> OneRun:
    """Return a run by another text of optimizers.py."""
    run = OneRun()
    run.ask("edit_code", files={"optimizers.py": text})
    run.train(30)
    return run


def save_with(content: bytes, folder: Path, old: str, new: str) -> Path:
    """Write a file with another text in its code."""
    path = folder / "run.npz"
    path.write_bytes(content)
    with np.load(path, allow_pickle=False) as file:
        arrays: dict[str, Any] = {name: file[name] for name in file.files}
    for name in ("code", "journal"):
        changed = str(arrays[name]).replace(old.replace("\n", "\\n"), new.replace("\n", "\\n"))
        assert changed != str(arrays[name])
        arrays[name] = np.array(changed)
    np.savez(path, **arrays)
    return path
