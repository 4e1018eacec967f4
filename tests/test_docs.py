"""The documents name what there is, and nothing else; what they quote as code runs."""

import inspect
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.run import BENCHMARKS
from benchmarks.training import BUDGETS
from glassnet import DATASETS, datasets
from glassnet.config import FIELDS, LIMITS, Config
from glassnet.features import FEATURES
from glassnet.fields import Choice, Number
from glassnet.live.commands import CODE_COMMANDS
from glassnet.live.defects import DEFECTS
from glassnet.optimizers import OPTIMIZERS
from glassnet.page.catalog import catalog
from glassnet.page.commands import COMMANDS, MAX_PREDICTED, SEEDS
from glassnet.page.host import RUN_COMMANDS
from glassnet.page.run import MOVES
from tests.hostile_edits import STATEMENTS
from tests.one_run import OneRun, text_of
from tools.arguments import parse_arguments
from tools.node import NODE

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "benchmarks/README.md", "docs/commands.md", "docs/notebook.md")
LINK_KEYS = {each.name: each.key for each in FIELDS if each.key != each.name}
OTHER_LINK_KEYS = {"pose", "sample", "point", "connections", "view", "hide", "station", "code", "weights"}
CHOICES = {"features": "features"} | {  # registries of the catalog, by the setting that chooses from them
    each.name: each.kind.of for each in FIELDS if isinstance(each.kind, Choice)
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands below a heading of Markdown, up to the next of its level or above."""
    start = re.search(rf"^(#+) {re.escape(heading)}$\n", text, re.MULTILINE)
    assert start, heading
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(start[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def plain_rows(text: str) -> list[list[str]]:
    """Return the cells of all lines of tables."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def rows(text: str) -> list[list[str]]:
    """Return the cells of those lines that begin with something in backticks."""
    return [cells for cells in plain_rows(text) if cells[0].startswith("`")]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def named(text: str) -> list[str]:
    """Return what the first cells of the tables name, in their order."""
    return [quoted(cells[0])[0] for cells in rows(text)]


def slug(heading: str) -> str:
    """Return a heading's anchor, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def help_text(term: str) -> str:
    """Return what the help in index.html says of a term."""
    found = re.search(rf"<dt>{term}</dt>\s*<dd>(.*?)</dd>", read("index.html"), re.DOTALL)
    assert found, term
    return found[1]


def help_names(term: str) -> list[str]:
    return re.findall(r"<code>(\w+)</code>", help_text(term))


def view_words() -> list[str]:
    return list(evaluate("Object.keys(VIEW_WORDS)", "js/model/view.js", "VIEW_WORDS"))


def evaluate(expression: str, module: str, name: str) -> Any:
    """Return the value of a JavaScript expression that uses what a module exports, by way of JSON."""
    source = f"import {{ {name} }} from {json.dumps((ROOT / module).as_uri())};"
    command = [NODE, "--input-type=module", "--eval", f"{source} console.log(JSON.stringify({expression}))"]
    return json.loads(subprocess.check_output(command, text=True))


def written_out(number: float) -> str:
    """Return a limit as a reader writes it."""
    if 0.0 < number < 1e-6:
        return f"{number:g}"
    return f"{number:,.0f}" if number == round(number) else f"{number:f}".rstrip("0")


def settings() -> dict[str, Any]:
    """Return every setting with its first value."""
    config = Config().as_dict()
    parts = [config.pop(part) for part in ("network", "data", "training")]
    return {name: value for part in (config, *parts) for name, value in part.items()}


class TestCodeMap:
    FOLDERS = (
        "py/glassnet",
        "py/glassnet/page",
        "py/glassnet/live",
        "py/glassnet/live/step",
        "js",
        "js/model",
        "js/kit",
        "js/kit/plane",
        "js/sync",
        "js/worker",
        "js/worker/image",
        "js/scene",
        "js/scene/things",
        "js/scene/hidden",
        "js/scene/loss",
        "js/scene/plan",
        "js/scene/overlay",
        "js/charts",
        "js/ui",
        "js/ui/film",
        "js/ui/settings",
        "js/ui/step",
        "js/ui/plane",
        "js/ui/pose",
        "js/ui/inspect",
        "js/ui/weights",
        "js/ui/code",
        "js/ui/export",
        "tools",
    )

    @pytest.mark.parametrize("folder", FOLDERS)
    def test_it_names_every_module_once_and_none_that_there_is_not(self, folder: str) -> None:
        files = [path.stem for path in (ROOT / folder).iterdir() if path.suffix in (".py", ".js", ".mjs")]
        assert sorted(named(section(read("ARCHITECTURE.md"), f"`{folder}`"))) == sorted(files)

    def test_it_has_every_folder_of_modules(self) -> None:
        folders = {
            path.parent.relative_to(ROOT).as_posix()
            for root in ("py/glassnet", "js", "tools")
            for path in (ROOT / root).rglob("*.*")
            if path.suffix in (".py", ".js", ".mjs")
        }
        assert folders == set(self.FOLDERS)

    def test_every_module_has_a_phrase(self) -> None:
        for cells in rows(section(read("ARCHITECTURE.md"), "Code map")):
            assert len(cells) == 2 and cells[1], cells


class TestCommands:
    TEXT = read("docs/commands.md")

    def table(self) -> list[list[str]]:
        return rows(section(self.TEXT, "All commands"))

    def test_every_command_is_named_once_and_no_other(self) -> None:
        names = [quoted(cells[0])[0] for cells in self.table()]
        assert sorted(names) == sorted([*COMMANDS, *MOVES, *RUN_COMMANDS, *CODE_COMMANDS])

    @pytest.mark.parametrize("name", [*COMMANDS, *MOVES, *RUN_COMMANDS])
    def test_the_parameters_are_those_that_the_command_takes(self, name: str) -> None:
        refusal = json.loads(OneRun().command(name, '{"no_such_parameter": 1}'))["error"]
        taken = re.search(r"; it has (.*)", refusal["rule"])
        assert taken, refusal
        cell = next(cells[1] for cells in self.table() if cells[0] == f"`{name}`")
        told = quoted(cell) + (list(SEEDS) if "seeds" in cell.replace("`", " ").split() else [])
        assert sorted(told) == sorted([] if taken[1] == "none" else taken[1].split(", "))

    @pytest.mark.parametrize("name", CODE_COMMANDS)
    def test_so_are_those_of_the_commands_about_code(self, name: str) -> None:
        cell = next(cells[1] for cells in self.table() if cells[0] == f"`{name}`")
        read_params = re.findall(r'params\.get\("(\w+)"', inspect.getsource(CODE_COMMANDS[name][0]))
        assert sorted(quoted(cell)) == sorted(read_params)

    def test_where_training_stands_is_told_by_these_names(self) -> None:
        told = re.search(r"where training stands: (.*?)\. ", self.TEXT)
        assert told
        assert sorted(quoted(told[1])) == sorted(OneRun().bridge.status())

    @pytest.mark.parametrize("name", [*COMMANDS, *MOVES, "fork"])
    def test_an_answer_has_what_is_told_to_come_on_top(self, name: str) -> None:
        needed = {
            "predict": {"inputs": [[0.5], [-1]]},
            "probe": {"point": [1, 2]},
            "configure": {"config": {}},
            "set_parameter": {"index": 0, "value": 1.0},
            "set_parameters": {"parameters": text_of([0.5] * 17)},
            "freeze": {"indices": [0], "frozen": True},
            "fork": {"as": "b"},
        }
        bridge = OneRun()
        for before in {"undo": ["reset"], "redo": ["reset", "undo"]}.get(name, []):
            bridge.command(before, "{}")
        bridge.session.diverged = name == "restore_finite"
        result = json.loads(bridge.command(name, json.dumps(needed.get(name, {}))))["result"]
        more = (
            result.keys() - bridge.bridge.status().keys() - {"n_steps"}
        )  # js/worker/worker.js answers after the steps
        cells = {cells[0]: cells for cells in self.table()}
        told = cells[f"`{'undo' if name in MOVES else name}`"][3]
        if name != "set_views":  # "only the views"
            assert more == set(quoted(told)) - {"edited"}  # only of code: host.py

    def settings_table(self) -> dict[str, list[str]]:
        return {quoted(cells[0])[0]: cells for cells in rows(section(self.TEXT, "All settings"))}

    def test_every_setting_is_named_with_its_first_value_and_its_limits(self) -> None:
        table = self.settings_table()
        assert list(table) == list(settings())
        for name, first in settings().items():
            assert table[name][1] == f"`{json.dumps(first)}`", name
            limits = LIMITS.get(name)
            if limits is not None:
                assert table[name][2] == " to ".join(map(written_out, limits)), name

    def test_every_choice_is_named(self) -> None:
        table, offered = self.settings_table(), catalog()
        for name, registry in CHOICES.items():
            if name != "output_activation":  # "the same"
                assert quoted(table[name][2]) == [entry["name"] for entry in offered[registry]], name
        hidden = [entry["name"] for entry in offered["activations"] if not entry["output_only"]]
        outputs = [entry["name"] for entry in offered["activations"] if entry["output_only"]]
        assert quoted(table["activations"][2]) == hidden
        assert quoted(table["output_activation"][2]) == outputs

    def test_what_may_be_null_says_what_that_means(self) -> None:
        table = self.settings_table()
        for name, first in settings().items():
            assert ("`null`:" in table[name][3]) == (first is None), name
        nulls = {each.name for each in FIELDS if isinstance(each.kind, Number) and each.kind.null}
        assert nulls == {name for name, first in settings().items() if first is None}

    def test_an_optimizers_constants_are_told_with_those_that_have_them(self) -> None:
        table = self.settings_table()
        told: list[str] = []
        for name in (each.name for each in FIELDS if each.belongs_to == "optimizer"):
            told = quoted(table[name][3]) or told  # "the same"
            assert told == [key for key, entry in OPTIMIZERS.items() if name in entry.options], name

    def test_other_limits_are_those_of_the_code(self) -> None:
        assert f"up to {MAX_PREDICTED:,} samples" in self.TEXT
        assert f"`n_steps` from 1 to {LIMITS['n_steps'][1]:,}" in self.TEXT
        low, high = LIMITS["layer_size"]
        layers = f"{LIMITS['n_layers'][0]} to {LIMITS['n_layers'][1]} layers of {low} to {high}"
        assert layers in section(self.TEXT, "All settings")

    def test_every_event_is_named_that_the_page_passes_on(self) -> None:
        protocol = read("js/protocol.js")
        union = re.search(
            r"@typedef \{([\w|]+)\} WorkerEvent", protocol.replace("\n * ", "").replace("}\n", "}")
        )
        assert union
        words = re.findall(r'@typedef \{(?:\w+ & )?\{type: "(\w+)".*\}\} (\w+)', protocol)
        of_name = {name: word for word, name in words}
        of_name |= dict(re.findall(r'\{object\} (\w+).*\n \* @property \{"(\w+)"\} type', protocol))
        events = {of_name[name] for name in union[1].split("|")}
        assert set(named(section(self.TEXT, "Events"))) == events


class TestAddress:
    TEXT = section(read("docs/commands.md"), "In the address")

    def test_every_setting_has_the_key_that_is_told(self) -> None:
        assert {each.name for each in FIELDS} == set(settings())
        assert set(LINK_KEYS) == {"layer_sizes", "activations"}
        for name, key in LINK_KEYS.items():
            assert re.search(rf"`{key}`[^`]* for `{name}`", self.TEXT), name

    def test_the_other_keys_are_those_that_are_read(self) -> None:
        of_the_view = evaluate("Object.keys(VIEW_KEYS)", "js/model/view-keys.js", "VIEW_KEYS")
        others = evaluate("linkKeys({ fields: [] })", "js/model/permalink.js", "linkKeys")
        assert {*of_the_view, *others} == OTHER_LINK_KEYS
        assert set(named(self.TEXT)) == OTHER_LINK_KEYS

    def view_examples(self) -> list[list[str]]:
        """Return the words of `view` as they are told, some with an argument, here and in the help."""
        told = next(cells[1] for cells in rows(self.TEXT) if cells[0] == "`view`")
        helped = evaluate(
            "viewExamples().flatMap(({ examples }) => examples)", "js/model/view.js", "viewExamples"
        )
        return [quoted(told), list(helped)]

    def test_the_view_words_are_those_of_the_table(self) -> None:
        for words in self.view_examples():
            assert list(dict.fromkeys(word.partition(":")[0] for word in words)) == view_words()

    def test_every_view_word_that_is_told_makes_sense(self) -> None:
        for words in self.view_examples():
            read_words = evaluate(
                f"{json.dumps(words)}.flatMap((word) => readView(word).unknown)",
                "js/model/view.js",
                "readView",
            )
            assert read_words == []


class TestKeys:
    def shortcuts(self) -> set[str]:
        """Return the keys of the whole page."""
        table = re.search(r"listenForShortcuts\(\{\n(.*?)\n  \}\);", read("js/ui/transport.js"), re.DOTALL)
        assert table
        keys = re.findall(r'^    (?:"(.)"|(\w)):', table[1], re.MULTILINE)
        told = {"Space" if quoted_key == " " else (quoted_key or key).upper() for quoted_key, key in keys}
        return told | self.poses()

    def poses(self) -> set[str]:
        """Return the keys of the poses."""
        return set(evaluate("Object.values(POSES).map(({ key }) => key)", "js/model/poses.js", "POSES"))

    def test_the_readme_has_those_that_the_page_listens_to(self) -> None:
        row = re.search(r"^\| Anywhere \| (.*) \|$", read("README.md"), re.MULTILINE)
        assert row
        told = set(quoted(row[1]))
        assert len(self.shortcuts()) > 3
        assert told == self.shortcuts() | {"Ctrl", "Shift", "Z", "Esc", "[", "]", "Home", "End"}

    def test_so_has_the_help(self) -> None:
        keys = re.search(r'<dl class="help__keys">(.*?)</dl>', read("index.html"), re.DOTALL)
        assert keys
        single = re.findall(r"<dt><kbd>(\w+)</kbd></dt>", keys[1])
        assert set(single) == self.shortcuts() - self.poses() | {"Esc"}
        pairs = re.findall(r"<dt><kbd>(.+?)</kbd> <kbd>(.+?)</kbd></dt>", keys[1])
        assert set(pairs) == {
            ("Ctrl", "Z"),
            ("[", "]"),
            ("N", "P"),
            ("←", "→"),
            (min(self.poses()), max(self.poses())),
        }

    def test_the_keys_of_the_scene_are_those_of_the_camera_and_the_pointer(self) -> None:
        row = re.search(r"^\| On the scene \| (.*) \|$", read("README.md"), re.MULTILINE)
        assert row
        walk = re.findall(r'key === "(\w)"', read("js/scene/pointer.js"))
        camera = read("js/scene/keyboard.js")
        zooms = re.search(r"const ZOOMS = new Map\(Object\.entries\(\{(.*?)\}", camera)
        assert zooms and 'key === "0"' in camera
        told = set(quoted(row[1]))
        assert told == {
            "Shift",
            "Enter",
            "0",
            *(key.upper() for key in walk),
            *re.findall(r'"([+-])"', zooms[1]),
        }


class TestReadme:
    TEXT = read("README.md")

    def test_a_visitor_reads_it_in_one_sitting(self) -> None:
        assert len(self.TEXT.split()) <= 5000  # of words: half an hour; details are in docs/

    def test_what_it_counts_is_there_so_often(self) -> None:
        words = {7: "seven", 8: "Eight", 13: "thirteen"}
        assert f"{words[len(DATASETS)]} datasets" in self.TEXT
        assert f"{words[len(FEATURES)]} input features" in self.TEXT
        assert f"{words[len(DEFECTS)]} real mistakes" in self.TEXT
        most = LIMITS["n_layers"][1] - 2
        assert f"0 to {most} hidden layers of 1 to {LIMITS['layer_size'][1]} units" in self.TEXT
        assert f"makes {len(STATEMENTS)} hostile edits" in self.TEXT

    def test_its_commands_of_the_build_are_those_that_there_are(self) -> None:
        told = set(re.findall(r"python3 build\.py (\w+)", self.TEXT))
        assert told == {"serve", "test", "lint", "format", "bench", "storm"}
        for command in told:
            assert parse_arguments([command]).command == command

    def test_its_dataset_is_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        source = re.search(r"```python\n(def band.*?)```", self.TEXT, re.DOTALL)
        line = re.search(r'`("band": Dataset\(.*?\)),`', self.TEXT)
        assert source and line
        names = dict(vars(datasets))
        exec(source[1], names)
        (added,) = eval(f"{{{line[1]}}}", names).values()
        X, Y = added(50, noise=0.1, rng=np.random.default_rng(0))
        assert X.shape == (2, 50) and Y.shape == (1, 50) and set(Y.flat) == {0.0, 1.0}


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", read("docs/notebook.md"), re.DOTALL)
    assert len(blocks) == 4
    monkeypatch.chdir(tmp_path)  # one of them saves a file
    for block in blocks:
        exec(block, names)
    assert names["session"].step == 2100
    assert names["network"].loss(names["X"], names["Y"]) < 0.1
    assert (tmp_path / "network.onnx").read_bytes() == names["model"]


def test_every_benchmark_is_told() -> None:
    table = section(read("benchmarks/README.md"), "How fast it is").split("## ")[0]
    assert set(named(table)) == set(BENCHMARKS)


def test_the_budgets_of_training_are_those_that_are_judged() -> None:
    cells = {row[0]: row for row in plain_rows(section(read("benchmarks/README.md"), "Training"))}
    for (network, batch), budget in BUDGETS.items():
        assert f"{budget.relation} {budget.limit:g}" in cells[f"{network}, {batch}"][4]
    assert sum("≥" in row[4] for row in cells.values()) == len(BUDGETS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    text = re.sub(r"```.*?```", "", read(name), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    for link in links:
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), link


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_by_their_path_exist(name: str) -> None:
    paths = re.findall(r"`((?:py|js|tools|tests|benchmarks|docs)/[\w./-]*)`", read(name))
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert missing == []
