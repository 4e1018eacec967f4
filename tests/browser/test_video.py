"""The run as a video: a file that plays, with the frames that were told, of exactly these moments."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.glass import LOAD_MS, SLOW_DRAWING, Glass, expect_soon
from tests.browser.test_export import open_dialog, says

Open = Callable[..., Glass]
N_STEPS = 50
CHANGED_AT = 20
PER_SECOND = 5
# What is written on each frame until it is given to the encoder.
LISTEN = """(() => {
    window.frames_seen = [];
    let written = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
        written.push([text, this.canvas.width]);
        fillText.call(this, text, ...place);
    };
    const { encode } = VideoEncoder.prototype;
    VideoEncoder.prototype.encode = function (frame, ...options) {
        const { codedWidth, timestamp } = frame;
        const texts = written.filter(([, width]) => width === codedWidth).map(([text]) => text);
        window.frames_seen.push({ texts, timestamp });
        written = [];
        return encode.call(this, frame, ...options);
    };
})()"""
# Plays a file from its first to its last frame.
PLAY = """async (base64) => {
    const video = document.createElement("video");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    Object.assign(video, { muted: true, playbackRate: 4, src: URL.createObjectURL(new Blob([bytes])) });
    await new Promise((resolve, reject) => {
        video.onended = resolve;
        video.onerror = () => reject(new Error(video.error.message));
        video.play();
    });
    const { videoWidth: width, videoHeight: height, duration: seconds, currentTime: at } = video;
    return { width, height, seconds, at };
}"""


def video_row(glass: Glass, dialog: Locator) -> Locator:
    heading = glass.page.get_by_role("heading", name="Video", exact=True)
    return dialog.get_by_role("listitem").filter(has=heading)


def open_trained(open_page: Open, site: str, settings: str = "#dataset=spiral&hidden=4") -> Glass:
    glass = open_page(go=False, viewport={"width": 640, "height": 480})
    glass.page.add_init_script(LISTEN)
    glass.page.goto(site + settings)
    glass.expect_ready()
    return glass


def make_video(glass: Glass) -> tuple[str, bytes]:
    with glass.page.expect_download(timeout=5 * LOAD_MS) as download:
        glass.button("Video, Make").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def play(glass: Glass, content: bytes) -> Any:
    """Play a file in a page of its own: ours has a policy that allows no media."""
    page = glass.page.context.new_page()
    return page.evaluate(PLAY, base64.b64encode(content).decode())


def state_of(glass: Glass) -> dict[str, Any]:
    """Return all of a run but its id, which rises with every move."""
    return {**glass.request("get_network_state"), "run_id": None}


def number_of(text: str) -> float:
    return float(text.replace("\u202f", "").replace("%", "").replace("\u2212", "-"))


def frames_of(content: bytes) -> int:
    """Count the frames of an MP4 file: its box "stsz" has the size of each."""
    at = content.index(b"stsz")
    return int.from_bytes(content[at + 12 : at + 16])


def test_a_video_of_ten_seconds_plays_and_each_frame_has_the_numbers_of_its_step(
    open_page: Open, site: str
) -> None:
    glass = open_trained(open_page, site)
    glass.request("step", {"n_steps": CHANGED_AT})
    glass.request("set_training", {"learning_rate": 0.3})  # another entry of the journal
    glass.request("step", {"n_steps": N_STEPS - CHANGED_AT})
    dialog = open_dialog(glass)
    glass.select("Size of the video").select_option("640 × 360")
    row = video_row(glass, dialog)
    expect(row).to_contain_text("51 frames, 10.2 s, 640 × 360, MP4 (H.264)")
    before = state_of(glass)
    name, content = make_video(glass)
    assert name == "video.mp4"
    expect(says(dialog)).to_contain_text("Saved video.mp4")
    assert state_of(glass) == before  # the page is where it was

    played = play(glass, content)
    assert (played["width"], played["height"]) == (640, 360)
    assert played["seconds"] == pytest.approx(10.2, abs=0.05)
    assert played["at"] == pytest.approx(10.2, abs=0.05)
    assert frames_of(content) == N_STEPS + 1

    frames = glass.page.evaluate("frames_seen")
    assert len(frames) == N_STEPS + 1
    last, first = glass.request("go_to")["entry"], glass.request("undo")["entry"]
    for k, frame in enumerate(frames):
        assert frame["timestamp"] == pytest.approx(k * 1e6 / PER_SECOND, abs=1)
        run = glass.request("go_to", {"entry": first if k < CHANGED_AT else last, "step": k})
        shown = dict(zip(frame["texts"][::2], frame["texts"][1::2], strict=True))
        assert shown["2-4-1"] == "Spiral"
        assert number_of(shown["Step"]) == run["step"] == k
        assert number_of(shown["Epoch"]) == int(run["epoch"])
        for label, key in (("Train loss", "train_loss"), ("Test loss", "test_loss")):
            assert number_of(shown[label]) == pytest.approx(
                run[key], rel=5.01e-4 if run[key] < 1e-3 else 5e-4
            )
        for label, key in (("Train accuracy", "train_accuracy"), ("Test accuracy", "test_accuracy")):
            assert number_of(shown[label]) == pytest.approx(100 * run[key], abs=0.0501)


def test_what_is_done_before_the_dialog_opens_and_seen_after_it_is_filmed(open_page: Open, site: str) -> None:
    glass = open_page(go=False, viewport={"width": 640, "height": 480})
    glass.page.add_init_script(SLOW_DRAWING)
    glass.page.goto(f"{site}#dataset=spiral&hidden=4")
    glass.expect_ready()
    glass.request("step", {"n_steps": 10})
    glass.page.evaluate("window.isSlow = true")
    for _ in range(3):  # one is seen, one is on its way, one waits until that has been drawn
        glass.request("step", {"n_steps": 10})
    row = video_row(glass, open_dialog(glass))
    expect(glass.number("To step")).to_have_value("40")
    glass.page.evaluate("window.isSlow = false")
    expect(row).to_contain_text("41 frames")
    glass.set_number("To step", 15)
    glass.request("step", {"n_steps": 10})
    expect_soon(lambda: glass.stat("step") == 50)
    expect(glass.number("To step")).to_have_value("15")
    glass.set_number("To step", 50)
    expect(row).to_contain_text("51 frames")


def test_stop_gives_a_video_up_and_the_run_is_where_it_was_and_goes_on(open_page: Open, site: str) -> None:
    glass = open_trained(open_page, site, "#dataset=spiral&hidden=4&speed=20")
    glass.request("step", {"n_steps": 30})
    glass.request("start_training")
    glass.expect_status("training")
    dialog = open_dialog(glass)
    glass.button("Video, Make").click()
    glass.wait_until(lambda: int(glass.page.evaluate("frames_seen.length")) >= 3, "three frames")
    expect(dialog.get_by_role("progressbar")).to_be_visible()
    assert dialog.get_by_role("progressbar").evaluate("(bar) => bar.max") >= 31
    glass.button("Stop").click()
    expect(says(dialog)).to_contain_text("Stopped: nothing has been saved.")
    assert glass.page.evaluate("frames_seen.length") < 30
    glass.expect_status("training")
    glass.wait_until(lambda: glass.stat("step") > 31, "another step")


def test_what_cannot_be_filmed_is_refused_by_its_field(open_page: Open, site: str) -> None:
    glass = open_trained(open_page, site)
    dialog = open_dialog(glass)
    row = video_row(glass, dialog)
    expect(row).to_contain_text("There is nothing to film: the run has no step yet.")
    glass.button("Video, Make").click()
    expect(says(dialog)).to_contain_text("There is nothing to film")
    glass.button("Close").click()
    glass.request("step", {"n_steps": 5000})
    dialog = open_dialog(glass)
    glass.select("Size of the video").select_option("640 × 360")
    row = video_row(glass, dialog)
    expect(row).to_contain_text("301 frames, 10 s, 640 × 360")
    for field, value, message in (
        ("From step", "6000", "From step must be a whole number from 0 to 5000, but is 6000."),
        ("From step", "4000", ""),
        ("To step", "3999", "To step must be a whole number from 4000 to 5000, but is 3999."),
        ("To step", "4500", ""),
        ("Steps per second", "0", "Steps per second must be a whole number from 1 to 100000, but is 0."),
    ):
        glass.set_number(field, value)
        if message:
            expect(row.locator(".export__size")).to_have_text(message)
            expect(row.get_by_text(message)).to_have_count(2)
    glass.set_number("Steps per second", "10")
    expect(row).to_contain_text("501 frames, 50.1 s")
    expect(row.locator(".field__error:visible")).to_have_count(0)


def test_without_an_encoder_the_row_says_so(open_page: Open, site: str) -> None:
    glass = open_page(go=False, viewport={"width": 640, "height": 480})
    glass.page.add_init_script("delete window.VideoEncoder")
    glass.page.goto(site)
    glass.expect_ready()
    glass.request("step", {"n_steps": 5})
    dialog = open_dialog(glass)
    expect(video_row(glass, dialog)).to_contain_text("This browser encodes no video here")
    glass.button("Video, Make").click()
    expect(says(dialog)).to_contain_text("This browser encodes no video here")
    glass.button("Map, PNG").click()
    expect(says(dialog)).to_contain_text("Saved map.png")


def test_where_there_is_no_h264_a_video_is_webm(open_page: Open, site: str) -> None:
    glass = open_page(go=False, viewport={"width": 640, "height": 480})
    glass.page.add_init_script("""(() => {
        const ask = VideoEncoder.isConfigSupported;
        VideoEncoder.isConfigSupported = async (config) =>
            config.codec.startsWith("avc") ? { supported: false, config } : ask.call(VideoEncoder, config);
    })()""")
    glass.page.goto(site)
    glass.expect_ready()
    glass.request("step", {"n_steps": 3})
    dialog = open_dialog(glass)
    glass.select("Size of the video").select_option("640 × 360")
    expect(video_row(glass, dialog)).to_contain_text("4 frames, 4 s, 640 × 360, WebM (VP9)")
    name, content = make_video(glass)
    assert name == "video.webm"
    played = play(glass, content)
    assert played["seconds"] == pytest.approx(4, abs=0.1)
