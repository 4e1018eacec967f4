"""Stories of a course page that embeds ours, once or often."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.glass import LOOK_MS, Glass, expect_soon
from tools.server import make_server

Open = Callable[..., Glass]
Embed = Callable[..., Glass]

# What takes half a minute in the page takes a moment in the test.
SHORT_AWAY = """(() => {
    const later = setTimeout;
    window.setTimeout = (run, ms, ...more) => later(run, ms === 30_000 ? 50 : ms, ...more);
})()"""


@pytest.fixture
def embed(open_page: Open, site: str, tmp_path: Path) -> Iterator[Embed]:
    """Open a page with frames, screens apart from each other: of each the link and other attributes."""
    with make_server(tmp_path) as server:

        def open_host(*frames: tuple[str, str], **options: Any) -> Glass:
            style = "body { margin: 0 } iframe { display: block; border: 0; margin-bottom: 1500px }"
            texts = [
                f'<iframe {more} src="{site}{link}" width="1000" height="650"></iframe>'
                for link, more in frames
            ]
            html = f'<title>Host</title><link rel="icon" href="data:,"><style>{style}</style>{"".join(texts)}'
            (tmp_path / "host.html").write_text(html)
            host = open_page(go=False, **options)
            host.page.add_init_script(SHORT_AWAY)
            host.page.goto(server.url + "host.html")
            return host

        yield open_host


def frame_of(host: Glass, index: int) -> Frame:
    return host.page.frames[1 + index]


def expect_status(frame: Frame, status: str) -> None:
    expect(frame.locator("html")).to_have_attribute("data-status", status)


def expect_canvases(host: Glass, *counts: int) -> None:
    """Wait until so many of the frames' scenes are drawn."""
    for index, count in enumerate(counts):
        expect(frame_of(host, index).locator("#scene canvas")).to_have_count(count)


def see(host: Glass, index: int) -> None:
    host.page.locator("iframe").nth(index).scroll_into_view_if_needed()


def ask(frame: Frame, name: str, params: Any = None) -> Any:
    return frame.evaluate("([name, params]) => glassnet.request(name, params ?? {})", [name, params])


def test_a_frame_starts_when_it_is_seen_and_gives_its_picture_back_out_of_sight(embed: Embed) -> None:
    host = embed(("#seed=1", ""), ("#seed=2", ""), ("#seed=3", ""))
    first, second, third = (frame_of(host, index) for index in range(3))
    expect_status(first, "ready")
    for frame in (second, third):
        expect_status(frame, "loading")  # all of the page but Python and WebGL is there
        expect(frame.get_by_role("button", name="Start training")).to_be_attached()
    expect_canvases(host, 1, 0, 0)
    assert len(host.page.workers) == 1
    # A command from the page around it starts Python, and no picture.
    assert ask(second, "step", {"n_steps": 3})["step"] == 3
    expect_canvases(host, 1, 0, 0)
    assert len(host.page.workers) == 2
    # Out of sight the run goes on, and comes back as it is.
    first.locator("#scene canvas").focus()
    ask(first, "start_training")
    see(host, 1)
    expect_canvases(host, 0, 1, 0)
    assert ask(second, "get_network_state")["step"] == 3
    before = ask(first, "get_network_state")
    assert before["status"] == "training"
    expect_soon(lambda: ask(first, "get_network_state")["step"] > before["step"])
    ask(first, "stop_training")
    see(host, 0)
    expect_canvases(host, 1, 0, 0)
    expect(first.locator("#scene canvas")).to_be_focused()
    assert ask(first, "get_network_state")["run_id"] == before["run_id"]
    expect_status(third, "loading")
    assert len(host.page.workers) == 2


def test_a_picture_that_the_browser_has_dropped_is_drawn_again_by_a_press(embed: Embed) -> None:
    host = embed(("", ""))
    frame = frame_of(host, 0)
    expect_status(frame, "ready")
    lose = """(canvas) => canvas.getContext("webgl2").getExtension("WEBGL_lose_context").loseContext()"""
    for _ in range(2):
        frame.locator("#scene canvas").evaluate(lose)
        message = frame.get_by_text("The browser has dropped this picture")
        expect(message).to_be_visible()
        host.page.mouse.click(500, 300)  # not the message's own: it is gone as soon as the press begins
        expect(message).to_have_count(0)
        expect_canvases(host, 1)
        expect(frame.get_by_role("button", name="Add a unit to hidden layer 1")).to_be_visible()
    expect(frame.locator("#notice")).to_have_text("")


