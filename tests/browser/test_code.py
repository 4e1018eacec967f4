"""Stories of the code panel: an edit and what becomes of it, lines and picture, proof, mistakes, links."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from glassnet.live.sources import original
from tests.browser.glass import SLOW_DRAWING, Glass, expect_soon
from tests.browser.test_inspect import select_unit
from tests.browser.test_link import expect_hash

Open = Callable[..., Glass]
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def text_of(glass: Glass, name: str) -> str:
    """Return the text in force of a file."""
    files = glass.request("get_code")["files"]
    return str(next(file["text"] for file in files if file["name"] == name))


def editor(glass: Glass) -> Locator:
    return glass.page.get_by_role("textbox", name=re.compile("^Python code"))


def status(glass: Glass) -> Locator:
    return glass.page.locator(".code__status")


def open_code(glass: Glass, part: str = "Update") -> None:
    """Open the panel with one of the functions, or with a whole file."""
    glass.button("Code").click()
    if part.endswith(".py"):
        glass.page.get_by_role("radio", name="Whole files").check()
        expect(glass.select("File").locator("option")).not_to_have_count(0)
        glass.select("File").select_option(part)
    else:
        card(glass, part).click()
    expect(editor(glass)).to_be_visible()


def card(glass: Glass, title: str) -> Locator:
    """Return what folds and unfolds one of the functions that matter."""
    return glass.page.locator(".code__card > summary", has_text=title)


def type_over(glass: Glass, text: str) -> None:
    """Replace all of the text shown."""
    editor(glass).focus()
    glass.page.keyboard.press("Control+a")
    glass.page.keyboard.insert_text(text)


def loss(glass: Glass) -> float:
    return glass.stat("train_loss")


def wait_for_loss(glass: Glass, condition: str, value: float) -> None:
    script = f"""(value) => {{
        const shown = Number(document.querySelector("[data-stat=train_loss]").dataset.value);
        return shown {condition} value;
    }}"""
    glass.page.wait_for_function(script, arg=value)


UPHILL = """    def step(self, gradient: Array) -> None:
        self.parameters += self.learning_rate * gradient"""


def test_a_step_uphill_raises_the_loss_and_undo_brings_it_down_again(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    expect(status(glass)).to_have_text("Running as it came.")
    glass.button("Start training").click()
    wait_for_loss(glass, "<", 0.1)
    step, low = glass.stat("step"), loss(glass)
    type_over(glass, UPHILL)
    wait_for_loss(glass, ">", low + 0.1)
    expect(status(glass)).to_contain_text("Your code runs since step")
    assert "parameters += self.learning_rate" in text_of(glass, "optimizers.py")
    assert glass.stat("step") > step
    high = loss(glass)
    glass.page.keyboard.press("Control+z")
    expect(editor(glass)).to_contain_text("self.parameters -= self.learning_rate")
    wait_for_loss(glass, "<", high - 0.1)
    assert glass.stat("step") > step
    assert "+=" not in text_of(glass, "optimizers.py").split("class Momentum")[0]


def test_undo_of_the_page_takes_back_an_edit_and_what_it_has_done_and_redo_makes_it_again(
    open_page: Open,
) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    low = glass.train(300)["train_loss"]
    type_over(glass, UPHILL)
    expect(status(glass)).to_contain_text("Your code runs since step 300")
    high = glass.train(30)["train_loss"]
    assert high > low
    glass.button("Undo").click()
    expect(glass.page.get_by_text("Taken back: the code.")).to_be_visible()
    expect(editor(glass)).to_contain_text("self.parameters -= self.learning_rate")
    expect(status(glass)).to_have_text("Running as it came.")
    now = glass.request("stop_training")
    assert (now["step"], now["train_loss"]) == (300, low)
    glass.page.locator("body").press("Control+Shift+z")
    expect(editor(glass)).to_contain_text("self.parameters += self.learning_rate")
    expect(status(glass)).to_have_text("Running with your changes in optimizers.py.")
    now = glass.request("stop_training")
    assert (now["step"], now["train_loss"]) == (330, high)
    glass.button("Start training").click()
    glass.page.locator("body").press("Control+z")
    expect(editor(glass)).to_contain_text("self.parameters -= self.learning_rate")
    glass.expect_status("training")  # an edit does not stop it, nor does taking it back
    wait_for_loss(glass, "<", low)


def test_what_has_become_of_an_edit_stays_to_be_read_on_a_page_that_draws_slowly(open_page: Open) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(SLOW_DRAWING)
    glass.page.goto(glass.site)
    glass.expect_ready()
    glass.request("step", {"n_steps": 30})
    glass.button("Code").click()
    glass.page.get_by_role("radio", name="Whole files").check()
    glass.select("File").select_option("losses.py")
    expect(editor(glass)).to_contain_text("Loss functions")
    editor(glass).press("Control+End")
    glass.page.evaluate("window.isSlow = true")
    glass.page.keyboard.type("#")
    expect(status(glass)).to_have_text("Your code runs since step 30.")
    glass.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    glass.request("get_code")  # which the panel would have asked for to follow
    expect(status(glass)).to_have_text("Your code runs since step 30.")
    glass.page.evaluate("window.isSlow = false")
    glass.button("Undo").click()
    expect(status(glass)).to_have_text("Running as it came.")
    glass.page.locator("body").press("Control+Shift+z")
    expect(status(glass)).to_have_text("Running with your changes in losses.py.")


def test_whole_files_may_be_asked_for_before_the_code_has_come(open_page: Open) -> None:
    glass = open_page()
    glass.button("Code").click()
    glass.page.get_by_role("radio", name="Whole files").check()
    expect(editor(glass)).to_contain_text("class NeuralNetwork")


def test_functions_are_folded_cards_and_one_is_open_at_a_time(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.button("Code").click()
    cards = glass.page.locator(".code__card")
    expect(cards).to_have_count(6)
    expect(glass.page.locator(".code__card[open]")).to_have_count(0)
    expect(editor(glass)).to_be_hidden()
    expect(status(glass)).to_have_text("Running as it came.")
    card(glass, "Forward pass").focus()
    glass.page.keyboard.press("Enter")
    expect(cards.nth(0).get_by_role("textbox", name="Python code, network.py.")).to_be_visible()
    editor(glass).focus()
    glass.page.keyboard.press("Control+End")
    glass.page.keyboard.insert_text("\n        # one more line")
    expect(status(glass)).to_have_text("Your code runs since step 0.")
    editor(glass).focus()
    glass.page.keyboard.press("Control+End")
    glass.page.keyboard.insert_text("\n        (")
    expect(status(glass)).to_contain_text("SyntaxError")
    card(glass, "Backward pass").click()  # in the same file, of which the newest text does not run
    expect(glass.page.locator(".code__card[open]")).to_have_count(1)
    expect(cards.nth(1).get_by_role("textbox")).to_contain_text("def _backward(")
    expect(cards.nth(1).get_by_role("textbox")).not_to_contain_text("def step_gradient(")
    card(glass, "Forward pass").click()
    cards.nth(0).get_by_role("textbox").focus()  # when it has been moved there
    glass.page.keyboard.press("Control+End")  # only what is in sight is on the page
    expect(editor(glass)).to_contain_text("# one more line")
    glass.button("Reset this function").click()
    expect(status(glass)).to_have_text("The code as it came runs again since step 0.")
    card(glass, "Forward pass").click()
    expect(editor(glass)).to_be_hidden()
    glass.page.get_by_role("radio", name="Whole files").check()
    glass.select("File").select_option("losses.py")
    expect(editor(glass)).to_contain_text("Loss functions")
    glass.page.get_by_role("radio", name="The functions that matter").check()
    expect(editor(glass)).to_be_hidden()
    glass.request("create_network", {"activations": "relu"})
    expect(card(glass, "Activation")).to_contain_text("relu")


@pytest.mark.parametrize("size", [(1920, 1000), (1440, 900), (1160, 800), (1024, 768)])
def test_code_settings_and_scene_are_usable_together(open_page: Open, size: tuple[int, int]) -> None:
    glass = open_page(viewport={"width": size[0], "height": size[1]})
    glass.expect_ready()
    open_code(glass)
    scene, code, settings = (
        glass.page.locator("#room"),
        editor(glass),
        glass.number("Learning rate"),
    )
    if size[0] < 1900:
        expect(settings).to_be_hidden()
        expect_side_by_side(code, scene)
        glass.button("Settings").click()
        expect(glass.button("Back to the code")).to_be_focused()
        expect(code).to_be_hidden()
        expect_side_by_side(settings, scene)
        glass.set_number("Learning rate", 0.5)
        glass.button("Back to the code").click()
        expect(glass.button("Settings")).to_be_focused()
        expect(code).to_contain_text("def step")
    else:
        expect_side_by_side(settings, code, scene)
    glass.button("Close").click()
    expect(settings).to_be_visible()
    glass.page.evaluate("() => new Promise(requestAnimationFrame)")  # the curves take the new width
    assert glass.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_functions_that_matter_are_shown_in_whole_lines(open_page: Open) -> None:
    glass = open_page(viewport={"width": 1440, "height": 900})
    glass.expect_ready()
    open_code(glass, "Forward pass")
    heights = "(lines) => [...new Set(lines.map((line) => Math.round(line.getBoundingClientRect().height)))]"
    for index in range(6):
        if index > 0:
            glass.page.locator(".code__card > summary").nth(index).click()
        lines = glass.page.locator(".code__card[open] .cm-line")
        expect(lines.first).to_be_visible()
        assert len(lines.evaluate_all(heights)) == 1, index  # none is broken into two rows


def expect_side_by_side(*parts: Locator) -> None:
    """Check that all are in the window, from left to right."""
    right = 0.0
    for part in parts:
        expect(part).to_be_in_viewport()
        box = part.bounding_box()
        assert box
        assert box["x"] >= right
        right = box["x"] + box["width"]


def test_keys_typed_into_the_editor_are_not_the_pages(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    glass.page.get_by_label("Run as I type").uncheck()
    editor(glass).focus()
    glass.page.keyboard.press("Control+End")
    glass.page.keyboard.press("Enter")
    glass.page.keyboard.type("s = 1  # r s")
    expect(editor(glass)).to_contain_text("s = 1  # r s")
    expect(status(glass)).to_contain_text("Not running yet")
    glass.expect_status("ready")
    assert glass.stat("step") == 0
    glass.page.keyboard.press("Control+Enter")
    expect(status(glass)).to_have_text("Your code runs since step 0.")
    glass.page.keyboard.press("Escape")
    glass.page.keyboard.press("Tab")
    expect(glass.button("Run this code")).to_be_focused()
    glass.button("Close").click()
    expect(glass.button("Code")).to_be_focused()
    expect(editor(glass)).to_be_hidden()


def test_a_broken_edit_is_marked_at_its_line_and_the_version_before_goes_on(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    glass.button("Start training").click()
    type_over(glass, "    def step(self, gradient):\n        self.parameters -= (gradient")
    line = text_of(glass, "optimizers.py").split("class SGD")[0].count("\n") + 5
    expect(status(glass)).to_contain_text("Your edit is not running: SyntaxError: '(' was never closed")
    expect(status(glass)).to_contain_text(f"(optimizers.py, line {line})")
    expect(glass.page.locator(".cm-lint-marker-error")).to_have_count(1)
    glass.expect_stat_changes("step")
    type_over(glass, "    def step(self, gradient):\n        self.parameters -= gradient / None")
    expect(status(glass)).to_contain_text("TypeError: unsupported operand")
    glass.page.locator("summary", has_text="Python's traceback").click()
    expect(glass.page.locator(".code__traceback")).to_contain_text("self.parameters -= gradient / None")
    expect(editor(glass)).to_contain_text("gradient / None")
    glass.expect_status("training")
    glass.expect_stat_changes("step")
    expect(glass.button("Show that line")).to_be_hidden()
    type_over(glass, "    def step(self):\n        pass")
    expect(status(glass)).to_contain_text("(session.py, line")
    glass.button("Show that line").click()
    expect(glass.select("File")).to_have_value("session.py")
    expect(glass.page.locator(".cm-lint-marker-error")).to_be_visible()
    glass.select("File").select_option("optimizers.py")
    glass.button("Reset this file").click()
    expect(status(glass)).to_have_text("Running as it came.")
    expect(glass.page.locator(".cm-lint-marker-error")).to_have_count(0)


LATE = """    def step(self, gradient: Array) -> None:
        self.n_steps += 1
        if self.n_steps > 400: raise ValueError("only now")
        self.parameters -= self.learning_rate * gradient"""


def notice(glass: Glass) -> Locator:
    return glass.page.locator("#notice")


def expect_reset_works(glass: Glass) -> None:
    glass.button("Stop training").click()
    glass.expect_status("stopped")
    glass.button("Reset").first.click()
    glass.expect_ready()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "0")
    assert glass.request("step", {"n_steps": 3})["step"] == 3
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "3")


def test_code_that_fails_after_a_start_over_gives_way_with_what_is_set_now(open_page: Open) -> None:
    glass = open_page(**DESK)
    glass.expect_ready()
    glass.train(30)
    open_code(glass, "What a step does with the gradient")
    type_over(glass, LATE)
    expect(status(glass)).to_have_text("Your code runs since step 30.")
    for seed in (5, 6, 7):  # runs of which the version before knows nothing
        glass.request("create_network", {"layer_sizes": [2, 5, 1], "activations": "tanh", "seed": seed})
    glass.button("Start training").click()
    said = "The edit has failed (ValueError: only now), and the version before it goes on."
    expect(notice(glass)).to_contain_text(said)
    expect(status(glass)).to_contain_text("Your edit is not running: ValueError: only now")
    glass.expect_status("training")
    glass.expect_stat_changes("step")
    config = glass.request("get_network_state")["config"]
    assert (config["network"]["layer_sizes"], config["seed"]) == ([2, 5, 1], 7)
    assert text_of(glass, "optimizers.py") == original("optimizers.py")
    glass.button("Close").click()
    expect_reset_works(glass)


@pytest.mark.parametrize(
    ("function", "derivative", "message", "needs_training"),
    [
        ("np.sin(z)", "np.cos(z) if len(z) < 8 else np.cosine(z)", "no attribute 'cosine'", True),
        ("np.sin(z) if z.shape[1] < 1000 else 1 / 0", "np.cos(z)", "division by zero", False),  # in the maps
    ],
)
def test_a_new_activation_with_a_mistake_gives_way_to_the_run_before_it(
    open_page: Open, function: str, derivative: str, message: str, needs_training: bool
) -> None:
    glass = open_page(**DESK)
    glass.expect_ready()
    glass.train(30)
    entry = f'ACTIVATIONS["sine"] = Activation("Sine", "Waves.", lambda z: {function}, '
    entry += f"lambda z, a: {derivative}, (-1.0, 1.0))"
    text = f"{original('activations.py')}\n{entry}\n"
    glass.request("edit_code", {"files": {"activations.py": text}})
    glass.request("create_network", {"activations": "sine"})
    if needs_training:
        glass.button("Start training").click()
    expect(notice(glass)).to_contain_text(message)
    said = "but is 'sine'), so an older run goes on."
    expect(notice(glass)).to_contain_text(said)
    if not needs_training:
        glass.button("Start training").click()
    glass.expect_status("training")
    glass.expect_stat_changes("step")
    state = glass.request("get_network_state")
    assert state["step"] > 30
    assert "sine" not in state["config"]["network"]["activations"]
    expect_reset_works(glass)


def test_a_line_tells_its_numbers_and_what_is_selected_marks_its_lines(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.set_number("Layers", 4)
    open_code(glass, "Forward pass")
    trace = glass.page.get_by_role("region", name="Numbers of this line")
    runs = glass.select("Which time it ran")
    go_to_line(glass, "layer.a = layer.f(layer.z)")
    expect(runs.locator("option")).to_have_text(
        ["Run 1 of 3, layer 1", "Run 2 of 3, layer 2", "Run 3 of 3, layer 3"]
    )
    runs.select_option(index=1)
    expect(trace).to_contain_text("8 × 32")
    expect(trace).to_contain_text("(changed here)")
    expect(trace).to_contain_text("Lit in the picture: units of hidden layer 2")
    expect(glass.page.locator(".cm-touched")).to_have_count(0)
    glass.request("step")
    expect(trace).to_contain_text("at step 1")
    select_unit(glass, 5)
    expect(glass.page.locator(".cm-touched").first).to_be_visible()


def test_the_samples_and_cells_of_a_line_light_up_as_its_words_say(open_page: Open) -> None:
    glass = open_page(**DESK, device_scale_factor=1)  # it looks at pixels
    glass.expect_ready()
    glass.page.evaluate("void glassnet.on('dataset', (event) => { window.dataset = event; })")
    glass.request("generate_data", {"n_samples": 60, "noise": 0.4})
    glass.request("set_training", {"batch_size": 9})
    glass.request("step", {"n_steps": 2})
    for panel in ("Data and output", "Weights and biases"):
        glass.page.locator("summary", has_text=panel).click()
    open_code(glass, "Forward pass")
    trace = glass.page.get_by_role("region", name="Numbers of this line")
    go_to_line(glass, "layer.inputs = inputs")
    expect(trace).to_contain_text("Lit in the picture: units of the input, 9 training samples, this batch.")
    batch = glass.request("trace_step")["batch"]
    assert len(batch) == 9
    expect_soon(lambda: glass.page.evaluate(LIT_SAMPLES, batch) == batch)  # drawn in its turn
    expect(glass.page.locator(".weights__table td[data-touched]")).to_have_count(0)
    go_to_line(glass, "layer.z = layer.weights")
    expect(trace).to_contain_text("24 weights and biases, 9 training samples, this batch.")
    expect(glass.page.locator(".weights__table td[data-touched]")).to_have_count(24)
    glass.button("Close").click()
    expect(glass.page.locator(".weights__table td[data-touched]")).to_have_count(0)


def go_to_line(glass: Glass, text: str) -> None:
    """Move the caret to the first line with this text, from the start of what is shown."""
    editor(glass).focus()
    glass.page.keyboard.press("Control+Home")
    while text not in str(glass.page.evaluate(CARET_LINE)):
        glass.page.keyboard.press("ArrowDown")


# Samples are opaque where they light up, and see-through elsewhere; but for those under one that is lit.
LIT_SAMPLES = """(batch) => {
    const canvas = document.querySelector(".plane__overlay");
    const size = document.querySelector(".plane__map").clientWidth;
    const { domain: [low, high], train_inputs } = window.dataset;
    const n = train_inputs.length / 2;
    const at = (value) => (size * (value - low)) / (high - low);
    const copy = new OffscreenCanvas(canvas.width, canvas.height)
        .getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const alpha = (x, y) => copy.getImageData(
        devicePixelRatio * (30 + at(x)), devicePixelRatio * (6 + size - at(y)), 1, 1).data[3];
    const place = (index) => [train_inputs[index], train_inputs[n + index]];
    const isUnder = (index) => batch.some((other) => other !== index
        && Math.hypot(...place(index).map((value, axis) => at(value) - at(place(other)[axis]))) < 6);
    return [...Array(n).keys()].filter((index) =>
        alpha(...place(index)) > 250 && (batch.includes(index) || !isUnder(index)));
}"""


CARET_LINE = """document.querySelector(".code__editor").shadowRoot
    .querySelector(".cm-activeLine")?.textContent ?? \"\""""


