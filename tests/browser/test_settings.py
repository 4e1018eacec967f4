"""Stories of setting things: every control, search, undo, examples, stop conditions, divergence."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.glass import SLOW_CLOCK, SLOW_DRAWING, CommandRefusedError, Glass, expect_soon

Open = Callable[..., Glass]


def config(glass: Glass) -> dict[str, Any]:
    return dict(glass.request("get_network_state")["config"])


def expect_network(glass: Glass, sizes: str) -> None:
    expect(glass.page.get_by_text(f"the network is now {sizes}.")).to_be_visible()


@pytest.mark.parametrize(
    ("label", "part", "field", "value"),
    [
        ("Samples", "data", "n_samples", 50),
        ("Noise", "data", "noise", 0.25),
        ("Share to train on", "data", "train_share", 0.8),
        ("Batch size", "training", "batch_size", 7),
        ("L1", "training", "l1", 0.001),
        ("L2", "training", "l2", 0.01),
        ("Dropout", "training", "dropout", 0.2),
        ("Gradient clipping", "training", "clip_norm", 0.5),
        ("Stop at epoch", "training", "stop_epoch", 3),
        ("Stop at loss", "training", "stop_loss", 0.05),
        ("Stop on plateau", "training", "stop_plateau", 9),
    ],
)
def test_every_number_reaches_python(
    open_page: Open, label: str, part: str, field: str, value: float
) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    glass.set_number(label, value)
    glass.page.wait_for_function(
        f"async () => (await glassnet.request('get_network_state')).config.{part}.{field} === {value}"
    )


def test_an_optimizers_constants_are_offered_with_it_and_change_while_training(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    expect(glass.number("Momentum")).to_be_hidden()
    search = glass.page.get_by_role("searchbox", name="Find a setting")
    search.fill("epsilon")
    expect(glass.page.get_by_text("“Epsilon” has no effect with what is chosen now.")).to_be_visible()
    search.fill("")
    glass.select("Optimizer").select_option("momentum")
    expect(glass.number("Momentum")).to_have_value("0.9")
    expect(glass.number("Beta 1")).to_be_hidden()
    glass.button("Start training").click()
    glass.expect_status("training")
    glass.set_number("Momentum", 0.5)
    expect_soon(lambda: config(glass)["training"]["momentum"] == 0.5)
    glass.page.wait_for_function("() => location.hash === '#optimizer=momentum&momentum=0.5'")
    glass.expect_status("training")
    glass.set_number("Momentum", 1)
    expect(glass.number("Momentum")).to_have_accessible_description(
        re.compile("Momentum must be a number from 0 to 0.999999, but is 1.")
    )
    glass.select("Optimizer").select_option("adamw")
    for name, value in {
        "Beta 1": "0.9",
        "Beta 2": "0.999",
        "Epsilon": "1e-8",
        "Weight decay": "0.01",
    }.items():
        expect(glass.number(name)).to_have_value(value)
    expect(glass.number("Momentum")).to_be_hidden()


def test_a_link_opens_more_and_what_is_looked_for_there_stays_when_it_closes(
    open_page: Open, site: str
) -> None:
    glass = open_page(f"{site}#noise=0.1&view=more")
    glass.expect_ready()
    expect(glass.number("Noise")).to_have_value("0.1")
    glass.page.get_by_role("searchbox", name="Find a setting").fill("plateau")
    expect(glass.number("Noise")).to_be_hidden()
    glass.open_more()
    expect(glass.number("Stop on plateau")).to_be_hidden()
    glass.open_more()
    expect(glass.number("Stop on plateau")).to_be_visible()
    expect(glass.number("Noise")).to_be_hidden()


def test_every_choice_reaches_python(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    glass.select("Optimizer").select_option("adam")
    glass.select("Schedule").select_option("cosine")
    glass.set_number("Schedule length", 30)
    glass.select("Initializer").select_option("he")
    glass.select("Output activation").select_option("tanh")
    expect_network(glass, "2-8-1")
    now = config(glass)
    training = {name: now["training"][name] for name in ("optimizer", "schedule", "schedule_epochs")}
    assert training == {"optimizer": "adam", "schedule": "cosine", "schedule_epochs": 30}
    assert now["network"]["initializer"] == "he"
    assert now["network"]["output_activation"] == "tanh"
    expect(glass.page.locator("[data-stat=learning_rate]")).to_be_visible()


def test_inputs_are_switched_on_and_off_and_one_stays(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    box = glass.page.get_by_role("group", name="Inputs").last
    box.get_by_role("checkbox", name="x₁²", exact=True).check(force=True)
    assert glass.page.evaluate("scrollY") == 0  # the card scrolls to what has the focus, not the page
    expect_network(glass, "3-8-1")
    for name, network in {"x₁": "2-8-1", "x₂": "1-8-1"}.items():
        box.get_by_role("checkbox", name=name, exact=True).uncheck(force=True)
        expect_network(glass, network)
    box.get_by_text("x₁²", exact=True).click()
    expect(glass.page.get_by_text("One input at least has to stay.")).to_be_visible()
    expect(box.get_by_role("checkbox", name="x₁²", exact=True)).to_be_checked()
    assert config(glass)["network"]["features"] == ["x1_squared"]


def test_hidden_layers_are_set_added_and_removed_one_by_one(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    form = glass.page.locator("#controls")
    form.get_by_role("button", name="Add a layer", exact=True).click()
    expect_network(glass, "2-8-8-1")
    glass.set_number("Hidden 2 units", 3)
    expect_network(glass, "2-8-3-1")
    glass.select("Activation of hidden layer 2").select_option("relu")
    form.get_by_role("button", name="Remove hidden layer 1", exact=True).click()
    expect_network(glass, "2-3-1")
    assert config(glass)["network"]["activations"] == ["relu"]
    glass.set_number("Hidden 1 units", 65)
    expect(glass.page.get_by_text("must be a whole number from 1 to 64")).to_be_visible()
    expect(glass.number("Hidden 1 units")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    ("label", "typed", "says"),
    [
        ("Layers", "1e12", "Layers must be a whole number from 2 to 10, but is 1000000000000."),
        ("Layers", "1.5", "Layers must be a whole number from 2 to 10, but is 1.5."),
        ("Layers", "11", "Layers must be a whole number from 2 to 10, but is 11."),
        ("Hidden size", "65", "Hidden size must be a whole number from 1 to 64, but is 65."),
        ("Hidden 1 units", "65", "Hidden 1 units must be a whole number from 1 to 64, but is 65."),
        ("Shown sample", "201", "Shown sample must be empty or a whole number from 1 to 200, but is 201."),
        ("Noise", "-1", "Noise must be a number from 0 to 3, but is -1."),
    ],
)
def test_a_refusal_has_the_fields_own_label_both_limits_and_the_value(
    open_page: Open, label: str, typed: str, says: str
) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    glass.set_number(label, typed)
    expect(glass.number(label)).to_have_accessible_description(re.compile(re.escape(says)))


def test_controls_fit_the_task_of_the_dataset(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    expect(glass.number("Classes")).to_be_hidden()
    glass.request("generate_data", {"dataset": _first(glass, "multiclass", has_n_classes=True)})
    expect(glass.number("Classes")).to_be_visible()
    assert "cross_entropy" in _options(glass, "Loss")
    glass.set_number("Classes", 4)
    expect(glass.page.get_by_text("Training started over with new samples.")).to_be_visible()
    assert config(glass)["network"]["layer_sizes"][-1] == 4
    glass.request("generate_data", {"dataset": _first(glass, "regression")})
    expect(glass.page.locator("[data-stat=baseline_loss]")).to_be_visible()
    expect(glass.page.locator("[data-stat=test_accuracy]")).to_be_hidden()
    assert "binary_cross_entropy" not in _options(glass, "Loss")
    assert "softmax" not in _options(glass, "Output activation")


def _first(glass: Glass, task: str, *, has_n_classes: bool = False) -> str:
    """Return a dataset of the page's list for a task."""
    titles = {"multiclass": "Several classes", "regression": "Regression"}
    group = glass.select("Dataset").locator(f"optgroup[label='{titles[task]}'] option")
    names = [str(option.get_attribute("value")) for option in group.all()]
    for name in names:
        glass.request("generate_data", {"dataset": name})
        expect(glass.select("Dataset")).to_have_value(name)
        if not has_n_classes or glass.number("Classes").is_visible():
            return name
    raise AssertionError(names)


def _options(glass: Glass, name: str) -> list[str]:
    return [str(option.get_attribute("value")) for option in glass.select(name).locator("option").all()]


def seeds(glass: Glass) -> list[int | None]:
    now = config(glass)
    return [now[name] for name in ("seed", "data_seed", "weight_seed", "order_seed")]


def parts(glass: Glass) -> tuple[Any, Any]:
    """Return what two runs may share: the samples (as the page has them), and the weights."""
    samples = glass.page.locator("p.point__shown").inner_text()  # the place of the first sample
    return samples, glass.request("get_network_state")["weights"]


def test_regenerate_draws_other_samples_and_new_weights_other_weights(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    samples, weights = parts(glass)
    glass.button("Regenerate").click()
    expect(glass.page.get_by_text("new samples, from data seed 1.")).to_be_visible()
    assert seeds(glass) == [0, 1, None, None]
    other_samples, same_weights = parts(glass)
    assert other_samples != samples and same_weights == weights
    glass.button("Step").click()
    glass.button("New weights").click()
    expect(glass.page.get_by_text("from weight seed 1: same samples, same order.")).to_be_visible()
    assert seeds(glass) == [0, 1, 1, None]
    expect(glass.number("Weight seed")).to_have_value("1")
    same_samples, other_weights = parts(glass)
    assert same_samples == other_samples and other_weights != weights
    glass.page.evaluate("document.activeElement.blur()")
    glass.page.keyboard.press("w")
    expect(glass.page.get_by_text("from weight seed 2")).to_be_visible()
    glass.button("Undo").click()
    expect(glass.page.get_by_text("Taken back: the new weights.")).to_be_visible()
    assert parts(glass) == (same_samples, other_weights)
    glass.button("Reset").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "0")
    assert parts(glass) == (same_samples, other_weights)