def test_wheel_and_finger_scroll_the_page_around_the_scene_until_they_are_asked_for(embed: Embed) -> None:
    host = embed(("", ""), ("", ""), has_touch=True, reduced_motion="reduce")
    page, frame = host.page, frame_of(host, 0)
    expect_status(frame, "ready")

    def scrolled(act: Callable[[], None]) -> bool:
        """Tell whether the host has been scrolled, or else the scene zoomed, and undo it."""
        act()

        def has_happened() -> bool:
            page.wait_for_timeout(LOOK_MS)
            return bool(page.evaluate("scrollY > 0") or "camera" in frame.evaluate("location.hash"))

        expect_soon(has_happened)
        is_scrolled = bool(page.evaluate("scrollY > 0"))
        page.evaluate("scrollTo(0, 0)")
        if not is_scrolled:
            frame.get_by_role("button", name="Space", exact=True).click()
            expect_soon(lambda: "camera" not in frame.evaluate("location.hash"))
        return is_scrolled

    def wheel() -> None:
        page.mouse.move(500, 300)
        page.mouse.wheel(0, 120)

    def wheel_up_with_ctrl() -> None:
        page.mouse.move(500, 300)
        page.keyboard.down("Control")
        page.mouse.wheel(0, -120)
        page.keyboard.up("Control")

    def click_and_wheel_up() -> None:
        page.mouse.click(40, 200)
        page.mouse.wheel(0, -120)

    session = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe() -> None:
        touch("touchStart", (500, 400))
        for way in range(20, 180, 20):
            touch("touchMove", (500, 400 - way))
        touch("touchEnd")

    def pinch() -> None:
        touch("touchStart", (450, 300))
        touch("touchStart", (450, 300), (550, 300))
        for way in range(10, 90, 10):
            touch("touchMove", (450 - way, 300), (550 + way, 300))
        touch("touchEnd")

    assert scrolled(wheel)
    assert not scrolled(wheel_up_with_ctrl)
    assert scrolled(wheel)
    assert not scrolled(click_and_wheel_up)
    assert scrolled(wheel)  # after a press elsewhere, on the pose
    assert not scrolled(pinch)
    assert scrolled(swipe)  # last: what is flung rolls on


def test_events_come_to_the_page_around_it(embed: Embed) -> None:
    host = embed(("", ""))
    script = """() => new Promise((resolve) => {
        const heard = [];
        const { contentWindow } = document.querySelector("iframe");
        const send = (message) => contentWindow.postMessage(message, "*");
        addEventListener("message", ({ data: { id, ok, event } }) => {
            heard.push(event ? event.type : [id, ok]);
            if (id === 1) send({ id: 2, name: "create_network", params: { layer_sizes: [2, 5, 1] } });
            if (event?.layer_sizes?.join() === "2,5,1") resolve(heard);
        });
        send({ id: 1, name: "subscribe", params: { events: ["status", "topology"] } });
    })"""
    heard = host.page.evaluate(script)
    assert heard[0] == [1, True]
    assert {event for event in heard if isinstance(event, str)} == {"status", "topology"}


def test_in_a_sandbox_the_page_says_what_it_needs(embed: Embed, expected_errors: list[str]) -> None:
    expected_errors += ["CORS policy", "net::ERR_FAILED"]  # what is loaded ahead
    host = embed(("", 'sandbox="allow-scripts"'))
    alert = frame_of(host, 0).locator("#boot-error")
    expect(alert).to_contain_text('needs sandbox="allow-scripts allow-same-origin"')
    expect(alert).not_to_contain_text("build.py", use_inner_text=True)
    script = """() => new Promise((resolve) => {
        addEventListener("message", ({ data }) => resolve(data.error));
        frames[0].postMessage({ id: 1, name: "step" }, "*");
    })"""
    error = host.page.evaluate(script)
    assert error["code"] == "load_failed"
    assert "allow-same-origin" in error["message"]


def test_in_a_sandbox_with_what_it_needs_the_page_works(embed: Embed) -> None:
    host = embed(("#seed=3", 'sandbox="allow-scripts allow-same-origin"'))
    frame = frame_of(host, 0)
    expect_status(frame, "ready")
    rate = frame.get_by_role("spinbutton", name="Learning rate", exact=True)
    frame.locator("#settings > summary").click()
    rate.fill("0.5")
    rate.press("Enter")
    expect_soon(lambda: ask(frame, "get_network_state")["config"]["training"]["learning_rate"] == 0.5)
