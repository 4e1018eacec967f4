"""Stories of the pose Hidden space: a layer's values as places, the plane that folds, the pane that cuts."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import expect

from tests.browser.glass import Glass, expect_soon
from tests.browser.test_page import picture
from tests.browser.test_scene import next_frame, open_scene, wait_for_rest

Open = Callable[..., Glass]

TOLD = """async () => {
    let newest = null;
    const stop = glassnet.on("state", (event) => (newest = event.layer_space ? event : newest));
    const { step: wanted } = await glassnet.request("step", { n_steps: 1 });
    while (newest?.step !== wanted) await new Promise((resolve) => setTimeout(resolve, 5));
    stop();
    const state = newest;
    const { layer_space, step } = state;
    const arrays = Object.entries(layer_space).map(([name, value]) =>
        [name, ArrayBuffer.isView(value) ? [...value] : value]);
    return { step, ...Object.fromEntries(arrays) };
}"""


def loaded(glass: Glass) -> list[str]:
    script = "performance.getEntriesByType('resource').map(({ name }) => name)"
    return [name for name in glass.page.evaluate(script) if "hidden-" in name]


def fold(glass: Glass) -> Any:
    return glass.page.get_by_role("slider", name="Fold", exact=True)


def test_it_is_loaded_when_it_is_asked_for_and_folds_with_the_slider(open_page: Open) -> None:
    glass = open_scene(open_page)
    glass.page.mouse.move(2, 2)
    glass.request("step")  # with what is computed at rest: the first picture is coarser
    next_frame(glass.page)
    wait_for_rest(glass.page)
    space = picture(glass)
    unit = glass.button("Add a unit to hidden layer 1")  # where it is tells how the network is seen
    place = unit.bounding_box()
    assert place
    assert loaded(glass) == []
    expect(glass.page.locator("#pose-card")).to_be_hidden()
    glass.page.keyboard.press("6")
    expect(glass.button("Hidden space")).to_have_attribute("aria-pressed", "true")
    expect(fold(glass)).to_have_value("20")
    expect_soon(lambda: len(loaded(glass)) == 2)
    caption = glass.page.locator("#legend > p")
    canvas = glass.page.locator("#scene canvas")
    expect(caption).to_contain_text("main directions of its 8 units; these hold")
    expect(canvas).to_have_attribute("aria-label", f"Hidden space. {caption.text_content()}")
    wait_for_rest(glass.page)
    seen = [space, picture(glass)]
    assert seen[0] != seen[1]
    fold(glass).press("Home")
    expect(caption).to_contain_text("flat")
    expect_soon(lambda: picture(glass) not in seen)
    wait_for_rest(glass.page)
    seen.append(picture(glass))
    for _ in range(6):
        fold(glass).press("ArrowRight")
    expect(caption).to_contain_text("Interpolated: 30 %")
    expect_soon(lambda: picture(glass) not in seen)
    expect_soon(lambda: glass.page.evaluate("location.hash") == "#pose=hidden-space&view=fold:0.3")
    glass.button("Play").click()  # with reduced motion it jumps
    expect(caption).to_contain_text("as the output layer folds it")
    glass.select("Layer").select_option("Hidden 1")
    expect(caption).to_contain_text("folds it")
    expect_soon(lambda: picture(glass) == seen[1])
    canvas.press("ArrowLeft")
    expect_soon(lambda: picture(glass) != seen[1])
    glass.button("Space").click()
    expect(glass.page.locator("#pose-card")).to_be_hidden()
    expect(canvas).to_have_attribute("aria-label", re.compile("^Network 2-8-1"))
    expect_soon(lambda: "camera" not in glass.page.evaluate("location.hash"))
    expect_soon(lambda: picture(glass) not in seen[1:])
    expect_soon(lambda: unit.bounding_box() == place)


def test_what_the_page_is_told_is_what_the_layers_compute(open_page: Open, site: str) -> None:
    glass = open_scene(open_page, address=f"{site}#dataset=circular&hidden=3,2&pose=hidden-space:1")
    glass.train(200)
    told = glass.page.evaluate(TOLD)
    state = glass.request("get_network_state")
    assert (told["step"], told["layer"], told["units"]) == (state["step"], 1, [0, 1, 2])
    weights, biases = ([np.array(part) for part in state[name]] for name in ("weights", "biases"))
    size = round(np.sqrt(len(told["grid"]) / 3))
    axis = np.linspace(-6, 6, size)
    plane = np.stack([each.ravel() for each in np.meshgrid(axis, axis)])
    first = np.tanh(weights[0] @ plane + biases[0].reshape(-1, 1))
    np.testing.assert_allclose(np.reshape(told["grid"], (3, -1)), first, atol=1e-6)
    sums = weights[1] @ first + biases[1].reshape(-1, 1)
    planes = np.reshape(told["planes"], (-1, 4))
    np.testing.assert_allclose(planes[:, :3] @ first + planes[:, 3:], sums, atol=1e-5)
    z = weights[2] @ np.tanh(sums) + biases[2].reshape(-1, 1)
    np.testing.assert_allclose(told["outputs"], (1 / (1 + np.exp(-z))).ravel(), atol=1e-6)


def test_layers_units_and_panes_are_chosen_in_its_card_and_by_a_link(open_page: Open, site: str) -> None:
    address = f"{site}#dataset=circular&hidden=6,5&pose=hidden-space:1&view=axes:units,units:2,5,1"
    glass = open_scene(open_page, address=address)
    for name, unit in (("To the right", "Unit 2"), ("Up", "Unit 5"), ("Away", "Unit 1")):
        expect(glass.select(name).locator("option:checked")).to_have_text(unit)
    wait_for_rest(glass.page)
    seen = [picture(glass)]

    def expect_another_picture() -> None:
        expect_soon(lambda: picture(glass) not in seen)
        wait_for_rest(glass.page)
        seen.append(picture(glass))

    glass.select("Up").select_option("Unit 1")
    expect(glass.select("Away").locator("option:checked")).to_have_text("Unit 5")
    expect_another_picture()
    glass.select("Pane of").select_option("Unit 4")
    expect_another_picture()
    glass.select("Axes").select_option("Main directions")
    expect(glass.select("Up")).to_be_hidden()
    expect_another_picture()
    glass.select("Layer").select_option("Output")
    expect(glass.select("Pane of")).to_be_hidden()
    expect_another_picture()
    expect_soon(lambda: "pose=hidden-space:3&view=axes:directions" in glass.page.evaluate("location.hash"))
    glass.request("create_network", {"layer_sizes": [2, 3, 1]})
    expect(glass.select("Layer").locator("option:checked")).to_have_text("Hidden 1")
    expect_another_picture()


def test_it_follows_training_in_few_draw_calls(open_page: Open, site: str) -> None:
    glass = open_scene(open_page, address=f"{site}#dataset=blobs&hidden=4&pose=hidden-space")
    expect(fold(glass)).to_have_value("20")
    wait_for_rest(glass.page)
    before = picture(glass)
    glass.page.evaluate("window.mostInAFrame = 0")
    glass.train(100)
    expect_soon(lambda: picture(glass) != before)
    next_frame(glass.page)
    wait_for_rest(glass.page)
    assert 6 <= glass.page.evaluate("window.mostInAFrame") <= 16


def test_played_it_goes_through_what_is_interpolated_to_the_end(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.page.keyboard.press("6")
    caption = glass.page.locator("#legend > p")
    glass.button("Play").click()
    expect(caption).to_contain_text("Interpolated")
    expect(caption).to_contain_text("as the output layer folds it")
    expect(fold(glass)).to_have_value("40")


def test_between_two_layers_it_is_between_what_both_have(open_page: Open, site: str) -> None:
    glass = open_scene(open_page, address=f"{site}#dataset=circular&hidden=6,3&pose=hidden-space:1")
    glass.train(100)
    caption = glass.page.locator("#legend > p")
    pictures = []
    for key, words in (
        ("", "as hidden layer 1 folds it"),
        ("ArrowRight", "Interpolated: 5 % of the way from what hidden layer 1 has"),
        ("PageUp", "of the way from what hidden layer 1 has to what hidden layer 2 makes of it"),
        ("End", "as the output layer folds it"),
    ):
        if key:
            fold(glass).press(key)
        expect(caption).to_contain_text(words)
        expect_soon(lambda: picture(glass) not in pictures)
        wait_for_rest(glass.page)
        pictures.append(picture(glass))
    glass.request("set_views", {"layer_space": [2, None, [1, None]]})
    told = glass.page.evaluate(TOLD)
    assert (told["layer"], told["before"]["layer"]) == (2, 1)
    expect(fold(glass)).to_have_attribute("aria-valuetext", "as Output has it")


def test_it_keeps_nobody_out(open_page: Open, site: str) -> None:
    address = f"{site}#hidden=6,4&pose=hidden-space"
    glass = open_page(address, color_scheme="dark", bypass_csp=True, reduced_motion="reduce")
    glass.expect_ready()
    expect(fold(glass)).to_be_visible()
    glass.add_axe()
    glass.expect_axe_finds_nothing_serious()
