"""What leaves the page by the dialog *Export*: each file is what it says that it is."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import onnxruntime
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.glass import Glass, expect_soon

Open = Callable[..., Glass]
FILES = [
    *("distributions.png", "distributions.svg", "confusion.png", "confusion.svg"),
    *("network.png", "map.png", "loss.png", "loss.svg", "accuracy.png", "accuracy.svg", "curves.csv"),
    *("network.onnx", "network-float.onnx", "run.py", "run.ipynb"),
]
PICTURES = {"map.png": (480, 474), "loss.png": (720, 400), "accuracy.png": (720, 400)} | {
    "distributions.png": (720, 324),
    "confusion.png": (720, 202),
}  # CSS px
NO_PICTURES = "() => { HTMLCanvasElement.prototype.toBlob = (done) => done(null); }"
ENDLESS_PICTURES = "() => { HTMLCanvasElement.prototype.toBlob = () => {}; }"
MIDDLE: Any = {"x": 450, "y": 200, "width": 300, "height": 300}  # of the scene, over which no card stands


def open_export(glass: Glass) -> Locator:
    glass.expect_ready()
    return open_dialog(glass)


def open_dialog(glass: Glass) -> Locator:
    glass.open_menu()
    glass.button("Export").click()
    dialog = glass.page.get_by_role("dialog", name="Export")
    expect(dialog).to_be_visible()
    return dialog


def says(dialog: Locator) -> Locator:
    return dialog.get_by_role("status")


def saved(glass: Glass, button: str) -> tuple[str, bytes]:
    """Press a button of the dialog, and return name and content of the file that it saves."""
    with glass.page.expect_download() as download:
        glass.button(button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def onnx_outputs(model: bytes, X: list[list[float]], dtype: type) -> Any:
    run = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (outputs,) = run.run(None, {"inputs": np.array(X, dtype).T})
    return outputs.T


def test_all_of_it_is_of_one_step_while_training_goes_on(open_page: Open, site: str) -> None:
    glass = open_page(site + "#dataset=circular&hidden=4&speed=50")
    dialog = open_export(glass)
    glass.request("start_training")
    glass.expect_status("training")
    name, content = saved(glass, "All of it as a zip")
    step = re.fullmatch(r"glassnet-circular-step-(\d+)\.zip", name)
    assert step
    files = unzipped(content)
    assert sorted(files) == sorted(FILES)
    expect(says(dialog)).to_contain_text(f"Saved {name}")
    glass.expect_status("training")
    glass.request("stop_training")

    window = glass.page.viewport_size or {}
    assert png_size(files["network.png"]) == (2 * window["width"], 2 * window["height"])
    for picture, (width, height) in PICTURES.items():
        assert png_size(files[picture]) == (2 * width, 2 * height), picture
    for chart in ("loss.svg", "accuracy.svg", "distributions.svg", "confusion.svg"):
        assert ElementTree.fromstring(files[chart]).get("width") == "720"
    header, *rows = files["curves.csv"].decode().splitlines()
    assert header == "epoch,step,train_loss,test_loss,train_accuracy,test_accuracy"
    assert rows[-1].split(",")[1] == step[1]
    assert "def " in files["run.py"].decode() and json.loads(files["run.ipynb"])["cells"]

    glass.request("reset")
    glass.request("step", {"n_steps": int(step[1])})
    X = np.random.default_rng(0).uniform(-6.0, 6.0, (2, 50)).tolist()
    wanted = glass.request("predict", {"inputs": X})["outputs"]
    np.testing.assert_allclose(onnx_outputs(files["network.onnx"], X, np.float64), wanted, rtol=0, atol=1e-12)
    model = files["network-float.onnx"]
    np.testing.assert_allclose(onnx_outputs(model, X, np.float32), wanted, rtol=0, atol=1e-5)


def test_a_picture_has_the_size_and_the_background_that_are_chosen(open_page: Open) -> None:
    glass = open_page(device_scale_factor=1)
    glass.expect_ready()
    size_of_canvas = "(canvas) => [canvas.width, canvas.height, canvas.style.cssText]"
    own = glass.page.locator("#scene canvas").evaluate(size_of_canvas)
    window = glass.page.viewport_size or {}
    for size, background, corner in (("1", "White", [255, 255, 255, 255]), ("2", "None", [0, 0, 0, 0])):
        rows = open_export(glass).get_by_role("listitem")
        glass.select("Size of pictures").select_option(size)
        glass.select("Background").select_option(background)
        width, height = (int(size) * window[side] for side in ("width", "height"))
        expect(rows.first).to_contain_text(f"{width} × {height} pixels")
        name, content = saved(glass, "Network, PNG")
        assert (name, png_size(content)) == ("network.png", (width, height))
        pixels = pixels_of(glass, content)
        assert pixels["corner"] == corner
        assert pixels["n_colors"] > 100  # the network is on it
        glass.button("Close").click()
    assert any(
        leaves_the_page_as_it_is(glass) for _ in range(6)
    )  # a busy machine's maps become finer at times
    assert glass.page.locator("#scene canvas").evaluate(size_of_canvas) == own


def leaves_the_page_as_it_is(glass: Glass) -> bool:
    """Export a picture; return whether the page's own is the same afterwards."""
    glass.page.locator(".header__name").hover()  # off the scene, which shows its buttons to the pointer
    before = at_rest(glass)
    open_export(glass)
    saved(glass, "Network, PNG")
    glass.button("Close").click()
    glass.page.locator(".header__name").hover()
    return at_rest(glass) == before


