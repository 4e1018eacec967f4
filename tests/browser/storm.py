"""Faults that strike a page, one after the other; afterwards it must be what its twin is, to the last bit.

The twin is a second page that gets every command which the first one has carried out, and no fault.
"""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.glass import CommandRefusedError, Glass, expect_soon

# What a browser, Pyodide or the fault itself writes to the console; nothing in it is ours.
NOISE = [
    "broken on purpose",
    "CONTEXT_LOST_WEBGL",
    "Failed to load resource",
    "net::ERR_",
    "Pyodide",
    "Stack (most recent",
    "  at ",
    "File ",
]
COMPARED = (
    "step",
    "epoch",
    "config",
    "layer_sizes",
    "weights",
    "biases",
    "train_loss",
    "test_loss",
)
TOLD = re.compile("is being started again|The edit has failed")
SIZES = [(60, 40), (320, 2000), (3000, 200), (390, 844), (1000, 560)]
HOME = {"width": 1200, "height": 700}
KEPT_MS = 2000  # in which a state is kept in the browser
# A file, what is wrong with it, and what the page says of it.
SPOILT: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("style.css", lambda _body: b"", "style.css is empty"),
    ("vendor/three.js", lambda body: body[: len(body) // 2], "vendor/three.js is damaged"),
    ("js/main.js", lambda _body: b"", "js/main.js is empty"),
    ("initial.json", lambda body: body[: len(body) // 3], "initial.json is damaged"),
    ("js/worker/worker.js", lambda _body: b"", "js/worker/worker.js is empty"),
    ("vendor/pyodide/pyodide.asm.wasm", lambda body: body[: len(body) // 2], "pyodide.asm.wasm"),
]
JUNK: list[Any] = [
    None,
    0,
    "",
    "step",
    [],
    [[]],
    {},
    {"id": 1},
    {"glassnet": None},
    {"id": "x", "command": "step", "params": 7},
    {"type": "state"},
    {"command": {"command": "step"}},
]
COMMANDS: list[tuple[str, Any]] = [
    ("no_such_command", {}),
    ("step", {"n_steps": 0}),
    ("step", {"n_steps": "3"}),
    ("step", [1]),
    ("set_training", {"learning_rate": None}),
    ("set_training", {"optimizer": "gradient descent"}),
    ("create_network", {"layer_sizes": [2, 1e9, 1]}),
    ("generate_data", {"dataset": ["xor"]}),
    ("set_parameter", {"index": -1, "value": 0}),
    ("set_parameter", {"index": 0, "value": None}),
    ("go_to", {"entry": 999}),
    ("edit_code", {"files": {"../page/host.py": ""}}),
    ("predict", {"inputs": [[1], [1, 2]]}),
]


class Storm:
    """A page under fire, its twin, and what strikes next."""

    def __init__(self, glass: Glass, twin: Glass, seed: int) -> None:
        self.glass = glass
        self.twin = twin
        self.random = Random(seed)
        self.faults: list[Callable[[], None]] = [
            self.the_worker_crashes,
            self.the_worker_crashes_with_an_edit_in_force,
            self.the_worker_crashes_in_a_step,
            self.the_worker_falls_silent,
            self.an_edit_is_no_python,
            self.an_edit_fails_in_the_trial,
            self.an_edit_fails_later,
            self.an_edit_never_ends,
            self.a_run_diverges,
            self.the_picture_is_lost,
            self.junk_is_posted,
            self.commands_make_no_sense,
            self.the_window_has_odd_sizes,
            self.the_network_is_gone,
            self.a_file_comes_spoilt,
            self.storage_is_denied,
            self.a_listener_fails,
        ]

    def strike(self, n_faults: int) -> None:
        """Let so many faults strike, each kind as often as the next, in random order."""
        order: list[Callable[[], None]] = []
        while len(order) < n_faults:
            order += self.random.sample(self.faults, len(self.faults))
        self.begin_again()
        for number, fault in enumerate(order[:n_faults]):
            print(f"{number}: {fault.__name__}")  # shown when the test fails
            if number % 20 == 19:
                self.begin_again()
            self.change_something()
            self.expect_twins()
            fault()
            self.expect_twins()
            self.both("step", n_steps=self.random.randint(1, 4))
            self.expect_twins()

    # What is done between faults

    def both(self, name: str, **params: Any) -> Any:
        """Have both pages do it."""
        self.twin.request(name, params)
        return self.glass.request(name, params)

    def begin_again(self) -> None:
        network = {"layer_sizes": [2, self.random.randint(1, 6), 1], "activations": "tanh"}
        training = {"speed": None, "optimizer": self.random.choice(["sgd", "adam"])}
        data = {"dataset": self.random.choice(["xor", "circular"]), "n_samples": 60}
        self.both("edit_code", files={"optimizers.py": self.text()})
        seed = self.random.randrange(1000)
        self.both("configure", config={"seed": seed, "network": network, "training": training, "data": data})

    def change_something(self) -> None:
        changes: list[tuple[str, dict[str, Any]]] = [
            ("step", {"n_steps": self.random.randint(1, 30)}),
            ("set_training", {"learning_rate": self.random.choice([0.01, 0.03, 0.1])}),
            ("set_training", {"batch_size": self.random.randint(1, 30)}),
            ("set_parameter", {"index": 0, "value": self.random.uniform(-1, 1)}),
            ("freeze", {"indices": [1], "frozen": self.random.random() < 0.5}),
            ("create_network", {"layer_sizes": [2, self.random.randint(1, 6), 1]}),
        ]
        name, params = self.random.choice(changes)
        self.both(name, **params)

    def text(self, addition: str = "") -> str:
        """Return the optimizers as they came, with lines at their end."""
        files = self.twin.request("get_code")["files"]
        original = next(file["original"] for file in files if file["name"] == "optimizers.py")
        return f"{original}{addition}"

    def expect_twins(self) -> None:
        one, other = (page.request("get_network_state") for page in (self.glass, self.twin))
        differences = {name: (one[name], other[name]) for name in COMPARED if one[name] != other[name]}
        assert differences == {}, differences

    def expect_refused(self, code: str, name: str, params: Any) -> dict[str, Any]:
        with pytest.raises(CommandRefusedError) as refusal:
            self.glass.request(name, params)
        error = refusal.value.error
        assert code in ("any", error["code"]), error
        assert len(error["message"]) > 10
        return error

    def expect_told(self, text: str) -> None:
        expect(self.glass.page.locator("#notice")).to_contain_text(text)

    # Python

    def lose_worker(self, how: str = "throw new Error('broken on purpose')") -> None:
        """Let the worker fail, and wait for the next; after the fourth in a minute it has to be asked for."""
        (worker,) = self.glass.page.workers
        html, notice = self.glass.page.locator("html"), self.glass.page.locator("#notice")
        dismiss = "(one) => { for (const button of one.querySelectorAll('.notice__close')) button.click(); }"
        notice.evaluate(dismiss)  # of a fault before; by script: it may be going by itself
        expect(notice).not_to_contain_text(TOLD)
        worker.evaluate(f"setTimeout(() => {{ {how}; }})")
        page = self.glass.page
        self.glass.wait_until(lambda: worker not in page.workers, "end of the worker")
        self.glass.wait_until(
            lambda: page.workers != [] or html.get_attribute("data-status") == "failed", "other worker"
        )
        if html.get_attribute("data-status") == "failed":
            expect(page.get_by_text("again and again").first).to_be_visible()
            self.glass.button("Try again").click()
        else:
            expect(notice).to_contain_text(TOLD)

    def the_worker_crashes(self) -> None:
        self.lose_worker()

    def the_worker_falls_silent(self) -> None:
        self.lose_worker("self.close()")

    def the_worker_crashes_with_an_edit_in_force(self) -> None:
        self.both("edit_code", files={"optimizers.py": self.text(f"FACTOR = {self.random.random()}\n")})
        self.both("step", n_steps=3)
        self.lose_worker()
        if "The edit has failed" in self.glass.page.locator("#notice").inner_text():
            self.twin.request("undo")  # the second death in a minute is taken for its fault
        else:
            self.both("undo")

    def the_worker_crashes_in_a_step(self) -> None:
        before = self.glass.request("get_network_state")["step"]
        self.both("set_training", speed=10)
        script = "glassnet.request('step', { n_steps: 1000 }).catch((thrown) => thrown.error.code)"
        self.glass.page.evaluate(f"() => {{ window.outcome = {script}; }}")
        self.lose_worker()
        assert self.glass.page.evaluate("() => window.outcome") == "worker_lost"
        done = self.glass.request("get_network_state")["step"] - before
        self.both("set_training", speed=None)
        if done > 0:
            self.twin.request("step", {"n_steps": done})

    # Edits

    def refused_edit(self, addition: str) -> dict[str, Any]:
        return self.expect_refused("code", "edit_code", {"files": {"optimizers.py": self.text(addition)}})

    def an_edit_is_no_python(self) -> None:
        text = self.random.choice(["def broken(:", "    x = 1", "x = (", "'"])
        error = self.refused_edit(text)
        assert (error["file"], error["line"] > 100) == ("optimizers.py", True)

    def an_edit_fails_in_the_trial(self) -> None:
        error = self.refused_edit(self.random.choice(["1 / 0", "import no_such_module", "raise KeyError(1)"]))
        assert error["file"] == "optimizers.py"

    def an_edit_fails_later(self) -> None:
        lines = (
            "_CALLS = [0]\n"
            "def _failing(cls):\n"
            "    apply = cls.step\n"
            "    def step(self, *arguments):\n"
            "        _CALLS[0] += 1\n"
            "        if _CALLS[0] > 400: raise RuntimeError('broken on purpose')\n"
            "        return apply(self, *arguments)\n"
            "    cls.step = step\n"
            "for _cls in (SGD, Adam): _failing(_cls)\n"
        )
        self.glass.request("edit_code", {"files": {"optimizers.py": self.text(lines)}})
        self.expect_refused("code", "step", {"n_steps": 2000})

    def an_edit_never_ends(self) -> None:
        error = self.refused_edit("while True: pass")
        assert "in time" in error["message"], error

    # Numbers

    def a_run_diverges(self) -> None:
        network = {
            "layer_sizes": [2, 4, 1],
            "activations": "linear",
            "output_activation": "linear",
            "loss": "mse",
        }
        training = {"learning_rate": 10, "optimizer": "sgd", "speed": None}
        self.glass.request("configure", {"config": {"network": network, "training": training}})
        assert self.glass.request("step", {"n_steps": 3000})["status"] == "diverged"
        self.glass.request("undo")

    # The picture and the window

    def the_picture_is_lost(self) -> None:
        self.glass.page.evaluate(
            """() => {
                const context = document.querySelector("#scene canvas").getContext("webgl2");
                window.lose = context.getExtension("WEBGL_lose_context");
                lose.loseContext();
            }"""
        )
        self.expect_told("The graphics driver has dropped the picture.")
        self.glass.page.evaluate("lose.restoreContext()")
        expect(self.glass.page.locator("#notice")).not_to_contain_text("dropped")

    def the_window_has_odd_sizes(self) -> None:
        for width, height in self.random.sample(SIZES, 2):
            self.glass.page.set_viewport_size({"width": width, "height": height})
            self.glass.page.evaluate("new Promise(requestAnimationFrame)")
        self.glass.page.set_viewport_size({"width": HOME["width"], "height": HOME["height"]})

    # What comes from outside

    def junk_is_posted(self) -> None:
        junk = self.random.sample(JUNK, 5)
        self.glass.page.evaluate("(junk) => { for (const one of junk) postMessage(one); }", junk)

    def commands_make_no_sense(self) -> None:
        for name, params in self.random.sample(COMMANDS, 5):
            self.expect_refused("any", name, params)

    def the_network_is_gone(self) -> None:
        context = self.glass.page.context
        context.set_offline(True)
        self.both("step", n_steps=2)
        context.set_offline(False)

    def a_file_comes_spoilt(self) -> None:
        """Reload the page while a file is not as it should be; the next reload has the run again."""
        name, spoil, said = self.random.choice(SPOILT)

        def answer(route: Route) -> None:
            response = route.fetch()
            kind = response.headers["content-type"]
            route.fulfill(status=200, body=spoil(response.body()), headers={"Content-Type": kind})

        page = self.glass.page
        page.wait_for_timeout(KEPT_MS)
        page.route(f"**/{name}", answer)
        page.reload()
        self.glass.expect_status("failed")
        expect(page.get_by_text(said).first).to_be_visible()
        page.unroute_all()
        page.reload()
        self.expect_told("Your run is back")

    def storage_is_denied(self) -> None:
        deny = """() => {
            window.kept = Storage.prototype.setItem;
            Storage.prototype.setItem = () => {
                throw new DOMException("broken on purpose", "QuotaExceededError");
            };
        }"""
        self.glass.page.evaluate(deny)
        theme = self.glass.page.locator("html").get_attribute("data-theme")
        self.glass.page.locator("[data-control=theme]").evaluate("(button) => button.click()")
        expect_soon(lambda: self.glass.page.locator("html").get_attribute("data-theme") != theme)
        self.glass.page.evaluate("() => { Storage.prototype.setItem = window.kept; }")

    def a_listener_fails(self) -> None:
        self.glass.page.evaluate(
            """() => {
                window.end = glassnet.on("state", () => { throw new Error("broken on purpose"); });
            }"""
        )
        self.both("step", n_steps=2)
        self.glass.page.evaluate("end()")
