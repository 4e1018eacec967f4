"""Makes the published index.html: content security policy, preloads and version."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

from tools.console import BuildError

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' '{first}' '{import_map}'; "
    "worker-src 'self' blob:; connect-src 'self' blob:; img-src 'self' data: blob:; "
    "style-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
_LOADING = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src")}


class _Page(HTMLParser):
    """Finds the import map and everything that the policy or a sub-path would break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.import_map = ""
        self.faults: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "style":
            self._fault("a <style> element")
        if tag == "script" and "src" not in values:
            if values.get("type") == "importmap" and not self.import_map:
                self._inside = "importmap"
            else:
                self._fault("an inline <script>")
        for name, value in values.items():
            if name == "style" or name.startswith("on"):
                self._fault(f"the attribute {name}= of <{tag}>")
            absolute = value.startswith(("/", "javascript:"))
            if (tag, name) in _LOADING:
                absolute = absolute or "://" in value
            if name in ("href", "src", "action") and absolute:
                self._fault(f"the address {value}, which is not relative,")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.import_map += data

    def _fault(self, what: str) -> None:
        self.faults.append(f"index.html, line {self.getpos()[0]}: {what} is not allowed")


def read_import_map(html: str) -> dict[str, str]:
    """Return the page's import map; raises BuildError for anything that must not be in it."""
    page = _parse(html)
    imports: dict[str, str] = json.loads(page.import_map)["imports"]
    return imports


def published_page(html: str, *, first: Mapping[str, str], modules: Iterable[str]) -> str:
    """Return `html` as it is published, but for its version.

    `first` has the texts, by name, of the scripts ahead of the modules: they come with the page, so
    that the worker does not wait for another request. `modules` are the addresses, relative to the
    page, of the modules to preload.
    """
    page = _parse(html)
    script = "\n".join(first.values())
    if "</script" in script or "<!--" in script:
        raise BuildError(f"HTML would take a part of these scripts for its own: {', '.join(first)}.")
    policy = POLICY.format(first=integrity(script), import_map=integrity(page.import_map))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    html = _insert_after(html, "<head>", meta)
    tags = [f'<script src="./{name}"></script>' for name in first]
    html = _replace_once(html, "\n    ".join(tags), f"<script>{script}</script>")
    # A module preload ahead of the import map would make browsers ignore the map.
    links = "\n".join(f'<link rel="modulepreload" href="{url}">' for url in modules)
    return _insert_after(html, page.import_map + "</script>", links)


def with_version(page: str, version: str) -> str:
    """Return the published page with its version, which is made of all the rest of it."""
    return _replace_once(page, "<html", f'<html data-version="{version}"')


def integrity(text: str) -> str:
    """Return the hash of `text` as browsers take it in a policy, and for a file."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _parse(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    if not page.import_map:
        page.faults.append('index.html: <script type="importmap"> is missing')
    if page.faults:
        raise BuildError("\n".join(page.faults))
    return page


def _insert_after(html: str, anchor: str, text: str) -> str:
    return _replace_once(html, anchor, f"{anchor}\n{text}")


def _replace_once(html: str, old: str, new: str) -> str:
    if html.count(old) != 1:
        raise BuildError(f"index.html must have exactly one {old!r}; it has {html.count(old)}.")
    return html.replace(old, new)
