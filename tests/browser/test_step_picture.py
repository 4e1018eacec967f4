"""A step, opened, in the picture and in the code: what is drawn are its numbers, at the lines making them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.glass import Glass, expect_soon
from tests.browser.test_code import card, editor, text_of
from tests.browser.test_opened_step import choice, expect_at, open_step
from tests.browser.test_scene import COUNT_DRAW_CALLS, next_frame, wait_for_rest

Open = Callable[..., Glass]
ADDRESS = "#dataset=circular&hidden=4,3&batch_size=8&speed=none"
N_UNITS, N_PARAMETERS = 10, 31

# What has been uploaded last, of connections and of units, by how many there are of them.
KEEP_UPLOADS = """([nUnits, nParameters]) => {
    window.uploads = { connections: [], units: [] };
    const { texSubImage2D } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.texSubImage2D = function (...values) {
        const data = values.at(-1);
        const [width, height] = [values[4], values[5]];
        if (data instanceof Float32Array && height === 1 && data.length === width) {
            if (width === 256) uploads.units = [...data.subarray(0, nUnits)];
            if (width === nParameters) uploads.connections = [...data];
        }
        return texSubImage2D.apply(this, values);
    };
}"""

# Numbers of the record at a station, as 32-bit ones; null: not computed there.
RECORDED = """async ([name, part, first, last]) => {
    const { arrays } = await glassnet.request("record_step");
    const values = part === "" ? arrays[name] : arrays[part][name];
    return Array.from(values, (value, at) => (at >= first && at < last ? Math.fround(value) : null));
}"""
UPLOADED = "(name) => uploads[name].map((value) => (Number.isNaN(value) ? null : value))"


@pytest.fixture
def glass(open_page: Open, site: str) -> Glass:
    """Return a page with a run of 20 steps, of which the next is open."""
    glass = open_page(site + ADDRESS, reduced_motion="reduce")
    glass.expect_ready()
    glass.train(20)
    expect_soon(lambda: glass.stat("step") == 20)
    glass.page.evaluate(KEEP_UPLOADS, [N_UNITS, N_PARAMETERS])
    glass.page.evaluate(COUNT_DRAW_CALLS)
    open_step(glass)
    return glass


def go_to(glass: Glass, station: str) -> None:
    """Go to a station by its word in an address."""
    glass.page.evaluate(
        """async (word) => {
            const slider = document.querySelector("#step input[type=range]");
            const { stations } = await glassnet.request("record_step");
            const at = stations.findIndex(({ phase, layer, name }) =>
                [phase, ...(layer === null ? [] : [layer]), name].join(".") === word);
            slider.value = String(at);
            slider.dispatchEvent(new Event("input"));
        }""",
        station,
    )
    expect_soon(lambda: f"station={station}" in glass.page.evaluate("location.hash"))
    next_frame(glass.page)


def recorded(glass: Glass, name: str, span: tuple[int, int], part: str = "") -> Any:
    return glass.page.evaluate(RECORDED, [name, part, *span])


def expect_drawn(glass: Glass, what: str, expected: Any) -> None:
    expect_soon(
        lambda: glass.page.evaluate(UPLOADED, what) == expected,
        lambda: f"{what}: {glass.page.evaluate(UPLOADED, what)} instead of {expected}",
    )


def test_what_is_drawn_of_units_are_the_means_of_the_batch_as_far_as_they_are_computed(glass: Glass) -> None:
    for station, name, span in (
        ("forward.batch", "a", (0, 2)),
        ("forward.2.a", "a", (0, 9)),
        ("backward.3.d_z", "d_z", (9, 10)),
        ("backward.1.d_z", "d_z", (2, 10)),
        ("update.change", "d_z", (2, 10)),
    ):
        go_to(glass, station)
        expect_drawn(glass, "units", recorded(glass, name, span, "means"))


def test_what_is_drawn_of_connections_are_gradients_then_changes_then_new_weights(glass: Glass) -> None:
    for station, name, span in (
        ("backward.3.d_biases", "d_parameters", (27, 31)),
        ("backward.2.d_weights", "d_parameters", (12, 31)),
        ("backward.1.d_biases", "d_parameters", (0, 31)),
        ("update.clipping", "gradient", (0, 31)),
        ("update.change", "change", (0, 31)),
        ("update.new_value", "after", (0, 31)),
    ):
        go_to(glass, station)
        expected = recorded(glass, name, span)
        if station == "backward.2.d_weights":
            expected[24:27] = [None] * 3  # the biases come after the weights
        expect_drawn(glass, "connections", expected)


def test_going_forward_a_chosen_sample_shows_what_flows_into_every_unit(glass: Glass) -> None:
    sample = glass.page.evaluate("glassnet.request('record_step').then(({ kept }) => kept[1])")
    choice(glass, "Sample").select_option(value=str(sample))
    go_to(glass, "forward.1.a")
    z = glass.page.evaluate(
        """async () => {
            const { arrays, kept } = await glassnet.request("record_step");
            return [0, 1, 2, 3].map((unit) => arrays.z[(2 + unit) * kept.length + 1]);
        }"""
    )
    expect_soon(lambda: glass.page.evaluate("uploads.connections")[0] != 0)
    drawn = glass.page.evaluate(UPLOADED, "connections")
    assert [drawn[2 * unit] + drawn[2 * unit + 1] + drawn[8 + unit] for unit in range(4)] == pytest.approx(
        z, rel=1e-5
    )
    assert drawn[12:] == [None] * 19


def test_the_run_is_drawn_again_once_the_step_is_closed(glass: Glass) -> None:
    go_to(glass, "backward.1.d_biases")
    glass.page.keyboard.press("Escape")
    expected = glass.page.evaluate(
        """async () => {
            const { arrays } = await glassnet.request("record_step");
            return Array.from(arrays.before, Math.fround);
        }"""
    )
    expect_drawn(glass, "connections", expected)
    expect(glass.page.locator("#legend > p")).to_contain_text("Each tile is one unit")


def test_the_legend_says_what_is_drawn_and_prints_its_scales(glass: Glass) -> None:
    caption = glass.page.locator("#legend > p")
    go_to(glass, "backward.2.d_weights")
    expect(caption).to_have_text(
        re.compile(
            r"^A tile is d_z, mean of 8, up to [\d.e−]+; a curve is d_weights, sum over 8, up to [\d.e−]+\."
        )
    )
    glass.page.get_by_text("Key", exact=True).click()
    key = glass.page.locator(".legend__list")
    expect(key).to_contain_text(
        re.compile(r"its size; the thickest: [\d.e−]+ in Hidden 2, [\d.e−]+ in Output")
    )
    expect(key).to_contain_text("an empty tile: not computed yet")
    expect(glass.button("Units as maps")).to_be_hidden()  # what units show is the step's


def test_an_opened_step_is_drawn_in_as_few_calls_in_every_pose_and_rests(glass: Glass) -> None:
    go_to(glass, "forward.1.z")  # where it is already nothing is drawn again
    for name in ("Space", "Diagram", "Maps", "Output", "Pane"):
        glass.button(name).click()
        for station in ("forward.batch", "loss.loss", "backward.1.d_weights"):
            wait_for_rest(glass.page)
            glass.page.evaluate("window.mostInAFrame = 0")
            go_to(glass, station)
            expect_soon(lambda: glass.page.evaluate("mostInAFrame") > 0)
            wait_for_rest(glass.page)
            assert 3 <= glass.page.evaluate("mostInAFrame") <= 16


# ---------------------------------------------------------------- in the code


def station_line(glass: Glass) -> Locator:
    return glass.page.locator(".cm-station")


def expect_at_line_of(glass: Glass, station: str) -> None:
    """Wait until the line that is marked is the one that computes a station."""
    place = glass.page.evaluate(
        """async (word) => {
            const { stations } = await glassnet.request("record_step");
            return stations.find(({ phase, layer, name }) =>
                [phase, ...(layer === null ? [] : [layer]), name].join(".") === word);
        }""",
        station,
    )
    line = text_of(glass, place["file"]).split("\n")[place["line"] - 1]
    expect(station_line(glass)).to_have_text(re.compile(rf"^\s*{re.escape(line.strip())}$"))


def test_every_station_is_shown_at_the_line_that_computes_it(glass: Glass) -> None:
    glass.button("Code").click()
    for station in ("forward.1.z", "forward.1.a", "backward.2.d_z", "backward.2.d_weights", "update.change"):
        go_to(glass, station)
        expect_at_line_of(glass, station)
    glass.page.keyboard.press("Escape")
    expect(station_line(glass)).to_have_count(0)


def test_the_line_at_the_caret_brings_its_station(glass: Glass) -> None:
    glass.button("Code").click()
    go_to(glass, "backward.2.d_z")
    expect_at_line_of(glass, "backward.2.d_z")
    glass.page.locator(".cm-line", has_text="out=layer.d_weights").click()
    expect_at(glass, "backward, hidden 2, d_weights, sum over 8")
    expect_at_line_of(glass, "backward.2.d_weights")
    editor(glass).press("ArrowDown")
    expect_at(glass, "backward, hidden 2, d_biases, sum over 8")
    card(glass, "Forward pass").click()
    expect(editor(glass)).to_contain_text("def _forward")
    expect_at(glass, "backward, hidden 2, d_biases, sum over 8")  # nothing of it has been chosen


def test_after_an_edit_the_step_is_open_where_it_was_and_the_first_wrong_line_is_marked(glass: Glass) -> None:
    glass.button("Code").click()
    go_to(glass, "backward.1.d_z")
    expect_at_line_of(glass, "backward.1.d_z")
    for _ in range(2):  # to the end of a line that may be wrapped
        editor(glass).press("End")
    glass.page.keyboard.insert_text(" * 2")
    note = glass.page.locator("#step").get_by_role("note")
    expect(note).to_be_visible()
    expect_at(glass, "backward, hidden 1, d_z, mean of 8")
    expect(station_line(glass)).to_contain_text("* 2")
    expect(glass.page.locator(".cm-lint-marker-warning")).to_have_count(1)
    glass.page.keyboard.press("Control+z")
    expect(note).to_be_hidden()
    expect(glass.page.locator(".cm-lint-marker-warning")).to_have_count(0)
