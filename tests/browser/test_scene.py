"""Stories of looking into the network: responses, the output surface, choosing, changing its shape."""

import base64
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.glass import Glass, expect_soon
from tests.browser.test_page import PHONE, looks_like, picture

Open = Callable[..., Glass]

COUNT_DRAW_CALLS = """() => {
    window.drawCalls = 0;
    window.mostInAFrame = 0;
    let frame = null;
    let inFrame = 0;
    for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
        const original = WebGL2RenderingContext.prototype[name];
        WebGL2RenderingContext.prototype[name] = function (...values) {
            window.drawCalls += 1;
            inFrame = frame === document.timeline.currentTime ? inFrame + 1 : 1;
            frame = document.timeline.currentTime;
            window.mostInAFrame = Math.max(window.mostInAFrame, inFrame);
            return original.apply(this, values);
        };
    }
}"""

COUNT_DRAWN_FRAMES = """() => {
    window.drawnFrames = 0;
    let before = window.drawCalls;
    requestAnimationFrame(function count() {
        window.drawnFrames += Number(window.drawCalls > before);
        before = window.drawCalls;
        requestAnimationFrame(count);
    });
}"""

# Programs asked for, and those whose uniforms three.js has asked for, which waits for the graphics process.
COUNT_PROGRAMS = """
    window.programs = { linked: 0, taken: 0 };
    const { linkProgram, getProgramParameter } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.linkProgram = function (program) {
        programs.linked += 1;
        linkProgram.call(this, program);
    };
    WebGL2RenderingContext.prototype.getProgramParameter = function (program, name) {
        if (name === this.ACTIVE_UNIFORMS) programs.taken += 1;
        return getProgramParameter.call(this, program, name);
    };
"""


def open_scene(open_page: Open, **options: object) -> Glass:
    glass = open_page(reduced_motion="reduce", **options)
    glass.expect_ready()
    glass.page.evaluate(COUNT_DRAW_CALLS)
    return glass


def middle_of(glass: Glass) -> tuple[float, float]:
    box = glass.page.locator("#room").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def next_frame(page: Page) -> None:
    page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")


def wait_for_rest(page: Page) -> None:
    """Wait until nothing is drawn for a while: a slow machine is sent its last state after a pause."""
    script = """async () => {
        for (const end = performance.now() + 30_000; performance.now() < end; ) {
            window.drawCalls = 0;
            await new Promise((resolve) => setTimeout(resolve, 500));
            if (window.drawCalls === 0) return true;
        }
        return false;
    }"""
    assert page.evaluate(script), "the scene never rests"


def test_every_pose_is_drawn_in_few_calls_and_rests(open_page: Open, site: str) -> None:
    glass = open_scene(open_page, address=f"{site}#dataset=blobs&hidden=4")
    seen = []
    for name in ("Space", "Diagram", "Maps", "Output", "Pane"):
        glass.button(name).click()
        glass.page.mouse.move(1, 1)  # the row may have moved: no hint is to open over it
        expect(glass.button(name)).to_have_attribute("aria-pressed", "true")
        expect_soon(lambda: picture(glass) not in seen)
        glass.page.evaluate("window.mostInAFrame = 0")
        glass.request("step")
        expect_soon(lambda: glass.page.evaluate("window.mostInAFrame") > 0)
        wait_for_rest(glass.page)
        seen.append(picture(glass))
        assert 3 <= glass.page.evaluate("window.mostInAFrame") <= 16
    glass.button("Winning class").click()
    expect_soon(lambda: picture(glass) != seen[-1])


def test_units_are_tiles_or_spheres_and_the_caption_says_so(open_page: Open) -> None:
    glass = open_scene(open_page)
    caption = glass.page.locator("#legend > p")
    expect(caption).to_contain_text("Each tile is one unit")
    tiles = picture(glass)
    glass.button("Units as maps").click()
    expect(caption).to_contain_text("Each sphere is one unit")
    expect_soon(lambda: picture(glass) != tiles)
    expect(glass.button("Winning class")).to_be_hidden()  # of one output the map is always there
    glass.page.get_by_text("Key", exact=True).click()
    expect(glass.page.get_by_text("a weight above zero")).to_be_visible()