def at_rest(glass: Glass) -> bytes:
    """Return the middle of the picture once it changes no more: on a busy machine parts of it come late."""
    last, now = b"", glass.page.screenshot(clip=MIDDLE)
    while now != last:
        glass.page.wait_for_timeout(1000)
        last, now = now, glass.page.screenshot(clip=MIDDLE)
    return now


def pixels_of(glass: Glass, png: bytes) -> dict[str, Any]:
    """Return the first pixel of a picture, and how many different ones it has."""
    return dict(
        glass.page.evaluate(
            """async (bytes) => {
                const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
                const canvas = new OffscreenCanvas(image.width, image.height);
                const context = canvas.getContext("2d");
                context.drawImage(image, 0, 0);
                const { data } = context.getImageData(0, 0, image.width, image.height);
                return {
                    corner: [...data.slice(0, 4)],
                    n_colors: new Set(new Uint32Array(data.buffer)).size,
                };
            }""",
            list(png),
        )
    )


def test_every_row_says_how_large_its_files_are(open_page: Open) -> None:
    glass = open_page()
    dialog = open_export(glass)
    rows = dialog.get_by_role("listitem")
    expect(rows).to_have_count(10)
    for title, sizes in (
        ("Curves", r"CSV \d+ bytes"),
        ("ONNX", r"double \d+ bytes, float \d+ bytes"),
        ("The run as a program", r"run.py \d+ kB, Notebook \d+ kB"),
    ):
        row = rows.filter(has=glass.page.get_by_role("heading", name=title, exact=True))
        expect(row).to_contain_text(re.compile(sizes))
    expect(dialog.locator("li canvas")).to_have_count(6)
    name, content = saved(glass, "The run as a program, run.py")
    assert name == "run.py"
    assert content.decode() == glass.request("export_run", {"format": "py"})["text"]
    expect(says(dialog)).to_contain_text("Saved run.py")


def test_regression_has_no_curve_of_the_accuracy(open_page: Open, site: str) -> None:
    glass = open_page(site + "#dataset=saddle&hidden=4")
    open_export(glass)
    _, content = saved(glass, "All of it as a zip")
    assert sorted(unzipped(content)) == sorted(
        name for name in FILES if not name.startswith(("accuracy", "confusion"))
    )


def test_stop_ends_a_long_export_and_saves_nothing(open_page: Open) -> None:
    glass = open_page(device_scale_factor=1)
    dialog = open_export(glass)
    glass.select("Size of pictures").select_option("4")
    glass.page.evaluate(ENDLESS_PICTURES)
    glass.button("All of it as a zip").click()
    expect(dialog.get_by_role("progressbar")).to_be_visible()
    glass.button("Stop").click()
    expect(says(dialog)).to_contain_text("Stopped: nothing has been saved.")
    expect(dialog.get_by_role("progressbar")).to_be_hidden()


def test_what_cannot_be_made_is_left_out_and_named(open_page: Open) -> None:
    glass = open_page()
    dialog = open_export(glass)
    glass.page.evaluate(NO_PICTURES)
    _, content = saved(glass, "All of it as a zip")
    assert sorted(unzipped(content)) == sorted(name for name in FILES if not name.endswith(".png"))
    expect(says(dialog)).to_contain_text("Left out: network.png. This browser makes no picture of that size")
    glass.button("Map, PNG").click()
    expect(says(dialog)).to_contain_text("take a smaller one")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_serious_in_it(open_page: Open, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    glass = open_page(viewport=viewport, bypass_csp=True, color_scheme="dark", reduced_motion="reduce")
    glass.expect_ready()
    dialog = open_export(glass)
    expect(dialog.get_by_text("run.py 10 kB")).to_be_visible()  # the last of what is made
    glass.add_axe()
    glass.expect_axe_finds_nothing_serious()


def test_the_matrix_and_the_distributions_are_of_the_shown_step_though_their_panels_are_closed(
    open_page: Open, site: str
) -> None:
    glass = open_page(site + "#dataset=blobs&hidden=4")
    dialog = open_export(glass)
    for n_steps in (1, 60):
        state = glass.request("step", {"n_steps": n_steps})
        glass.wait_until(lambda step=state["step"]: glass.stat("step") == step, "the page shows the step")
        _, content = saved(glass, "Confusion matrix, SVG")
        texts = texts_of(content)
        counts = [text for text, share in pairwise(texts) if share.endswith("%")]  # which stands below each
        per_set = len(counts) // 2
        right = [sum(map(int, counts[at : at + per_set][::4])) for at in (0, per_set)]
        accuracies = [state["train_accuracy"], state["test_accuracy"]]
        totals = [sum(map(int, counts[at : at + per_set])) for at in (0, per_set)]
        assert [n / total for n, total in zip(right, totals, strict=True)] == pytest.approx(accuracies)
        _, content = saved(glass, "Distributions, SVG")
        assert texts_of(content).count("gradients") == 2  # layers
    glass.button("Close").click()
    expect(dialog).to_be_hidden()
    ask = """() => new Promise((resolve) => {
        glassnet.on("state", resolve);
        glassnet.request("step");
    }).then(({ confusion, distributions }) => [confusion, distributions ?? null])"""
    expect_soon(lambda: glass.page.evaluate(ask) == [None, None])  # what nobody sees is not computed


def texts_of(svg: bytes) -> list[str]:
    return [str(node.text) for node in ElementTree.fromstring(svg) if node.tag.endswith("text")]
