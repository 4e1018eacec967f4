"""A run as a program that one hands in, or as a notebook: of the code in force just what it uses.

Functions, classes and methods are taken from the text in force, as it was edited. Around them stands
what the page does with them: settings, registries of what is used, the loop over the steps. The
program needs CPython and NumPy and nothing of us. It trains as far as the run in the page had come
and prints by how much its losses differ from the page's.
"""

import ast
import json
import math
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

import numpy as np

from glassnet.live import sources
from glassnet.live.excerpts import (
    WIDTH,
    Source,
    called_methods,
    class_excerpt,
    closure,
    executed_lines,
    names_in,
    pruned,
    renamed,
    text_of_lambda,
    with_short_docstring,
    without_annotations,
)

N_RECORDED = 4  # of the page's losses, to compare with
N_PLOTTED = 200  # points of a curve
MAX_LINES = 300  # of a program; a longer one does without docstrings and empty lines
AS_ARRAYS = "(np.atleast_2d(np.array(part, dtype=float))"  # what a Dataset makes of lists

# The parts of a program, in the order of reading.
PARTS = {
    "The samples.": ("datasets.py", "features.py"),
    "The activation functions, with their derivatives.": ("activations.py",),
    "The loss, with its gradient.": ("losses.py",),
    "The network, from its first weights on.": ("initializers.py", "layers.py", "network.py"),
    "What a step does with the gradient.": ("penalties.py", "optimizers.py", "schedules.py"),
    "The training loop.": ("session.py",),
}
FILES = tuple(file for files in PARTS.values() for file in files)
# Types and registries of the package, for which the program has something simpler.
TYPES = {"Array": "np.ndarray", "AnyArray": "np.ndarray", "Activation": "SimpleNamespace"}
REGISTRIES = (
    *("DATASETS", "FEATURES", "ACTIVATIONS", "LOSSES", "INITIALIZERS", "BIAS_INITIALIZERS", "OPTIMIZERS"),
    *("SCHEDULES", "TrainingSession"),
)
# Names of the program itself; definitions of the same name get another.
OWN_NAMES = (
    *("SEED", "N_SAMPLES", "N_TEST_SAMPLES", "LAYER_SIZES", "NETWORK", "TRAINING", "OPTIONS", "RECORDED"),
    *("draw_samples", "features", "session", "curves", "worst", "step", "train_loss", "test_loss", "here"),
    *("difference", "epochs", "train", "test", "plt"),
)
NETWORK_METHODS = ("__init__", "step_gradient", "evaluate")
SESSION_METHODS = ("_take_step", "_begin_epoch")
STEPLESS = (
    "layers.py",
    "network.py",
    "optimizers.py",
    "session.py",
)  # where no condition depends on how far a run has come
UNTOLD = ("make_layers",)
TOLD = (
    "_forward",
    "_backward",
    "_take_step",
)  # methods that keep their docstrings: the others are told by them

WHY = (
    "exp, tanh and matrix products differ in the last digit from machine to machine, so two runs agree "
    "closely at first and may part later."
)

RUN = """\
session = TrainingSession()
curves, worst = [], (0.0, 0)
print("    step     train loss      test loss   differs from the page by")
with np.errstate(over="ignore", invalid="ignore"):
    for step, train_loss, test_loss in RECORDED:
        while session.step < step:
            session._take_step()
            if session._position == len(session._order):
                session.epoch += 1
                session._begin_epoch()
                if session.epoch % EVERY == 0:
                    curves.append((session.epoch, *session.losses()))
        here = session.losses()
        difference = abs(here[0] - train_loss) / max(abs(train_loss), 1e-300)
        worst = max(worst, (difference, step))
        print(f"{step:8,}  {here[0]:13.7g}  {here[1]:13.7g}   {difference:.1e}")
print(f"Largest relative difference of the train loss: {worst[0]:.1e}, at step {worst[1]:,}.")
"""

PLOT = """\
try:
    import matplotlib.pyplot as plt
    epochs, train, test = zip(*curves or [(0, *session.losses())])
    plt.plot(epochs, train, "-", epochs, test, "--")
    plt.legend(["train loss", "test loss, by epoch"])
    plt.show()
except ImportError:
    print("Install matplotlib to see the curves.")
"""


