"""Stories of somebody who trains networks on the page."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from glassnet import TrainingSession
from tests.browser.glass import Glass

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
    glass.request("set_training", {"speed": None, "stop_epoch": 3000})
    glass.button("Start training").click()
    glass.wait_until(lambda: glass.stat("test_accuracy") >= 0.95, "test accuracy of 95 %")
    glass.request("stop_training")  # it may have stopped by itself, at once on a fast machine
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
    expect(glass.page.get_by_text("2-64-64-64-64-64-64-64-64-1")).to_be_visible()
    glass.button("Step").click()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1")


def test_a_refused_value_is_explained_at_its_control_and_nothing_changes(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.set_number("Layers", 99)
    field = glass.number("Layers")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(glass.page.get_by_text("Layers must be a whole number from 2 to 10, but is 99.")).to_be_visible()
    expect(field).to_have_value("99")
    assert glass.request("get_network_state")["layer_sizes"] == [2, 8, 1]


def test_the_speed_goes_down_to_single_steps_and_up_to_full(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    speed = glass.page.get_by_role("slider", name="Speed")
    speed.press("Home")
    start = time.monotonic()
    glass.button("Start training").click()
    glass.expect_stat_changes("step")
    assert glass.stat("step") <= time.monotonic() - start + 1  # a step a second
    speed.press("End")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", re.compile(r"^\d{4,}$"))
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
            const input = document.querySelector(`[data-control=${name}] input`);
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


def test_another_dataset_brings_the_settings_that_learn_it_and_undo_takes_it_back(open_page: Open) -> None:
    """The network of the disc stayed for the spiral, which it cannot learn, and nothing said why."""
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    glass.set_number("Noise", 0.1)
    expect(glass.page.get_by_text("Training started over with new samples.")).to_be_visible()
    before = glass.request("get_network_state")["config"]
    glass.select("Dataset").select_option(label="Spiral")
    notice = glass.page.get_by_role("status").filter(has_text="Started over with “Spiral”")
    expect(notice).to_contain_text("and its recommended settings: 2–16–16–1, Tanh, Adam 0.03.")
    config = glass.request("get_network_state")["config"]
    assert config["network"]["layer_sizes"] == [2, 16, 16, 1]
    assert (config["data"]["noise"], config["training"]["speed"]) == (0.1, before["training"]["speed"])
    notice.get_by_role("button", name="Undo", exact=True).click()
    expect(glass.page.get_by_text("Taken back: all settings.")).to_be_visible()
    assert glass.request("get_network_state")["config"] == before
    glass.set_number("Hidden size", 3)
    expect(glass.page.get_by_text("the network is now 2-3-1.")).to_be_visible()
    glass.select("Dataset").select_option(label="Blobs")
    notice = glass.page.get_by_role("status").filter(has_text="your network and training stay")
    expect(notice).to_be_visible()
    assert glass.request("get_network_state")["layer_sizes"] == [2, 3, 3]
    notice.get_by_role("button", name="Use recommended settings", exact=True).click()
    expect(glass.page.get_by_text("Training started over with settings that learn “Blobs”.")).to_be_visible()
    assert glass.request("get_network_state")["layer_sizes"] == [2, 4, 3]


def test_where_a_link_hides_the_network_another_dataset_leaves_it(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#hidden=8&hide=n_layers,layer_size")
    glass.expect_ready()
    glass.select("Dataset").select_option(label="Spiral")
    expect(glass.page.get_by_text("“Spiral”; your network and training stay.")).to_be_visible()
    assert glass.request("get_network_state")["layer_sizes"] == [2, 8, 1]


def test_a_run_that_stalls_is_told_why_and_another_begins_without_a_word(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    remark = glass.page.locator(".remark")
    expect(remark).to_be_empty()
    glass.request("create_network", {"layer_sizes": [2, 8, 1], "initializer": "zeros"})
    glass.train(1200)
    expect(remark).to_contain_text("All 8 units of hidden layer 1 have the same weights")
    glass.button("Reset").click()
    expect(remark).to_be_empty()
    room = glass.page.locator("#room")
    height = room.evaluate("(room) => room.clientHeight")
    glass.request("create_network", {"initializer": "xavier"})
    glass.train(1200)
    expect(remark).to_contain_text("Solved: ")
    assert room.evaluate("(room) => room.clientHeight") == height  # or the picture would be sized anew


def test_the_number_of_parameters_stands_by_the_shape_of_the_network(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    count = glass.page.locator("[data-control=n_parameters]")
    expect(count).to_contain_text("33 parameters")
    expect(glass.description(count.locator("p").first)).to_have_text(
        "24 weights, one per connection, and 9 biases, one per unit that is not an input."
    )
    glass.set_number("Layers", 4)
    expect(count).to_contain_text("105 parameters")
    assert glass.stat("n_parameters") == 105


def test_of_a_dataset_that_nobody_has_tried_nothing_is_claimed(open_page: Open) -> None:
    """A dataset of the user's own code was said to be learned by 2–16–16–1."""
    glass = open_page()
    glass.expect_ready()
    files = glass.request("get_code")["files"]
    text = next(file["text"] for file in files if file["name"] == "datasets.py")
    text += '\nDATASETS["mine"] = Dataset("Mine", "Two halves.", linear)\n'
    glass.request("edit_code", {"files": {"datasets.py": text}})
    note = glass.page.locator("[data-control=recommended] .field__note")
    glass.set_number("Hidden size", 3)
    expect(note).to_have_text("Learned it before the code was changed: 2–8–1, Tanh, SGD 0.3")
    glass.select("Dataset").select_option(label="Mine")
    expect(note).to_have_text(
        "Nobody has tried this one; a network to begin with: 2–16–16–1, Tanh, Adam 0.03"
    )
    glass.button("Use recommended settings").first.click()
    expect(glass.page.get_by_text("to begin with, which nobody has tried on “Mine”.")).to_be_visible()


def test_every_control_is_called_as_an_error_about_it_calls_it(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    for name, value in (("Samples", 3), ("Batch size", 0), ("Dropout", 2), ("Gradient clipping", 0)):
        glass.set_number(name, value)
        expect(glass.page.get_by_text(re.compile(f"^{name} must be .* but is {value}\\.$"))).to_be_visible()
    glass.set_number("Hidden size", 65)
    expect(
        glass.page.get_by_text("Hidden size must be a whole number from 1 to 64, but is 65.")
    ).to_be_visible()
