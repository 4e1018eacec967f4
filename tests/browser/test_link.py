"""Stories of links: a configuration in the address, controls hidden by it, what is remembered."""

import base64
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import expect

from tests.browser.glass import LOOK_MS, SLOW_DRAWING, Glass, expect_soon
from tests.browser.test_page import picture

Open = Callable[..., Glass]


def at(glass: Glass) -> str:
    return str(glass.page.evaluate("location.hash"))


def expect_hash(glass: Glass, hash_: str) -> None:
    now = "location.hash"
    expect_soon(lambda: glass.page.evaluate(now) == hash_, lambda: str(glass.page.evaluate(now)))


def config(glass: Glass) -> dict[str, Any]:
    return dict(glass.request("get_network_state")["config"])


def test_a_link_sets_everything_it_says_and_stays_in_the_address(open_page: Open, site: str) -> None:
    link = "#dataset=spiral&noise=0.1&features=x1,x2,x1_x2&hidden=8,6&learning_rate=0.03&stop_epoch=9&seed=7"
    glass = open_page(site + link)
    glass.expect_ready()
    expect(glass.select("Dataset")).to_have_value("spiral")
    now = config(glass)
    assert now["seed"] == 7
    assert now["network"]["layer_sizes"] == [3, 8, 6, 1]
    assert now["network"]["activations"] == ["tanh", "tanh"]
    assert (now["data"]["noise"], now["training"]["stop_epoch"]) == (0.1, 9)
    assert at(glass) == link


