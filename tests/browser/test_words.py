"""Numbers, keys and words as people of any language write, press and read them."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.glass import Glass, expect_soon

Open = Callable[..., Glass]

# What translators of browsers do to a page: each text gives way to elements with another one.
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
        if (!text.data.trim() || text.parentElement.closest("script, style, option, textarea")) continue;
        const outer = document.createElement("font"), inner = document.createElement("font");
        inner.textContent = `«${text.data}»`;
        outer.append(inner);
        text.replaceWith(outer);
    }
}"""
PRESS = """([key, code, more]) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }))"""


def config(glass: Glass) -> dict[str, Any]:
    return dict(glass.request("get_network_state")["config"])


def expect_says(field: Locator, text: str) -> None:
    expect(field).to_have_accessible_description(re.compile(re.escape(text)))


def test_numbers_are_read_as_people_write_them(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    for typed, rate in [("0,03", 0.03), ("٠٫٢", 0.2), ("１", 1), ("5e−2", 0.05), (".5", 0.5)]:
        glass.set_number("Learning rate", typed)
        expect(glass.number("Learning rate")).to_have_value(str(rate))
        assert config(glass)["training"]["learning_rate"] == rate
    glass.number("x₁").fill("−0,5")  # and taken by itself when no more is typed
    expect(glass.number("x₁")).to_have_value("-0.5")
    glass.open_more()
    glass.set_number("Samples", "1\u202f000")
    expect(glass.number("Samples")).to_have_value("1000")
    glass.number("Samples").press("ArrowDown")
    expect(glass.number("Samples")).to_have_value("990")
    expect(glass.number("Samples")).to_have_attribute("aria-valuenow", "990")
    before = config(glass)
    for label, typed, says in [
        ("Learning rate", "5%", "Learning rate must be a number, but is “5%”."),
        ("Learning rate", "1/2", "Learning rate must be a number, but is “1/2”."),
        ("Noise", "0 03", "Noise must be a number, but is “0 03”."),
        ("Samples", "1,000", "Samples must be a number, but “1,000” may be 1000 or 1.000"),
        ("x₂", "1,2,3", "x₂ must be a number, but is “1,2,3”."),
    ]:
        glass.set_number(label, typed)
        expect_says(glass.number(label), says)
        expect(glass.number(label)).to_have_value(typed)
    assert config(glass) == before
    glass.number("Noise").press("Escape")
    expect(glass.number("Noise")).to_have_value("0")


def test_a_refused_number_stays_while_training_changes_the_one_in_force(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=weights")
    glass.expect_ready()
    value = glass.page.get_by_role("spinbutton", name="Value", exact=True)
    cell = glass.page.locator(".weights__table td").first
    cell.click()
    cell.press("Enter")
    typed = cell.get_by_role("textbox")
    typed.fill("1,000")
    typed.press("Enter")
    expect(glass.page.locator(".weights .field__error, [data-panel=weights] .field__error")).to_contain_text(
        "“1,000” may be 1000 or 1.000"
    )
    typed.fill("−1,5")
    typed.press("Enter")
    expect(cell).to_have_attribute("data-value", "-1.5")
    glass.request("start_training")
    value.fill("5%")
    value.press("Tab")
    glass.expect_stat_changes("step")
    expect(value).to_have_value("5%")
    expect_says(value, "Value must be a number, but is “5%”.")
    glass.request("stop_training")


def test_what_is_copied_can_be_pasted_into_python(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=weights")
    glass.expect_ready()
    glass.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(glass.page.locator(".weights__table td").first).to_contain_text(".")
    for selector, pattern in [
        (".weights__table tbody", r"-\d\.\d{3,}"),
        ("[data-stat=test_accuracy]", r"^\d+\.\d %$"),
        (".point__answer", r"\d\.\d{3,}"),
    ]:
        glass.page.evaluate(
            "(selector) => getSelection().selectAllChildren($(selector))".replace(
                "$(", "document.querySelector("
            ),
            selector,
        )
        glass.page.keyboard.press("Control+c")
        copied = str(glass.page.evaluate("navigator.clipboard.readText()"))
        assert re.search(pattern, copied), copied
        assert not re.search("[−\u202f\u2009\u00a0]", copied), copied


def test_keys_work_on_layouts_of_other_scripts(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    html, step = glass.page.locator("html"), glass.page.locator("[data-stat=step]")
    for steps, key in enumerate(["ы", "σ", "ד", "س"], start=1):
        glass.page.evaluate(PRESS, [key, "KeyS", {}])
        expect(step).to_have_attribute("data-value", str(steps))
    glass.page.evaluate(PRESS, ["к", "KeyR", {}])
    expect(step).to_have_attribute("data-value", "0")
    glass.open_more()
    glass.set_number("Seed", 7)
    glass.wait_until(lambda: glass.request("get_network_state")["config"]["seed"] == 7, "seed of 7")
    expect(glass.button("Undo")).to_have_attribute("aria-disabled", "false")
    for key, code, more, seed in [
        ("y", "KeyZ", {"ctrlKey": True}, "7"),  # QWERTZ: redo, of which there is none
        (";", "KeyZ", {"ctrlKey": True}, "7"),  # Dvorak
        ("я", "KeyZ", {"ctrlKey": True}, "0"),
        ("Я", "KeyZ", {"ctrlKey": True, "shiftKey": True}, "7"),
        ("z", "KeyY", {"ctrlKey": True}, "0"),
        ("ט", "KeyY", {"ctrlKey": True}, "7"),
        ("ئ", "KeyZ", {"ctrlKey": True}, "0"),
    ]:
        glass.page.evaluate(PRESS, [key, code, more])
        expect(glass.number("Seed")).to_have_value(seed)
    expect(html).to_have_attribute("data-status", re.compile("ready|stopped"))


def test_a_translated_page_goes_on_changing(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=weights,confusion")
    glass.expect_ready()
    page = glass.page
    expect(page.locator(".weights__table td").first).to_contain_text(".")
    canvas = page.locator("#scene canvas")
    for name in ("Input x₁", "Input x₂", "Unit 1 of hidden layer 1"):
        canvas.press("n")
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.evaluate(TRANSLATE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    glass.train(30)
    for selector in (
        "[data-stat=step]",
        "[data-curve^=loss]",
        ".weights__table td",
        ".sum__total td",
    ):
        expect(page.locator(selector).first).not_to_contain_text("«")
    exact = str(page.locator(".weights__table td").first.get_attribute("data-value"))
    shown = page.locator(".weights__table td").first.inner_text().replace("−", "-")
    assert abs(float(shown) - float(exact)) < 1e-5
    note = page.locator(".transport__note")
    glass.request("start_training")
    glass.expect_status("training")
    expect(note).not_to_contain_text("«")
    glass.request("stop_training")
    page.locator("#code-button").click()
    for selector in (
        "[data-stat=step]",
        ".stage",
        "#scene canvas",
        "input[type=range]",
        ".weights__table",
        ".code__name",
        ".sum__total",
        ".chart__plot",
    ):
        assert page.locator(selector).first.evaluate("(node) => getComputedStyle(node).direction") == "ltr"
    for selector in ("[data-stat]", ".code__name", ".weights__table", ".sum__total", ".toggle", "#help code"):
        untranslated = "(nodes) => nodes.every((node) => !node.translate)"
        assert page.locator(selector).evaluate_all(untranslated), selector
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_code_waits_for_the_input_method(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#view=code:losses.py")
    glass.expect_ready()
    page, said = glass.page, glass.page.locator(".code__status")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("n_words = 0\n")
    page.keyboard.press("Control+Home")
    expect(said).to_contain_text("Your code runs")
    before = said.inner_text()
    composing = page.context.new_cdp_session(page)
    for text in ("そ ", "そん ", "そんし "):  # no Python yet
        composing.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    page.wait_for_timeout(800)  # twice as long as typing is waited for
    assert said.inner_text() == before
    composing.send("Input.insertText", {"text": "損失 = "})

    def text() -> str:
        files = glass.request("get_code")["files"]
        return str(next(file["text"] for file in files if file["name"] == "losses.py"))

    expect_soon(lambda: "損失 = n_words = 0" in text())


def test_a_chart_keeps_its_name_while_it_has_the_focus(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    plot = glass.page.locator(".chart--loss .chart__plot")
    glass.request("start_training")
    plot.focus()
    glass.page.evaluate("""() => {
        window.names = 0;
        new MutationObserver(() => names++).observe(document.querySelector(".chart--loss .chart__plot"),
            { attributes: true, attributeFilter: ["aria-label"] });
    }""")

    def is_kept() -> bool:  # at first one may be on its way from before it had the focus
        n_names = glass.page.evaluate("names")
        glass.page.wait_for_timeout(2500)  # it would change every second
        return bool(glass.page.evaluate("names") == n_names <= 1)

    expect_soon(is_kept)
    before = plot.get_attribute("aria-label")
    glass.request("stop_training")
    glass.expect_status("stopped")
    loss = glass.stat("train_loss")
    expect(plot).not_to_have_attribute("aria-label", str(before))
    expect_soon(lambda: f"train {loss:.4g}"[:9] in str(plot.get_attribute("aria-label")).replace("−", "-"))
