"""Stories of the pose Loss: a landscape of real losses, with the run's path over it and a ball to drag."""

from collections.abc import Callable
from typing import Any

from tests.browser.glass import Glass, expect_soon

Open = Callable[..., Glass]

# The newest surface, and the losses of the state that it came with.
LISTEN = """() => {
    window.seen = [];
    glassnet.on("state", ({ step, train_loss, loss_surface }) => {
        if (!loss_surface) return;
        const { size, losses, loss, parameters, values, path } = loss_surface;
        const surface = { size, loss, parameters, values, at: loss_surface.step, n_path: path.length / 5 };
        seen.push({ step, train_loss, ...surface, middle: losses[(size * size - 1) / 2] });
    });
}"""


# Where on the canvas the ball can be taken: it says so by its cursor.
FIND_BALL = """() => {
    const canvas = document.querySelector("#scene canvas");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    for (let y = height * 0.2; y < height; y += 8)
        for (let x = width * 0.2; x < width * 0.8; x += 8) {
            const at = { clientX: left + x, clientY: top + y, pointerType: "mouse" };
            canvas.dispatchEvent(new PointerEvent("pointermove", at));
            if (canvas.classList.contains("scene-canvas--grab")) return [left + x, top + y];
        }
    return null;
}"""


def open_loss(open_page: Open, site: str, settings: str, **options: object) -> Glass:
    glass = open_page(f"{site}#pose=loss&{settings}", reduced_motion="reduce", **options)
    glass.page.evaluate(LISTEN)
    glass.expect_ready()
    return glass


def newest(glass: Glass) -> dict[str, Any]:
    """Return the surface once it is complete, and of where the network is."""
    step = glass.stat("step")

    def look() -> dict[str, Any] | None:
        seen = glass.page.evaluate("seen.at(-1)")
        return seen if seen and seen["size"] == 41 and seen["at"] == step else None

    expect_soon(lambda: look() is not None, lambda: str(glass.page.evaluate("seen")))
    found = look()
    assert found
    return found


def test_the_middle_of_the_landscape_is_the_loss_of_the_network_to_the_last_bit(
    open_page: Open, site: str
) -> None:
    glass = open_loss(open_page, site, "dataset=circular&hidden=4", bypass_csp=True, color_scheme="dark")
    before = newest(glass)
    assert before["loss"] == before["train_loss"] and before["parameters"] == [0, 1]
    glass.button("Start training").click()
    expect_soon(lambda: glass.stat("step") > 100 and glass.page.evaluate("seen.length") > 4)
    glass.button("Stop training").click()
    glass.expect_status("stopped")
    surface = newest(glass)
    assert surface["loss"] == surface["train_loss"] < before["loss"]
    assert abs(surface["middle"] - surface["loss"]) < 1e-7 * surface["loss"] + 1e-12
    assert surface["parameters"] is None and surface["n_path"] > 10
    caption = glass.page.locator(".legend__caption")
    assert "main directions" in caption.inner_text()
    assert caption.inner_text().count("%") == 1
    glass.add_axe()
    glass.expect_axe_finds_nothing_serious()


def test_the_ball_is_dragged_and_typed_and_taken_back(open_page: Open, site: str) -> None:
    glass = open_loss(open_page, site, "dataset=circular&hidden=4&view=loss_over:0,1")
    first = newest(glass)["values"]
    expect_soon(lambda: glass.page.evaluate(FIND_BALL) is not None)
    x, y = glass.page.evaluate(FIND_BALL)
    glass.page.mouse.move(x + 8, y + 8)
    glass.page.mouse.down()
    glass.page.mouse.move(x + 60, y + 12, steps=4)
    glass.page.mouse.up()
    expect_soon(lambda: glass.page.evaluate("seen.at(-1).values") != first)
    dragged = newest(glass)
    assert dragged["loss"] == dragged["train_loss"] and dragged["values"][0] != first[0]
    assert glass.page.evaluate("location.hash").count("camera") == 0  # it was no turn
    glass.set_number("Value of the 1st parameter", 1.25)
    expect_soon(lambda: glass.page.evaluate("seen.at(-1).values[0]") == 1.25)
    for _ in range(3):
        glass.button("Undo").click()
    expect_soon(lambda: glass.page.evaluate("seen.at(-1).values") == first)
