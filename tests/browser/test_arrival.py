"""Stories of files that come late, damaged or not at all: each is named, and nothing waits for ever."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.glass import CommandRefusedError, Glass, expect_soon

Open = Callable[..., Glass]


@pytest.fixture
def expected_errors() -> list[str]:
    """Return what Chromium itself says of such files."""
    return ["Failed to load resource", "MIME type", "Failed to load module script", "preload"]


def expect_failure(glass: Glass, text: str) -> None:
    glass.expect_status("failed")
    expect(glass.page.get_by_text(text).first).to_be_visible()


def answer(page: Page, name: str, **answer: Any) -> None:
    """Answer requests for a file with what a server gives, changed as asked; `body` may be a change of it."""

    def handle(route: Route) -> None:
        response = route.fetch()
        change = answer.get("body", lambda body: body)
        kind = answer.get("type", response.headers["content-type"])
        # With a length of its own: what is in the headers is that of the whole file.
        route.fulfill(status=200, body=change(response.body()), headers={"Content-Type": kind})

    page.route(f"**/{name}", handle)


def half(body: bytes) -> bytes:
    """Return half of a file, cut within a bracket: half of a script could begin to run otherwise."""
    return body[: len(body) // 2] + b"("


def nothing(_body: bytes) -> bytes:
    return b""


def test_wasm_is_compiled_whatever_the_server_calls_it(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    for kind in ("text/plain", "application/octet-stream"):
        answer(glass.page, "pyodide.asm.wasm", type=kind)
        glass.page.goto(site)
        glass.expect_status("ready", "stopped")  # the second time the run is back
        assert glass.request("step")["step"] > 0
        glass.page.unroute_all()


PAGE_FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("style.css", {"body": nothing}, "style.css is empty"),
    ("style.css", {"body": half}, "style.css is damaged"),
    ("style.css", {"type": "text/html"}, "style.css came as text/html"),
    ("vendor/three.js", {"body": nothing}, "vendor/three.js is empty"),
    ("vendor/uplot.js", {"body": half}, "vendor/uplot.js is damaged: it has"),
    ("js/main.js", {"type": "text/html"}, "js/main.js came as text/html"),
    ("js/main.js", {"body": nothing}, "js/main.js is empty"),
    ("initial.json", {"body": nothing}, "initial.json is damaged: it is empty"),
    ("initial.json", {"body": half}, "initial.json is damaged: Unterminated string in JSON"),
    ("initial.json", {"body": lambda body: body.replace(b"catalog", b"catalox")}, "initial.json is damaged"),
]


def test_a_file_of_the_page_that_is_not_as_it_should_be_is_named_and_commands_are_refused(
    open_page: Open, site: str
) -> None:
    glass = open_page(go=False)
    for name, fault, said in PAGE_FAULTS:
        answer(glass.page, name, **fault)
        glass.page.goto(site)
        expect_failure(glass, said)
        with pytest.raises(CommandRefusedError, match=re.escape(said)) as refused:
            glass.request("get_network_state")
        assert refused.value.error["code"] == "load_failed"
        glass.page.unroute_all()
    glass.page.route("**/style.css", lambda route: route.fulfill(status=404))
    glass.page.goto(site)
    expect_failure(glass, "style.css could not be fetched: the server answered 404")
    glass.page.unroute_all()
    glass.page.goto(site)
    glass.expect_ready()


@pytest.mark.parametrize("name", ["style.css", "vendor/three.js", "initial.json", "js/worker/worker.js"])
def test_a_file_that_does_not_come_is_named(open_page: Open, site: str, name: str) -> None:
    glass = open_page(go=False)
    glass.page.clock.install()
    glass.page.route(f"**/{name}", lambda _route: None)
    glass.page.goto(site, wait_until="commit")
    said = f"Nothing more has come of {name}"
    html = glass.page.locator("html")

    def pass_time() -> bool:
        glass.page.clock.run_for(1000)
        return html.get_attribute("data-status") == "failed"

    expect_soon(pass_time)
    expect(glass.page.get_by_text(said).first).to_be_visible()
    with pytest.raises(CommandRefusedError):
        glass.request("get_network_state")


PYTHON_FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("js/worker/worker.js", {"type": "text/html"}, "js/worker/worker.js came as text/html"),
    ("js/worker/worker.js", {"body": half}, "js/worker/worker.js is damaged"),
    (
        "vendor/pyodide/pyodide.asm.wasm",
        {"body": half},
        "pyodide.asm.wasm, which came as application/wasm, is",
    ),
    (
        "vendor/pyodide/pyodide.asm.wasm",
        {"body": nothing},
        "pyodide.asm.wasm, which came as application/wasm, is",
    ),
    ("vendor/pyodide/pyodide.asm.js", {"body": nothing}, "pyodide.asm.js is damaged"),
    ("vendor/pyodide/pyodide.mjs", {"type": "text/plain"}, "but came as text/plain"),
    ("vendor/pyodide/extensions.bin", {"body": nothing}, "extensions.bin is damaged: it is empty"),
    (
        "js/worker/worker.js",
        {"body": lambda body: b"delete self.WebAssembly;" + body},
        "This browser has no WebAssembly, which Python needs",
    ),
]


def test_a_file_of_python_that_is_not_as_it_should_be_is_named(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    for name, fault, said in PYTHON_FAULTS:
        answer(glass.page, name, **fault)
        glass.page.goto(site)
        expect_failure(glass, said)
        with pytest.raises(CommandRefusedError, match="Python could not be loaded"):
            glass.request("get_network_state")
        glass.page.unroute_all()
    glass.button("Try again").click()
    glass.expect_ready()


def test_a_damaged_list_of_files_is_said_and_keeps_nobody_from_training(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    answer(glass.page, "manifest.json", body=half)
    glass.page.goto(site)
    glass.expect_ready()
    expect(glass.page.get_by_text("manifest.json is damaged").first).to_be_visible()
    assert glass.request("step")["step"] == 1


def test_the_code_can_be_used_again_once_the_network_is_back(open_page: Open, site: str) -> None:
    glass = open_page(go=False)
    for name in ("rest.bin", "glassnet-rest.bin"):
        glass.page.route(f"**/{name}", lambda route: route.abort())
    workers: list[Any] = []
    glass.page.on("worker", lambda worker: workers.append(worker))
    glass.page.goto(site)
    glass.expect_ready()
    glass.request("step", {"n_steps": 3})
    edit = """async () => {
        const { files } = await glassnet.request("get_code");
        const { text } = files.find(({ name }) => name === "losses.py");
        await glassnet.request("edit_code", { files: { "losses.py": `${text}# edited\n` } });
        return (await glassnet.request("step")).step;
    }"""
    for command in ("get_code", "edit_code", "check_gradient"):
        with pytest.raises(CommandRefusedError, match=r"rest\.bin could not be fetched") as refused:
            glass.request(command, {"files": {"losses.py": ""}} if command == "edit_code" else {})
        assert refused.value.error["code"] == "load_failed"
    glass.page.unroute_all()
    assert glass.page.evaluate(edit) == 4
    assert len(workers) == 1
