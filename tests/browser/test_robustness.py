"""Stories in which something is broken: each ends in a clear message, and nothing is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.line import Line, LineHandler
from tests.browser.glass import CommandRefusedError, Glass
from tools.pack import read_pack, write_pack_into
from tools.server import make_server

Open = Callable[..., Glass]
Broken = Callable[[], tuple[str, Path]]
ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"

# Chromium's words for a missing file, and Pyodide's for a start without its wasm.
FAILED_LOAD = [
    "the server responded with a status of 404",
    "Failed to load resource",
    "wasm instantiation failed!",
    "could not be fetched",
]

IMAGE = "vendor/pyodide/memory.bin"


@pytest.fixture
def expected_errors() -> list[str]:
    return FAILED_LOAD


def expect_failure(glass: Glass, text: str) -> None:
    glass.expect_status("failed")
    expect(glass.page.get_by_text(text).first).to_be_visible()


@pytest.mark.parametrize(
    "name", ["pyodide.asm.wasm", "pyodide.asm.js", "pyodide.mjs", "library.bin", "glassnet.bin"]
)
def test_a_missing_file_is_named_and_the_first_picture_stays(
    open_page: Open, broken_site: Broken, name: str
) -> None:
    address, folder = broken_site()
    (folder / "vendor/pyodide" / name).unlink()
    if name == "library.bin":
        (folder / IMAGE).unlink()  # with it nobody needs the library
    glass = open_page(address)
    expect_failure(glass, name)
    expect(glass.page.locator("#scene canvas")).to_be_visible()
    with pytest.raises(CommandRefusedError, match="Python could not be loaded"):
        glass.request("get_network_state")


def test_a_page_without_its_first_state_says_what_may_be_wrong(open_page: Open, broken_site: Broken) -> None:
    address, folder = broken_site()
    (folder / "initial.json").unlink()
    glass = open_page(address)
    expect_failure(glass, "A part of the page could not be loaded.")
    with pytest.raises(CommandRefusedError, match="could not be loaded"):
        glass.request("get_network_state")


def test_a_damaged_file_is_named(open_page: Open, broken_site: Broken) -> None:
    address, folder = broken_site()
    (folder / IMAGE).unlink()
    pack = folder / "vendor/pyodide/library.bin"
    content = pack.read_bytes()
    pack.write_bytes(content[: len(content) // 2])
    expect_failure(open_page(address), "library.bin is damaged")


def requested(page: Page) -> set[str]:
    """Return a set that gets the name of every file that the page asks for."""
    names: set[str] = set()
    page.on("request", lambda request: names.add(request.url.rpartition("/")[2]))
    return names


UNTIL_NOTED = """async () => {
    while (!localStorage["glassnet.image"]) await new Promise((resolve) => setTimeout(resolve, 50));
}"""


def test_over_a_slow_line_the_memory_image_is_for_later_visits(open_page: Open) -> None:
    glass = open_page(go=False, is_first=True)
    names = requested(glass.page)
    handler = type("Slow", (LineHandler,), {"line": Line(megabits=8)})
    with make_server(DIST, handler=handler) as server:
        glass.page.goto(server.url)
        glass.expect_ready()
        assert "library.bin" in names
        assert "memory.bin" not in names  # it costs this visit more than it saves
        glass.page.evaluate(UNTIL_NOTED)
        assert "memory.bin" in names
        names.clear()
        with glass.page.expect_event("worker"):
            crash_worker(glass.page)
        assert glass.request("step")["step"] == 1
        glass.page.reload()
        glass.expect_status("stopped")  # the run is back
        assert "memory.bin" in names
        assert "library.bin" not in names


def test_over_a_fast_line_a_first_visit_begins_with_the_memory_image(open_page: Open, site: str) -> None:
    def begins_with_it() -> bool:
        glass = open_page(go=False, is_first=True)
        names = requested(glass.page)
        glass.page.goto(site)
        glass.expect_ready()
        return "memory.bin" in names and "library.bin" not in names

    assert any(begins_with_it() for _ in range(3))  # a machine that is busy seems to have a slow line


def damage_image(folder: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> None:
    files, header = read_pack(folder / IMAGE)
    change(files, header)
    write_pack_into(folder / IMAGE, files, level=1, **header)


IMAGE_FAULTS: dict[str, Callable[[dict[str, bytes], dict[str, Any]], None]] = {
    "another engine": lambda _files, header: header.update(table_length=header["table_length"] + 1),
    "another Pyodide": lambda _files, header: header.update(build_id="another"),
    "other constants": lambda _files, header: header.update(checksum=header["checksum"] ^ 1),
    "other code": lambda _files, header: header["made_from"].update({"glassnet.bin": "0" * 16}),
    "other results": lambda _files, header: header.update(trial="[]"),
    "no memory": lambda files, _header: files.update(blocks=bytes(len(files["blocks"]))),
}


@pytest.mark.parametrize("fault", IMAGE_FAULTS)
def test_with_an_image_that_does_not_fit_python_starts_without(
    open_page: Open, broken_site: Broken, fault: str
) -> None:
    address, folder = broken_site()
    damage_image(folder, IMAGE_FAULTS[fault])
    glass = open_page(go=False)
    names = requested(glass.page)
    glass.page.goto(address)
    glass.expect_ready()
    assert {"memory.bin", "library.bin"} <= names
    assert glass.request("step", {"n_steps": 5})["step"] == 5
    expect(glass.page.get_by_text("could not be")).to_have_count(0)


# As WebKit does it: what the table gives for a module's function is not the object that the module exports.
TWO_OBJECTS_FOR_A_FUNCTION = """
const { get, set } = WebAssembly.Table.prototype;
const doubles = new WeakMap(), originals = new WeakMap(), given = new WeakSet();
WebAssembly.Table.prototype.get = function (place) {
  const original = get.call(this, place);
  if (original === null || given.has(original)) return original;
  if (!doubles.has(original)) {
    const double = (...values) => original(...values);
    Object.defineProperty(double, "name", { value: original.name });
    doubles.set(original, double);
    originals.set(double, original);
  }
  return doubles.get(original);
};
WebAssembly.Table.prototype.set = function (place, item) {
  given.add(item);
  set.call(this, place, originals.get(item) ?? item);
};
"""


def test_python_starts_from_its_image_where_functions_have_two_objects(
    open_page: Open, broken_site: Broken
) -> None:
    address, folder = broken_site()
    worker = folder / "js/worker/worker.js"
    worker.write_text(TWO_OBJECTS_FOR_A_FUNCTION + worker.read_text(encoding="utf-8"), encoding="utf-8")
    glass = open_page(go=False)
    names = requested(glass.page)
    glass.page.goto(address)
    glass.expect_ready()
    assert "library.bin" not in names
    assert glass.request("step", {"n_steps": 5})["step"] == 5


@pytest.mark.parametrize("share", [0, 0.5])
def test_without_a_whole_image_python_starts(open_page: Open, broken_site: Broken, share: float) -> None:
    address, folder = broken_site()
    content = (folder / IMAGE).read_bytes()
    (folder / IMAGE).unlink()
    if share:
        (folder / IMAGE).write_bytes(content[: int(len(content) * share)])
    glass = open_page(address)
    glass.expect_ready()
    assert glass.request("step")["step"] == 1


def test_what_no_start_needs_of_python_comes_after_it(open_page: Open, broken_site: Broken) -> None:
    address, folder = broken_site()
    first_line = '    mapping("predict", params, ("inputs",))\n'
    late = "    import numpy.fft, statistics; assert numpy.fft.fft([statistics.mode([1, 1])])[0] == 1\n"
    change_python(folder, "page/commands.py", first_line, first_line + late)
    glass = open_page(address)
    glass.expect_ready()
    answer = glass.page.evaluate(
        """async () => {
            for (;;) {
                try {
                    return await glassnet.request("predict", { inputs: [[0], [0]] });
                } catch (thrown) {
                    if (!/No module named 'numpy.fft'/.test(thrown.message)) throw thrown;
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
            }
        }"""
    )
    assert len(answer["outputs"]) == 1


def test_after_a_failed_load_try_again_starts_python(open_page: Open, broken_site: Broken) -> None:
    address, folder = broken_site()
    pack = folder / "vendor/pyodide/glassnet.bin"
    hidden = pack.rename(folder / "hidden")
    glass = open_page(address)
    glass.expect_status("failed")
    hidden.rename(pack)
    glass.button("Try again").click()
    glass.expect_ready()
    assert glass.request("step")["step"] == 1


def change_python(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a piece of our Python in a built site; Python itself finds out that it must compile it."""
    path = folder / "vendor/pyodide/glassnet.bin"
    files, _ = read_pack(path)
    (module,) = (module for module in files if module.endswith(f"/glassnet/{name}"))
    source = files[module].decode()
    assert source.count(old) == 1
    write_pack_into(path, files | {module: source.replace(old, new).encode()}, level=1)


def test_a_python_exception_in_training_is_shown_and_the_page_goes_on(
    open_page: Open, broken_site: Broken
) -> None:
    address, folder = broken_site()
    counting = "        self.step += 1\n"
    failing = "        if self.step == 30: raise RuntimeError('broken on purpose')\n"
    change_python(folder, "session.py", counting, counting + failing)
    glass = open_page(address)
    glass.expect_ready()
    glass.button("Start training").click()
    expect(glass.page.get_by_text("RuntimeError: broken on purpose").first).to_be_visible()
    glass.expect_status("stopped")
    assert glass.request("get_network_state")["step"] == 30
    glass.request("reset")
    assert glass.request("step", {"n_steps": 5})["step"] == 5


def kill_worker(page: Page) -> None:
    """Let it fall silent, which the page notices after seconds."""
    (worker,) = page.workers
    worker.evaluate("setTimeout(() => self.close())")


def crash_worker(page: Page) -> None:
    """Let it fail aloud."""
    (worker,) = page.workers
    worker.evaluate("setTimeout(() => { throw new Error('broken on purpose'); })")


def test_a_killed_worker_is_replaced_and_training_goes_on_from_its_last_snapshot(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("set_training", {"speed": 200})
    glass.request("start_training")
    while glass.stat("step") < 300:
        glass.expect_stat_changes("step")
    before = glass.stat("step")
    kill_worker(glass.page)
    expect(
        glass.page.get_by_text("Python stopped and is being started again; training goes on.")
    ).to_be_visible()
    glass.expect_status("training")
    glass.expect_stat_changes("step")
    state = glass.request("stop_training")
    assert state["step"] > before - 600  # not from the beginning: at most about a second of steps is repeated
    assert state["step"] > 100
    assert glass.request("get_network_state")["config"]["training"]["speed"] == 200


def test_a_worker_that_is_lost_again_is_replaced_by_one_without_the_image(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("step", {"n_steps": 7})
    names = requested(glass.page)
    for times in (1, 2):
        with glass.page.expect_event("worker"):
            crash_worker(glass.page)
        assert glass.request("get_network_state")["step"] == 7
        assert ("library.bin" in names) == (times == 2)
    assert glass.request("step")["step"] == 8


def test_a_lost_worker_loses_no_step_of_a_stopped_run(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("create_network", {"layer_sizes": [2, 5, 5, 1], "seed": 3})
    glass.train(37)
    before = glass.request("get_network_state")
    crash_worker(glass.page)
    expect(glass.page.get_by_text("your network is kept")).to_be_visible()
    after = glass.request("get_network_state")
    assert (after["step"], after["weights"], after["config"]) == (37, before["weights"], before["config"])
    assert after["run_id"] == before["run_id"] + 1
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "37")


def test_a_command_that_the_lost_worker_had_taken_is_refused_plainly(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    script = """() => glassnet.request("step", { n_steps: 1000000 }).catch((thrown) => thrown.error.code)"""
    glass.page.evaluate("() => glassnet.request('set_training', { speed: 10 })")
    glass.page.evaluate(f"() => {{ window.outcome = ({script})(); }}")
    crash_worker(glass.page)
    assert glass.page.evaluate("() => window.outcome") == "worker_lost"
    # The steps were counted: they do not become training without an end.
    expect(glass.page.get_by_text("your network is kept")).to_be_visible()
    glass.expect_status("ready", "stopped")


def test_without_webgl_training_and_charts_still_work(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(
        """const getContext = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return /webgl/.test(kind) ? null : getContext.call(this, kind, ...rest);
        };"""
    )
    glass.page.goto(site)
    expect(glass.page.locator("#scene")).to_contain_text("WebGL 2")
    glass.expect_ready()
    glass.train(70)
    expect(glass.page.locator("[data-stat=epoch]")).to_have_attribute("data-value", "10")
    expect(glass.page.locator("#charts canvas").first).to_be_visible()


# What takes the graphics context away, and gives it back.
LOSE = """() => {
    const context = document.querySelector("#scene canvas").getContext("webgl2");
    window.lose = context.getExtension("WEBGL_lose_context");
    lose.loseContext();
}"""


def test_a_context_that_is_lost_and_comes_back_leaves_neither_notice_nor_warning(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    canvas = glass.page.locator("#scene canvas")
    notice = glass.page.locator("#notice", has_text="has dropped the picture")
    message = glass.page.locator("#scene", has_text="has dropped the picture")
    glass.train(20)
    for pose in ("Diagram", "Hidden space", "Space"):  # with what is loaded later, too
        glass.button(pose).click()
        expect(glass.button(pose)).to_have_attribute("aria-pressed", "true")
        glass.page.evaluate(LOSE)
        expect(notice).to_be_visible()
        expect(message).to_be_visible()
        glass.request("step")
        glass.page.evaluate("() => lose.restoreContext()")
        expect(notice).to_have_count(0)
        expect(message).to_have_count(0)
        expect(canvas).to_be_visible()
        colors = glass.page.evaluate(DRAWN_COLORS)
        assert colors > 10, pose
    assert glass.request("get_network_state")["step"] == 23


# Draw the canvas elsewhere, in the frame in which it is drawn, and count its colours.
DRAWN_COLORS = """async () => {
    const canvas = document.querySelector("#scene canvas");
    const copy = Object.assign(document.createElement("canvas"), { width: 200, height: 120 });
    const context = copy.getContext("2d", { willReadFrequently: true });
    for (let frame = 0; frame < 300; frame++) {
        dispatchEvent(new Event("beforeprint")); // it draws at once
        context.drawImage(canvas, 0, 0, 200, 120);
        const pixels = new Uint32Array(context.getImageData(0, 0, 200, 120).data.buffer);
        const { size } = new Set(pixels);
        if (size > 10) return size;
        await new Promise(requestAnimationFrame);
    }
    return 0;
}"""

SCENE_FAULTS = {
    "lost before the first frame": (
        """const getContext = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            const context = getContext.call(this, kind, ...rest);
            if (kind === "webgl2") context.getExtension("WEBGL_lose_context").loseContext();
            return context;
        };""",
        "The graphics driver has dropped the picture",
    ),
    "an exception while it is made": (
        """WebGL2RenderingContext.prototype.getShaderPrecisionFormat =
            () => { throw new Error("made on purpose"); };""",
        "The network cannot be drawn: made on purpose",
    ),
    "an exception while it is drawn": (
        """WebGL2RenderingContext.prototype.createProgram =
            () => { throw new Error("drawn on purpose"); };""",
        "The network cannot be drawn: drawn on purpose",
    ),
}


@pytest.mark.parametrize("fault", SCENE_FAULTS)
def test_a_scene_that_fails_fails_alone(
    open_page: Open, site: str, fault: str, expected_errors: list[str]
) -> None:
    expected_errors += ["THREE.WebGLRenderer: made on purpose"]
    script, said = SCENE_FAULTS[fault]
    glass = open_page(go=False)
    glass.page.add_init_script(script)
    glass.page.goto(site)
    expect(glass.page.locator("#scene", has_text=said)).to_be_visible()
    glass.expect_ready()
    assert glass.train(20)["step"] == 20
    expect(glass.page.locator("#charts canvas").first).to_be_visible()


def test_parts_that_fail_fail_alone_with_a_sentence(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script("""const { append } = Element.prototype;
        Element.prototype.append = function (...nodes) {
            const isSentence = nodes.some((node) => node.className === "part-failure");
            if (["appearance", "charts", "point"].includes(this.id) && !isSentence) throw new Error("broken");
            return append.apply(this, nodes);
        };""")
    glass.page.goto(site)
    glass.expect_ready()
    assert glass.train(20)["step"] == 20
    names = {"appearance": "The choice of colours", "charts": "The curves", "point": "The card of the point"}
    for place, name in names.items():
        said = f"{name} cannot be shown: broken. Everything else goes on"
        expect(glass.page.locator(f"#{place} .part-failure")).to_contain_text(said)
    expect(glass.page.locator("#scene canvas")).to_be_visible()
    glass.set_number("Learning rate", 0.2)
    assert glass.request("get_network_state")["config"]["training"]["learning_rate"] == 0.2


def test_a_diverged_run_says_so_and_a_reset_helps(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    network = {
        "layer_sizes": [2, 8, 1],
        "activations": "linear",
        "output_activation": "linear",
        "loss": "mse",
    }
    glass.request(
        "configure", {"config": {"network": network, "training": {"learning_rate": 100, "speed": None}}}
    )
    glass.button("Start training").click()
    glass.expect_status("diverged")
    with pytest.raises(CommandRefusedError, match="reset"):
        glass.request("start_training")
    glass.request("set_training", {"learning_rate": 0.001})
    glass.button("Reset").click()
    glass.expect_status("ready")
    assert glass.request("step")["status"] == "stopped"


def test_the_page_opened_as_a_file_says_what_to_do(open_page: Open, expected_errors: list[str]) -> None:
    expected_errors += ["CORS policy", "net::ERR_FAILED"]
    glass = open_page((ROOT / "dist/index.html").as_uri())
    expect(glass.page.get_by_text("python3 build.py serve")).to_be_visible()
    expect(glass.page.get_by_text("opened as a file")).to_be_visible()
    glass.expect_status("failed")


def test_the_source_folder_instead_of_the_built_site_says_what_to_do(open_page: Open, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    for name in ("js", "style"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("index.html", "style.css"):
        shutil.copy(ROOT / name, folder)
    with make_server(folder) as server:
        glass = open_page(server.url)
        expect(glass.page.get_by_text("python3 build.py serve")).to_be_visible()
        expect(glass.page.get_by_text("source folder")).to_be_visible()
        glass.expect_status("failed")
        with pytest.raises(CommandRefusedError, match="could not be loaded"):
            glass.request("get_network_state")
