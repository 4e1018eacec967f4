"""The site without a network after the first visit, and new versions of it: wholly old or wholly new."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.glass import Glass, expect_soon
from tools.server import Handler, LocalHandler, Server, make_server
from tools.site import seal

ROOT = Path(__file__).parents[2]
Open = Callable[..., Glass]
# The hash of every file as the page gets it.
LOAD_SITE = """async (names) => {
    const hashes = {};
    for (const name of names) {
        const answer = await fetch(name);
        const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
        const bytes = Array.from(new Uint8Array(digest));
        hashes[name] = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    return hashes;
}"""
WAIT_UNTIL_KEPT = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 50));
}"""
# The number of files in each cache.
KEPT = """async () => {
    const caches_ = (await caches.keys()).map((name) => caches.open(name));
    return Promise.all(caches_.map(async (cache) => (await (await cache).keys()).length));
}"""
# Ask for a new version, and return how its installation ended.
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const { installing } = await registration.update();
    if (!installing) return registration.waiting?.state ?? "nothing new";
    while (installing.state === "installing") await new Promise((resolve) => setTimeout(resolve, 50));
    return installing.state;
}"""


class Deployment:
    """A copy of the built site on a server, to be replaced by another version or shut down."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.url = server.url
        self.folder = folder
        self.listed = [self.manifest()]

    def manifest(self) -> dict[str, str]:
        """Return the hash of each file that the newest manifest lists, and of itself."""
        data = (self.folder / "manifest.json").read_bytes()
        files = json.loads(data)["files"]
        return {"manifest.json": hashlib.sha256(data).hexdigest()} | {
            name: file["sha256"] for name, file in files.items()
        }

    def change(self, name: str = "style.css") -> None:
        """Replace a file, and the page with it, by other versions; the rest stays as it is."""
        for changed in (name, "index.html"):
            path = self.folder / changed
            version = f"version {len(self.listed)}"
            path.write_text(
                path.read_text() + (f"<!-- {version} -->" if changed == "index.html" else f"/* {version} */")
            )

    def seal(self) -> None:
        """Publish what lists the files as they now are."""
        seal(self.folder, f"version {len(self.listed)}")
        self.listed.append(self.manifest())

    def version_in(self, page: Page) -> int:
        """Return the one version that all files come from as the page gets them."""
        names = self.listed[0]
        loaded = page.evaluate(LOAD_SITE, list(names))
        versions = [index for index, listed in enumerate(self.listed) if listed == loaded]
        assert versions, {name: hash_ for name, hash_ in loaded.items() if hash_ != names[name]}
        return versions[0]


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "dist", folder)
    with make_server(folder, prefix="/a/path/") as server:
        yield Deployment(server, folder)


@pytest.fixture
def first_visit(open_page: Open, deployment: Deployment) -> Glass:
    """Open the page in a fresh browser, and have it kept without the page's own delay."""
    glass = open_page(deployment.url, service_workers="allow")
    glass.expect_ready()
    glass.page.evaluate("async () => { await navigator.serviceWorker.register('sw.js'); }")
    glass.page.evaluate(WAIT_UNTIL_KEPT)
    return glass


def visit(glass: Glass, address: str) -> Glass:
    """Open the page in another tab of the same browser."""
    page = glass.page.context.new_page()
    page.goto(address)
    return Glass(page, glass.site)


def come_back_for(version: int, page: Page, deployment: Deployment) -> None:
    """Leave the site and come back until it is of this version; a browser may see late that one left."""

    def has_come() -> bool:
        page.goto("about:blank")
        page.goto(deployment.url)
        return deployment.version_in(page) == version

    expect_soon(has_come)


def take_away(deployment: Deployment, glass: Glass) -> None:
    """Leave neither files nor a network."""
    shutil.rmtree(deployment.folder)
    glass.page.context.set_offline(True)