# A clock that goes on by 40 ms from one frame to the next, however long that takes.
STEADY_CLOCK = """() => {
    const frame = window.requestAnimationFrame.bind(window);
    let at = performance.now();
    let shown = null;
    performance.now = () => at;
    window.requestAnimationFrame = (draw) => frame((now) => {
        if (now !== shown) at += 40;
        shown = now;
        draw(at);
    });
}"""


def test_the_way_between_two_poses_takes_frames_and_none_with_reduced_motion(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.page.evaluate(COUNT_DRAW_CALLS)
    glass.page.keyboard.press("1")
    expect(glass.button("Add a unit to hidden layer 1")).to_be_attached()
    glass.request("step")  # with maps that are made in this pose
    glass.page.wait_for_timeout(3000)  # in which the finer ones have come on a busy machine, too
    wait_for_rest(glass.page)
    diagram = picture(glass)
    glass.page.evaluate(COUNT_DRAWN_FRAMES)
    glass.page.evaluate(STEADY_CLOCK)  # a busy machine would be there in one frame
    frames = []
    for motion in ("no-preference", "reduce"):
        glass.page.emulate_media(reduced_motion=motion)
        glass.page.keyboard.press("2")
        expect_soon(lambda: not looks_like(glass, diagram))
        wait_for_rest(glass.page)
        glass.page.evaluate("window.drawnFrames = 0")
        glass.page.keyboard.press("1")
        wait_for_rest(glass.page)
        frames.append(glass.page.evaluate("drawnFrames"))
        expect_soon(lambda: looks_like(glass, diagram))
    assert frames[0] > frames[1], frames


def test_the_picture_goes_aside_for_a_card_by_and_by_and_at_once_with_reduced_motion(open_page: Open) -> None:
    glass, calm = open_page(), open_scene(open_page)
    glass.expect_ready()
    glass.page.evaluate(COUNT_DRAW_CALLS)
    frames, ends = [], []
    for page in (glass, calm):
        page.request("step")
        wait_for_rest(page.page)
        page.page.evaluate(COUNT_DRAWN_FRAMES)
        before = picture(page)
        page.page.locator("#settings > summary").click()
        page.page.mouse.move(2, 2)
        expect_soon(lambda page=page, before=before: not looks_like(page, before))
        wait_for_rest(page.page)
        frames.append(page.page.evaluate("drawnFrames"))
        box = page.button("Add a unit to hidden layer 1").bounding_box()  # there once all is at rest
        assert box
        ends.append([box["x"], box["y"]])
    assert frames[0] > frames[1], frames
    assert np.allclose(*ends, atol=1.5)


def test_a_double_click_turns_a_pane_to_the_viewer_and_arrow_keys_go_on(open_page: Open) -> None:
    glass = open_scene(open_page)
    canvas = glass.page.locator("#scene canvas")
    x, y = first_hit(glass, "Unit")
    glass.page.mouse.dblclick(x, y)
    expect(glass.button("Pane")).to_have_attribute("aria-pressed", "true")
    glass.page.mouse.move(2, 2)
    expect(glass.page.locator(".scene-tooltip")).to_be_hidden()
    glass.button("Mean of all").click()
    expect(glass.page.locator("p.point__shown")).to_contain_text("mean")
    glass.button("At a sample").press("ArrowRight")  # the first one, as before the press
    expect_soon(lambda: glass.page.evaluate("location.hash") == "#pose=pane:1")
    canvas.press("0")  # and the focus is seen
    wait_for_rest(glass.page)
    hidden = picture(glass)
    canvas.press("ArrowRight")
    expect_soon(lambda: picture(glass) != hidden)
    expect_soon(lambda: glass.page.evaluate("location.hash") == "#pose=pane:2")
    canvas.press("ArrowRight")  # there is none after the output
    canvas.press("ArrowLeft")
    expect_soon(lambda: glass.page.evaluate("location.hash") == "#pose=pane:1")
    canvas.press("Escape")
    canvas.press("n")
    canvas.press("Enter")  # the pane of the unit that is chosen
    expect_soon(lambda: glass.page.evaluate("location.hash") == "#pose=pane:0")


def test_into_a_chosen_unit_curves_are_contributions_of_the_shown_sample(open_page: Open) -> None:
    glass = open_scene(open_page)
    canvas = glass.page.locator("#scene canvas")
    for _ in range(3):
        canvas.press("n")
    expect(glass.page.locator("#inspector")).to_contain_text("unit 1 of hidden layer 1", ignore_case=True)
    wait_for_rest(glass.page)
    before = picture(glass)
    glass.page.locator(".plane__overlay").press("ArrowRight")  # another sample
    expect_soon(lambda: picture(glass) != before)


# Of a PNG picture, those in the purest shade of a class (MAP_STRENGTH of js/kit/plane/heatmap-colors.js).
COUNT_PIXELS = """async ([png, name]) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(0, 0, picture.width, picture.height);
    const style = getComputedStyle(document.documentElement);
    const [middle, pure] = ["--class-mid", name].map((property) =>
        style.getPropertyValue(property).match(/[0-9a-f]{2}/gi).map((hex) => parseInt(hex, 16)),
    );
    const shade = middle.map((value, channel) => value + (pure[channel] - value) * 0.95);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
        if (shade.every((value, channel) => Math.abs(data[at + channel] - value) < 4)) count += 1;
    }
    return count;
}"""


def test_the_responses_of_several_outputs_have_the_colours_of_their_classes(
    open_page: Open, site: str
) -> None:
    glass = open_scene(open_page, address=f"{site}#dataset=blobs&hidden=4&pose=diagram")
    glass.train(400)

    def n_pixels() -> int:  # hidden tiles have the first two colours only
        png = base64.b64encode(picture(glass)).decode()
        return int(glass.page.evaluate(COUNT_PIXELS, [png, "--class-2"]))

    expect_soon(lambda: n_pixels() > 25, lambda: f"{n_pixels()} pixels")


def test_the_first_spheres_and_the_first_diagram_wait_for_no_program(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(COUNT_PROGRAMS)
    glass.page.goto(site)
    glass.expect_ready()
    everything = {"linked": 10, "taken": 10}
    expect_soon(lambda: glass.page.evaluate("programs") == everything)
    plain = picture(glass)
    glass.button("Units as maps").click()
    expect_soon(lambda: picture(glass) != plain)
    glass.button("Diagram").click()
    glass.train(50)
    assert glass.page.evaluate("programs") == everything


def test_turned_the_surface_has_height(open_page: Open) -> None:
    glass = open_scene(open_page)
    glass.train(300)
    canvas = glass.page.locator("#scene canvas")
    for _ in range(6):
        canvas.press("ArrowUp")
    trained = picture(glass)
    glass.request("reset")
    expect_soon(lambda: picture(glass) != trained)


def test_a_unit_is_chosen_by_a_press_and_by_keys_and_written_out(open_page: Open) -> None:
    glass = open_scene(open_page)
    canvas = glass.page.locator("#scene canvas")
    before = picture(glass)
    canvas.press("n")
    expect(glass.page.locator("#inspector")).to_contain_text("x₁")
    canvas.press("p")
    canvas.press("p")
    expect(glass.page.locator("#inspector")).to_contain_text("unit 8 of hidden layer 1", ignore_case=True)
    expect(glass.page.locator("#inspector")).to_contain_text("bias")
    expect_soon(lambda: picture(glass) != before)
    canvas.press("Escape")
    expect(glass.page.locator("#inspector")).to_be_hidden()


# The pictures' rooms from the first picture on.
NOTE_ROOMS = """(() => {
    window.rooms = [];
    requestAnimationFrame(function look() {
        const room = document.querySelector("#scene canvas") && document.querySelector("#room");
        if (room) {
            const { left, top, right, bottom } = room.getBoundingClientRect();
            const seen = [left, top, right, bottom].map(Math.round).join(" ");
            if (rooms.at(-1) !== seen) rooms.push(seen);
        }
        requestAnimationFrame(look);
    });
})()"""


@pytest.mark.parametrize("size", [(1440, 900), (1200, 700), (800, 1000), (390, 844)])
def test_from_its_first_picture_on_the_network_stays_where_it_is(
    open_page: Open, size: tuple[int, int]
) -> None:
    glass = open_page(go=False, viewport={"width": size[0], "height": size[1]})
    glass.page.add_init_script(NOTE_ROOMS)
    glass.page.goto(glass.site)
    glass.expect_ready()
    expect(glass.page.locator("[data-control=learning_rate]")).not_to_have_count(0)  # the settings are made
    rooms = glass.page.evaluate("rooms")
    assert len(rooms) == 1, rooms


def first_hit(glass: Glass, words: str) -> tuple[float, float]:
    """Move from left to right until tooltip or enlarged map tells one of the words; return where."""
    box = glass.page.locator("#room").bounding_box()
    assert box
    told = glass.page.locator(".scene-tooltip:not([hidden]), .unit-card:not([hidden])")
    y = box["y"] + box["height"] * 0.5
    for pause in (0, 100, 400):  # ms more that a busy machine gets
        for share in range(20, 100):
            x = box["x"] + box["width"] * share / 100
            glass.page.mouse.move(x, y)
            next_frame(glass.page)
            glass.page.wait_for_timeout(pause)
            if any(word in text for text in told.all_text_contents() for word in words.split()):
                return x, y
    raise AssertionError(f"nothing called {words}")


def test_a_press_chooses_a_press_on_nothing_clears_and_a_drag_does_neither(open_page: Open) -> None:
    glass = open_scene(open_page)
    inspector = glass.page.locator("#inspector")
    box = glass.page.locator("#room").bounding_box()
    assert box
    x, y = first_hit(glass, "Weight Bias")
    told = glass.page.locator(".scene-tooltip span").text_content() or "nothing"
    glass.page.mouse.click(x, y)
    expect(inspector).to_contain_text(told)
    expect(glass.button("Add a unit to hidden layer 1")).to_be_visible()  # a press turns nothing
    chosen = picture(glass)
    glass.page.mouse.move(x, y)
    glass.page.mouse.down()
    glass.page.mouse.move(x + 60, y + 30, steps=3)
    glass.page.mouse.up()
    expect(inspector).to_contain_text(told)
    glass.button("Space").click()
    expect(glass.button("Add a unit to hidden layer 1")).to_be_visible()  # drawn: a press means what is seen
    glass.page.mouse.click(box["x"] + 6, box["y"] + box["height"] - 6)
    expect(inspector).to_be_hidden()
    expect_soon(lambda: picture(glass) != chosen)


def test_keys_with_modifiers_stay_the_browsers(open_page: Open) -> None:
    glass = open_scene(open_page)
    canvas = glass.page.locator("#scene canvas")
    canvas.focus()
    glass.page.evaluate("addEventListener('keydown', (event) => (window.isUsed = event.defaultPrevented))")
    for keys in ("Control+n", "Control+p", "Tab"):
        canvas.dispatch_event(
            "keydown",
            {
                "key": keys[-1] if "+" in keys else keys,
                "ctrlKey": "+" in keys,
                "bubbles": True,
                "cancelable": True,
            },
        )
        assert glass.page.evaluate("window.isUsed") is False
    expect(glass.page.locator("#inspector")).to_be_hidden()


def test_hovering_tells_name_and_value_and_follows_training(open_page: Open) -> None:
    glass = open_scene(open_page)
    plain = picture(glass)
    first_hit(glass, "Weight Bias Unit Output")
    tooltip = glass.page.locator(".scene-tooltip")
    expect_soon(lambda: picture(glass) != plain)
    told = tooltip.text_content() or ""
    glass.train(50)
    expect(tooltip).not_to_have_text(told)
    glass.page.mouse.move(2, 2)
    expect(tooltip).to_be_hidden()


def test_a_click_in_the_scene_changes_the_network_and_undo_brings_it_back(open_page: Open) -> None:
    glass = open_scene(open_page, viewport={"width": 1440, "height": 900})
    x, y = middle_of(glass)
    glass.train(30)
    weights = glass.request("get_network_state")["weights"]
    glass.page.mouse.move(x, y)
    glass.button("Add a unit to hidden layer 1").click()
    expect(glass.page.get_by_text("the network is now 2-9-1.")).to_be_visible()
    glass.button("Add a layer before the output").click()
    expect(glass.page.get_by_text("the network is now 2-9-9-1.")).to_be_visible()
    glass.button("Remove hidden layer 1").click()
    expect(glass.page.get_by_text("the network is now 2-9-1.")).to_be_visible()
    for _ in range(3):
        glass.page.keyboard.press("Control+z")
        glass.page.wait_for_timeout(200)
    after = glass.request("get_network_state")
    assert (after["layer_sizes"], after["step"]) == ([2, 8, 1], 30)
    assert after["weights"] == weights


def test_layers_are_changed_by_touch(open_page: Open) -> None:
    glass = open_scene(open_page, **PHONE)
    glass.button("Remove a unit from hidden layer 1").tap()
    expect(glass.page.get_by_text("the network is now 2-7-1.")).to_be_visible()


def test_buffers_of_old_networks_are_given_back(open_page: Open) -> None:
    """WebGL objects alive after many topologies are about as many as after a few."""
    glass = open_page(go=False, reduced_motion="reduce")
    glass.page.add_init_script(
        """window.alive = 0;
        const { createBuffer, deleteBuffer, createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
        Object.assign(WebGL2RenderingContext.prototype, {
            createBuffer() { window.alive += 1; return createBuffer.call(this); },
            deleteBuffer(buffer) { window.alive -= 1; return deleteBuffer.call(this, buffer); },
            createTexture() { window.alive += 1; return createTexture.call(this); },
            deleteTexture(texture) { window.alive -= 1; return deleteTexture.call(this, texture); },
        });"""
    )
    glass.page.goto(glass.site)
    glass.expect_ready()
    glass.page.evaluate(COUNT_DRAW_CALLS)
    glass.button("Units as maps").click()

    def alive_after(n_changes: int) -> int:
        for index in range(n_changes):
            glass.request("create_network", {"layer_sizes": [2, 3 + index % 2, 1]})
            next_frame(glass.page)
        wait_for_rest(glass.page)  # the views of the last network come some frames later
        return int(glass.page.evaluate("window.alive"))

    for pose in ("Space", "Hidden space"):
        glass.button(pose).click()
        few = alive_after(4)
        assert (
            alive_after(24) < few + 12
        )  # views that were late for the first count, but nothing for each change


# In how many states and samples a stem's end differs from what predict tells there, of inputs in float32.
COMPARE_SAMPLES = """async (n_states) => {
    let dataset, newest, wrong = 0;
    glassnet.on("dataset", (event) => (dataset = event));
    glassnet.on("state", (event) => (newest = event.sample_outputs ? event : newest));
    await glassnet.request("reset");
    for (let state = 0; state < n_states; state++) {
        const { step } = await glassnet.request("step", { n_steps: 1 });
        while (newest?.step !== step) await new Promise((resolve) => setTimeout(resolve, 5));
        const outputs = newest.sample_outputs;
        const rows = [0, 1].map((row) => [dataset.train_inputs, dataset.test_inputs].flatMap((inputs) =>
            [...inputs.slice((row * inputs.length) / 2, ((row + 1) * inputs.length) / 2)]));
        const told = (await glassnet.request("predict", { inputs: rows })).outputs[0].map(Math.fround);
        if (told.length !== outputs.length) return "another number of samples";
        told.forEach((value, sample) => (wrong += Math.abs(value - outputs[sample]) > 2e-6));
    }
    return wrong;
}"""


def test_stems_end_at_the_outputs_that_predict_tells_and_are_drawn(open_page: Open, site: str) -> None:
    glass = open_scene(open_page, address=f"{site}#pose=output")
    assert glass.page.evaluate(COMPARE_SAMPLES, 50) == 0
    expect(glass.page.locator("#legend > p")).to_contain_text("stem")
    trained = picture(glass)
    glass.request("reset")
    expect_soon(lambda: picture(glass) != trained)


def test_wrong_samples_are_counted_and_crossed_out(open_page: Open) -> None:
    glass = open_scene(open_page)
    panel = glass.page.locator("[data-panel=data]")
    panel.locator("summary").click()
    wrong = round((1 - glass.stat("train_accuracy")) * 200)
    expect(panel).to_contain_text(f"Wrong: {wrong} of 200 training samples")
    assert wrong > 0
    crosses = panel.locator(".plane__crosses")
    ink = (
        "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
    )
    assert crosses.evaluate(ink)
    glass.page.get_by_text("Show test samples").click()
    expect(panel).not_to_contain_text("test samples wrong")
    glass.train(600)
    expect(panel).to_contain_text("Wrong: 0 of 200 training samples")
    expect_soon(lambda: not crosses.evaluate(ink))
    glass.request("create_network", {"layer_sizes": [2, 4, 1]})
    glass.request("generate_data", {"dataset": "plane"})
    expect(panel).not_to_contain_text("Wrong")


def test_a_chosen_or_hovered_unit_has_its_map_enlarged_beside_it(open_page: Open) -> None:
    glass = open_scene(open_page, viewport={"width": 1440, "height": 900})
    card = glass.page.locator("#unit-card")
    expect(card).to_be_hidden()
    canvas = glass.page.locator("#scene canvas")
    canvas.focus()
    for _ in range(3):
        canvas.press("n")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Unit 1 of hidden layer 1")
    expect(card).to_contain_text("line at 0")
    box, stage = card.bounding_box(), glass.page.locator("#scene").bounding_box()
    assert box and stage
    assert box["x"] >= stage["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert box["y"] >= stage["y"] and box["y"] + box["height"] <= stage["y"] + stage["height"]
    before = card.screenshot()
    glass.train(100)
    expect_soon(lambda: card.screenshot() != before)
    canvas.press("p")
    expect(card).to_contain_text("Input x₂")
    canvas.press("p")
    canvas.press("p")  # the output
    expect(card).to_be_hidden()
    canvas.press("n")
    expect(card).to_be_visible()
    glass.button("Units as maps").click()
    expect(card).to_be_hidden()
    glass.button("Units as maps").click()
    expect(card).to_be_visible()
    canvas.press("Escape")
    expect(card).to_be_hidden()
    for y in range(20, 80, 4):  # a tile of the first hidden layer
        glass.page.mouse.move(stage["x"] + stage["width"] * 0.37, stage["y"] + stage["height"] * y / 100)
        glass.page.wait_for_timeout(400)
        if card.is_visible():
            break
    expect(card).to_be_visible()
    expect(glass.page.locator(".scene-tooltip")).to_be_hidden()  # the card tells the same
    glass.page.mouse.move(2, 2)
    expect(card).to_be_hidden()
