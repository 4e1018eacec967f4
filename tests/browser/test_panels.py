"""Stories of reading the panels: data, confusion, distributions, the weight table, the curves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from glassnet.live.sources import original
from tests.browser.glass import CommandRefusedError, Glass, expect_soon

Open = Callable[..., Glass]


def open_panels(open_page: Open, **options: object) -> Glass:
    glass = open_page(viewport={"width": 1200, "height": 700}, reduced_motion="reduce", **options)
    glass.expect_ready()
    open_panel(glass, "data")
    return glass


def open_panel(glass: Glass, name: str) -> Locator:
    panel = glass.page.locator(f"[data-panel={name}]")
    panel.locator("summary").click()
    return panel


def picture(glass: Glass) -> bytes:
    return glass.page.locator("[data-panel=data] .plane").screenshot()


def test_several_classes_and_regression_are_told_in_their_own_words(open_page: Open) -> None:
    glass = open_panels(open_page)
    panel = glass.page.locator("[data-panel=data]")
    glass.request("generate_data", {"dataset": "arms", "n_classes": 4})
    expect(panel.locator(".key li").filter(has_text="class 3")).to_be_visible()
    expect(glass.page.locator("[data-readout=output]")).to_contain_text("class")
    glass.request("generate_data", {"dataset": "saddle"})
    expect(panel.locator(".key li").filter(has_text="class 3")).to_have_count(0)
    expect(panel).to_contain_text("target")
    expect(glass.page.locator("[data-readout=output]")).not_to_contain_text("class")
    assert "NaN" not in (glass.page.locator("main").text_content() or "")


def test_the_readout_is_the_networks_own_answer_for_the_very_point(open_page: Open) -> None:
    glass = open_panels(open_page)
    X = glass.request("generate_data", {"dataset": "linear", "n_samples": 50})["X"]
    glass.request("create_network", {"layer_sizes": [2, 1]})
    readout = glass.page.locator("[data-readout=output]")

    def put_step_at(x1: float) -> None:
        """Let the output be 0 left of there and 1 right of it: a grid has only points far from it."""
        for index, value in enumerate((4000.0, 0.0, -4000.0 * x1)):
            glass.request("set_parameter", {"index": index, "value": value})

    shown = X[0][0]
    put_step_at(shown + 0.01)
    expect(readout).to_contain_text(f"At x₁ {shown:.2f}, ".replace("-", "−"))
    expect(readout).to_contain_text("output 0.00, class 0")
    put_step_at(shown - 0.01)
    expect(readout).to_contain_text("output 1.00, class 1")

    overlay = glass.page.locator(".plane__overlay")
    box = overlay.bounding_box()
    assert box
    size = min(box["width"] - 36, box["height"] - 30)  # the margins of data-panel.js
    for place, beyond, said in ((0.05, 0.06, "0.00, class 0"), (0.05, -0.06, "1.00, class 1")):
        put_step_at(place + beyond)
        glass.page.mouse.move(box["x"] + 30 + size * (place + 6) / 12, box["y"] + 6 + size / 3)
        expect(readout).to_contain_text(f"output {said}")
        expect(readout).to_contain_text("x₂ 2.0")
        glass.page.mouse.move(box["x"] + 30 + size * (place + beyond * 3 + 6) / 12, box["y"] + 6 + size / 3)
        expect(readout).not_to_contain_text(f"output {said}")
    glass.page.mouse.move(10, 10)
    expect(readout).to_contain_text(f"At x₁ {shown:.2f}, ".replace("-", "−"))
    assert glass.request("set_views")["probe"] is None


def test_discretize_shows_the_class_that_the_output_stands_for(open_page: Open) -> None:
    glass = open_panels(open_page)
    smooth = picture(glass)
    glass.page.get_by_label("Classes only").check()
    expect_soon(lambda: picture(glass) != smooth)
    glass.page.get_by_label("Classes only").uncheck()
    expect_soon(lambda: picture(glass) == smooth)


def test_the_confusion_matrix_counts_every_sample(open_page: Open) -> None:
    glass = open_panels(open_page)
    glass.request("generate_data", {"dataset": "blobs", "n_classes": 3, "n_samples": 90})
    panel = open_panel(glass, "confusion")
    expect(panel.locator("table")).to_have_count(2)
    glass.train(100)
    cells = panel.locator("table").first.locator("td[data-value]")
    expect(cells).to_have_count(9)
    # All cells at once: the last states may still be drawn.
    count = "(cells) => cells.reduce((sum, { dataset }) => sum + Number(dataset.value), 0)"
    assert cells.evaluate_all(count) == 90
    glass.request("generate_data", {"dataset": "plane"})
    expect(panel.locator("table").first).to_be_hidden()


def test_distributions_name_dead_units(open_page: Open) -> None:
    glass = open_panels(open_page)
    panel = open_panel(glass, "distributions")
    expect(panel.locator("canvas").first).to_be_visible()
    preset = """() => glassnet.request("configure", { config: {
        network: { layer_sizes: [2, 8, 8, 1], activations: "relu", output_activation: "linear", loss: "mse" },
        training: { optimizer: "sgd", learning_rate: 0.8 } } })"""
    glass.page.evaluate(preset)
    glass.train(1500)
    expect(panel.get_by_text("dead").first).to_be_visible()


def test_a_weight_is_edited_and_frozen_in_the_table_by_keys(open_page: Open) -> None:
    glass = open_panels(open_page)
    panel = open_panel(glass, "weights")
    cell = panel.locator("tbody td").first
    expect(cell).not_to_have_text("…")
    cell.focus()
    cell.press("Enter")
    glass.page.keyboard.type("1.5")
    glass.page.keyboard.press("Enter")
    expect(cell).to_have_attribute("data-value", "1.5")
    assert glass.request("get_network_state")["weights"][0][0][0] == 1.5
    panel.locator("tbody td").first.focus()
    glass.page.keyboard.press("f")
    expect(panel.locator("tbody td").first).to_have_attribute("data-frozen", "")
    glass.train(30)
    assert glass.request("get_network_state")["weights"][0][0][0] == 1.5
    glass.page.keyboard.press("f")
    expect(panel.locator("tbody td").first).not_to_have_attribute("data-frozen", "")
    glass.train(30)
    assert glass.request("get_network_state")["weights"][0][0][0] != 1.5


def test_a_number_that_is_refused_in_the_table_is_explained_there(open_page: Open) -> None:
    glass = open_panels(open_page)
    panel = open_panel(glass, "weights")
    before = glass.request("get_network_state")["weights"]
    cell = panel.locator("tbody td").first
    cell.focus()
    cell.press("Enter")
    glass.page.keyboard.type("1e9")
    glass.page.keyboard.press("Enter")
    expect(glass.page.get_by_role("alert").filter(has_text="must be").first).to_be_visible()
    assert glass.request("get_network_state")["weights"] == before


def test_the_curve_ends_where_the_statistics_are(open_page: Open) -> None:
    glass = open_panels(open_page)
    glass.train(38)  # within an epoch
    stat = glass.page.locator("[data-stat=train_loss]")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "38")
    expect(glass.page.locator("#charts .chart").first).to_contain_text(stat.text_content() or "?")
    glass.page.get_by_label("Log scale").check()
    expect(glass.page.locator("#charts .chart").first).to_contain_text(stat.text_content() or "?")


def test_closed_panels_cost_the_worker_nothing(open_page: Open, site: str) -> None:
    glass = open_panels(open_page, address=f"{site}#view=spheres")
    # What a state does not repeat is null in it, so that all states of a step tell what it has cost.
    script = """async (expected) => {
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        await wait(300); // for the page to ask for what it shows
        const told = new Set();
        let last;
        const stop = glassnet.on("state", (event) => {
            last = event.step;
            for (const name of ["unit_grids", "distributions", "confusion", "unit_sum"])
                if (event[name]) told.add(name);
        });
        const { step } = await glassnet.request("step");
        const deadline = performance.now() + 10000;
        while (last !== step || expected.some((name) => !told.has(name))) {
            if (performance.now() > deadline) break;
            await wait(20);
        }
        await wait(700); // for what is not expected
        stop();
        return [...told].sort();
    }"""
    assert glass.page.evaluate(script, []) == []
    open_panel(glass, "confusion")
    open_panel(glass, "distributions")
    both = ["confusion", "distributions"]
    assert glass.page.evaluate(script, both) == both
    open_panel(glass, "confusion")
    open_panel(glass, "distributions")
    assert glass.page.evaluate(script, []) == []


def test_canvases_that_are_drawn_anew_all_the_time_are_kept_off_the_gpu(open_page: Open) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(
        """window.onCpu = new Map();
        const { getContext } = HTMLCanvasElement.prototype;
        HTMLCanvasElement.prototype.getContext = function (kind, options) {
            if (kind === "2d" && !onCpu.has(this)) onCpu.set(this, Boolean(options?.willReadFrequently));
            return getContext.call(this, kind, options);
        };"""
    )
    glass.page.goto(glass.site)
    glass.expect_ready()
    for name in ("distributions", "space"):
        open_panel(glass, name)
    glass.request("step", {"n_steps": 7})
    script = """async () => {
        for (;;) {
            const canvases = [...document.querySelectorAll("aside canvas, .panel canvas, #charts canvas")];
            const drawn = canvases.filter((canvas) => onCpu.has(canvas));
            const panels = "[data-panel=distributions], [data-panel=space], #charts, [data-panel=data]";
            const places = drawn.map((canvas) => canvas.closest(panels));
            if (new Set(places).size === 4) return drawn.map((canvas) => onCpu.get(canvas));
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }"""
    assert all(glass.page.evaluate(script))


def test_the_weight_table_turns_to_what_is_selected_and_selects_for_all(open_page: Open) -> None:
    glass = open_panels(open_page)
    panel = open_panel(glass, "weights")
    glass.request("create_network", {"layer_sizes": [2, 4, 3, 1]})
    distributions = open_panel(glass, "distributions")
    expect(glass.select("Layer").locator("option")).to_have_count(3)
    glass.select("Layer").select_option("Hidden 1 → Hidden 2")
    panel.locator("tbody tr").nth(1).locator("td").nth(2).click()
    title = "Weight from unit 3 of hidden layer 1 to unit 2 of hidden layer 2"
    expect(glass.page.locator("#inspector")).to_contain_text(title)
    expect(distributions.get_by_role("region", name="Hidden 2")).to_have_attribute("data-selected", "")
    panel.locator("thead th").nth(4).click()  # a unit of the layer before: its own weights are shown
    expect(glass.page.locator("#inspector")).to_contain_text("Unit 4 of hidden layer 1")
    expect(glass.select("Layer")).to_have_value("1")
    expect(panel.locator("tbody th[data-selected]")).to_have_text("4")


def test_a_large_weight_table_is_made_a_few_cells_at_a_time(open_page: Open) -> None:
    glass = open_panels(open_page)
    glass.request("create_network", {"layer_sizes": [2, 64, 64, 1]})
    panel = open_panel(glass, "weights")
    cells = panel.locator("tbody td")
    expect(cells).to_have_count(64 * 3)
    # A microtask after each slice, before the next: what one piece of work has added.
    glass.page.evaluate("""() => {
        window.slices = [];
        new MutationObserver((changes) => {
            const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
            window.slices.push(added.reduce((sum, node) =>
                sum + (node.matches?.("td") ? 1 : (node.querySelectorAll?.("td").length ?? 0)), 0));
        }).observe(document.querySelector(".weights__frame"), { childList: true, subtree: true });
    }""")
    glass.select("Layer").select_option("2")
    expect(cells).to_have_count(64 * 65)
    expect(panel.get_by_role("grid")).to_have_attribute("aria-busy", "false")
    slices = glass.page.evaluate("slices.filter((n) => n > 0)")
    assert sum(slices) == 64 * 65 and max(slices) <= 320 + 65
    expect(panel.locator("tbody td:not([data-value])")).to_have_count(0)


def test_a_row_whose_cells_are_not_made_yet_can_be_selected_and_frozen(open_page: Open) -> None:
    glass = open_panels(open_page)
    glass.request("create_network", {"layer_sizes": [2, 64, 64, 1]})
    last = 2 * 64 + 64 + 64 * 64 - 1  # the last weight into the second hidden layer
    glass.request("freeze", {"indices": [last], "frozen": True})
    panel = open_panel(glass, "weights")
    glass.select("Layer").select_option("2")
    row = panel.locator("tbody tr").last
    row.locator("th").click()
    cell = row.locator("td").nth(63)
    expect(cell).to_have_attribute("data-frozen", "")
    expect(cell).to_have_attribute("data-selected", "")
    expect(row.locator("th")).to_be_in_viewport()


def test_the_last_number_below_a_curve_is_not_cut_off(open_page: Open) -> None:
    glass = open_page(device_scale_factor=1)  # it looks at pixels
    glass.expect_ready()
    glass.request("set_training", {"speed": None})
    n_samples = glass.request("get_network_state")["config"]["data"]["n_samples"]
    glass.request("set_training", {"batch_size": n_samples})
    glass.train(1000)  # where the axis ends, and has its last number
    expect(glass.page.locator("[data-stat=epoch]")).to_have_attribute("data-value", "1000")
    script = """(canvas) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d").getImageData(width - 1, height - 30, 1, 30);
        return data.every((value) => value === 0);
    }"""
    canvas = glass.page.locator(".chart--loss canvas")
    expect(glass.page.locator(".chart--loss .chart__plot")).to_have_attribute(
        "aria-label", re.compile("1000")
    )
    assert canvas.evaluate(script)


@pytest.mark.parametrize("size", [(390, 844), (1280, 900), (1440, 900)])
def test_no_chart_is_higher_than_its_place(open_page: Open, size: tuple[int, int]) -> None:
    glass = open_page(viewport={"width": size[0], "height": size[1]})
    glass.expect_ready()
    script = """() => [...document.querySelectorAll(".chart__plot")].map((plot) =>
        [plot.querySelector("canvas")?.clientHeight, plot.clientHeight])"""
    expect_soon(lambda: all(drawn == place for drawn, place in glass.page.evaluate(script)))
    glass.page.locator("[data-control=theme]").evaluate("(button) => button.click()")  # on a phone in a menu
    glass.train(300)
    expect(glass.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect_soon(lambda: all(drawn == place for drawn, place in glass.page.evaluate(script)))


def test_the_curves_are_read_by_keyboard_and_regression_has_no_accuracy(open_page: Open) -> None:
    glass = open_panels(open_page)
    glass.train(35)
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "35")
    plot = glass.page.locator(".chart--loss .chart__plot")
    newest = glass.page.locator("[data-curve=loss-train]").text_content() or "?"
    plot.press("Home")
    expect(glass.page.locator(".chart--loss .chart__at")).to_have_text("epoch 0")
    expect(glass.page.locator("[data-curve=loss-train]")).not_to_have_text(newest)
    plot.press("Escape")
    expect(glass.page.locator("[data-curve=loss-train]")).to_have_text(newest)
    expect(glass.page.locator("[data-curve=accuracy-baseline]")).to_be_visible()
    glass.request("generate_data", {"dataset": "plane"})
    expect(glass.page.locator(".chart--accuracy")).to_be_hidden()
    expect(glass.page.locator("[data-curve=loss-baseline]")).to_be_visible()


def test_the_hidden_space_bends_as_the_network_learns(open_page: Open) -> None:
    glass = open_panels(open_page)
    panel = open_panel(glass, "space")
    canvas = panel.locator("canvas")
    expect(glass.select("Across")).to_have_value("2")  # the first unit of the hidden layer
    before = canvas.screenshot()
    glass.train(300)
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "300")
    expect_soon(lambda: canvas.screenshot() != before)
    after = canvas.screenshot()
    glass.select("Units of").select_option("Inputs")
    expect(glass.select("Across")).to_have_value("0")
    expect(glass.select("Up")).to_have_value("1")
    expect(glass.select("Up").locator("option:not([hidden])")).to_have_text(["Input x₁", "Input x₂"])
    expect_soon(lambda: canvas.screenshot() != after)
    inputs = canvas.screenshot()
    glass.select("Up").select_option(label="Input x₁")
    expect_soon(lambda: canvas.screenshot() != inputs)


def previous_histories(glass: Glass) -> Callable[[], list[list[float]]]:
    """Return what tells the histories to compare with that have come since."""
    glass.page.evaluate(
        """void glassnet.on("topology", ({ previous_history }) =>
            (window.compared ??= []).push([...(previous_history ?? [])]))"""
    )
    return lambda: list(glass.page.evaluate("window.compared ?? []"))


def test_the_last_run_stays_to_compare_with(open_page: Open) -> None:
    glass = open_panels(open_page)
    charts = glass.page.locator("#charts .chart").first
    expect(charts).not_to_contain_text("last run")
    glass.train(70)
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "70")
    glass.request("reset", {"seed": 5})
    expect(charts).to_contain_text("last run")
    compared = previous_histories(glass)
    glass.train(30)
    files = {"losses.py": f"{original('losses.py')}\n"}
    glass.request("edit_code", {"files": files})
    glass.request("undo")
    glass.request("redo")
    with pytest.raises(CommandRefusedError):
        glass.request("edit_code", {"files": {"losses.py": f"{original('losses.py')}\nMSE = 1 / 0\n"}})
    glass.request("stop_training")  # in another worker
    told = compared()
    assert len(told) == 4
    assert all(history == told[0] and history[-1] > 0 for history in told)
    assert told[0][len(told[0]) // 6 * 2 - 1] == 70  # the steps of the run before the reset
    expect(charts).to_contain_text("last run")
    glass.request("generate_data", {"dataset": "linear"})
    expect(charts).not_to_contain_text("last run")