def test_proof_and_downloads_are_of_the_code_in_force(open_page: Open, tmp_path: Path) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    glass.request("step")
    answer = glass.page.locator(".code__proof .code__answer")
    glass.button("Check the gradient").click()
    expect(answer).to_contain_text("The gradient is right: for all 33 parameters")
    glass.button("Check that it repeats").click()
    expect(answer).to_contain_text("It repeats")
    type_over(glass, UPHILL)
    expect(status(glass)).to_contain_text("Your code runs")
    for label, name in (("Download run.py", "run.py"), ("Download notebook", "run.ipynb")):
        with glass.page.expect_download() as download:
            glass.button(label).click()
        assert download.value.suggested_filename.endswith(name.split(".")[1])
        download.value.save_as(tmp_path / name)
        assert "self.parameters += self.learning_rate * gradient" in (tmp_path / name).read_text()


def test_changes_far_down_are_shown_on_a_phone_without_a_warning(open_page: Open) -> None:
    glass = open_page(**PHONE)
    glass.expect_ready()
    comment = "  # with so many words that the line has to be wrapped on a phone"
    edited = {name: text_of(glass, name) for name in ("activations.py", "losses.py")}
    lines = edited["activations.py"].splitlines()
    place = next(index for index, line in enumerate(lines) if line.startswith("def gelu("))
    lines[place - 2 : place + 1] = [line + comment for line in lines[place - 2 : place + 1]]
    edited["activations.py"] = "\n".join(lines)
    edited["losses.py"] += f"\n{comment.strip()}\n"
    glass.request("edit_code", {"files": edited})
    open_code(glass, "activations.py")
    changes = glass.page.get_by_label("Show changes")
    for file in ("activations.py", "losses.py", "activations.py"):
        glass.select("File").select_option(file)
        changes.check()
        expect(glass.page.locator(".cm-changedLine").first).to_be_in_viewport()
        changes.uncheck()
        expect(glass.page.locator(".cm-changedLine")).to_have_count(0)


