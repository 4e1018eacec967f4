"""One step, opened: gone through by keys; its numbers add up as shown, and looking changes nothing."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.glass import Glass, expect_soon

Open = Callable[..., Glass]
ADDRESS = "#dataset=circular&hidden=4,3&batch_size=8&speed=none"
SMALL: dict[str, Any] = {"viewport": {"width": 1000, "height": 560}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def glass(open_page: Open, site: str) -> Glass:
    """Return a page with a run of 20 steps, of which the next is open."""
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    glass.train(20)
    expect_soon(lambda: glass.stat("step") == 20)
    open_step(glass)
    return glass


def open_step(glass: Glass) -> None:
    glass.page.keyboard.press("o")
    expect(card(glass)).to_be_visible()
    expect_answered(glass)


def card(glass: Glass) -> Locator:
    return glass.page.locator("#step")


def slider(glass: Glass) -> Locator:
    return card(glass).get_by_role("slider", name="Station", exact=True)


def expect_answered(glass: Glass) -> None:
    glass.page.wait_for_selector(".step__number:not([aria-busy]) .step__sum > *", state="attached")


def expect_at(glass: Glass, words: str | re.Pattern[str]) -> None:
    expect(slider(glass)).to_have_attribute("aria-valuetext", words)


def address_of(glass: Glass) -> str:
    return str(glass.page.evaluate("location.hash"))


def choice(glass: Glass, name: str) -> Locator:
    return card(glass).get_by_role("combobox", name=name, exact=True)


def test_the_keys_go_from_station_to_station_and_from_phase_to_phase(glass: Glass) -> None:
    keyboard = glass.page.keyboard
    expect_at(glass, "forward, batch, mean of 8")
    keyboard.press("ArrowRight")
    expect_at(glass, "forward, hidden 1, z, mean of 8")
    keyboard.press("Shift+ArrowRight")
    expect(slider(glass)).to_have_attribute("aria-valuetext", re.compile(r"^loss, loss, sample \d+$"))
    keyboard.press("Shift+ArrowRight")
    expect_at(glass, "backward, output, d_a, mean of 8")
    keyboard.press("ArrowLeft")
    expect_at(glass, "loss, mean, mean of 8")
    keyboard.press("End")
    expect_at(glass, "update, new value, the step")
    keyboard.press("Home")
    expect_at(glass, "forward, batch, mean of 8")
    slider(glass).press("Shift+ArrowRight")
    slider(glass).press("ArrowRight")
    expect_at(glass, "loss, mean, mean of 8")
    keyboard.press("Escape")
    expect(card(glass)).to_be_hidden()
    assert glass.stat("step") == 20


def test_in_a_field_keys_are_the_fields_own(glass: Glass) -> None:
    glass.number("Layers").focus()
    for key in ("Home", "ArrowRight"):
        glass.page.keyboard.press(key)
    expect_at(glass, "forward, batch, mean of 8")
    choice(glass, "Unit").press("End")
    expect_at(glass, "forward, batch, mean of 8")
    assert glass.stat("step") == 20


def test_looking_leaves_the_run_its_random_numbers_and_its_past_as_they_were(
    glass: Glass, open_page: Open, site: str
) -> None:
    before = glass.request("get_network_state")
    undo = glass.page.locator("[data-control=undo]").get_attribute("aria-describedby")
    for _ in range(100):
        glass.page.keyboard.press("End")
        glass.page.keyboard.press("Home")
    expect_answered(glass)
    glass.page.keyboard.press("Escape")
    expect(card(glass)).to_be_hidden()
    assert glass.request("get_network_state") == before
    assert glass.page.locator("[data-control=undo]").get_attribute("aria-describedby") == undo
    assert glass.request("check_replay")["ok"]
    twin = open_page(site + ADDRESS, **SMALL)
    twin.expect_ready()
    twin.train(20)
    assert glass.losses(30) == twin.losses(30)  # four epochs: the order of the samples, too


def test_going_from_station_to_station_tells_no_state_again(glass: Glass) -> None:
    glass.page.evaluate("window.states = 0; glassnet.on('state', () => (states += 1))")
    for _ in range(3):
        glass.page.keyboard.press("ArrowRight")
        expect_answered(glass)
    expect_at(glass, "forward, hidden 2, z, mean of 8")
    glass.request("record_step")  # its answer comes after all that was told
    assert glass.page.evaluate("states") == 0


def test_enter_makes_the_step_and_the_last_station_was_what_it_makes(glass: Glass) -> None:
    glass.page.keyboard.press("End")
    expect(card(glass)).to_contain_text("new = old + change")
    value = float(card(glass).locator(".step__total td").first.get_attribute("data-value") or "nan")
    glass.page.keyboard.press("Enter")
    expect(card(glass)).to_be_hidden()
    expect_soon(lambda: glass.stat("step") == 21)
    assert glass.request("get_network_state")["weights"][0][0][0] == value


def test_the_next_step_is_opened_without_the_card_going_away(glass: Glass) -> None:
    glass.page.evaluate(
        """window.wasHidden = false;
        new MutationObserver(() => { window.wasHidden ||= step.hidden; })
            .observe(step, { attributes: true });"""
    )
    card(glass).get_by_role("button", name="Next step", exact=True).click()
    expect(card(glass)).to_contain_text("step 22")
    expect_at(glass, "forward, batch, mean of 8")
    expect_answered(glass)
    expect_soon(lambda: glass.stat("step") == 21)
    assert not glass.page.evaluate("wasHidden")


def test_it_is_opened_from_training_and_closed_by_it(glass: Glass) -> None:
    glass.page.keyboard.press("Escape")
    glass.button("Start training").click()
    glass.expect_status("training")
    open_step(glass)
    glass.expect_status("stopped")
    glass.page.keyboard.press(" ")
    glass.expect_status("training")
    expect(card(glass)).to_be_hidden()


def test_a_change_of_the_run_closes_it(glass: Glass) -> None:
    glass.request("set_parameter", {"index": 0, "value": 0.5})
    expect(card(glass)).to_be_hidden()
    open_step(glass)
    glass.request("set_training", {"speed": 50})
    expect(card(glass)).to_be_visible()
    glass.request("set_training", {"learning_rate": 0.01})
    expect(card(glass)).to_be_hidden()


def test_what_is_selected_is_explained_and_what_is_not_computed_yet_is_a_dash(glass: Glass) -> None:
    def known() -> list[str]:
        return card(glass).locator(".step__known dd").all_inner_texts()

    for key in ("ArrowRight",) * 3:
        glass.page.keyboard.press(key)
    expect_at(glass, "forward, hidden 2, z, mean of 8")
    choice(glass, "Unit").select_option(label="Unit 3")
    expect(card(glass).locator(".step__subject")).to_have_text("unit 3, mean of 8")
    expect_answered(glass)
    assert known()[1:] == ["–", "–", "–"] and known()[0] != "–"
    labels = card(glass).locator("tr[data-term] th").all_inner_texts()
    assert labels == ["unit 1", "unit 2", "unit 3", "unit 4", "bias"]
    glass.page.keyboard.press("Tab")
    card(glass).locator("h2").focus()
    glass.page.keyboard.press("ArrowRight")
    expect_at(glass, "forward, hidden 2, a, mean of 8")
    expect(card(glass).locator(".step__subject")).to_have_text("unit 3, mean of 8")
    sample = choice(glass, "Sample").locator("option").nth(2)
    name = str(sample.text_content())
    choice(glass, "Sample").select_option(label=name)
    expect_at(glass, f"forward, hidden 2, a, {name.lower()}")
    expect(card(glass)).to_contain_text("a = tanh(z)")


def test_a_station_that_the_code_does_not_have_says_so(glass: Glass) -> None:
    glass.page.keyboard.press("End")
    for station, sentence in (("change", ""), ("optimizer", "SGD remembers nothing.")):
        glass.page.keyboard.press("ArrowLeft")
        if sentence:
            expect_at(glass, f"update, {station}, not there")
            expect(card(glass)).to_contain_text(sentence)


def test_step_walks_through_it_and_stays_at_the_end(glass: Glass) -> None:
    choice(glass, "Walking speed").select_option(label="0.5 s")
    card(glass).locator("h2").focus()
    glass.page.keyboard.press("s")
    walk = card(glass).get_by_role("button", name="Walk through")
    expect(walk).to_have_attribute("aria-pressed", "true")
    expect_at(glass, "update, new value, the step")
    expect(walk).to_have_attribute("aria-pressed", "false")
    assert glass.stat("step") == 20
    glass.page.keyboard.press("Home")
    choice(glass, "Walking speed").select_option(label="5 s")
    walk.click()
    expect_at(glass, "forward, hidden 1, z, mean of 8")
    walk.click()
    expect(walk).to_have_attribute("aria-pressed", "false")


def test_with_reduced_motion_a_walk_jumps_from_phase_to_phase(open_page: Open, site: str) -> None:
    glass = open_page(site + ADDRESS, reduced_motion="reduce")
    glass.expect_ready()
    open_step(glass)
    glass.page.evaluate(
        """window.seen = [];
        const slider = step.querySelector("input[type=range]");
        new MutationObserver(() => seen.push(Number(slider.value))).observe(slider, { attributes: true });"""
    )
    choice(glass, "Walking speed").select_option(label="0.5 s")
    card(glass).get_by_role("button", name="Walk through").click()
    expect_at(glass, "update, new value, the step")
    assert {0, 25} <= set(glass.page.evaluate("seen")) <= {0, 7, 9, 21, 25}  # a slow machine leaves some out


def test_a_mistake_in_the_code_is_named_at_its_station(open_page: Open, site: str) -> None:
    glass = open_page(site + ADDRESS)
    glass.expect_ready()
    name = next(
        each["name"]
        for each in glass.request("get_defects")["defects"]
        if "derivative" in each["name"] or "slope" in each["name"]
    )
    glass.request("edit_code", {"files": glass.request("break_code", {"name": name})["files"]})
    open_step(glass)
    note = card(glass).get_by_role("note")
    expect(note).to_contain_text("The first that is wrong, Hidden ")
    note.get_by_role("button", name="Go there").click()
    expect(note).to_contain_text("expected")
    expect(slider(glass)).to_have_attribute("aria-valuetext", re.compile("^(forward|backward), "))


def test_a_change_on_purpose_hides_no_later_mistake(open_page: Open, site: str) -> None:
    glass = open_page(site + ADDRESS + "&activation=tanh")
    glass.expect_ready()
    texts = {each["name"]: each["text"] for each in glass.request("get_code")["files"]}
    edits = {
        "activations.py": ("return np.tanh(z)", "return np.tanh(0.5 * z)"),
        "optimizers.py": ("self.parameters -= self.learning_rate", "self.parameters += self.learning_rate"),
    }
    files = {name: texts[name].replace(old, new) for name, (old, new) in edits.items()}
    glass.request("edit_code", {"files": files})
    open_step(glass)
    note = card(glass).get_by_role("note")
    expect(note).to_contain_text("The first that is wrong, Hidden 1, a")
    expect(note).to_contain_text("so is")
    expect(card(glass).locator(".step__marks > span")).not_to_have_count(0)
    note.get_by_role("button", name="Go there").click()
    expect_at(glass, re.compile("^forward, hidden 1, a, "))
    for _ in range(2):  # tanh' is no longer its derivative
        note.get_by_role("button", name="To the next").click()
    expect_at(glass, "update, change, the step")
    expect(note).to_contain_text("expected")


def test_while_a_mistake_is_to_be_found_it_is_named_only_after_a_hint(open_page: Open, site: str) -> None:
    glass = open_page(site + ADDRESS + "&view=code")
    glass.expect_ready()
    glass.page.locator("summary", has_text="Break it").click()
    glass.select("Mistake").select_option(label="Forgotten derivative")
    glass.button("Break it").click()
    expect(glass.page.locator(".code__symptom")).to_contain_text("What you will see")
    glass.page.locator("#code-button").focus()
    open_step(glass)
    note = card(glass).get_by_role("note")
    expect(note).to_be_hidden()
    expect(card(glass).locator(".step__marks > span")).to_have_count(0)
    glass.button("Hint: which file?").click()
    expect(note).to_contain_text("The first that is wrong, Hidden ")
    expect(card(glass).locator(".step__marks > span")).not_to_have_count(0)


def test_a_link_opens_a_station_and_the_address_follows(open_page: Open, site: str) -> None:
    glass = open_page(site + ADDRESS + "&station=backward.2.d_z")
    glass.expect_ready()
    expect(card(glass)).to_be_visible()
    expect_at(glass, "backward, hidden 2, d_z, mean of 8")
    glass.page.keyboard.press("ArrowRight")
    expect_soon(lambda: "station=backward.2.d_weights" in address_of(glass))
    glass.page.keyboard.press("Escape")
    expect_soon(lambda: "station" not in address_of(glass))


# What stands in the card, at random stations, of random units and samples, chosen as a user chooses.
READ_SUMS = """async ([count, seed]) => {
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const pick = (list) => list[Math.floor(random() * list.length)];
    const card = document.querySelector("#step");
    const slider = card.querySelector("input[type=range]");
    const number = card.querySelector(".step__number");
    const settled = async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        await frame();
        const isShown = () => !number.hasAttribute("aria-busy") && number.dataset.station === slider.value;
        while (!isShown()) await frame();
    };
    const found = [];
    while (found.length < count) {
        slider.value = String(Math.floor(random() * (Number(slider.max) + 1)));
        slider.dispatchEvent(new Event("input"));
        await settled();
        for (const select of card.querySelectorAll(".step__choices select")) {
            if (!select.checkVisibility()) continue;
            select.value = pick([...select.options].filter(({ hidden }) => !hidden)).value;
            select.dispatchEvent(new Event("change"));
            await settled();
        }
        const text = (cell) => cell?.textContent ?? null;
        for (const body of card.querySelectorAll(".step__sum tbody")) {
            found.push({
                station: slider.getAttribute("aria-valuetext"),
                subject: text(card.querySelector(".step__subject")),
                rule: text(body.querySelector(".step__rule")),
                terms: [...body.querySelectorAll("[data-term] .step__value")].map(text),
                total: text(body.querySelector(".step__total td")),
                name: text(body.querySelector(".step__total th")),
            });
        }
    }
    return found;
}"""

PLAIN = {"l1": 0.0, "l2": 0.0, "dropout": 0.0, "clip_norm": None, "learning_rate": 0.01, "batch_size": 16}
CONFIGURATIONS: list[dict[str, Any]] = [
    {"network": {"layer_sizes": [2, 4, 3, 1]}, "training": {**PLAIN, "batch_size": 8}},
    {
        "data": {"dataset": "spiral"},
        "network": {"layer_sizes": [2, 5, 1], "activations": "relu"},
        "training": {**PLAIN, "optimizer": "adam", "l2": 0.001, "batch_size": 32},
    },
    {
        "network": {"layer_sizes": [2, 3, 3, 1], "activations": "tanh"},
        "training": {**PLAIN, "optimizer": "adamw", "dropout": 0.3, "clip_norm": 0.01},
    },
    {
        "network": {"layer_sizes": [2, 4, 1], "activations": "gelu"},
        "training": {**PLAIN, "optimizer": "rmsprop", "l1": 0.001},
    },
    {  # so many that some are left out
        "data": {"dataset": "circular", "n_samples": 800},
        "training": {**PLAIN, "optimizer": "nesterov", "learning_rate": 1e-6, "batch_size": 300},
    },
]


def test_the_shown_terms_add_up_to_the_shown_result(open_page: Open, site: str) -> None:
    """300 random stations, units and samples, over several configurations, read as text."""
    glass = open_page(f"{site}#speed=none&pose=diagram", **SMALL)
    glass.expect_ready()
    phases = []
    for seed, config in enumerate(CONFIGURATIONS, start=1):
        glass.request("configure", {"config": config})
        step = glass.train(40)["step"]
        expect_soon(lambda step=step: glass.stat("step") == step)
        open_step(glass)
        for told in glass.page.evaluate(READ_SUMS, [60, seed]):
            terms = [number(text) for text in told["terms"]]
            assert sum(terms) == number(told["total"]), told
            assert not told["name"].startswith("= sum of the terms"), told
            phases.append(told["station"].split(",")[0])
    assert len(phases) >= 300
    assert set(phases) == {"forward", "loss", "backward", "update"}


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


DESCRIBED = """() => [...document.querySelectorAll("#step :is(button, input, select)")]
    .filter((control) => control.checkVisibility())
    .filter((control) => {
        const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
        const text = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
        return text.trim().split(" ").length < 3;
    })
    .map((control) => control.outerHTML.slice(0, 160))"""


def test_it_keeps_nobody_out(open_page: Open, site: str) -> None:
    glass = open_page(site + ADDRESS, bypass_csp=True, color_scheme="dark", reduced_motion="reduce")
    glass.expect_ready()
    open_step(glass)
    assert glass.page.evaluate(DESCRIBED) == []
    glass.add_axe()
    glass.expect_axe_finds_nothing_serious()


@pytest.mark.parametrize("station", ["forward.1.z", "backward.2.d_weights", "update.change"])
def test_on_a_phone_the_numbers_stand_under_the_picture(open_page: Open, site: str, station: str) -> None:
    glass = open_page(f"{site}#dataset=circular&hidden=4&optimizer=adam&station={station}", **PHONE)
    glass.expect_ready()
    expect(card(glass)).to_be_visible()
    expect_answered(glass)
    assert glass.page.evaluate("document.documentElement.scrollWidth") <= 390
    picture, numbers = (glass.page.locator(each).bounding_box() for each in ("#scene", "#step"))
    assert picture and numbers
    assert 0 <= numbers["y"] - picture["y"] - picture["height"] < 30
    for name in ("Start training", "Step", "Open the step", "Reset", "Redo"):
        box = glass.button(name).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