def export_run(session: Any, text: Callable[[str], str], changes: str, form: str) -> dict[str, str]:
    """Return name and text of a program ("py") or a notebook ("ipynb").

    `text(name)` is the source in force; `changes` says what was done to the run on its way, and is
    empty when configuration and seed alone make it.
    """
    program = _Program(session, text)
    note = f"Changed on the way, so it need not be the same: {changes}." if changes else WHY
    about = [f"A run of Glassnet: {program.title()}.", program.about_the_rest(), note]
    parts = program.parts()
    whole = _script(about, parts)
    if whole.count("\n") > MAX_LINES:
        program.is_brief = True
        parts = program.parts()
        whole = _script(about, parts)
    if form == "py":
        return {"name": "run.py", "text": whole}
    return {"name": "run.ipynb", "text": _notebook([each for each in about if each], parts)}


def _script(about: list[str], parts: Iterable[str]) -> str:
    """Return the text of a program."""
    needs = "Needs Python 3.11 and NumPy 1.26, or newer"
    rest = " ".join(each for each in (needs + ".", *about[1:]) if each)
    paragraphs = [textwrap.fill(each, WIDTH) for each in (about[0], rest)]
    head = '"""' + "\n\n".join(paragraphs) + '\n"""'
    return "\n\n".join([head, *map(str.strip, parts)]) + "\n"


class CannotExportError(Exception):
    """Code of which no program can be made; the text says what to change."""