def test_a_mistake_is_put_in_found_and_its_repair_recognised(open_page: Open) -> None:
    """The file and the line stand nowhere in the page before they are asked for: not in what has been
    said, nor in the list of files or in what runs.
    """
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    glass.page.locator("summary", has_text="Break it").click()
    answer = glass.page.locator(".code__lab .code__answer")
    symptom = glass.page.locator(".code__symptom")
    changes = glass.page.get_by_label("Show changes")
    panel = glass.page.locator("#code")
    edited = panel.locator("option", has_text="(edited)")
    glass.select("Mistake").select_option(label="Wrong sign")
    glass.button("Break it").click()
    expect(symptom).to_contain_text("What you will see: The loss rises from the first step on.")
    expect(status(glass)).to_have_text("Running with a mistake in it.")
    expect(changes).to_be_hidden()
    expect(edited).to_have_count(0)
    assert "optimizers.py" not in panel.locator(".code__lab").inner_text()
    glass.button("Check my fix").click()
    expect(answer).to_contain_text("Not yet")
    glass.button("Hint: which file?").click()
    expect(answer).to_have_text("It is in optimizers.py.")
    expect(changes).to_be_hidden()
    glass.button("Hint: which line?").click()
    expect(answer).to_have_text(re.compile(r"It is in optimizers.py, line \d+\."))
    line = int(re.sub(r"\D", "", answer.inner_text()))
    expect(glass.select("File")).to_have_value("optimizers.py")
    expect(glass.page.locator(".cm-activeLineGutter").first).to_have_text(str(line))
    expect(glass.page.locator(".cm-activeLine")).to_contain_text("self.parameters += self.learning_rate")
    glass.button("Reset this file").click()
    expect(answer).to_have_text("The mistake is out again.")
    expect(changes).to_be_visible()
    glass.button("Check my fix").click()
    expect(answer).to_contain_text("Repaired")
    glass.button("Break something, I will find it").click()
    expect(symptom).to_contain_text("Something is broken now. What you will see")
    expect(glass.page.locator(".cm-changedLine")).to_have_count(0)
    expect(edited).to_have_count(0)
    expect(changes).to_be_hidden()
    glass.button("Give up: show me").click()
    expect(glass.page.locator(".cm-changedLine").first).to_be_visible()
    expect(edited).to_have_count(1)
    expect(changes).to_be_visible()
    expect(glass.button("Give up: show me")).to_be_hidden()


