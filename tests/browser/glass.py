"""The page as its users see it: by the accessible names and live values of the page contract."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

LOAD_MS = 60_000  # the machine may be busy; nothing is asserted about how long it takes
LOOK_MS = 20  # between two looks at what is waited for most; Playwright's own pauses grow to a second

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

# A clock on which every panel takes so long that the next has to wait for another frame.
SLOW_CLOCK = """(() => {
    const now = performance.now.bind(performance);
    let calls = 0;
    performance.now = () => now() + 20 * ++calls;
})()"""

# While `isSlow` is set, each frame takes a second and a half.
SLOW_DRAWING = """(() => {
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) =>
        window.isSlow ? setTimeout(() => frame(draw), 1500) : frame(draw);
})()"""


def expect_soon(is_true: Callable[[], bool], complaint: Callable[[], str] = str) -> None:
    """Wait for what no element tells, such as another picture: it is drawn some frames after its cause."""
    deadline = time.monotonic() + LOAD_MS / 1000
    while not is_true():
        assert time.monotonic() < deadline, complaint()


class CommandRefusedError(Exception):
    """A command was rejected; `error` is the plain value."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.error = error


class Glass:
    """One open page."""

    def __init__(self, page: Page, site: str = "") -> None:
        self.page = page
        self.site = site

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def select(self, name: str) -> Locator:
        return self.page.get_by_role("combobox", name=name, exact=True)

    def number(self, name: str) -> Locator:
        return self.page.get_by_role("spinbutton", name=name, exact=True)

    def description(self, control: Locator) -> Locator:
        """Return the sentence that describes a control."""
        ids = str(control.get_attribute("aria-describedby")).split()
        return self.page.locator(f"#{ids[-1]}")

    def set_number(self, name: str, value: float | str) -> None:
        """Put a number into its field and press Enter."""
        self.number(name).fill(str(value))
        self.number(name).press("Enter")

    def open_settings(self) -> None:
        """Open their card, which a small window leaves closed."""
        if not self.page.locator("#settings").evaluate("(card) => card.open"):
            self.page.locator("#settings > summary").click()

    def open_menu(self) -> None:
        """Open what a window below 1600 px has in a menu."""
        self.page.locator("[popovertarget=header-more]").click()

    def open_more(self) -> None:
        self.open_settings()
        self.page.locator("summary", has_text="More").click()

    def expect_status(self, *statuses: str) -> None:
        html = self.page.locator("html")
        self.wait_until(
            lambda: html.get_attribute("data-status") in statuses, f"status {' or '.join(statuses)}"
        )

    def wait_until(self, is_true: Callable[[], bool], what: str) -> None:
        """Look often, so that a test is no slower than the page."""

        def look() -> bool:
            if is_true():
                return True
            self.page.wait_for_timeout(LOOK_MS)
            return False

        expect_soon(look, lambda: f"no {what} in time; the page says: {self._status()}")

    def _status(self) -> str:
        html, notice = self.page.locator("html"), self.page.locator("#notice")
        return f"{html.get_attribute('data-status')}; {notice.inner_text()}"

    def expect_ready(self) -> None:
        self.expect_status("ready")

    def stat(self, name: str) -> float:
        """Return the exact number behind a live value."""
        return float(self.page.locator(f"[data-stat={name}]").get_attribute("data-value") or "nan")

    def expect_stat_changes(self, name: str) -> None:
        """Wait until a live value differs from what it is now."""
        live = self.page.locator(f"[data-stat={name}]")
        old = live.get_attribute("data-value")
        self.wait_until(lambda: live.get_attribute("data-value") != old, f"{name} other than {old}")

    def add_axe(self) -> None:
        """Add axe to the page, which must have been opened with `bypass_csp`."""
        self.page.add_script_tag(path=AXE)

    def expect_axe_finds_nothing_serious(self) -> None:
        """Look for what keeps people out, in both themes of a page that has begun in the dark one."""
        for theme in ("light", "dark"):
            # By script: a dialog may be open above the button.
            self.page.locator("[data-control=theme]").evaluate("(button) => button.click()")
            self.page.wait_for_selector(f"html[data-theme={theme}]")
            found = self.page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
            serious = [
                (item["id"], [node["html"][:120] for node in item["nodes"]])
                for item in found
                if item["impact"] in ("serious", "critical")
            ]
            assert serious == [], theme

    def request(self, name: str, params: Any = None) -> Any:
        """Call `glassnet.request` and return the result, or raise CommandRefusedError."""
        script = """([name, params]) => glassnet.request(name, params)
            .then((result) => ({ result }), (thrown) => ({ error: thrown.error }))"""
        answer = self.page.evaluate(script, [name, {} if params is None else params])
        if "error" in answer:
            raise CommandRefusedError(answer["error"])
        return answer["result"]

    def train(self, n_steps: int) -> Any:
        """Take this many steps at full speed, which is from then on the speed of the page."""
        self.request("set_training", {"speed": None})
        return self.request("step", {"n_steps": n_steps})

    def losses(self, n_steps: int) -> list[float]:
        """Return the training loss after each of the next steps."""
        script = """async (n_steps) => {
            const losses = [];
            for (let i = 0; i < n_steps; i++) losses.push((await glassnet.request("step")).train_loss);
            return losses;
        }"""
        return list(self.page.evaluate(script, n_steps))