def test_the_address_follows_the_settings_and_gives_the_same_run_elsewhere(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    assert at(glass) == ""
    glass.select("Dataset").select_option("xor")
    glass.set_number("Layers", 4)
    glass.set_number("Learning rate", 0.05)
    expect_hash(glass, "#dataset=xor&hidden=8,8&learning_rate=0.05")
    losses = glass.losses(5)
    other = open_page(glass.page.url)
    other.expect_ready()
    expect(other.select("Dataset")).to_have_value("xor")
    assert other.losses(5) == losses
    other.set_number("Learning rate", 0.3)
    expect_hash(other, "#dataset=xor&hidden=8,8")


def test_what_python_refuses_is_named_and_the_rest_is_in_force(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#dataset=xor&hidden=8,99&learning_rate=fast&seed=5&colour=red&hide=moon")
    glass.expect_ready()
    alert = glass.page.get_by_role("alert").get_by_text("The link could not be followed")
    for part in (
        "Hidden 2 units must be a whole number from 1 to 64, but is 99",
        "Learning rate must be a number from 0.000001 to 100, but is",
        "but is “fast”",
        "“colour” is no setting",
        "no control is called “moon”",
    ):
        expect(alert).to_contain_text(part)
    now = config(glass)
    assert (now["seed"], now["data"]["dataset"]) == (5, "xor")
    assert (now["network"]["layer_sizes"], now["training"]["learning_rate"]) == ([2, 8, 1], 0.3)


def test_controls_are_hidden_by_name_and_their_result_is_not(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#dataset=xor&hide=dataset,noise,undo,hidden_layers&view=safe,dark,spheres")
    glass.expect_ready()
    expect(glass.select("Dataset")).to_be_hidden()
    expect(glass.button("Undo")).to_be_hidden()
    glass.open_more()
    expect(glass.number("Noise")).to_be_hidden()
    expect(glass.number("Samples")).to_be_visible()
    expect(glass.page.locator("#scene canvas")).to_be_visible()
    assert config(glass)["data"]["dataset"] == "xor"
    expect(glass.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(glass.page.locator("html")).to_have_attribute("data-palette", "safe")
    expect(glass.button("Units as maps")).to_have_attribute("aria-pressed", "false")
    glass.set_number("Samples", 60)
    expect_hash(
        glass, "#dataset=xor&n_samples=60&view=dark,safe,spheres&hide=dataset,noise,undo,hidden_layers"
    )


def test_the_help_names_every_control_that_a_link_can_hide_and_no_other(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.open_more()
    get_names = "(all) => [...new Set(all.map((control) => control.dataset.control))]"
    controls = set(glass.page.locator("[data-control]").evaluate_all(get_names))
    glass.button("How to use").click()
    (told,) = glass.page.locator("dd", has_text="hide=").evaluate_all(
        "(all) => all.map((text) => [...text.querySelectorAll('code')].map((code) => code.textContent))"
    )
    others = {name for name in told if "=" not in name}
    settings = config(glass)
    names = {*settings, *settings["network"], *settings["data"], *settings["training"], "activation"}
    of_settings = names - {"network", "data", "training", "layer_sizes", "activations"}
    assert controls == others | of_settings


def test_another_link_in_the_same_tab_is_followed(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.page.evaluate("location.hash = '#dataset=linear&seed=3'")
    expect(glass.select("Dataset")).to_have_value("linear")
    glass.expect_ready()
    assert config(glass)["seed"] == 3


def test_the_skip_link_changes_nothing(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("step")
    glass.page.evaluate("location.hash = '#controls'")
    expect(glass.page.locator("[data-stat=step]")).to_have_attribute("data-value", "1")
    assert glass.request("get_network_state")["step"] == 1


def test_the_address_follows_the_camera_which_a_link_places_and_a_pose_leaves_out(
    open_page: Open,
) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    head_on = picture(glass)
    canvas = glass.page.locator("#scene canvas")
    for key in ["ArrowRight"] * 6 + ["ArrowUp"] * 4 + ["+"] * 2:
        canvas.press(key)
    expect_hash(glass, "#view=camera:18,33,1.32")
    turned = picture(glass)
    assert picture(glass) == turned  # what was told of it has not moved it
    other = open_page(glass.page.url, reduced_motion="reduce")
    other.expect_ready()
    assert picture(other) != head_on
    other.request("create_network", {"layer_sizes": [2, 5, 4, 1]})  # is seen from there, too
    expect_hash(other, "#hidden=5,4&view=camera:18,33,1.32")
    added = other.page.get_by_role("button", name="Add a unit to hidden layer 2", include_hidden=True)
    expect(added).to_be_attached()  # it is drawn
    other.page.locator("#scene canvas").press("ArrowRight")
    expect_hash(other, "#hidden=5,4&view=camera:14,33,1.32")
    for page in (glass, other):
        page.button("Space").click()
    expect_hash(other, "#hidden=5,4")
    expect(other.button("Add a unit to hidden layer 1")).to_be_visible()
    expect_hash(glass, "")
    expect_soon(lambda: picture(glass) == head_on)


def test_a_moved_picture_comes_back_from_its_address(open_page: Open) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    canvas = glass.page.locator("#scene canvas")
    for key in ["+"] * 3 + ["ArrowLeft"] * 3 + ["Shift+ArrowUp"] * 4 + ["ArrowDown"] * 2:
        canvas.press(key)
    glass.page.wait_for_function("() => location.hash.startsWith('#view=camera:54,9,1.52,')")
    told = at(glass)
    other = open_page(glass.page.url, reduced_motion="reduce")
    other.expect_ready()
    other.page.locator("#scene canvas").press("ArrowLeft")
    other.page.wait_for_function("() => location.hash.startsWith('#view=camera:58,9,1.52,')")
    other.page.locator("#scene canvas").press("ArrowRight")
    expect_hash(other, told)


def test_what_else_changes_in_the_midst_of_a_turn_does_not_undo_it(open_page: Open) -> None:
    glass = open_page(reduced_motion="reduce")
    glass.expect_ready()
    turn_and_change = """() => {
        const canvas = document.querySelector("#scene canvas");
        canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
        document.querySelector("[data-control=theme]").click();
    }"""
    for _ in range(3):
        glass.page.evaluate(turn_and_change)
    expect_soon(lambda: "camera:54,17,1" in glass.page.evaluate("location.hash"))


def test_another_size_of_the_window_does_not_undo_a_turn_that_the_page_has_not_drawn_yet(
    open_page: Open,
) -> None:
    glass = open_page(go=False, reduced_motion="reduce")
    glass.page.add_init_script(SLOW_DRAWING)
    glass.page.goto(glass.site)
    glass.expect_ready()
    glass.page.evaluate("window.isSlow = true")
    canvas = glass.page.locator("#scene canvas")
    canvas.press("ArrowLeft")
    glass.page.set_viewport_size({"width": 1100, "height": 700})
    glass.page.wait_for_timeout(500)  # by then the picture has its size, but not the state after the turn
    canvas.press("ArrowLeft")
    expect_soon(lambda: "camera:50,17,1" in glass.page.evaluate("location.hash"))


def test_copy_link_copies_the_address_of_what_is_in_force(open_page: Open) -> None:
    glass = open_page(permissions=["clipboard-read", "clipboard-write"])
    glass.expect_ready()
    glass.select("Dataset").select_option("xor")
    expect(glass.page.get_by_text("Started over with “XOR” and its recommended settings")).to_be_visible()
    glass.open_menu()
    glass.button("Copy link").click()
    expect(glass.page.get_by_text("The link has been copied.")).to_be_visible()
    assert str(glass.page.evaluate("navigator.clipboard.readText()")).endswith("#dataset=xor")


def numbers(glass: Glass) -> tuple[Any, Any]:
    state = glass.request("get_network_state")
    return state["weights"], state["biases"]


def copied(glass: Glass, name: str) -> str:
    glass.button(name).click()
    expect(glass.page.locator("#notice")).to_contain_text("The link has been copied")
    return str(glass.page.evaluate("navigator.clipboard.readText()"))


def test_a_link_with_weights_begins_a_run_with_them_to_the_last_bit(open_page: Open) -> None:
    glass = open_page(permissions=["clipboard-read", "clipboard-write"])
    glass.expect_ready()
    glass.select("Dataset").select_option("xor")
    glass.request("step", {"n_steps": 300})
    trained = numbers(glass)
    glass.open_menu()
    plain = copied(glass, "Copy link")
    assert plain.endswith("#dataset=xor")
    notice = glass.page.locator("#notice")
    expect(notice).to_contain_text("It can also have the weights of step 300, unrounded:")
    link = copied(glass, "Copy with weights")
    expect(notice).to_contain_text(
        "with the weights of step 300. Whoever opens it begins a new run with them"
    )
    assert link.startswith(plain + "&weights=")
    glass.page.close()

    other = open_page(link)
    other.expect_ready()
    expect_soon(lambda: numbers(other) == trained)
    assert other.request("get_network_state")["step"] == 0
    expect_soon(lambda: at(other).startswith("#dataset=xor&weights="))  # how the run begins
    other.button("Undo").click()
    expect(other.page.locator("#notice")).to_contain_text("Taken back: all weights and biases.")
    assert numbers(other) != trained
    expect_hash(other, "#dataset=xor")
    other.button("Redo").click()
    expect_soon(lambda: numbers(other) == trained)
    expect_soon(lambda: at(other).startswith("#dataset=xor&weights="))
    other.set_number("Hidden size", 5)
    expect_hash(other, "#dataset=xor&hidden=5")


def test_weights_of_a_link_that_are_damaged_or_do_not_fit_are_left_out_whole(
    open_page: Open, site: str
) -> None:
    glass = open_page(f"{site}#hidden=3&seed=5&weights=eJxjYGBgYAAAAAUAAQ")
    glass.expect_ready()
    alert = glass.page.locator("#notice [role=alert]").get_by_text("The link could not be followed")
    expect(alert).to_contain_text("“weights” are damaged")
    own = numbers(glass)
    expect_hash(glass, "#hidden=3&seed=5")
    glass.page.close()
    other = open_page(f"{site}#hidden=3&seed=5&weights={word_of(9)}")
    other.expect_ready()
    alert = other.page.locator("#notice [role=alert]").get_by_text("The link could not be followed")
    expect(alert).to_contain_text("“weights” are left out: parameters must be 13 numbers, but are 9")
    assert numbers(other) == own
    expect_hash(other, "#hidden=3&seed=5")


def word_of(count: int) -> str:
    """Return a word with so many weights."""
    packed = zlib.compress(np.linspace(-1, 1, count).tobytes())
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def test_too_many_weights_for_a_link_are_offered_as_a_file(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#hidden=64,64", permissions=["clipboard-read", "clipboard-write"])
    glass.expect_ready()
    glass.request("step", {"n_steps": 5})
    glass.open_menu()
    copied(glass, "Copy link")
    notice = glass.page.locator("#notice")
    expect(notice).to_contain_text("without the weights of step 5, too many for a link; a file takes them.")
    with glass.page.expect_download() as saved:
        notice.get_by_role("button", name="Save").click()
    assert saved.value.suggested_filename == "circular-step-5.glassnet.npz"


def test_theme_and_palette_are_remembered(open_page: Open) -> None:
    glass = open_page(color_scheme="light")
    glass.expect_ready()
    glass.open_menu()
    glass.button("Dark theme").click()
    glass.select("Colours").select_option("safe")
    expect(glass.page.locator("html")).to_have_attribute("data-palette", "safe")
    glass.page.goto(glass.page.url.split("#")[0])
    glass.expect_ready()
    expect(glass.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(glass.page.locator("html")).to_have_attribute("data-palette", "safe")


def test_links_back_and_forward_give_each_configuration_once(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}?utm_source=chat&amp;dataset=xor&amp;seed=4).")
    loads: list[str] = []
    glass.page.on("load", lambda _: loads.append(glass.page.url))

    def has_loaded(n_times: int) -> bool:
        glass.page.wait_for_timeout(LOOK_MS)
        return len(loads) == n_times

    def expect_seed(seed: int, dataset: str, n_loads: int, *, kept: str = "", status: str = "ready") -> None:
        expect_soon(lambda: has_loaded(n_loads))
        glass.expect_status(status)
        now = config(glass)
        assert (now["seed"], now["data"]["dataset"]) == (seed, dataset)
        notice = glass.page.locator("#notice")
        expect(notice.locator("p:not(.hint)") if kept else notice).to_have_text(kept)

    expect_seed(4, "xor", 0)
    glass.page.wait_for_url("**/?utm_source=chat#dataset=xor&seed=4")
    glass.page.evaluate("location.hash = '#Dataset=Spiral&amp;seed=5,'")
    expect_seed(5, "spiral", 1)
    glass.page.wait_for_url("**/?utm_source=chat#dataset=spiral&seed=5")
    glass.page.evaluate("location.hash = '#controls'")  # leads nowhere else
    glass.page.go_back()
    glass.request("step")
    assert (config(glass)["seed"], len(loads)) == (5, 1)
    glass.page.go_back()
    other = "This address asks for other settings. Your run of before, at step 1, is kept."
    expect_seed(4, "xor", 2, kept=other)
    glass.page.go_forward()
    expect_seed(5, "spiral", 3, kept="Your run is back, at step 1.", status="stopped")


def test_everything_that_a_link_says_in_vain_is_in_one_notice(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#hidden=8,,8&seed=1&seed=2&colour=red&dataset=xor&code=eJxabc&noise")
    glass.expect_ready()
    alerts = glass.page.locator("#notice [role=alert]").get_by_text("The link could not be followed")
    for part in (
        "“hidden=8,,8” has nothing beside a comma",
        "“seed” is there more than once, as “1” and “2”",
        "“colour” is no setting",
        "“noise” has no value",
        "its code is damaged",
    ):
        expect(alerts).to_contain_text(part)
    expect(alerts).to_have_count(1)
    assert config(glass)["data"]["dataset"] == "xor"
    assert glass.request("get_code")["files"] != {}
    expect(glass.page.locator("dialog[open]")).to_have_count(0)
