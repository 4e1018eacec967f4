"""Stories of the shown point: typed, pressed, dragged, linked; and of what connections show."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.glass import CommandRefusedError, Glass, expect_soon
from tests.browser.test_inspect import select_unit
from tests.browser.test_page import picture
from tests.browser.test_scene import first_hit, next_frame, open_scene, wait_for_rest

Open = Callable[..., Glass]


def exact(value: float) -> str:
    """Return a number as formatExact of js/kit/format.js writes it."""
    size = abs(value)
    if size != 0 and (size < 1e-4 or size >= 1e6):
        mantissa, exponent = f"{value:.5e}".split("e")
        return f"{mantissa}e{int(exponent):+d}".replace("-", "−")
    digits = f"{value:#.6g}"
    return digits.replace("-", "−")


def at(glass: Glass) -> str:
    return str(glass.page.evaluate("location.hash"))


def shown_point(glass: Glass) -> list[float]:
    return [float(glass.number(name).input_value()) for name in ("x₁", "x₂")]


def sentence(glass: Glass) -> str:
    return glass.page.locator(".point__shown").text_content() or ""


def expect_shown(glass: Glass, text: str) -> None:
    expect(glass.page.locator(".point__shown")).to_contain_text(text)


def test_at_20_typed_points_units_sum_and_card_show_what_a_forward_pass_gives(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("create_network", {"layer_sizes": [2, 3, 2, 1], "activations": "tanh"})
    glass.train(300)
    inspector = select_unit(glass, 2)
    canvas = glass.page.locator("#scene canvas")
    draw = random.Random(11)
    for turn in range(20):
        layer, index = ((1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0))[turn % 6]
        point = [round(draw.uniform(-6, 6), 3) for _ in range(2)]
        for name, x in zip(("x₁", "x₂"), point, strict=True):
            glass.set_number(name, x)
        told = glass.request("probe", {"point": point})
        expect(glass.page.locator("[data-point=output]")).to_have_text(exact(told["outputs"][0]))
        expect(glass.page.locator(".point__answer")).to_contain_text(f"→ class {told['answer']}")
        value = told["layers"][layer][index]
        expect(inspector.locator("[data-sum=activation]")).to_have_text(exact(value))
        z = float(str(inspector.locator("[data-sum=z]").get_attribute("data-value")))
        assert abs(z - told["z"][layer - 1][index]) < 1e-9
        inputs = inspector.locator("tr[data-parameter] td:nth-child(3)")
        assert inputs.all_inner_texts()[:-1] == [exact(each) for each in told["layers"][layer - 1]]
        title = inspector.locator("h2")
        before = title.inner_text()
        for _ in range(3 if turn % 6 == 5 else 1):  # past the inputs
            canvas.press("n")
        expect(title).not_to_have_text(before)


def test_from_the_start_to_a_typed_point_by_keyboard_alone(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    keyboard = glass.page.keyboard
    focused = "document.activeElement.labels?.[0]?.textContent"
    for _ in range(60):
        keyboard.press("Tab")
        if glass.page.evaluate(focused) == "x₁":
            break
    keyboard.type("-1.5")
    keyboard.press("Tab")
    assert glass.page.evaluate(focused) == "x₂"
    keyboard.type("2.25")
    keyboard.press("Enter")
    told = glass.request("probe", {"point": [-1.5, 2.25]})
    expect(glass.page.locator("[data-point=output]")).to_have_text(exact(told["outputs"][0]))
    expect_shown(glass, "Units show the point x₁ −1.50, x₂ 2.25.")
    keyboard.press("ArrowUp")
    expect_shown(glass, "x₂ 2.35.")
    keyboard.press("Tab")
    keyboard.press("Enter")  # At a sample
    expect_shown(glass, "Units show training sample")
    expect(glass.page.locator(".point__verdict")).to_have_text("✓ right" if is_right(glass) else "✗ wrong")
    before = sentence(glass)
    keyboard.press("ArrowRight")
    expect(glass.page.locator(".point__shown")).not_to_have_text(before)
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect_shown(glass, "Units show the mean over the training samples.")
    expect(glass.number("x₁")).to_have_value("")
    expect(glass.page.locator(".point__answer")).to_contain_text("mean output")


def is_right(glass: Glass) -> bool:
    """Tell whether the class in the answer is the label in the sentence."""
    answer = glass.page.locator(".point__answer").inner_text().split("class ")[1][0]
    return sentence(glass).endswith(f"label {answer}.")


def test_what_is_no_point_of_the_plane_is_refused_at_its_field(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    before = sentence(glass)
    glass.set_number("x₁", 7)
    expect(glass.page.locator("#point")).to_contain_text("x₁ must be a number from -6 to 6, but is 7.")
    expect(glass.page.locator(".point__shown")).to_have_text(before)
    with pytest.raises(CommandRefusedError) as refused:
        glass.request("probe", {"point": [0, 7]})
    assert refused.value.error["field"] == "point"


def test_a_press_on_a_tile_chooses_unit_and_point_and_a_drag_of_the_mark_moves_it(
    open_page: Open, site: str
) -> None:
    glass = open_scene(open_page, address=f"{site}#hidden=2&pose=maps")
    mouse = glass.page.mouse
    x, y = first_hit(glass, "Unit Input")
    wait_for_rest(glass.page)
    before = picture(glass)
    mouse.click(x + 6, y)
    expect(glass.page.locator("#inspector")).to_be_visible()
    expect_shown(glass, "Units show the point")
    pressed = shown_point(glass)
    expect_soon(lambda: "point=" in at(glass))
    expect_soon(lambda: picture(glass) != before)

    mouse.move(x + 6, y)
    mouse.down()
    mouse.move(x + 14, y - 7, steps=4)
    mouse.move(x + 20, y - 12, steps=4)
    mouse.up()
    expect_soon(lambda: shown_point(glass) != pressed)
    wait_for_rest(glass.page)
    dragged = shown_point(glass)
    assert dragged[0] > pressed[0] and dragged[1] > pressed[1]
    assert "camera" not in at(glass)
    expect(glass.page.locator("#inspector")).to_be_visible()  # a drag chooses nothing

    box = glass.page.locator("#room").bounding_box()
    assert box
    mouse.move(box["x"] + 8, box["y"] + 8)
    mouse.down()
    mouse.move(box["x"] + 60, box["y"] + 8, steps=4)
    mouse.up()
    expect_soon(lambda: "camera:" in at(glass))  # which elsewhere turns
    assert shown_point(glass) == dragged


def test_a_press_near_a_sample_on_the_output_map_shows_the_sample_and_a_drag_leaves_it(
    open_page: Open, site: str
) -> None:
    # Head-on, where the mark of the shown sample is at the sample itself, not at the height of the output.
    glass = open_scene(open_page, address=f"{site}#dataset=circular&hidden=2&pose=diagram")
    mouse = glass.page.mouse
    glass.page.locator("#scene canvas").press("n")  # its card takes its room before
    wait_for_rest(glass.page)
    box = glass.page.locator("#room").bounding_box()
    assert box
    places = [
        (box["x"] + box["width"] * across / 40, box["y"] + box["height"] * down / 40)
        for down in range(12, 29, 2)
        for across in range(20, 40)
    ]

    def shows_a_pressed_sample(place: tuple[float, float]) -> bool:
        mouse.click(*place)
        next_frame(glass.page)
        return re.search(r"training sample (?!1:)", sentence(glass)) is not None

    x, y = next(place for place in places if shows_a_pressed_sample(place))
    wait_for_rest(glass.page)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 12, y + 8, steps=4)
    mouse.up()
    expect_shown(glass, "Units show the point")


def test_the_map_at_the_side_takes_presses_and_drags_and_snaps_to_samples(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=data", viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    glass.expect_ready()
    X = glass.request("generate_data", {"dataset": "linear", "n_samples": 10})["X"]
    overlay = glass.page.locator(".plane__overlay")
    box = overlay.bounding_box()
    assert box
    size = min(box["width"] - 36, box["height"] - 30)  # the margins of data-panel.js

    def pixel(x1: float, x2: float) -> tuple[float, float]:
        return box["x"] + 30 + size * (x1 + 6) / 12, box["y"] + 6 + size * (6 - x2) / 12

    places = list(zip(*X, strict=True))
    free = max(
        ((x1, x2) for x1 in range(-5, 6) for x2 in range(-5, 6)),
        key=lambda spot: min((spot[0] - x1) ** 2 + (spot[1] - x2) ** 2 for x1, x2 in places),
    )
    glass.page.mouse.click(*pixel(*free))
    expect_shown(glass, "Units show the point")
    assert all(abs(shown - x) < 0.1 for shown, x in zip(shown_point(glass), free, strict=True))
    x, y = pixel(*places[4])
    glass.page.mouse.click(x + 3, y - 3)
    expect_shown(glass, "Units show training sample 5:")
    expect_soon(lambda: "sample=5" in at(glass))
    glass.page.mouse.move(x, y)
    glass.page.mouse.down()
    glass.page.mouse.move(*pixel(1.5, -2.5), steps=5)
    glass.page.mouse.up()
    expect_shown(glass, "Units show the point")
    assert all(abs(shown - x) < 0.1 for shown, x in zip(shown_point(glass), (1.5, -2.5), strict=True))
    overlay.press("Escape")
    expect_shown(glass, "Units show the mean")
    expect(glass.page.locator(".plane > .plane__mark")).to_be_hidden()


def test_a_link_says_the_point_and_spheres_and_tooltip_speak_of_it(open_page: Open, site: str) -> None:
    glass = open_scene(open_page, address=f"{site}#point=3.8,1.18&view=spheres&hidden=3")
    expect_shown(glass, "Units show the point x₁ 3.80, x₂ 1.18.")
    first_hit(glass, "Unit Input")
    expect(glass.page.locator(".scene-tooltip")).to_contain_text("at x₁ 3.80, x₂ 1.18")
    expect_soon(lambda: at(glass) == "#hidden=3&point=3.8,1.18&view=spheres")
    other = open_page(f"{site}#point=9,9&sample=17&connections=lines")
    other.expect_ready()
    alert = other.page.get_by_role("alert").get_by_text("The link could not be followed")
    for word in ("point=9,9", "connections=lines"):
        expect(alert).to_contain_text(word)
    expect_shown(other, "Units show training sample 17:")


def test_connections_show_weights_contributions_or_gradients_and_the_caption_says_which(
    open_page: Open,
) -> None:
    glass = open_scene(open_page)
    caption = glass.page.locator("#legend > p")
    expect(caption).to_contain_text("A curve is a weight:")
    seen: list[Any] = [picture(glass)]

    def choose(name: str, told: str) -> None:
        glass.select("Connections").select_option(name)
        expect(caption).to_contain_text(told)
        expect_soon(lambda: picture(glass) not in seen)
        wait_for_rest(glass.page)
        seen.append(picture(glass))

    choose("contributions", "A curve is weight times input at the shown point:")
    expect_soon(lambda: at(glass) == "#connections=contributions")
    choose("gradients", "There are gradients after the first step.")
    glass.button("Step").click()
    expect(caption).to_contain_text("A curve is a gradient of the last step:")
    glass.page.get_by_text("Key", exact=True).click()
    expect(glass.page.get_by_text("the loss rises with the weight")).to_be_visible()
    assert glass.request("set_views")["gradient"] is True
    glass.select("Connections").select_option("weights")
    expect(caption).to_contain_text("A curve is a weight:")
    expect_soon(lambda: glass.request("set_views")["gradient"] is False)
