"""What a run's program takes of the code in force: just what the run uses, as it was edited."""

import ast
import re
import sys
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
    text_of_lambda,
    with_short_docstring,
    without_annotations,
)

# Types and registries of the package, for which the program has something simpler.
TYPES = {"Array": "np.ndarray", "AnyArray": "np.ndarray", "Activation": "SimpleNamespace"}
REGISTRIES = (
    *("DATASETS", "FEATURES", "ACTIVATIONS", "LOSSES", "INITIALIZERS", "BIAS_INITIALIZERS", "OPTIMIZERS"),
    *("SCHEDULES", "TrainingSession"),
)
# Where no condition depends on how far a run has come.
STEPLESS = ("layers.py", "network.py", "optimizers.py", "session.py")
UNTOLD = ("make_layers",)
TOLD = ("_forward", "_backward", "_take_step")  # keep their docstrings: the other methods are told by them


class CannotExportError(Exception):
    """Code of which no program can be made; the text says what to change."""


class RunCode:
    """The code of a run, and what a program is to have of it."""

    def __init__(self, session: Any, text: Callable[[str], str]) -> None:
        self.session, self.config = session, session.config
        self.sources = {name: Source(name, text(name)) for name in sources.EDITABLE}
        self.originals = {name: Source(name, sources.original(name)) for name in sources.EDITABLE}
        self._executed = executed_lines(self._exercise, (*STEPLESS, "activations.py"))
        self.is_brief = False  # whether it has to do without empty lines and docstrings of ours
        self._wanted: list[tuple[str, str]] = []
        self._classes: dict[tuple[str, str], str] = {}

    def _exercise(self) -> None:
        """Do once all that the program will do."""
        session = type(self.session)(self.config)
        session.frozen[:] = self.session.frozen
        session.train(session.steps_per_epoch + 1)
        session.metrics()

    def want(self, file: str, name: str) -> None:
        """Have the program define what this file defines by this name."""
        self._wanted.append((file, name))

    def want_names_in(self, file: str, text: str) -> None:
        """Have the program define all that a text of this file names."""
        for name in names_in(text):
            self.want(file, name)

    def texts(self) -> dict[tuple[str, str], str]:
        """Return the texts of all that is wanted and of what it uses, by file and name."""
        return closure(self.sources, self._wanted, self._text_of, (*TYPES, *REGISTRIES))

    def _text_of(self, file: str, name: str) -> str:
        """Return a definition of the text in force: whole if it was edited, else without what can go."""
        if (file, name) in self._classes:
            return self._classes[file, name]
        node = self.sources[file].definitions[name]
        several = self.sources[file].statements[name]
        if len(several) > 1:
            return "\n".join("\n".join(self.sources[file].segment(each)) for each in several)
        segment = self.sources[file].segment(node)
        original = self.originals[file].definitions.get(name)
        is_original = original is not None and self.originals[file].segment(original) == segment
        if not is_original:
            return "\n".join(segment)
        if isinstance(node, ast.ClassDef):
            source = self.sources[file]
            return "\n".join(
                class_excerpt(
                    source,
                    name,
                    {key: self.cut(file, name)(each) for key, each in source.methods(name).items()},
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

    def is_edited_function(self, file: str, name: str) -> bool:
        """Return whether a function is another than the built one, or gone."""
        now, before = self.sources[file], self.originals[file]
        node = now.definitions.get(name)
        return node is None or now.segment(node) != before.segment(before.definitions[name])

    def is_edited(self, file: str, class_name: str, method: str) -> bool:
        """Return whether a method is another than the built one, or new."""
        now, before = self.sources[file], self.originals[file]
        original = before.methods(class_name).get(method)
        return original is None or now.segment(now.methods(class_name)[method]) != before.segment(original)

    def cut(self, file: str, class_name: str) -> Callable[[ast.FunctionDef], list[str]]:
        """Return what cuts a method: an edited one not at all."""

        def cut(method: ast.FunctionDef) -> list[str]:
            source = self.sources[file]
            if self.is_edited(file, class_name, method.name) or not self._has_run(file, method):
                return source.segment(method)
            lines = source.segment(method)
            if file in STEPLESS:
                lines = _without_unused_names(pruned(source, method, self._executed))
            return without_annotations(with_short_docstring(lines, keep=method.name in TOLD))

        return cut

    def _has_run(self, file: str, node: ast.FunctionDef) -> bool:
        lines = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
        return any((file, line) in self._executed for line in lines)

    def take_class(self, file: str, class_name: str, roots: Iterable[str]) -> None:
        """Want a class, with the methods that `roots` use."""
        source = self.sources[file]
        methods = called_methods(source, class_name, roots, self.cut(file, class_name))
        self._classes[file, class_name] = "\n".join(class_excerpt(source, class_name, methods))
        self.want(file, class_name)

    def take_optimizer(self) -> None:
        """Want the optimizer's class and those that it is made of, with the methods that have run."""
        file = "optimizers.py"
        for cls in self.optimizer().__mro__[:-1]:
            methods = self.sources[file].methods(cls.__name__)
            roots = [
                name
                for name in ("__init__", "step")
                if name in methods and self._has_run(file, methods[name])
            ]
            self.take_class(file, cls.__name__, roots)

    def _is_idle(self, value: Any) -> bool:
        """Return whether a function of activations.py has not run, as an output's derivative need not."""
        if not isinstance(value, FunctionType) or value.__module__ != "glassnet.activations":
            return False
        lines = range(
            value.__code__.co_firstlineno, max(line or 0 for *_, line in value.__code__.co_lines()) + 1
        )
        return not any(("activations.py", line) in self._executed for line in lines)

    def reference(self, value: Any) -> str:
        """Return an expression for a function of a registry, and want what it names."""
        if value is None or self._is_idle(value):
            return "None"
        if isinstance(value, np.ufunc):
            return f"np.{value.__name__}"
        file = f"{str(getattr(value, '__module__', '')).rpartition('.')[2]}.py"
        if getattr(value, "__name__", "") == "<lambda>":
            text = text_of_lambda(self.sources[file], value.__code__)
            self.want_names_in(file, text)
            return text
        for file, source in self.sources.items():
            module = sys.modules[f"glassnet.{file.removesuffix('.py')}"]
            for name in source.definitions:
                if vars(module).get(name) is value:  # also what a decorator has made of a function
                    self.want(file, name)
                    return name
        raise CannotExportError(
            f"The program cannot name {value!r:.60}, which an entry of a registry is made with: give it "
            "a name at the top level of its file, as in my_function = …, and use that."
        )

    def entry(self, registry: str, name: str) -> Any:
        """Return an entry of a registry of the code in force."""
        module = {"INITIALIZERS": "initializers", "BIAS_INITIALIZERS": "initializers"}.get(
            registry, registry.lower()
        )
        return getattr(sys.modules[f"glassnet.{module}"], registry)[name]

    def optimizer(self) -> Any:
        """Return the class of the run's optimizer."""
        made: Any = self.entry("OPTIMIZERS", self.config.training.optimizer).make
        if not isinstance(made, type):
            raise CannotExportError("The program can only have an optimizer that a class makes, no function.")
        return made

    def options(self) -> dict[str, float]:
        """Return those constants of the optimizer that are other than its class has them."""
        training = self.config.training
        usual = self.entry("OPTIMIZERS", training.optimizer).options
        return {name: value for name, value in training.options(usual).items() if value != usual[name]}

    def registry(self, registry: str, names: Iterable[str], fields: Iterable[str], more: str = "") -> str:
        """Return a registry with some entries, of which only some fields are functions."""
        lines = []
        for name in dict.fromkeys(names):
            entry = self.entry(registry, name)
            functions = ", ".join(f"{field}={self.reference(getattr(entry, field))}" for field in fields)
            lines.append(f"{name!r}: SimpleNamespace({functions}{more})".replace("'", '"'))
        whole = f"{registry} = {{{', '.join(lines)}}}"
        if len(whole) <= WIDTH:
            return f"{whole}\n"
        return "\n".join([f"{registry} = {{", *(f"    {line}," for line in lines), "}"]) + "\n"

    def seed(self, name: str) -> str:
        """Return an expression for a seed, which often is the one for all."""
        own = getattr(self.config, name)
        return "SEED" if own is None else str(own)


def _without_unused_names(lines: list[str]) -> list[str]:
    """Return lines without those that only name something that nothing else uses any more."""
    text = "\n".join(lines)

    def is_unused(line: str) -> bool:
        named = re.fullmatch(r"\s+(\w+) = self[\w.]+", line)
        return named is not None and len(re.findall(rf"\b{named[1]}\b(?<!\.{named[1]})", text)) == 1

    return [line for line in lines if not is_unused(line)]
