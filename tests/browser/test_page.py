"""Stories of looking, pointing, touching and typing: the scene, the panels, keyboard, accessibility."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.glass import SLOW_CLOCK, Glass, expect_soon

Open = Callable[..., Glass]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


def picture(glass: Glass) -> bytes:
    return glass.page.locator("#room").screenshot()  # of the canvas what no card covers


# The largest difference of a colour between two pictures of one size, from 0 to 255.
DIFFERENCE = """async (pictures) => {
    const [one, other] = await Promise.all(pictures.map(async (text) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
    }));
    if (one.length !== other.length) return 255;
    return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);
}"""


def looks_like(glass: Glass, wanted: bytes) -> bool:
    """Tell whether the picture is this one, but for the last bit of a colour."""
    both = [b64encode(each).decode() for each in (picture(glass), wanted)]
    return int(glass.page.evaluate(DIFFERENCE, both)) <= 2


def test_the_page_counts_as_loaded_before_its_scripts_run(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    held: list[Route] = []
    glass.page.route("**/js/main.js", lambda route: held.append(route))
    glass.page.goto(site, wait_until="load")
    glass.expect_status("loading")
    expect(glass.page.get_by_role("heading", name="Glassnet")).to_be_visible()
    expect_soon(lambda: bool(held) and glass.page.evaluate("document.readyState") == "complete")
    for route in held:
        route.continue_()
    glass.expect_ready()


def test_what_is_pressed_before_the_page_can_do_it_is_done_once_it_can(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    held: list[Route] = []
    glass.page.route("**/js/main.js", lambda route: held.append(route))
    glass.page.goto(site, wait_until="load")
    glass.button("Code").click()
    glass.button("Code").click()  # as people do when nothing happens: it does not close it again
    expect_soon(lambda: bool(held))
    for route in held:
        route.continue_()
    expect(glass.page.get_by_role("radio", name="Whole files")).to_be_visible()
    expect(glass.button("Code")).to_have_attribute("aria-expanded", "true")
    glass.button("Code").click()  # nothing is held any more
    expect(glass.button("Code")).to_have_attribute("aria-expanded", "false")


def test_the_start_does_without_intl_whose_first_use_takes_long(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script("""
        window.usesOfIntl = [];
        for (const name of Object.getOwnPropertyNames(Intl)) {
            const kept = Intl[name];
            if (typeof kept !== "function") continue;
            Object.defineProperty(Intl, name, { get: () => (usesOfIntl.push(name), kept) });
        }
    """)
    glass.page.goto(site)
    glass.expect_ready()
    expect(glass.page.locator("[data-control=start]")).to_be_visible()
    assert glass.page.evaluate("usesOfIntl") == []


def test_drag_wheel_and_keys_move_the_camera_and_a_button_brings_it_back(open_page: Open) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    canvas = glass.page.locator("#scene canvas")
    box = glass.page.locator("#room").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    head_on = picture(glass)

    def moved_by(action: Callable[[], None]) -> None:
        action()
        expect_soon(lambda: picture(glass) != head_on)
        glass.button("Space").click()
        expect_soon(lambda: picture(glass) == head_on)

    def drag() -> None:
        glass.page.mouse.move(x, y)
        glass.page.mouse.down()
        glass.page.mouse.move(x + 120, y + 40, steps=4)
        glass.page.mouse.up()

    def wheel() -> None:
        glass.page.mouse.move(x, y)
        glass.page.mouse.wheel(0, -400)
        glass.page.wait_for_timeout(100)  # a wheel event has no end to wait for

    moved_by(drag)
    moved_by(wheel)
    moved_by(lambda: canvas.press("ArrowLeft"))
    moved_by(lambda: canvas.press("+"))


def test_the_picture_follows_training_and_rests_when_nothing_changes(open_page: Open) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    before = picture(glass)
    glass.train(100)
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "100")
    expect_soon(lambda: picture(glass) != before)
    expect_soon(lambda: picture(glass) == picture(glass))  # the last of its states is drawn
    after = picture(glass)
    assert picture(glass) == after


def test_a_chosen_sample_is_named_and_shown_by_the_units(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=data", reduced_motion="reduce")
    glass.expect_ready()
    plane = glass.page.locator("[data-panel=data] canvas[tabindex='0']")
    before = picture(glass)
    plane.focus()
    plane.press("ArrowRight")
    expect(glass.page.get_by_text("Units show training sample 2:")).to_be_visible()
    expect_soon(lambda: picture(glass) != before)
    plane.press("Escape")
    expect(glass.page.get_by_text("Units show the mean over the training samples")).to_be_visible()


def test_everything_works_by_keyboard_alone(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    keyboard = glass.page.keyboard
    focused = "document.activeElement.textContent || document.activeElement.id"
    for _ in range(40):
        keyboard.press("Tab")
        if "Start training" in glass.page.evaluate(focused):
            break
    keyboard.press("Enter")
    glass.expect_status("training")
    assert "Stop training" in glass.page.evaluate(focused)
    keyboard.press("Space")
    glass.expect_status("stopped")
    keyboard.press("Tab")
    step = glass.stat("step")
    keyboard.press("Enter")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", str(int(step) + 1))
    glass.page.evaluate("document.activeElement.blur()")
    keyboard.press("r")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "0")
    keyboard.press("Space")
    glass.expect_status("training")
    keyboard.press("Space")
    glass.expect_status("stopped")


def test_a_hint_waits_for_the_pointer_to_move_not_for_the_page(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    hints = glass.page.locator(".hint:popover-open")
    box = glass.button("Step").bounding_box()
    assert box
    x, y = 640.0, 360.0
    glass.page.mouse.move(x, y)
    offset = [x - box["x"] - box["width"] / 2, y - box["y"] - box["height"] / 2]
    glass.button("Step").evaluate(
        """(button, [right, down]) => {
            window.entered = 0;
            button.addEventListener("pointerenter", () => (window.entered += 1));
            Object.assign(button.style, { position: "relative", zIndex: 99, transition: "none" });
            button.style.transform = `translate(${right}px, ${down}px)`;
        }""",
        offset,
    )
    expect_soon(lambda: glass.page.evaluate("entered") == 1)
    glass.page.wait_for_timeout(1000)  # longer than a hint waits
    expect(hints).to_have_count(0)
    glass.page.mouse.move(x + 2, y)
    expect(hints).to_have_count(1)


def test_everything_works_by_touch_on_a_phone(open_page: Open) -> None:
    glass = open_page(**PHONE, reduced_motion="reduce")
    glass.expect_ready()
    glass.button("Start training").tap()
    glass.expect_status("training")
    glass.expect_stat_changes("step")
    glass.button("Stop training").tap()
    glass.expect_status("stopped")
    glass.button("Space").tap()
    head_on = picture(glass)
    touch_drag(glass)
    expect_soon(lambda: picture(glass) != head_on)
    glass.button("Reset").tap()
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "0")
    hints = glass.page.locator(".hint:popover-open")
    glass.page.locator("#stats .stat:visible").first.tap()
    expect(hints).to_have_count(1)
    glass.page.locator("#stats .stat:visible").nth(1).tap()
    expect(hints).to_have_count(1)  # of the second
    expect(hints).to_have_count(0)  # it goes away by itself
    glass.page.locator("#settings > summary").tap()
    glass.select("Dataset").select_option(label="XOR")
    expect(glass.page.get_by_text("Started over with “XOR” and its recommended settings")).to_be_visible()


def touch_drag(glass: Glass) -> None:
    """Draw one finger over the scene."""
    box = glass.page.locator("#scene canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = glass.page.context.new_cdp_session(glass.page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for shift in (20, 50, 80):
        session.send(
            "Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + shift, "y": y}]}
        )
    glass.page.wait_for_timeout(300)  # a finger that leaves at once would be a fling
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(open_page: Open, size: dict[str, Any]) -> None:
    glass = open_page(color_scheme="dark", bypass_csp=True, reduced_motion="reduce", **size)
    glass.expect_ready()
    glass.add_axe()
    for state in ("at first", "with everything open", "in help"):
        if state == "with everything open":
            glass.open_more()
            glass.set_number("Layers", 99)
        elif state == "in help":
            glass.button("How to use").click()
        glass.expect_axe_finds_nothing_serious()


@pytest.mark.parametrize("size", [(320, 640), (360, 225), (390, 844), (720, 844), (1024, 844), (1440, 844)])
def test_nothing_is_wider_than_the_page(open_page: Open, size: tuple[int, int]) -> None:
    width, height = size  # 360 × 225 is a window of 1440 × 900 magnified four times
    glass = open_page(viewport={"width": width, "height": height})
    glass.expect_ready()
    glass.open_more()
    assert glass.page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Start training", "Redo"):
        box = glass.button(name).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_printed_page_has_the_picture_what_is_set_and_the_numbers_and_no_buttons(open_page: Open) -> None:
    glass = open_page(color_scheme="dark")
    glass.expect_ready()
    glass.page.emulate_media(media="print")
    for shown in ("#scene canvas", "#settings", "#charts", "[data-stat=train_loss]"):
        expect(glass.page.locator(shown).first).to_be_visible()
    for name in ("Start training", "Space", "Code"):
        expect(glass.button(name)).to_be_hidden()
    assert glass.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_in_forced_colours_what_is_on_is_told_apart(open_page: Open) -> None:
    glass = open_page(forced_colors="active")
    glass.expect_ready()
    script = "(button) => getComputedStyle(button).backgroundColor"
    on, off = glass.button("Space").evaluate(script), glass.button("Maps").evaluate(script)
    assert on != off


@pytest.mark.parametrize("size", [(1200, 700), (1366, 650), (1160, 640), (1440, 900)])
def test_the_network_has_the_most_room_and_keeps_it(
    open_page: Open, site: str, size: tuple[int, int]
) -> None:
    glass = open_page(go=False, viewport={"width": size[0], "height": size[1]})
    glass.page.add_init_script(
        """window.sizes = new Set();
        const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "height");
        Object.defineProperty(HTMLCanvasElement.prototype, "height", {
            get,
            set(height) {
                set.call(this, height);
                if (this.className === "scene-canvas") window.sizes.add(height);
            },
        });"""
    )
    glass.page.goto(site)
    glass.expect_ready()
    box = glass.page.locator("#room").bounding_box()
    assert box
    assert box["height"] > 0.6 * size[1]
    # It has its size before it is first drawn: another one would be drawn twice, and jump.
    assert len(glass.page.evaluate("[...sizes]")) == 1


SHARE_OF_PICTURE = """() => {
    const [scene, step, places] = [document.querySelector("#scene"), 10, []];
    for (let x = step / 2; x < innerWidth; x += step) {
        for (let y = step / 2; y < innerHeight; y += step)
            places.push(scene.contains(document.elementFromPoint(x, y)));
    }
    return places.filter(Boolean).length / places.length;
}"""


def test_two_thirds_of_the_window_are_picture(open_page: Open) -> None:
    glass = open_page(**DESK)
    glass.expect_ready()
    assert glass.page.evaluate(SHARE_OF_PICTURE) >= 2 / 3


def test_the_settings_close_to_a_line_and_leave_the_picture_their_room(open_page: Open) -> None:
    glass = open_page(**DESK)
    glass.expect_ready()
    room, card = glass.page.locator("#room"), glass.page.locator("#settings > summary")
    before = room.bounding_box()
    card.click()
    expect(card).to_contain_text("Circular: 2–8–1, Tanh, SGD 0.3")
    expect(glass.select("Dataset")).to_be_hidden()
    after = room.bounding_box()
    assert before and after and after["width"] > before["width"] + 50
    card.click()
    expect(glass.select("Dataset")).to_be_visible()


LONGEST = """() => {
    const longest = {
        epoch: "99\u202f999", step: "999\u202f999", train_loss: "9.876e−10", test_loss: "0.009876",
    };
    const cells = [...document.querySelectorAll(".stat")].filter((cell) => cell.checkVisibility());
    const places = cells.map((cell) => {
        const [label, value] = cell.children;
        value.textContent = longest[value.dataset.stat] ?? value.textContent;
        const range = document.createRange();
        range.selectNodeContents(value);
        const { left, right, top } = range.getBoundingClientRect();
        return { name: label.textContent, left, right, top, isWhole: label.scrollWidth <= label.clientWidth };
    });
    return places.filter(({ right, top, isWhole }, i) =>
        !isWhole || (places[i + 1]?.top === top && places[i + 1].left < right + 4)).map(({ name }) => name);
}"""


@pytest.mark.parametrize("width", [390, 1100, 1200, 1440])
def test_long_numbers_of_the_run_do_not_touch(open_page: Open, width: int) -> None:
    """0.003034 and 0.01200 read 0.0030340.01200."""
    glass = open_page(viewport={"width": width, "height": 900})
    glass.expect_ready()
    assert glass.page.evaluate(LONGEST) == []


@pytest.mark.parametrize("width", [1280, 1440])
def test_undo_and_redo_stay_beside_each_other_when_the_code_is_open(open_page: Open, width: int) -> None:
    glass = open_page(viewport={"width": width, "height": 900})
    glass.expect_ready()
    glass.button("Code").click()
    expect(glass.page.get_by_text("The code that runs")).to_be_visible()
    boxes = [glass.button(name).bounding_box() for name in ("Step", "Undo", "Redo")]
    assert len({box["y"] for box in boxes if box}) == 1
    note = ".transport__note"
    assert glass.page.locator(note).evaluate("({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth")


def test_every_control_has_a_name_and_a_description(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    script = """() => [...document.querySelectorAll("button, input, select, summary, canvas[tabindex]")]
        .filter((control) => control.checkVisibility() && !control.closest("[aria-hidden=true]"))
        .filter((control) => {
            const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
            const text = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
            return text.trim().split(" ").length < 3;
        })
        .map((control) => control.outerHTML.slice(0, 160))"""
    assert glass.page.evaluate(script) == []


def test_the_panels_take_their_room_before_the_picture_is_there(open_page: Open) -> None:
    """What stands below them on a phone, the settings, must not move down afterwards."""
    glass = open_page(go=False, **PHONE)
    glass.page.add_init_script("""
        new MutationObserver((_, observer) => {
            if (!document.querySelector("#scene canvas")) return;
            observer.disconnect();
            const titles = document.querySelectorAll("[data-panel] summary");
            window.titles = [...titles].map(({ textContent }) => textContent);
        }).observe(document, { childList: true, subtree: true });
    """)
    glass.page.goto(glass.site)
    glass.expect_ready()
    expected = [
        "Data and output",
        "Confusion matrix",
        "Distributions",
        "Two units of a layer",
        "Weights and biases",
        "Film and branches",
    ]
    assert glass.page.evaluate("window.titles") == expected


def test_every_id_is_given_once_and_whoever_names_one_finds_it(open_page: Open) -> None:
    glass = open_page(viewport={"width": 1440, "height": 900})
    glass.expect_ready()
    glass.open_more()
    for panel in glass.page.locator("[data-panel] > summary").all():
        panel.click()
    glass.page.locator("#scene canvas").press("n")
    glass.page.locator("#scene canvas").press("p")
    glass.button("Code").click()
    expect(glass.page.get_by_role("button", name="Check the gradient")).to_be_visible()
    script = """() => {
        const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
        const named = ["aria-describedby", "aria-labelledby", "aria-controls", "for"].flatMap((name) =>
            [...document.querySelectorAll(`[${name}]`)].flatMap((one) => one.getAttribute(name).split(" ")));
        return {
            twice: ids.filter((id, index) => ids.indexOf(id) !== index),
            missing: named.filter((id) => id !== "" && !ids.includes(id)),
        };
    }"""
    assert glass.page.evaluate(script) == {"twice": [], "missing": []}


def test_theme_and_palette_change_the_picture_at_once(open_page: Open) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    glass.open_menu()
    before = picture(glass)
    glass.select("Colours").select_option(label="Colour-blind safe")
    expect_soon(lambda: picture(glass) != before)
    safe = picture(glass)
    glass.button("Dark theme").click()
    expect(glass.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect_soon(lambda: picture(glass) != safe)


@pytest.mark.parametrize("control", ["theme", "tiles"])
def test_a_second_press_takes_back_the_first_whatever_is_drawn_by_then(open_page: Open, control: str) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    toggle = glass.page.locator(f"[data-control={control}]")
    before = toggle.get_attribute("aria-pressed") or ""
    toggle.evaluate("(button) => { for (let press = 0; press < 4; press++) button.click(); }")
    glass.page.wait_for_timeout(500)
    expect(toggle).to_have_attribute("aria-pressed", before)
    toggle.evaluate("(button) => { for (let press = 0; press < 3; press++) button.click(); }")
    glass.page.wait_for_timeout(500)
    expect(toggle).not_to_have_attribute("aria-pressed", before)


def test_the_palette_reaches_the_picture_whichever_panel_has_its_turn(open_page: Open) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    glass.open_menu()
    glass.select("Colours").select_option(label="Colour-blind safe")
    glass.page.keyboard.press("Escape")
    expect(glass.page.locator("html")).to_have_attribute("data-palette", "safe")
    expect_soon(lambda: picture(glass) == picture(glass))
    legend = glass.page.locator("#legend")
    seen = {"safe": (picture(glass), legend.inner_html())}
    glass.page.evaluate(SLOW_CLOCK)
    # Two frames, each with another state: so many panels later is the turn of the first one next time.
    script = """async (palette) => {
        const canvas = document.querySelector("#scene canvas");
        for (const key of ["n", "Escape"]) {
            canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            await new Promise(requestAnimationFrame);
        }
        const select = document.querySelector("[aria-label=Colours]");
        select.value = palette;
        select.dispatchEvent(new Event("change"));
        for (let frame = 0; frame < 30; frame += 1) await new Promise(requestAnimationFrame);
    }"""
    for _ in range(10):
        for palette in ("glass", "original", "safe"):
            glass.page.evaluate(script, palette)
            now = (picture(glass), legend.inner_html())
            assert now == seen.setdefault(palette, now)
    assert all(one != other for one, other in zip(seen["original"], seen["safe"], strict=True))


def test_at_two_hundred_percent_zoom_nothing_is_lost(open_page: Open) -> None:
    glass = open_page(viewport={"width": 720, "height": 450}, device_scale_factor=2)
    glass.expect_ready()
    glass.open_settings()
    for name in ("Start training", "Step", "Reset", "Diagram", "Use recommended settings"):
        button = glass.button(name)
        button.scroll_into_view_if_needed()
        expect(button).to_be_visible()
    assert glass.page.evaluate("document.documentElement.scrollWidth") <= 720


def test_another_monitor_with_other_pixels_makes_nothing_blurred(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=data,distributions,space", device_scale_factor=1)
    glass.expect_ready()
    expect(glass.page.locator("[data-panel=distributions] canvas").first).to_be_attached()
    shares = """() => [...document.querySelectorAll("canvas")].filter((canvas) => canvas.clientWidth > 0)
        .map((canvas) => canvas.width / canvas.clientWidth)"""
    n_canvases = len(glass.page.evaluate(shares))
    assert n_canvases > 8
    expect_soon(lambda: glass.page.evaluate(shares) == pytest.approx([1.0] * n_canvases, rel=0.02))
    session = glass.page.context.new_cdp_session(glass.page)
    # Chromium evaluates media queries anew when the window's size is another one, too.
    metrics = {"width": 1201, "height": 700, "deviceScaleFactor": 2, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    expect_soon(lambda: glass.page.evaluate(shares) == pytest.approx([2.0] * n_canvases, rel=0.02))