def test_a_repair_of_ones_own_ends_the_search(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    glass.page.locator("summary", has_text="Break it").click()
    glass.select("Mistake").select_option(label="Wrong sign")
    glass.button("Break it").click()
    expect(glass.page.locator(".code__symptom")).to_be_visible()
    repaired = text_of(glass, "optimizers.py").replace("+= self.learning_rate", "-= +self.learning_rate")
    glass.request("edit_code", {"files": {"optimizers.py": repaired}})
    expect(glass.page.get_by_label("Show changes")).to_be_hidden()
    glass.button("Check my fix").click()
    expect(glass.page.locator(".code__lab .code__answer")).to_contain_text("Repaired")
    expect(glass.page.get_by_label("Show changes")).to_be_visible()


def test_code_comes_by_a_link_and_runs_only_after_it_has_been_read(open_page: Open, site: str) -> None:
    glass = open_page(permissions=["clipboard-read", "clipboard-write"])
    glass.expect_ready()
    original = text_of(glass, "optimizers.py")
    open_code(glass)
    type_over(glass, UPHILL)
    expect(status(glass)).to_contain_text("Your code runs")
    glass.button("Close").click()  # an open panel would be in the link as well
    glass.open_menu()
    glass.button("Copy link").click()
    expect(glass.page.get_by_text("The link has been copied.")).to_be_visible()
    link = str(glass.page.evaluate("navigator.clipboard.readText()")) + "&seed=3"
    assert len(link) < 4000
    glass.page.close()

    other = open_page(link)
    dialog = other.page.get_by_role("dialog", name="This link brings code")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".cm-changedLine")).to_have_text(
        "        self.parameters += self.learning_rate * gradient"
    )
    assert text_of(other, "optimizers.py") == original
    dialog.get_by_role("button", name="Run this code").click()
    expect(dialog).to_be_hidden()
    expect(status(other)).to_have_text("Running with your changes in optimizers.py.")
    assert "parameters += self.learning_rate" in text_of(other, "optimizers.py")
    assert other.request("get_network_state")["config"]["seed"] == 3
    other.page.close()

    third = open_page(link)
    expect(third.page.get_by_role("dialog", name="This link brings code")).to_be_visible()
    third.button("Leave it out").click()
    expect_hash(third, "#seed=3")
    assert text_of(third, "optimizers.py") == original
    third.page.close()

    damaged = open_page(f"{site}#seed=4&code=abc")
    damaged.expect_ready()
    alert = damaged.page.get_by_role("alert").get_by_text("its code is damaged")
    expect(alert).to_be_visible()
    assert damaged.request("get_network_state")["config"]["seed"] == 4


