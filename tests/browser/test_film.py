"""The run as a film: the past is gone to, played and branched, and everything follows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.glass import Glass, expect_soon

ADDRESS = "#dataset=circular&hidden=4&view=film&speed=none"


@pytest.fixture
def glass(open_page: Callable[..., Glass], site: str) -> Glass:
    """Return a page with a run of 400 steps, of which the rate was changed at 200."""
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    glass.page.evaluate("""async () => {
        await glassnet.request("step", { n_steps: 200 });
        await glassnet.request("set_training", { learning_rate: 0.05 });
        await glassnet.request("step", { n_steps: 200 });
    }""")
    expect_soon(lambda: glass.stat("step") == 400)
    return glass


def band(glass: Glass) -> Locator:
    return glass.page.get_by_role("group", name="The past", exact=True)


def slider(glass: Glass) -> Locator:
    return glass.page.get_by_role("slider", name="Moment of the run", exact=True)


def test_a_step_is_gone_to_by_dragging_on_the_axis_and_everything_shows_it_until_now(glass: Glass) -> None:
    loss = glass.stat("train_loss")
    slider(glass).scroll_into_view_if_needed()
    box = slider(glass).bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    glass.page.mouse.move(box["x"] + box["width"] * 0.7, y)
    glass.page.mouse.down()
    glass.page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=5)
    glass.page.mouse.up()
    expect(band(glass)).to_contain_text("you are looking at the past")
    expect_soon(lambda: 0 < glass.stat("step") < 400)
    assert glass.stat("train_loss") != loss
    glass.button("Now").click()
    expect(band(glass)).to_be_hidden()
    expect_soon(lambda: glass.stat("step") == 400)
    assert glass.stat("train_loss") == loss


def test_keys_go_through_the_recorded_states_and_a_number_to_any_step(glass: Glass) -> None:
    page = glass.page
    page.keyboard.press("Home")
    expect_soon(lambda: glass.stat("step") == 0)
    page.keyboard.press("]")
    expect_soon(lambda: 0 < glass.stat("step") < 20)
    one = glass.stat("step")
    page.keyboard.press("Shift+]")
    expect_soon(lambda: glass.stat("step") > 5 * one)
    page.keyboard.press("[")
    page.keyboard.press("Shift+[")
    expect_soon(lambda: glass.stat("step") == 0)
    glass.set_number("Step", 123)
    expect_soon(lambda: glass.stat("step") == 123)
    glass.number("Step").blur()  # where End is the field's own
    page.keyboard.press("End")
    expect_soon(lambda: glass.stat("step") == 400)


def test_going_to_the_past_pauses_training(glass: Glass) -> None:
    glass.button("Start training").click()
    glass.expect_status("training")
    glass.set_number("Step", 50)
    expect_soon(lambda: glass.stat("step") == 50)
    glass.expect_status("stopped")
    expect(band(glass)).to_be_visible()


def test_a_branch_that_grows_is_the_same_button(glass: Glass) -> None:
    """It was made anew ten times a second, under the pointer."""
    button = glass.page.get_by_role("list", name="Branches").get_by_role("button").first
    expect(button).to_contain_text("to 400")
    expect(button).to_have_attribute("aria-current", "true")
    handle = button.element_handle()
    assert handle
    glass.request("step", {"n_steps": 60})
    expect(button).to_contain_text("to 460")
    assert handle.evaluate("(button) => button.isConnected")
    glass.set_number("Step", 100)
    expect_soon(lambda: glass.stat("step") == 100)
    button.click()
    expect_soon(lambda: glass.stat("step") == 460)


def test_a_change_in_the_past_begins_a_branch_and_the_old_future_can_be_gone_to_named_and_deleted(
    glass: Glass,
) -> None:
    page = glass.page
    branches = page.get_by_role("list", name="Branches").get_by_role("listitem")
    glass.set_number("Step", 100)
    expect_soon(lambda: glass.stat("step") == 100)
    page.evaluate("""async () => {
        await glassnet.request("set_training", { learning_rate: 0.3 });
        await glassnet.request("step", { n_steps: 50 });
    }""")
    expect(branches).to_have_count(2)
    expect(band(glass)).to_be_hidden()
    page.get_by_role("button", name="learning rate 0.05", exact=False).first.click()
    expect_soon(lambda: glass.stat("step") == 400)
    glass.button("Rename: learning rate 0.3").click()
    page.get_by_role("textbox", name="Name of the branch").fill("steep")
    page.keyboard.press("Enter")
    glass.button("Promote: steep").click()
    expect(branches.first).to_contain_text("steep")
    glass.button("Delete: steep").click()
    expect(branches).to_have_count(1)
    glass.button("Bring back 1 deleted").click()
    expect(branches).to_have_count(2)
    undo = glass.button("Undo")
    for what, count in (("bringing back a branch", 1), ("deleting a branch", 2), ("promoting a branch", 2)):
        undo.click()
        expect(page.locator("#notice")).to_contain_text(f"Taken back: {what}.")
        expect(branches).to_have_count(count)
    expect(branches.first).not_to_contain_text("steep")
    page.keyboard.press("Control+z")
    expect(branches.filter(has_text="steep")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#notice")).to_contain_text("Taken back: going to another branch.")
    expect_soon(lambda: glass.stat("step") == 150)
    page.keyboard.press("Control+y")
    expect_soon(lambda: glass.stat("step") == 400)
    page.keyboard.press("Control+y")
    expect(branches.filter(has_text="steep")).to_have_count(1)


def test_the_run_plays_backwards_and_forwards(glass: Glass) -> None:
    glass.select("Playing speed").select_option("8")
    glass.button("Play backwards").click()
    expect_soon(lambda: glass.stat("step") == 0)
    expect(glass.button("Play backwards")).to_have_attribute("aria-pressed", "false")
    glass.button("Play").click()
    expect_soon(lambda: glass.stat("step") == 400)
    expect(band(glass)).to_be_hidden()


# A graphics process that takes long; and what every frame of the scene is: its width, and its mean colour.
SLOW_FRAMES = """
const { getSyncParameter } = WebGL2RenderingContext.prototype;
const asked = new WeakMap(); // since when, as reading pixels below waits before anyone asks
WebGL2RenderingContext.prototype.getSyncParameter = function (fence, name) {
    if (!asked.has(fence)) asked.set(fence, performance.now());
    if (performance.now() - asked.get(fence) < 100) return this.UNSIGNALED;
    return getSyncParameter.call(this, fence, name);
};
window.frames = [];
const { requestAnimationFrame: request } = window;
window.requestAnimationFrame = (act) => request((now) => {
    act(now);
    const canvas = document.querySelector("#scene canvas");
    const gl = canvas?.getContext("webgl2");
    if (!gl) return;
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const pixels = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const mean = [0, 1, 2].map((at) => {
        let sum = 0;
        for (let pixel = at; pixel < pixels.length; pixel += 4) sum += pixels[pixel];
        return sum / (width * height);
    });
    if (mean.some((share) => share > 0)) window.frames.push({ width, mean }); // else nothing was drawn
});
"""


def test_where_frames_take_long_the_past_goes_by_with_fewer_pixels_of_the_same_colours(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(site + ADDRESS, go=False, reduced_motion="reduce")
    glass.page.add_init_script(SLOW_FRAMES)
    glass.page.goto(site + ADDRESS)
    glass.expect_ready()
    glass.train(60)
    entry = glass.request("go_to")["entry"]
    for step in range(100):
        glass.request("go_to", {"entry": entry, "step": 30 + step % 2, "in_passing": True})
        glass.page.wait_for_timeout(150)
        if glass.page.evaluate("frames.some(({ width }) => width === 480)"):
            break
    expect_soon(lambda: glass.page.evaluate("frames.at(-1).width") == 600)  # sharp when it rests
    frames = glass.page.evaluate("frames")
    coarse = [frame["mean"] for frame in frames if frame["width"] == 480]
    assert coarse
    for colour, rests in zip(coarse[-1], frames[-1]["mean"], strict=True):
        assert abs(colour - rests) < 2
