"""Serves a folder on this machine, as a static host would."""

from __future__ import annotations

import contextlib
import functools
import http.server
import io
import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, override
from urllib.parse import urlsplit

from tools.console import BuildError, say

HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8000, 8099
MIME_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".py": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".whl": "application/octet-stream",
    ".zip": "application/zip",
}


# In place of the site's service worker, which would keep the build before.
_NO_SERVICE_WORKER = b"registration.unregister();\n"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers GET and HEAD below a prefix, with revalidation (304) and without listings."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60  # seconds that an idle connection is kept
    extensions_map = MIME_TYPES | {"": "application/octet-stream"}

    def __init__(self, *arguments: Any, prefix: str, directory: str) -> None:
        self._prefix = prefix
        super().__init__(*arguments, directory=directory)

    @override
    def send_head(self) -> Any:
        path = urlsplit(self.path).path
        if path == self._prefix.rstrip("/"):
            return self._redirect(self._prefix)
        if not path.startswith(self._prefix):
            return self.send_error(404)
        self.path = "/" + path.removeprefix(self._prefix)
        return super().send_head()

    def _redirect(self, location: str) -> None:
        self.send_response(301)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    @override
    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        self.send_error(404)
        return None

    @override
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        pass


class LocalHandler(Handler):
    """Shows each new build at the next reload: the browser keeps none for use offline."""

    @override
    def send_head(self) -> Any:
        if urlsplit(self.path).path != f"{self._prefix}sw.js":
            return super().send_head()
        self.send_response(200)
        self.send_header("Content-Type", MIME_TYPES[".js"])
        self.send_header("Content-Length", str(len(_NO_SERVICE_WORKER)))
        self.end_headers()
        return io.BytesIO(_NO_SERVICE_WORKER)


class Server(http.server.ThreadingHTTPServer):
    """A static file server on the loopback address."""

    # On Windows it would let two servers have the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(
        self, directory: Path, port: int, prefix: str = "/", handler: type[Handler] = Handler
    ) -> None:
        self.prefix = prefix
        super().__init__((HOST, port), functools.partial(handler, prefix=prefix, directory=str(directory)))

    @property
    def url(self) -> str:
        """The address of the site, with a slash at its end."""
        return f"http://{HOST}:{self.server_port}{self.prefix}"

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that hangs up in the middle of a file is nothing to report.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def make_server(
    directory: Path, port: int = 0, prefix: str = "/", handler: type[Handler] = Handler
) -> Iterator[Server]:
    """Serve `directory` at `server.url` until the block ends; port 0 is any free one."""
    with Server(directory, port, prefix, handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def serve(directory: Path, *, port: int | None, open_browser: bool) -> None:
    """Serve `directory` until Ctrl-C, at `port` or at the first free one."""
    with contextlib.suppress(KeyboardInterrupt), _bind(directory, port) as server:
        say(f"Glassnet is at {server.url}  (Ctrl-C ends it)")
        if open_browser and _has_display():
            threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
        server.serve_forever()


def _bind(directory: Path, port: int | None) -> Server:
    if port is not None:
        try:
            return Server(directory, port, handler=LocalHandler)
        except OSError as error:
            raise BuildError(
                f"Port {port} cannot be used ({error.strerror}).\n"
                "Choose another with --port, or leave --port out to get a free one."
            ) from error
    for candidate in range(FIRST_PORT, LAST_PORT + 1):
        with contextlib.suppress(OSError):
            return Server(directory, candidate, handler=LocalHandler)
    ports = f"{FIRST_PORT} to {LAST_PORT}"
    raise BuildError(f"Every port from {ports} is busy: choose one with --port.")


def _has_display() -> bool:
    """Tell whether a browser would open in a window, not in this terminal."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