def test_a_link_opens_the_panel_where_it_says_and_the_address_follows(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=code:optimizers.py,line:20")
    glass.expect_ready()
    expect(editor(glass)).to_be_visible()
    expect(glass.select("File")).to_have_value("optimizers.py")
    expect(glass.button("Code")).to_have_attribute("aria-expanded", "true")
    expect(glass.page.locator(".cm-activeLineGutter").first).to_have_text("20")
    expect_hash(glass, "#view=code:optimizers.py,line:20")
    glass.page.get_by_role("radio", name="The functions that matter").check()
    expect_hash(glass, "#view=code")
    card(glass, "Update").click()
    expect_hash(glass, "#view=code:SGD.step")
    go_to_line(glass, "parameters -=")
    line = text_of(glass, "optimizers.py").split("self.parameters -=")[0].count("\n") + 1
    expect_hash(glass, f"#view=code:SGD.step,line:{line}")
    other = open_page(glass.page.url)
    other.expect_ready()
    expect(other.page.locator(".code__card[open]")).to_contain_text("Update")
    expect(other.page.locator(".cm-activeLineGutter").first).to_have_text(str(line))
    glass.button("Close").click()
    expect_hash(glass, "")
    assert glass.page.locator("#code").is_hidden()


def test_a_link_to_a_function_that_another_setting_brings_waits_for_it(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#optimizer=adam&view=code:Adam.step")
    glass.expect_ready()
    opened = glass.page.locator(".code__card[open]")
    expect(opened).to_contain_text("Update")
    glass.request("set_training", {"optimizer": "sgd"})
    expect(editor(glass)).to_contain_text("self.parameters -= self.learning_rate * gradient")
    expect_hash(glass, "#view=code:SGD.step")
    missing = open_page(f"{site}#view=code:nowhere,layer:5,weights")
    missing.expect_ready()
    expect(missing.page.locator(".code__card")).to_have_count(6)
    expect(missing.page.locator(".code__card[open]")).to_have_count(0)
    expect(missing.select("Layer")).to_have_value("1")


HOLD_FRAMES = """(() => {
    const { requestAnimationFrame: frame } = window;
    const held = [];
    window.requestAnimationFrame = (draw) => held.push(draw);
    window.release = () => {
        window.requestAnimationFrame = frame;
        held.forEach((draw) => frame(draw));
    };
})()"""


def test_the_code_follows_settings_also_where_none_of_them_was_drawn_in_between(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    of_sgd = "self.parameters -= self.learning_rate * gradient"
    expect(editor(glass)).to_contain_text(of_sgd)
    glass.page.evaluate(HOLD_FRAMES)
    glass.request("set_training", {"optimizer": "adam"})
    glass.button("Close").dispatch_event("click")  # a click would wait for a frame
    glass.page.locator("#code-button").dispatch_event("click")
    expect(editor(glass)).to_contain_text("self.epsilon")
    glass.request("set_training", {"optimizer": "sgd"})
    glass.page.evaluate("release()")
    expect(editor(glass)).to_contain_text(of_sgd)


def test_what_was_chosen_last_is_there_when_the_panel_opens_again_before_it_was_drawn(
    open_page: Open,
) -> None:
    glass = open_page()
    glass.expect_ready()
    open_code(glass)
    expect(editor(glass)).to_contain_text("self.parameters -=")
    glass.page.evaluate(HOLD_FRAMES)
    card(glass, "Activation").dispatch_event("click")
    expect(editor(glass)).to_contain_text("def tanh")
    glass.button("Close").dispatch_event("click")
    glass.page.locator("#code-button").dispatch_event("click")
    glass.request("get_code")  # which the panel asks for, too
    expect(editor(glass)).to_contain_text("def tanh")
    glass.page.evaluate("release()")
    expect(editor(glass)).to_contain_text("def tanh")


def test_a_new_function_appears_in_its_control_at_once(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    text = text_of(glass, "activations.py")
    glass.request("edit_code", {"files": {"activations.py": text + NEW_ACTIVATION}})
    activation = glass.select("Activation")
    expect(activation.locator("option", has_text="Wave")).to_have_count(1)
    activation.select_option("wave")
    expect(glass.page.get_by_text("Training started over")).to_be_visible()
    glass.request("step")
    assert glass.request("get_network_state")["config"]["network"]["activations"] == ["wave"]


NEW_ACTIVATION = """

def wave(z):
    return np.sin(z)


def wave_derivative(z, a):
    return np.cos(z)


ACTIVATIONS["wave"] = Activation("Wave", "A sine.", wave, wave_derivative, (-1.0, 1.0))
"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_in_the_code(open_page: Open, size: dict[str, Any]) -> None:
    glass = open_page(color_scheme="dark", bypass_csp=True, reduced_motion="reduce", **size)
    glass.expect_ready()
    glass.add_axe()
    open_code(glass)
    type_over(glass, "    def step(self, gradient):\n        (")
    expect(status(glass)).to_contain_text("SyntaxError")
    glass.page.keyboard.press("Control+f")
    glass.page.locator("summary", has_text="Break it").click()
    glass.expect_axe_finds_nothing_serious()
    assert glass.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("keys", [["Shift+End"], ["Shift+ArrowDown"], ["Control+Shift+ArrowRight"] * 3])
def test_typing_over_a_selection_takes_its_place_and_leaves_the_console_clean(
    open_page: Open, keys: list[str]
) -> None:
    """The browser keeps the looks of what it replaces by an inline style, which the page's policy forbids."""
    glass = open_page(**DESK)
    glass.expect_ready()
    open_code(glass, "optimizers.py")
    go_to_line(glass, "class SGD(Optimizer):")
    keyboard = glass.page.keyboard
    keyboard.press("Home")
    for key in keys:
        keyboard.press(key)
    keyboard.type("zzz = 1")
    assert str(glass.page.evaluate(CARET_LINE)).startswith("zzz = 1")
    keyboard.press("Control+z")
    expect(editor(glass)).not_to_contain_text("zzz")
    expect(editor(glass)).to_contain_text("class SGD(Optimizer):")