def test_after_the_first_visit_everything_works_without_a_server(
    open_page: Open, deployment: Deployment
) -> None:
    first_visit = open_page(deployment.url, service_workers="allow")
    first_visit.expect_ready()
    first_visit.page.evaluate(WAIT_UNTIL_KEPT)
    assert first_visit.page.evaluate("navigator.serviceWorker.controller") is None  # it goes on as it began
    assert first_visit.page.evaluate(KEPT) == [len(deployment.listed[0])]
    take_away(deployment, first_visit)
    first_visit.page.close()
    glass = visit(first_visit, f"{deployment.url}index.html?from=a-lesson#dataset=xor&hidden=5")
    glass.expect_ready()
    glass.request("set_training", {"speed": None, "stop_epoch": 200})
    glass.button("Start training").click()
    glass.expect_status("stopped")
    state = glass.request("get_network_state")
    assert (state["layer_sizes"], state["epoch"]) == ([2, 5, 1], 200)
    assert state["train_loss"] < 0.2
    glass.button("Code").click()  # the editor and the rest of the library were never needed before
    glass.page.get_by_role("radio", name="Whole files").check()
    expect(glass.page.locator("#code .cm-content")).to_contain_text("The neural network")
    assert glass.request("check_gradient")
    assert deployment.version_in(glass.page) == 0
    glass.page.reload()
    glass.expect_status("stopped")  # the run is back


def test_a_new_version_comes_when_no_page_of_the_old_one_is_open(
    first_visit: Glass, deployment: Deployment
) -> None:
    first_visit.page.reload()
    first_visit.expect_ready()
    deployment.change()
    deployment.seal()
    assert first_visit.page.evaluate(UPDATE) == "installed"
    assert deployment.version_in(first_visit.page) == 0
    second = visit(first_visit, deployment.url)  # while the old one is in use
    assert deployment.version_in(second.page) == 0
    second.page.close()
    come_back_for(1, first_visit.page, deployment)
    first_visit.expect_ready()
    take_away(deployment, first_visit)
    first_visit.page.reload()
    first_visit.expect_ready()
    assert deployment.version_in(first_visit.page) == 1
    assert first_visit.page.evaluate(KEPT) == [len(deployment.listed[0])]


def test_the_notice_of_a_new_version_takes_it_once_no_other_tab_is_open(
    first_visit: Glass, deployment: Deployment
) -> None:
    first_visit.page.goto("about:blank")
    first_visit.page.goto(f"{deployment.url}#dataset=xor")
    first_visit.expect_ready()
    deployment.change()
    deployment.seal()
    other = visit(first_visit, deployment.url)
    notice = first_visit.page.locator(".notice", has_text="A new version of this page is ready")
    expect(notice).to_be_visible()
    notice.get_by_role("button", name="Reload").click()
    held = first_visit.page.locator(".notice", has_text="Close the other tabs with this page first")
    expect(held).to_be_visible()
    assert deployment.version_in(other.page) == 0
    other.page.close()
    with first_visit.page.expect_navigation():
        held.get_by_role("button", name="Try again").click()
    first_visit.expect_ready()
    assert deployment.version_in(first_visit.page) == 1
    assert first_visit.page.url.endswith("#dataset=xor")
    assert first_visit.request("get_network_state")["config"]["data"]["dataset"] == "xor"


@pytest.mark.parametrize("is_half", ["new files under the old list", "an old file under the new list"])
def test_a_half_done_deployment_changes_nothing_until_it_is_done(
    first_visit: Glass, deployment: Deployment, is_half: str
) -> None:
    first_visit.page.reload()
    old = (deployment.folder / "js/main.js").read_bytes()
    deployment.change("js/main.js")
    if is_half == "new files under the old list":
        assert first_visit.page.evaluate(UPDATE) == "nothing new"
    else:
        new = (deployment.folder / "js/main.js").read_bytes()
        deployment.seal()
        (deployment.folder / "js/main.js").write_bytes(old)
        assert first_visit.page.evaluate(UPDATE) == "redundant"
        (deployment.folder / "js/main.js").write_bytes(new)
    first_visit.page.reload()
    assert deployment.version_in(first_visit.page) == 0
    first_visit.expect_ready()
    if is_half == "new files under the old list":
        deployment.seal()
    assert first_visit.page.evaluate(UPDATE) == "installed"
    come_back_for(1, first_visit.page, deployment)


def test_a_first_visit_during_a_deployment_keeps_nothing(open_page: Open, deployment: Deployment) -> None:
    deployment.change()  # under the old list
    glass = open_page(deployment.url, service_workers="allow")
    glass.expect_ready()
    script = """async () => {
        const registration = await navigator.serviceWorker.register("sw.js");
        while (registration.installing) await new Promise((resolve) => setTimeout(resolve, 50));
        return [registration.waiting, registration.active];
    }"""
    assert glass.page.evaluate(script) == [None, None]
    assert glass.page.evaluate(KEPT) == []


def test_a_deleted_cache_is_replaced_from_the_network(first_visit: Glass, deployment: Deployment) -> None:
    first_visit.page.reload()
    first_visit.page.evaluate(
        "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
    )
    first_visit.page.reload()
    first_visit.expect_ready()
    assert deployment.version_in(first_visit.page) == 0
    script = """async () => {
        while (!(await caches.match("./"))) await new Promise((resolve) => setTimeout(resolve, 50));
    }"""
    first_visit.page.evaluate(script)
    take_away(deployment, first_visit)
    first_visit.page.reload()
    first_visit.expect_ready()


def test_a_page_that_is_missing_from_the_cache_is_not_mixed_with_what_is_there(
    first_visit: Glass, deployment: Deployment
) -> None:
    script = "async () => (await caches.open((await caches.keys())[0])).delete(location.href)"
    assert first_visit.page.evaluate(script)
    deployment.change()
    deployment.seal()
    first_visit.page.reload()
    assert deployment.version_in(first_visit.page) == 1


def test_the_local_server_shows_each_build_at_the_next_reload(
    open_page: Open, deployment: Deployment
) -> None:
    with make_server(deployment.folder, handler=LocalHandler) as server:
        glass = open_page(server.url, service_workers="allow")
        glass.expect_ready()
        script = """async () => {
            await navigator.serviceWorker.register("sw.js");
            while ((await navigator.serviceWorker.getRegistrations()).length > 0)
                await new Promise((resolve) => setTimeout(resolve, 50));
        }"""
        glass.page.evaluate(script)
        deployment.change()
        deployment.seal()
        glass.page.reload()
        assert deployment.version_in(glass.page) == 1


def test_what_the_browser_has_is_not_sent_again_unless_it_is_of_another_version(
    browser: Browser, deployment: Deployment
) -> None:
    sent: list[str] = []

    class Host(Handler):
        """Lets browsers use what they have for ten minutes without asking, as GitHub Pages does."""

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "max-age=600")
            SimpleHTTPRequestHandler.end_headers(self)

        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            if code == 200:
                sent.append(self.path)

    # Without any route: with one, the browser has no cache.
    with make_server(deployment.folder, handler=Host) as server, browser.new_context() as context:
        glass = Glass(context.new_page())
        glass.page.goto(server.url)
        glass.expect_ready()
        glass.page.evaluate(WAIT_UNTIL_KEPT)
        too_large = {"/vendor/pyodide/pyodide.asm.wasm"}  # for a cache in memory, as a test's browser has
        assert {path for path in sent if sent.count(path) > 1} <= too_large
        assert "/vendor/codemirror.js" in sent
        glass.page.reload()
        deployment.change()
        deployment.seal()
        sent.clear()
        assert glass.page.evaluate(UPDATE) == "installed"
        assert set(sent) - too_large == {"/sw.js", "/manifest.json", "/style.css", "/"}


def test_edited_code_reaches_nothing_that_is_kept(first_visit: Glass) -> None:
    files = first_visit.request("get_code")["files"]
    text = next(file["text"] for file in files if file["name"] == "optimizers.py")
    first_visit.request("edit_code", {"files": {"optimizers.py": f"{text}# edited\n"}})
    (python,) = [worker for worker in first_visit.page.workers if worker.url.startswith("blob:")]
    names = "[typeof caches, typeof navigator, typeof CacheStorage, typeof fetch, typeof BroadcastChannel]"
    assert python.evaluate(names) == ["undefined"] * 5


def test_chromium_offers_to_install_it(first_visit: Glass) -> None:
    first_visit.page.reload()
    first_visit.expect_ready()
    # No link until Python has started: Chromium would draw its offer meanwhile.
    assert first_visit.page.locator("link[rel=manifest]").count() == 0
    first_visit.page.wait_for_selector("link[rel=manifest]", state="attached")
    devtools = first_visit.page.context.new_cdp_session(first_visit.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/a/path/manifest.webmanifest")
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser context of its own counts as a private window, where nothing can be installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
    shown = devtools.send("Page.getAppId")
    assert shown["appId"].endswith("/a/path/")