class _Program:
    """The parts of a run's program, in the order of reading."""

    def __init__(self, session: Any, text: Callable[[str], str]) -> None:
        self._session, self._config = session, session.config
        self._sources = {name: Source(name, text(name)) for name in FILES}
        self._originals = {name: Source(name, sources.original(name)) for name in FILES}
        self._executed = executed_lines(self._exercise, (*STEPLESS, "activations.py"))
        self.is_brief = False  # whether it has to do without empty lines and docstrings of ours
        self._wanted: list[tuple[str, str]] = []
        self._classes: dict[tuple[str, str], str] = {}

    def _exercise(self) -> None:
        """Do once all that the program will do."""
        session = type(self._session)(self._config)
        session.frozen[:] = self._session.frozen
        session.train(session.steps_per_epoch + 1)
        session.metrics()

    def title(self) -> str:
        """Return what run it is, in a few words."""
        config = self._config
        sizes = "-".join(map(str, config.network.layer_sizes))
        label = self._entry("OPTIMIZERS", config.training.optimizer).label
        dataset = self._session.dataset.label
        return f"{sizes} on “{dataset}”, {label}, seed {config.seed}, {self._session.step:,} steps"

    def about_the_rest(self) -> str:
        """Return a sentence about edited methods that are not in the program; empty if there are none."""
        left = [
            f"{class_name}.{name}"
            for file, class_name in (("session.py", "TrainingSession"), ("datasets.py", "Dataset"))
            for name, method in self._sources[file].methods(class_name).items()
            if self._is_edited(file, class_name, name) and name not in self._session_methods()
        ]
        left += [
            name for name in ("target_range", "to_targets") if self._is_edited_function("datasets.py", name)
        ]
        return f"Also edited in the page, and not part of this program: {', '.join(left)}." if left else ""

    def parts(self) -> list[str]:
        """Return the parts, each of which is whole statements."""
        made = {
            "datasets.py": self._samples(),
            "features.py": self._features(),
            "activations.py": self._activations(),
            "losses.py": self._losses(),
            "initializers.py": self._initializers(),
            "schedules.py": self._schedules(),
            "session.py": self._session_class(),
        }
        self._take_class("network.py", "NeuralNetwork", NETWORK_METHODS)
        self._take_optimizer()
        used = closure(self._sources, self._wanted, self._text_of, (*TYPES, *REGISTRIES))
        aliases = _aliases(used)
        parts = []
        for title, files in PARTS.items():
            pieces: list[str] = []
            for file in files:
                names = {
                    name: alias for (other, name), alias in aliases.items() if other == file and alias != name
                }
                texts = [used[file, name] for name in self._sources[file].definitions if (file, name) in used]
                made_here = [made[file]] if made.get(file) else []
                pieces += [renamed(piece, names) for piece in dict.fromkeys([*texts, *made_here])]
            parts.append(f"# {title}\n" + _joined(pieces, self.is_brief).lstrip("\n"))
        every = max(1, self._session.epoch // N_PLOTTED)
        body = [self._settings(), *parts, self._recorded(), RUN.replace("EVERY", str(every)), PLOT]
        return [self._imports(body), *body]

    # ---------------------------------------------------------------- what is taken from the text

    def _text_of(self, file: str, name: str) -> str:
        """Return a definition of the text in force: whole if it was edited, else without what can go."""
        if (file, name) in self._classes:
            return self._classes[file, name]
        node = self._sources[file].definitions[name]
        several = self._sources[file].statements[name]
        if len(several) > 1:
            return "\n".join("\n".join(self._sources[file].segment(each)) for each in several)
        segment = self._sources[file].segment(node)
        original = self._originals[file].definitions.get(name)
        is_original = original is not None and self._originals[file].segment(original) == segment
        if not is_original:
            return "\n".join(segment)
        if isinstance(node, ast.ClassDef):
            source = self._sources[file]
            return "\n".join(
                class_excerpt(
                    source,
                    name,
                    {key: self._cut(file, name)(each) for key, each in source.methods(name).items()},
                )
            )
        is_formula = (
            isinstance(node, ast.FunctionDef) and len(node.body) == 2
        )  # it says itself what it returns
        is_told = not is_formula and name not in UNTOLD and not self.is_brief
        lines = without_annotations(with_short_docstring(segment, keep=is_told))
        one_line = " ".join(line.strip() for line in lines)
        if self.is_brief and len(lines) == 2 and len(one_line) <= WIDTH:  # header and formula
            return one_line
        return "\n".join(lines)

    def _is_edited_function(self, file: str, name: str) -> bool:
        now, before = self._sources[file], self._originals[file]
        node = now.definitions.get(name)
        return node is None or now.segment(node) != before.segment(before.definitions[name])

    def _is_edited(self, file: str, class_name: str, method: str) -> bool:
        now, before = self._sources[file], self._originals[file]
        original = before.methods(class_name).get(method)
        return original is None or now.segment(now.methods(class_name)[method]) != before.segment(original)

    def _cut(self, file: str, class_name: str) -> Callable[[ast.FunctionDef], list[str]]:
        """Return what cuts a method: an edited one not at all."""

        def cut(method: ast.FunctionDef) -> list[str]:
            source = self._sources[file]
            if self._is_edited(file, class_name, method.name) or not self._has_run(file, method):
                return source.segment(method)
            lines = source.segment(method)
            if file in STEPLESS:
                lines = _without_unused_names(pruned(source, method, self._executed))
            return without_annotations(with_short_docstring(lines, keep=method.name in TOLD))

        return cut

    def _has_run(self, file: str, node: ast.FunctionDef) -> bool:
        lines = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
        return any((file, line) in self._executed for line in lines)

    def _take_class(self, file: str, class_name: str, roots: Iterable[str]) -> None:
        """Want a class, with the methods that `roots` use."""
        source = self._sources[file]
        methods = called_methods(source, class_name, roots, self._cut(file, class_name))
        self._classes[file, class_name] = "\n".join(class_excerpt(source, class_name, methods))
        self._wanted.append((file, class_name))

    def _take_optimizer(self) -> None:
        """Want the optimizer's class and those that it is made of, with the methods that have run."""
        file = "optimizers.py"
        for cls in self._optimizer().__mro__[:-1]:
            methods = self._sources[file].methods(cls.__name__)
            roots = [
                name
                for name in ("__init__", "step")
                if name in methods and self._has_run(file, methods[name])
            ]
            self._take_class(file, cls.__name__, roots)

    def _is_idle(self, value: Any) -> bool:
        """Return whether a function of activations.py has not run, as an output's derivative need not."""
        if not isinstance(value, FunctionType) or value.__module__ != "glassnet.activations":
            return False
        lines = range(
            value.__code__.co_firstlineno, max(line or 0 for *_, line in value.__code__.co_lines()) + 1
        )
        return not any(("activations.py", line) in self._executed for line in lines)

    def _reference(self, value: Any) -> str:
        """Return an expression for a function of a registry, and want what it names."""
        if value is None or self._is_idle(value):
            return "None"
        if isinstance(value, np.ufunc):
            return f"np.{value.__name__}"
        file = f"{str(getattr(value, '__module__', '')).rpartition('.')[2]}.py"
        if getattr(value, "__name__", "") == "<lambda>":
            text = text_of_lambda(self._sources[file], value.__code__)
            self._wanted += [(file, name) for name in names_in(text)]
            return text
        for file, source in self._sources.items():
            module = sys.modules[f"glassnet.{file.removesuffix('.py')}"]
            for name in source.definitions:
                if vars(module).get(name) is value:  # also what a decorator has made of a function
                    self._wanted.append((file, name))
                    return name
        raise CannotExportError(
            f"The program cannot name {value!r:.60}, which an entry of a registry is made with: give it "
            "a name at the top level of its file, as in my_function = …, and use that."
        )

    def _entry(self, registry: str, name: str) -> Any:
        """Return an entry of a registry of the code in force."""
        module = {"INITIALIZERS": "initializers", "BIAS_INITIALIZERS": "initializers"}.get(
            registry, registry.lower()
        )
        return getattr(sys.modules[f"glassnet.{module}"], registry)[name]

    def _optimizer(self) -> Any:
        return self._entry("OPTIMIZERS", self._config.training.optimizer).make

    def _options(self) -> dict[str, float]:
        """Return those constants of the optimizer that are other than its class has them."""
        training = self._config.training
        usual = self._entry("OPTIMIZERS", training.optimizer).options
        return {name: value for name, value in training.options(usual).items() if value != usual[name]}

    def _registry(self, registry: str, names: Iterable[str], fields: Iterable[str], more: str = "") -> str:
        """Return a registry with some entries, of which only some fields are functions."""
        lines = []
        for name in dict.fromkeys(names):
            entry = self._entry(registry, name)
            functions = ", ".join(f"{field}={self._reference(getattr(entry, field))}" for field in fields)
            lines.append(f"{name!r}: SimpleNamespace({functions}{more})".replace("'", '"'))
        whole = f"{registry} = {{{', '.join(lines)}}}"
        if len(whole) <= WIDTH:
            return f"{whole}\n"
        return "\n".join([f"{registry} = {{", *(f"    {line}," for line in lines), "}"]) + "\n"

    # ---------------------------------------------------------------- what stands around it

    def _samples(self) -> str:
        """Return a function that draws samples as a `Dataset` does."""
        config, dataset = self._config.data, self._session.dataset
        draw = self._reference(dataset.draw)
        classes = f", {config.n_classes}" if dataset.has_n_classes else ""
        sigma = config.noise if dataset.task == "regression" else dataset.sigma(config.noise)
        low, high = self._session.target_range
        targets = (
            ""
            if dataset.task == "regression" or (low, high) == (0.0, 1.0)
            else f"    Y = {low!r} + {high - low!r} * Y\n"
        )
        moved = {"regression": "Y"}.get(dataset.task, "X")
        noise = f"    {moved} = {moved} + {sigma!r} * rng.standard_normal({moved}.shape)\n" if sigma else ""
        plain = "" if self._draws_arrays() else f"    X, Y = {AS_ARRAYS} for part in (X, Y))\n"
        return (
            "def draw_samples(n_samples, stream):\n"
            f"    rng = np.random.default_rng([{self._seed('data_seed')}, stream])\n"
            f"    X, Y = ({draw})(n_samples, rng{classes})\n{plain}{noise}{targets}"
            "    return X, Y\n"
        ).replace(f"({draw})(", f"{draw}(" if draw.isidentifier() else f"({draw})(")

    def _draws_arrays(self) -> bool:
        """Return whether a dataset returns what a `Dataset` would make of it."""
        config, dataset = self._config.data, self._session.dataset
        classes = [config.n_classes] if dataset.has_n_classes else []
        drawn = dataset.draw(config.n_samples, np.random.default_rng(0), *classes)
        return all(
            isinstance(part, np.ndarray) and part.dtype == np.float64 and part.ndim == 2 for part in drawn
        )

    def _seed(self, name: str) -> str:
        """Return an expression for a seed, which often is the one for all."""
        own = getattr(self._config, name)
        return "SEED" if own is None else str(own)

    def _features(self) -> str:
        """Return a function that computes the network's inputs."""
        rows = []
        if self._is_edited_function("features.py", "apply_features"):
            names = self._config.network.features
            self._wanted.append(("features.py", "apply_features"))
            registry = self._registry("FEATURES", names, ("function",))
            return f"{registry}\ndef features(X):\n    return apply_features({names!r}, X)\n"
        for name in self._config.network.features:
            text = self._reference(self._entry("FEATURES", name).function)
            is_plain = text.startswith("lambda X: ")
            rows.append(text.removeprefix("lambda X: ") if is_plain else f"({text})(X)")
        if rows == ["X[0]", "X[1]"]:
            return ""
        return f"def features(X):\n    return np.stack([{', '.join(rows)}])\n"

    def _activations(self) -> str:
        network = self._config.network
        names = (*network.activations, network.output_activation)
        return self._registry("ACTIVATIONS", names, ("function", "derivative", "d_z"))

    def _losses(self) -> str:
        entry = self._entry("LOSSES", self._config.network.loss)
        more = f", output_activation={entry.output_activation!r}"
        return self._registry("LOSSES", [self._config.network.loss], ("value", "gradient"), more)

    def _initializers(self) -> str:
        network = self._config.network
        weights = self._registry("INITIALIZERS", [network.initializer], ("draw",))
        return weights + self._registry("BIAS_INITIALIZERS", [network.bias_initializer], ("draw",))

    def _schedules(self) -> str:
        name = self._config.training.schedule
        return "" if name == "constant" else self._registry("SCHEDULES", [name], ("factor",))

    def _session_methods(self) -> dict[str, list[str]]:
        file, name = "session.py", "TrainingSession"
        return called_methods(self._sources[file], name, SESSION_METHODS, self._cut(file, name))

    def _session_class(self) -> str:
        """Return a class that makes what the methods of a step need, and has these."""
        methods = self._session_methods()
        text = SESSION.replace("OPTIMIZER", self._optimizer().__name__)
        if not self._options():
            text = text.replace(", **OPTIONS", "")
        for name in ("weight_seed", "order_seed"):
            text = text.replace(name.upper(), self._seed(name))
        if not self._features():
            text = re.sub(r"features\((\S+)\)", r"\1", text)
        text += "".join("\n" + "\n".join(method) + "\n" for method in methods.values())
        frozen = np.flatnonzero(self._session.frozen).tolist()
        for needed, line in (
            ("_frozen", f"        self._frozen = np.array({frozen}, dtype=int)\n"),
            (
                "_dropout_rng",
                f"        self._dropout_rng = np.random.default_rng([{self._seed('order_seed')}, 4])\n",
            ),
        ):
            if f"self.{needed}" in text:
                text = text.replace("        self.step = ", f"{line}        self.step = ", 1)
        made = set(re.findall(r"self\.(\w+)(?=[^=\n]* = )", text)) | set(re.findall(r"def (\w+)", text))
        for name in sorted(set(re.findall(r"\bself\.(\w+)", text)) - made):
            raise CannotExportError(
                f"The training loop uses self.{name}, which the program's session does not have: "
                "compute it in the method that uses it."
            )
        if other := re.search(r"self\.config\.(?!training\b)(\w+)", text):
            raise CannotExportError(
                f"The training loop uses self.config.{other[1]}: the program's configuration has only what "
                "self.config.training is."
            )
        self._wanted += [("session.py", name) for name in names_in(text)]
        return text

    def _network_arguments(self) -> str:
        network = self._config.network
        arguments = {
            "activations": list(network.activations),
            "output_activation": network.output_activation,
            "loss": network.loss,
            "initializer": network.initializer,
            "bias_initializer": network.bias_initializer,
        }
        return f"dict({', '.join(f'{name}={value!r}' for name, value in arguments.items())})"

    def _settings(self) -> str:
        """Return the settings that the program needs."""
        config = self._config
        used = names_of_attributes(
            "\n".join("\n".join(method) for method in self._session_methods().values())
        )
        training = {
            name: value for name, value in vars(config.training).items() if name in (*used, "learning_rate")
        }
        arguments = ", ".join(f"{name}={value!r}" for name, value in training.items())
        options = self._options()
        return (
            f"SEED = {config.seed}\n"
            f"N_SAMPLES, N_TEST_SAMPLES = {config.data.n_samples}, {config.data.n_test_samples}\n"
            f"LAYER_SIZES = {list(config.network.layer_sizes)}\n"
            f"NETWORK = {self._network_arguments()}\n"
            f"TRAINING = SimpleNamespace({arguments})\n" + (f"OPTIONS = {options}\n" if options else "")
        ).replace("'", '"')

    def _recorded(self) -> str:
        """Return what the page has recorded, a few rows of it."""
        table = self._session.history.table()
        state = self._session.state()
        rows = [(int(step), float(train), float(test)) for _, step, train, test, *_ in table.T.tolist()]
        rows.append((state["step"], state["train_loss"], state["test_loss"]))
        finite = sorted({row for row in rows if all(map(math.isfinite, row)) and row[0] <= state["step"]})
        chosen = (
            sorted(set(np.linspace(0, len(finite) - 1, N_RECORDED).round().astype(int).tolist()))
            if finite
            else []
        )
        rows = [finite[index] for index in chosen]
        lines = "".join(f"    {', '.join(map(str, rows[at : at + 2]))},\n" for at in range(0, len(rows), 2))
        return f"# Step, train loss and test loss, as the page has recorded them.\nRECORDED = [\n{lines}]\n"

    def _imports(self, parts: list[str]) -> str:
        """Return the statements that bring what the parts use, and our types."""
        text = "\n\n".join(parts)
        names = names_in(text)
        statements = {"import numpy as np", "from types import SimpleNamespace"}
        for source in self._sources.values():
            statements |= {
                statement for name, statement in source.imports.items() if name in names or name == "*"
            }
        plain = sorted(
            each for each in statements if each.startswith("import ") and each != "import numpy as np"
        )
        by_module: dict[str, set[str]] = {}
        for each in statements:
            if each.startswith("from "):
                module, _, name = each.removeprefix("from ").partition(" import ")
                by_module.setdefault(module, set()).add(name)
        froms = [
            f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(by_module.items())
        ]
        standard = [*plain, *(each for each in froms if "numpy" not in each)]
        others = ["import numpy as np", *(each for each in froms if "numpy" in each)]
        types = [f"{name} = {value}" for name, value in TYPES.items() if name in names]
        return "\n".join([*standard, "", *others, *(["", *types] if types else [])]) + "\n"


SESSION = '''\
class TrainingSession:
    """The run: samples, network, optimizer, and how far training has come."""
    def __init__(self):
        self.config = SimpleNamespace(training=TRAINING)
        self.train_samples, self.test_samples = draw_samples(N_SAMPLES, 0), draw_samples(N_TEST_SAMPLES, 1)
        self.train_inputs, self.test_inputs = features(self.train_samples[0]), features(self.test_samples[0])
        self.network = NeuralNetwork(LAYER_SIZES, **NETWORK, rng=np.random.default_rng([WEIGHT_SEED, 2]))
        self.optimizer = OPTIMIZER(self.network.parameters, learning_rate=TRAINING.learning_rate, **OPTIONS)
        self._shuffle_rng = np.random.default_rng([ORDER_SEED, 3])
        self.step = self.epoch = 0
        self._begin_epoch()

    def losses(self):
        train, test = (self.train_inputs, self.train_samples[1]), (self.test_inputs, self.test_samples[1])
        return self.network.evaluate(*train)[0], self.network.evaluate(*test)[0]
'''


def _without_unused_names(lines: list[str]) -> list[str]:
    """Return lines without those that only name something that nothing else uses any more."""
    text = "\n".join(lines)

    def is_unused(line: str) -> bool:
        named = re.fullmatch(r"\s+(\w+) = self[\w.]+", line)
        return named is not None and len(re.findall(rf"\b{named[1]}\b(?<!\.{named[1]})", text)) == 1

    return [line for line in lines if not is_unused(line)]


def names_of_attributes(text: str) -> set[str]:
    """Return every attribute that a text names."""
    return set(re.findall(r"\.(\w+)", text))


def _aliases(used: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return a name for each definition: its own, or where two files have the same, one with the file's."""
    names = [name for _, name in used]
    return {
        (file, name): name
        if names.count(name) == 1 and name not in OWN_NAMES
        else f"{file.removesuffix('.py')}_{name}"
        for file, name in used
    }


def _joined(pieces: Iterable[str], is_brief: bool) -> str:
    """Return definitions one below the other, with an empty line around each, or if brief around classes."""
    text = ""
    was_block = True
    for piece in pieces:
        if is_brief:
            piece = re.sub(r"\n\n(    (?:def|@))", r"\n\1", piece)
        is_block = bool(re.search("^class" if is_brief else "^(def|class|@)", piece, re.MULTILINE))
        text += ("\n" if is_block or was_block else "") + piece.strip("\n") + "\n"
        was_block = is_block
    return text


def _notebook(about: Iterable[str], parts: Iterable[str]) -> str:
    head = f"# {next(iter(about))}\n\n" + "\n\n".join(
        [*list(about)[1:], "Needs NumPy, and matplotlib for the plot."]
    )
    cells = [_cell("markdown", head), *(_cell("code", part.strip()) for part in parts)]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell
