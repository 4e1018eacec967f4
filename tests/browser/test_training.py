"""Stories of somebody who trains networks on the page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from glassnet import TrainingSession
from tests.browser.glass import LOAD_MS, Glass

Open = Callable[..., Glass]


def test_a_first_visitor_presses_start_and_sees_the_network_learn(open_page: Open) -> None:
    glass = open_page()
    expect(glass.page.locator("#scene canvas")).to_be_visible()
    assert glass.stat("train_loss") > 0  # the first picture has real numbers before Python is there
    glass.button("Start training").click()
    glass.expect_status("training")
    expect(glass.page.locator("#progress")).to_be_hidden()
    glass.expect_stat_changes("test_accuracy")
    while glass.stat("test_accuracy") < 0.95:
        glass.expect_stat_changes("epoch")
    glass.button("Stop training").click()
    glass.expect_status("stopped")
    step = glass.stat("step")
    assert glass.stat("train_accuracy") >= 0.9
    assert 0.4 < glass.stat("baseline_accuracy") < 0.6
    assert step == glass.request("get_network_state")["step"]


def test_the_first_picture_is_the_state_that_python_starts_with(open_page: Open) -> None:
    glass = open_page()
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "baseline_accuracy")
    built = [glass.stat(name) for name in names]
    glass.expect_ready()
    # natively computed and in WebAssembly: exp may differ in the last bit
    assert [glass.stat(name) for name in names] == pytest.approx(built, rel=1e-12)


@pytest.mark.parametrize("dataset", ["Circular", "Linear", "XOR", "Spiral"])
def test_recommended_settings_learn_each_dataset(open_page: Open, dataset: str) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.select("Dataset").select_option(label=dataset)
    glass.button("Use recommended settings").click()
    glass.request("set_training", {"speed": None})
    glass.button("Start training").click()
    while glass.stat("test_accuracy") < 0.95:
        glass.expect_stat_changes("epoch")
        assert glass.stat("epoch") < 3000
    glass.button("Stop training").click()
    glass.expect_status("stopped")


def test_the_learning_rate_changes_while_training_runs_without_a_reset(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.button("Start training").click()
    glass.expect_status("training")
    glass.expect_stat_changes("step")
    step = glass.stat("step")
    glass.set_number("Learning rate", 0.05)
    glass.expect_stat_changes("step")
    assert glass.stat("step") > step
    assert glass.request("get_network_state")["config"]["training"]["learning_rate"] == 0.05
    glass.expect_status("training")


def test_step_and_reset_replay_the_same_run(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    # Its first frames may still show the loss that the build has computed: the last digit differs.
    first_loss = glass.request("get_network_state")["train_loss"]
    glass.button("Step").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1")
    after_one = glass.stat("train_loss")
    glass.button("Reset").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "0")
    assert glass.stat("train_loss") == first_loss
    glass.button("Step").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1")
    assert glass.stat("train_loss") == after_one


def test_a_changed_architecture_says_that_training_started_over_and_keeps_the_dataset(
    open_page: Open,
) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.select("Dataset").select_option(label="XOR")
    glass.request("step", {"n_steps": 20})
    glass.set_number("Layers", 5)
    expect(glass.page.get_by_text("Training started over: the network is now 2-8-8-8-1.")).to_be_visible()
    glass.set_number("Hidden size", 6)
    expect(glass.page.get_by_text("the network is now 2-6-6-6-1.")).to_be_visible()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "0")
    config = glass.request("get_network_state")["config"]
    assert config["data"]["dataset"] == "xor"
    assert config["network"]["layer_sizes"] == [2, 6, 6, 6, 1]


def test_eight_hidden_layers_of_sixty_four_units_train(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.set_number("Layers", 10)
    glass.set_number("Hidden size", 64)
    expect(glass.page.get_by_text("2-64-64-64-64-64-64-64-64-1")).to_be_visible(timeout=LOAD_MS)
    glass.button("Step").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1", timeout=LOAD_MS)


def test_a_refused_value_is_explained_at_its_control_and_nothing_changes(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.set_number("Layers", 99)
    field = glass.number("Layers")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(glass.page.get_by_text("must be a list of 2 to 10 layers")).to_be_visible()
    expect(field).to_have_value("99")
    assert glass.request("get_network_state")["layer_sizes"] == [2, 8, 1]


def test_the_speed_goes_down_to_single_steps_and_up_to_full(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    speed = glass.page.get_by_role("slider", name="Speed")
    speed.press("Home")
    glass.button("Start training").click()
    glass.expect_stat_changes("step")
    assert glass.stat("step") <= 3
    speed.press("End")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute(
        "data-value", re.compile(r"^\d{4,}$"), timeout=LOAD_MS
    )
    assert glass.request("stop_training")["status"] == "stopped"


def test_nothing_is_computed_after_stop_has_been_answered(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("set_training", {"speed": None})
    glass.request("start_training")
    glass.expect_stat_changes("epoch")
    stopped = glass.request("stop_training")
    assert stopped["status"] == "stopped"
    later = glass.request("get_network_state")
    assert (later["step"], later["status"]) == (stopped["step"], "stopped")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", str(stopped["step"]))


def test_the_same_seed_gives_the_same_losses_to_the_bit(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("reset", {"seed": 7})
    first = glass.losses(60)
    glass.request("reset", {"seed": 8})
    other = glass.losses(60)
    glass.request("reset", {"seed": 7})
    assert glass.losses(60) == first
    assert other != first


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_cpython_and_the_page_agree_for_two_hundred_steps(open_page: Open, optimizer: str) -> None:
    config = {
        "seed": 11,
        "network": {"layer_sizes": [2, 8, 8, 1], "activations": ["tanh", "relu"]},
        "data": {"dataset": "spiral", "noise": 0.1},
        "training": {"optimizer": optimizer, "learning_rate": 0.02, "batch_size": 30},
    }
    session, expected = TrainingSession(config), []
    for _ in range(200):
        session.train(1)
        expected.append(session.state()["train_loss"])
    glass = open_page()
    glass.expect_ready()
    glass.request("configure", {"config": config})
    assert glass.losses(200) == pytest.approx(expected, rel=1e-9)


def test_two_changes_in_quick_succession_are_both_made(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    script = """() => {
        for (const [name, value] of [["n_layers", 5], ["layer_size", 6]]) {
            const input = document.getElementById(`field-${name}`);
            input.value = value;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }
    }"""
    glass.page.evaluate(script)
    expect(glass.page.get_by_text("the network is now 2-6-6-6-1.")).to_be_visible()


def test_the_space_bar_starts_and_stops_in_turn_however_fast_it_is_pressed(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("step")
    press = """(times) => {
        for (let k = 0; k < times; k += 1) document.dispatchEvent(new KeyboardEvent("keydown", { key: " " }));
    }"""
    for times, status in ((2, "stopped"), (3, "training"), (2, "training"), (1, "stopped")):
        glass.page.evaluate(press, times)
        assert glass.request("get_network_state")["status"] == status
        glass.expect_status(status)
