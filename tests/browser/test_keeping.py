"""The run comes back: after reloads and crashes, in duplicated tabs; and where nothing can be kept."""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from tests.browser.discards import open_tabs
from tests.browser.glass import Glass, expect_soon
from tools.browser import CHROMIUM_VARIABLE

ADDRESS = "#dataset=spiral&n_samples=60&hidden=6&seed=3"
BACK = "Your run is back"

# Every state that is kept, as the numbers of the page: by entry and step.
STATES = """async () => {
    const { weights, biases, ...standing } = await glassnet.request("get_network_state");
    return { numbers: JSON.stringify([weights, biases, standing.train_loss]), step: standing.step };
}"""


def standing(glass: Glass) -> dict[str, Any]:
    """Return where the run is: its step, and its numbers as text, to compare to the bit."""
    found: dict[str, Any] = glass.page.evaluate(STATES)
    return found


def expect_back(glass: Glass) -> None:
    glass.page.wait_for_selector(f"#notice >> text={BACK}")


def train(glass: Glass, steps: int) -> None:
    glass.request("step", {"n_steps": steps})


def test_a_reload_goes_back_to_the_step_with_code_and_past_and_start_fresh_can_be_undone(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    train(glass, 30)
    glass.request("set_training", {"learning_rate": 0.05})
    train(glass, 11)
    before = standing(glass)
    glass.page.wait_for_timeout(1000)
    glass.page.reload()
    expect_back(glass)
    assert standing(glass) == before
    glass.button("Undo").click()
    glass.page.wait_for_selector("[data-stat=step][data-value='30']")
    glass.button("Redo").click()
    glass.page.wait_for_selector("[data-stat=step][data-value='41']")
    glass.page.wait_for_timeout(1000)  # in which that is kept
    glass.page.reload()
    glass.button("Start fresh").click()
    glass.expect_ready()
    expect_soon(lambda: glass.stat("step") == 0)
    glass.page.locator("#notice").get_by_role("button", name="Undo").click()
    glass.page.wait_for_selector("[data-stat=step][data-value='41']")
    assert standing(glass) == before


def test_code_that_was_edited_comes_back_with_its_run_and_is_asked_about_no_more(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    files = {file["name"]: file["text"] for file in glass.request("get_code")["files"]}
    rule = "self.parameters -= self.learning_rate * gradient"
    edited = files["optimizers.py"].replace(rule, f"{rule} * 0.5")
    glass.request("edit_code", {"files": {"optimizers.py": edited}})
    train(glass, 20)
    before = standing(glass)
    glass.page.wait_for_timeout(2500)
    assert "code=" in glass.page.url
    glass.page.reload()
    expect_back(glass)
    assert standing(glass) == before
    assert glass.page.get_by_role("dialog").count() == 0
    found = {file["name"]: file["text"] for file in glass.request("get_code")["files"]}
    assert found["optimizers.py"] == edited
    glass.page.wait_for_timeout(1000)
    assert "code=" in glass.page.url


def test_an_address_that_asks_for_other_settings_wins_and_offers_what_was_there(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    train(glass, 17)
    before = standing(glass)
    glass.page.wait_for_timeout(1000)
    for other in (
        "#dataset=xor&hidden=3",
        "#dataset=linear",
    ):  # of the first of them nothing is worth keeping
        glass.page.goto("about:blank")
        glass.page.goto(site + other)
        glass.page.wait_for_selector("#notice >> text=Your run of before, at step 17, is kept.")
        assert glass.stat("step") == 0
    train(glass, 5)
    glass.page.wait_for_timeout(1000)
    glass.button("Go back to it").click()
    expect_back(glass)
    assert ADDRESS in glass.page.url
    assert standing(glass) == before
    glass.page.goto("about:blank")
    glass.page.goto(site)  # says nothing
    expect_back(glass)
    assert standing(glass) == before


def test_a_run_is_not_kept_under_an_address_that_the_page_is_left_for(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    train(glass, 17)
    # The browser takes its time to load the page again, but hides it already.
    glass.page.evaluate(
        """() => {
            addEventListener("hashchange", (event) => event.stopImmediatePropagation(), true);
            location.hash = "#dataset=xor&hidden=3";
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    glass.page.wait_for_timeout(1000)
    glass.page.reload()
    glass.page.wait_for_selector("#notice >> text=Your run of before, at step 17, is kept.")
    assert glass.stat("step") == 0
    glass.button("Go back to it").click()
    expect_back(glass)
    assert ADDRESS in glass.page.url


def test_a_duplicated_tab_begins_where_the_other_is_and_goes_its_own_way(
    open_page: Callable[..., Glass], site: str
) -> None:
    one = open_page(site + ADDRESS)
    one.expect_ready()
    train(one, 10)
    one.page.wait_for_timeout(1000)
    two = Glass(new_tab(one.page, one.page.url, session_of(one.page)), site)
    expect_back(two)
    one.page.wait_for_timeout(2500)  # it takes a name of its own
    train(two, 5)
    train(one, 20)
    one.page.wait_for_timeout(2500)
    expected = [standing(each) for each in (one, two)]
    assert [each["step"] for each in expected] == [30, 15]
    for each in (one, two):
        each.page.reload()
        expect_back(each)
    found = [standing(each) for each in (one, two)]
    assert [each["step"] for each in found] == [30, 15]
    assert found == expected


def test_thirty_times_a_page_that_is_reloaded_killed_or_left_while_it_trains_loses_no_more_than_five_seconds(
    open_page: Callable[..., Glass], site: str
) -> None:
    chance = random.Random(5)
    small = {"viewport": {"width": 400, "height": 400}}
    lone, glass = (open_page(site + ADDRESS, **small) for _ in range(2))
    for each in (lone, glass):
        each.expect_ready()
    reached = 0.0
    for _ in range(30):
        glass.button("Start training").click()
        glass.page.wait_for_timeout(chance.uniform(500, 2500))
        way = chance.choice(["reload", "kill", "leave"])
        now, rate = glass.stat("step"), glass.stat("epochs_per_second")
        glass = Glass(left(glass.page, way), site)
        expect_back(glass)
        back = standing(glass)
        steps_per_second = rate * now / max(glass.stat("epoch"), 1) or 100.0  # that are allowed at most
        assert reached <= back["step"]
        assert back["step"] >= now - 5 * steps_per_second, way
        missing = back["step"] - standing(lone)["step"]
        if missing > 0:
            train(lone, missing)
        assert standing(lone) == back, way
        reached = back["step"]


# Train for so many ms; tell the step before that and after it.
TRAIN = """(async () => {{
    await glassnet.request("start_training");
    const {{ step }} = await glassnet.request("get_network_state");
    await new Promise((resolve) => setTimeout(resolve, {ms}));
    return [step, (await glassnet.request("get_network_state")).step];
}})()"""
# Wait until the run that was kept is back; tell its numbers, and those of as many steps at a stretch.
BOTH = """(async () => {
    while (!document.querySelector("#notice")?.textContent.includes("Your run is back"))
        await new Promise((resolve) => setTimeout(resolve, 50));
    const standing = STATES;
    const back = await standing();
    await glassnet.request("reset");
    await glassnet.request("step", { n_steps: back.step });
    const lone = await standing();
    await glassnet.request("undo");
    return [back, lone];
})()""".replace("STATES", STATES)


def test_a_tab_that_the_browser_puts_away_while_it_trains_comes_back(site: str) -> None:
    program = os.environ.get(CHROMIUM_VARIABLE)
    if program is None:
        pytest.skip("a whole Chromium has a list of its tabs; Playwright's own is less")
    chance = random.Random(6)
    with open_tabs(program) as tabs:
        tab = tabs.open(site + ADDRESS)
        for _ in range(2):
            ms = chance.uniform(500, 2500)
            start, end = tabs.evaluate(tab, TRAIN.format(ms=ms))
            tabs.discard(site)
            tab = tabs.come_back(site)
            back, lone = tabs.evaluate(tab, BOTH)
            assert back["step"] >= end - 5 * (end - start) / (ms / 1000)
            assert back["step"] > start
            assert back == lone


def left(page: Page, way: str) -> Page:
    """Reload the page, crash its process, or go elsewhere and come back; return the page then."""
    url = page.url
    if way == "reload":
        page.reload()
        return page
    if way == "leave":
        page.goto("about:blank")
        page.goto(url)
        return page
    session = session_of(page)
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()
    return new_tab(page, url, session)  # Playwright goes nowhere in a tab that has crashed


def session_of(page: Page) -> str:
    return str(page.evaluate("() => JSON.stringify({ ...sessionStorage })"))


def new_tab(page: Page, url: str, session: str) -> Page:
    """Open a tab that begins with a session, as browsers do when they restore or duplicate one."""
    other = page.context.new_page()
    other.add_init_script(f"if (sessionStorage.length === 0) Object.assign(sessionStorage, {session})")
    other.goto(url)
    return other


def test_where_storage_is_denied_the_page_says_so_once_there_is_something_to_lose(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(go=False)
    glass.page.add_init_script(
        """for (const name of ["indexedDB", "localStorage", "sessionStorage"])
            Object.defineProperty(window, name, {
                get() { throw new DOMException("no", "SecurityError"); },
            });"""
    )
    glass.page.goto(site)
    glass.expect_ready()
    notice = glass.page.locator("#notice")
    assert notice.inner_text() == ""
    train(glass, 3)
    glass.page.wait_for_selector("#notice >> text=This browser does not let the page keep your run")
    with glass.page.expect_download() as saved:
        notice.get_by_role("button", name="Save").click()
    assert saved.value.suggested_filename.endswith("-step-3.glassnet.npz")
    notice.get_by_role("button", name="Dismiss").click()
    glass.wait_until(lambda: notice.inner_text() == "", "notice that has gone")
    train(glass, 3)
    glass.page.wait_for_timeout(1000)
    assert notice.inner_text() == ""


def test_forget_everything_leaves_nothing_of_this_page_and_of_no_other_tab(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    glass.open_menu()
    glass.button("Dark theme").click()
    glass.page.keyboard.press("Escape")
    train(glass, 12)
    glass.page.wait_for_timeout(1000)
    glass.button("How to use").click()
    glass.button("Forget everything").click()
    glass.page.wait_for_selector("#forget >> text=All runs and choices are forgotten.")
    train(glass, 3)
    glass.page.wait_for_timeout(1000)
    count = """() => new Promise((resolve) => {
        const opening = indexedDB.open("glassnet");
        opening.onsuccess = () => {
            const stores = ["runs", "keyframes"];
            const transaction = opening.result.transaction(stores);
            const asked = stores.map((name) => transaction.objectStore(name).count());
            transaction.oncomplete = () => resolve(asked.map(({ result }) => result));
        };
    })"""
    assert glass.page.evaluate(count) == [0, 0]
    kept = glass.page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(kept) <= {"glassnet.image"}  # of the site's own files, whenever the browser has them all
    glass.page.reload()
    glass.expect_ready()
    assert glass.stat("step") == 0