def test_samples_weights_and_order_have_fields_for_seeds_of_their_own(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    for place, name in enumerate(("Data seed", "Weight seed", "Order seed")):
        expect(glass.number(name)).to_have_value("")
        glass.set_number(name, 5 + place)
        expect(glass.page.get_by_text(f"{name.lower()} {5 + place}.")).to_be_visible()
    assert seeds(glass) == [0, 5, 6, 7]
    glass.set_number("Data seed", "")
    expect(glass.page.get_by_text("seed 0, weight seed 6, order seed 7.")).to_be_visible()
    link = "#weight_seed=6&order_seed=7"
    glass.page.wait_for_function("link => location.hash === link", arg=link)
    glass.set_number("Order seed", -1)
    expect(glass.page.get_by_text("Order seed must be a whole number from 0 to")).to_be_visible()
    expect(glass.number("Order seed")).to_have_attribute("aria-invalid", "true")
    other = open_page(f"{glass.site}{link}")
    other.expect_ready()
    expect_soon(lambda: seeds(other) == [0, None, 6, 7])
    glass.set_number("Seed", 7)
    expect(glass.page.get_by_text("Training started over with seed 7.")).to_be_visible()
    expect(glass.number("Weight seed")).to_have_value("")
    assert seeds(glass) == [7, None, None, None]


def test_a_tanh_output_learns_minus_one_and_one(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=data")
    glass.expect_ready()
    glass.open_more()
    glass.page.evaluate("() => { glassnet.on('dataset', (event) => { window.range = event.target_range }) }")
    glass.select("Output activation").select_option("tanh")
    expect_network(glass, "2-8-1")
    assert glass.page.evaluate("window.range") == [-1, 1]
    expect(glass.description(glass.page.locator(".plane__overlay"))).to_contain_text(
        "the line is where it is 0."
    )
    glass.request("set_training", {"speed": None})
    glass.request("step", {"n_steps": 700})
    expect_soon(lambda: glass.stat("train_accuracy") > 0.9)
    X, Y = (glass.request("generate_data", {})[name] for name in ("X", "Y"))
    assert set(Y[0]) == {-1, 1}
    outputs = glass.request("predict", {"inputs": X})["outputs"][0]
    expect(glass.page.locator("[data-readout=output]")).to_contain_text(f"class {int(outputs[0] >= 0)}")


def test_biases_start_as_they_are_set(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    before = glass.request("get_network_state")
    glass.select("Bias initializer").select_option("constant")
    expect_network(glass, "2-8-1")
    now = glass.request("get_network_state")
    assert now["weights"] == before["weights"]
    assert {bias for layer in now["biases"] for bias in layer} == {0.1}
    glass.page.wait_for_function("() => location.hash === '#bias_initializer=constant'")


def test_the_first_page_has_few_controls_and_search_finds_the_rest(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    controls = glass.page.locator("#controls :is(input, select, button)").all()
    visible = [control for control in controls if control.is_visible()]
    fields = {
        control.evaluate("node => node.closest('[data-control]').dataset.control") for control in visible
    }
    assert len(fields) <= 7
    glass.open_more()
    search = glass.page.get_by_role("searchbox", name="Find a setting")
    search.fill("overlap nothing at all")
    expect(glass.page.get_by_text("No setting is about")).to_be_visible()
    search.fill("plateau")
    expect(glass.number("Stop on plateau")).to_be_visible()
    expect(glass.number("Batch size")).to_be_hidden()
    search.fill("learning rate")
    expect(glass.select("Schedule")).to_be_visible()
    search.fill("dataset")
    search.press("Escape")
    expect(search).to_have_value("")
    expect(glass.number("Batch size")).to_be_visible()


def test_undo_and_redo_name_what_they_change(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    expect(glass.button("Undo")).to_have_attribute("aria-disabled", "true")
    glass.set_number("Layers", 4)
    expect_network(glass, "2-8-8-1")
    expect(glass.description(glass.button("Undo"))).to_contain_text("the network")
    glass.button("Undo").click()
    expect(glass.page.get_by_text("Taken back: the network.")).to_be_visible()
    assert config(glass)["network"]["layer_sizes"] == [2, 8, 1]
    glass.page.evaluate("document.activeElement.blur()")
    glass.page.keyboard.press("Control+Shift+Z")
    expect(glass.page.get_by_text("Made again: the network.")).to_be_visible()
    glass.page.keyboard.press("Control+z")
    expect(glass.page.get_by_text("Taken back: the network.")).to_be_visible()
    field = glass.number("Layers")
    field.fill("7")
    field.press("Control+z")  # the field's own undo
    assert config(glass)["network"]["layer_sizes"] == [2, 8, 1]


def test_undo_and_redo_follow_each_other_faster_than_the_page_draws(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.set_number("Layers", 4)
    expect_network(glass, "2-8-8-1")
    glass.page.evaluate("document.activeElement.blur()")
    press = """shiftKey => document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "z", ctrlKey: true, shiftKey, bubbles: true }))"""
    for is_redo in ([False, True, False], [True, False, False]):
        glass.page.evaluate(f"keys => keys.forEach({press})", is_redo)
        expect_soon(lambda: config(glass)["network"]["layer_sizes"] == [2, 8, 1])
        expect(glass.page.get_by_text("Taken back: the network.")).to_be_visible()


def test_a_change_not_yet_carried_out_can_be_undone(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.page.evaluate("""
        document.querySelector('[aria-label="Add a unit to hidden layer 1"]').click();
        document.querySelector('[data-control=undo]').click()
    """)
    expect(glass.page.get_by_text("Taken back: the network.")).to_be_visible()
    assert config(glass)["network"]["layer_sizes"] == [2, 8, 1]


def test_what_is_taken_back_before_it_was_drawn_does_not_stay_in_its_control(open_page: Open) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(SLOW_DRAWING)
    glass.page.goto(glass.site)
    glass.expect_ready()
    glass.open_more()
    page = glass.page
    page.evaluate("window.isSlow = true")
    box = page.get_by_role("group", name="Inputs").last.get_by_role("checkbox", name="x₁²", exact=True)
    shown = "element => element.type === 'checkbox' ? element.checked : element.value"
    for control, change in [
        (box, "control.click()"),
        (glass.number("Seed"), "control.value = 7; control.dispatchEvent(new Event('change'))"),
        (glass.select("Loss"), "control.selectedIndex = 2; control.dispatchEvent(new Event('change'))"),
    ]:
        before = control.evaluate(shown)
        control.evaluate(f"control => {{ {change}; document.querySelector('[data-control=undo]').click(); }}")
        assert control.evaluate(shown) != before  # at once what was asked for
        expect_soon(lambda control=control, before=before: control.evaluate(shown) == before)


def test_what_is_chosen_before_the_choice_before_was_drawn_takes_nothing_of_it_back(
    open_page: Open, site: str
) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(SLOW_DRAWING)
    pose = "pose=hidden-space:1&view=axes:units,units:2,5,1"
    glass.page.goto(f"{site}#dataset=circular&hidden=6,5&{pose}")
    glass.expect_ready()
    page = glass.page
    expect(glass.select("Up")).to_be_visible()
    page.evaluate("window.isSlow = true")
    choose = """(control, text) => {
        control.value = [...control.options].find((option) => option.textContent === text).value;
        control.dispatchEvent(new Event("change"));
    }"""
    for name, unit in (("Up", "Unit 4"), ("Away", "Unit 6")):
        glass.select(name).evaluate(choose, unit)
    for _ in range(2):
        page.locator(".plane__overlay").dispatch_event("keydown", {"key": "ArrowRight"})
    for part in ("units:2,4,6", "sample=3"):
        expect_soon(lambda part=part: part in page.evaluate("location.hash"))


def test_the_buttons_work_once_the_page_says_that_it_is_ready(open_page: Open) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(SLOW_CLOCK)
    glass.page.add_init_script("""
        addEventListener("DOMContentLoaded", () => {
            new MutationObserver((_changes, observer) => {
                if (document.documentElement.dataset.status !== "ready") return;
                observer.disconnect();
                document.querySelector('[data-control=step]').click();
            }).observe(document.documentElement, { attributeFilter: ["data-status"] });
        });
    """)
    glass.page.goto(glass.site)
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1")


def test_a_stop_condition_ends_training_and_is_told(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("set_training", {"speed": None, "stop_epoch": 12})
    glass.button("Start training").click()
    glass.expect_status("stopped")
    expect(glass.page.get_by_text("Stopped: epoch 12 is done")).to_be_visible()
    assert glass.stat("epoch") == 12


def test_the_penalty_is_shown_while_there_is_one(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    penalty = glass.page.locator("[data-stat=penalty]")
    expect(penalty).to_be_hidden()
    glass.request("set_training", {"l2": 0.1})
    expect(penalty).to_be_visible()
    expect(penalty).not_to_have_attribute("data-value", "0")
    assert glass.stat("penalty") > 0


def test_an_example_sets_everything_and_says_why(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.button("Examples").click()
    dialog = glass.page.get_by_role("dialog", name="Examples")
    expect(dialog).to_be_visible()
    examples = dialog.locator("button.example")
    assert examples.count() >= 8
    last = examples.last
    reason = last.locator(".example__reason").inner_text()
    last.click()
    expect(dialog).to_be_hidden()
    expect(glass.page.locator("#notice").get_by_text(reason)).to_be_visible()
    glass.button("Undo").click()
    expect(glass.page.get_by_text("Taken back:")).to_be_visible()


def test_a_diverged_run_says_why_and_goes_back(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("create_network", {"activations": "relu", "output_activation": "linear"})
    glass.request("set_training", {"learning_rate": 100, "speed": None})
    glass.button("Start training").click()
    glass.expect_status("diverged")
    notice = glass.page.get_by_role("alert").get_by_text("Training diverged in step")
    expect(notice).to_contain_text("overflowed first")
    expect(notice).to_contain_text("Lower the learning rate")
    assert "NaN" not in glass.page.locator("body").inner_text()
    back = glass.page.get_by_role("button", name="Go back to step")
    step = int(back.inner_text().split()[-1])
    back.click()
    glass.expect_status("stopped", "ready")
    expect(notice).to_be_hidden()
    assert glass.stat("step") == step
    glass.set_number("Learning rate", 0.001)
    glass.button("Step").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", str(step + 1))


MINUS_ONE = """

def minus_one(n_samples, rng):
    return [[1, 2] * (n_samples // 2), [0, 3] * (n_samples // 2)], [[-1, 1] * (n_samples // 2)]


DATASETS["minus_one"] = Dataset("minus_one", "One's own.", minus_one)
"""
MY_DATASETS = """

def lists(n_samples, rng):
    return [[1, 2] * (n_samples // 2), [0, 3] * (n_samples // 2)], [0, 1] * (n_samples // 2)


def table(n_samples, rng):
    return [[1, 2] * 100, [0, 3] * 100], [[0, 1] * 100]


for draw in (lists, table):
    DATASETS[draw.__name__] = Dataset(draw.__name__, "One's own.", draw)
"""


def test_a_dataset_of_ones_own_is_taken_or_refused_whole(open_page: Open) -> None:
    """Refused, it was in force by name all the same, and Start trained the old samples under it."""
    glass = open_page()
    glass.expect_ready()
    code = glass.request("get_code")
    text = next(file["text"] for file in code["files"] if file["name"] == "datasets.py")
    dataset, samples = glass.select("Dataset"), parts(glass)[0]
    with pytest.raises(
        CommandRefusedError, match=r"“minus_one” must return labels 0 and 1, but returned -1\."
    ):
        glass.request("edit_code", {"files": {"datasets.py": text + MINUS_ONE}})
    expect(dataset).to_have_value("circular")
    assert config(glass)["data"]["dataset"] == "circular"
    glass.button("Step").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1")
    assert parts(glass)[0] == samples
    glass.request("edit_code", {"files": {"datasets.py": text + MY_DATASETS}})
    best = glass.page.locator("[data-stat=best_accuracy]")
    for name, known in (("lists", "≈ 100"), ("table", "–")):  # of which there are no 2,000 samples
        dataset.select_option(name)
        expect(glass.page.locator("p.point__shown")).to_contain_text("x₁ 1.00, x₂ 0.00, label 0")
        expect_soon(lambda name=name: config(glass)["data"]["dataset"] == name)  # type: ignore[misc]
        expect(best).to_contain_text(known)
        expect(dataset).to_have_value(name)
