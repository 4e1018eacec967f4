"""Stories of selecting a unit or a weight, reading its sum, editing and freezing it."""

import math
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.glass import Glass

Open = Callable[..., Glass]


def select_unit(glass: Glass, unit: int) -> Locator:
    """Walk to a unit with the scene's keys; return the inspector."""
    canvas = glass.page.locator("#scene canvas")
    canvas.focus()
    title = glass.page.locator("#inspector h2")
    before = title.inner_text()
    for _ in range(unit + 1):
        canvas.press("n")
        expect(title).not_to_have_text(before)
        before = title.inner_text()
    inspector = glass.page.locator("#inspector")
    expect(inspector).to_be_visible()
    return inspector


def shown(cell: Locator) -> Decimal:
    return to_number(cell.inner_text())


def to_number(text: str) -> Decimal:
    return Decimal(text.strip().replace("−", "-"))


def expect_sum_adds_up(inspector: Locator) -> None:
    """Read all numbers at one moment, as they may be changing; the last row of terms is the bias."""
    expect(inspector.locator("[data-sum=z]")).to_have_attribute("data-value", _any_number())
    script = """(inspector) => ({
        terms: [...inspector.querySelectorAll("tr[data-parameter]")].map((row) => ({
            weight: row.querySelector(".number-button").dataset.value,
            input: row.cells[2].dataset.value,
            product: row.cells[3].textContent,
        })),
        z: inspector.querySelector("[data-sum=z]").textContent,
    })"""
    read = inspector.evaluate(script)
    products = [to_number(term["product"]) for term in read["terms"]]
    assert sum(products) == to_number(read["z"])
    for term, product in list(zip(read["terms"], products, strict=True))[:-1]:
        digit = Decimal(1).scaleb(int(product.as_tuple().exponent))
        assert abs(Decimal(term["weight"]) * Decimal(term["input"]) - product) <= digit


@pytest.mark.parametrize("n_steps", [0, 60])
def test_the_sum_of_every_unit_adds_up_as_shown(open_page: Open, n_steps: int) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("create_network", {"layer_sizes": [2, 3, 2, 1]})
    if n_steps:
        glass.train(n_steps)
    inspector = select_unit(glass, 2)
    for name in (*(f"Unit {i} of hidden layer 1" for i in (1, 2, 3)), "Unit 1 of hidden layer 2"):
        expect(inspector.get_by_role("heading", name=name, exact=True)).to_be_visible()
        expect_sum_adds_up(inspector)
        glass.page.locator("#scene canvas").press("n")


def _any_number() -> re.Pattern[str]:
    return re.compile(r"\d")


def test_the_output_is_recomputed_from_what_is_on_the_screen(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    inspector = select_unit(glass, 10)
    expect(inspector.get_by_role("heading", name="Output ŷ", exact=True)).to_be_visible()
    expect_sum_adds_up(inspector)
    z = float(shown(inspector.locator("[data-sum=z]")))
    activation = float(shown(inspector.locator("[data-sum=activation]")))
    assert 1 / (1 + math.exp(-z)) == pytest.approx(activation, abs=1e-6)
    inputs = glass.page.evaluate("glassnet.request('get_network_state')")
    assert inputs["biases"][-1][0] == float(
        str(inspector.locator("tr[data-parameter] .number-button").last.get_attribute("data-value"))
    )


def test_a_mean_says_that_its_activation_is_a_mean(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=data")
    glass.expect_ready()
    inspector = select_unit(glass, 3)
    glass.page.locator("[data-panel=data] canvas[tabindex='0']").focus()
    glass.page.keyboard.press("Escape")
    expect(inspector.get_by_text("the mean of the activations")).to_be_visible()
    expect_sum_adds_up(inspector)


def test_an_input_unit_tells_its_feature_and_value(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    inspector = select_unit(glass, 0)
    expect(inspector.get_by_role("heading", name="Input x₁", exact=True)).to_be_visible()
    expect(inspector.get_by_text("An input:")).to_be_visible()
    expect(inspector.get_by_text("Value for training sample 1")).to_be_visible()


def test_a_weight_is_edited_in_the_sum_and_frozen(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    inspector = select_unit(glass, 10)
    weight = inspector.locator("tr[data-parameter] .number-button").first
    parameter = int(str(inspector.locator("tr[data-parameter]").first.get_attribute("data-parameter")))
    weight.focus()
    weight.press("Enter")
    value = inspector.get_by_role("spinbutton", name="Value", exact=True)
    expect(value).to_be_focused()
    value.fill("1.25")
    value.press("Enter")
    expect(weight).to_have_attribute("data-value", "1.25")
    expect_sum_adds_up(inspector)
    inspector.get_by_role("checkbox", name="Frozen").check()
    expect(inspector.locator("tr[data-frozen]")).to_have_count(1)
    glass.train(20)
    state = glass.request("get_network_state")
    assert state["weights"][1][0][0] == 1.25
    assert parameter == 24
    inspector.get_by_role("slider", name="Value slider").press("ArrowRight")
    expect(weight).not_to_have_attribute("data-value", "1.25")
    glass.button("Undo").click()
    expect(weight).to_have_attribute("data-value", "1.25")


def test_numbers_follow_training_and_the_focus_stays(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    inspector = select_unit(glass, 10)
    weight = inspector.locator("tr[data-parameter] .number-button").nth(2)
    before = str(weight.get_attribute("data-value"))
    weight.focus()
    glass.request("start_training")
    expect(weight).not_to_have_attribute("data-value", before)
    expect(weight).to_be_focused()
    for _ in range(5):
        expect_sum_adds_up(inspector)
        glass.expect_stat_changes("step")
    glass.request("stop_training")


def test_escape_selects_nothing_and_another_shape_forgets_the_selection(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    inspector = select_unit(glass, 4)
    glass.page.keyboard.press("Escape")
    expect(inspector).to_be_hidden()
    select_unit(glass, 10)
    glass.request("create_network", {"layer_sizes": [2, 3, 1]})
    expect(inspector).to_be_hidden()
    assert glass.request("set_views", {})["unit"] is None


def test_what_adds_and_removes_in_the_scene_is_undoable(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.page.locator("#scene canvas").hover()
    glass.page.locator("#scene").get_by_role("button", name="Add a unit to hidden layer 1").click()
    expect(glass.page.get_by_text("the network is now 2-9-1.")).to_be_visible()
    glass.button("Undo").click()
    expect(glass.page.get_by_text("Taken back: the network.")).to_be_visible()
    assert glass.request("get_network_state")["layer_sizes"] == [2, 8, 1]
