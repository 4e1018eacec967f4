"""What the registries of edited code have to hold, looked at before any of it runs."""

import inspect
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

REGISTRIES = {  # with their module, and the class of their entries
    "ACTIVATIONS": ("activations", "Activation"),
    "LOSSES": ("losses", "Loss"),
    "INITIALIZERS": ("initializers", "Initializer"),
    "BIAS_INITIALIZERS": ("initializers", "Initializer"),
    "OPTIMIZERS": ("optimizers", "OptimizerEntry"),
    "DATASETS": ("datasets", "Dataset"),
    "FEATURES": ("features", "Feature"),
    "SCHEDULES": ("schedules", "Schedule"),
}
# What of an entry has to be a function.
FUNCTIONS = {
    "ACTIVATIONS": ("function", "derivative"),
    "LOSSES": ("value", "gradient"),
    "INITIALIZERS": ("draw",),
    "BIAS_INITIALIZERS": ("draw",),
    "OPTIMIZERS": ("make",),
    "DATASETS": ("draw",),
    "FEATURES": ("function",),
    "SCHEDULES": ("factor",),
}
TASKS = ("binary", "multiclass", "regression")
NAME = r"[^\W\d][\w-]{0,39}"  # what a link can carry


class UnsoundError(Exception):
    """Code that runs, but not as it has to; the text says what to change, `at` which code it is about."""

    def __init__(self, message: str, at: object = None) -> None:
        super().__init__(message)
        code = getattr(at, "__code__", None)
        self.file = code and code.co_filename
        self.line = code and code.co_firstlineno


def registry(name: str) -> Mapping[str, Any]:
    """Return a registry of the code at hand; raises UnsoundError where there is none."""
    module, _ = REGISTRIES[name]
    found = getattr(sys.modules[f"glassnet.{module}"], name, None)
    if not isinstance(found, Mapping) or not found:
        raise UnsoundError(f"{module}.py has to have {name}, a dict with an entry for each name.")
    return found


def names_in(modules: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of all entries of some version of the code."""
    return {of: list(getattr(modules[f"glassnet.{module}"], of)) for of, (module, _) in REGISTRIES.items()}


def names_of(config: Any) -> dict[str, set[str]]:
    """Return the names of the entries that a configuration uses."""
    network, training = config.network, config.training
    return {
        "ACTIVATIONS": {*network.activations, network.output_activation},
        "LOSSES": {network.loss},
        "INITIALIZERS": {network.initializer},
        "BIAS_INITIALIZERS": {network.bias_initializer},
        "OPTIMIZERS": {training.optimizer},
        "DATASETS": {config.data.dataset},
        "FEATURES": {*network.features},
        "SCHEDULES": {training.schedule},
    }


def refuse_missing(names: Mapping[str, Iterable[str]], used: Mapping[str, Iterable[str]]) -> None:
    """Refuse code that lacks an entry: `names` are those that there always were, `used` those of the run."""
    for of in REGISTRIES:
        found = registry(of)
        for name in used.get(of, ()):
            if name not in found:
                raise UnsoundError(
                    f"{of} has no entry {name!r} any more, which this run uses: keep it, or choose another "
                    "one in the settings first."
                )
        for name in names[of]:
            if name not in found:
                raise UnsoundError(
                    f"{of} has no entry {name!r} any more, which examples and links name: keep it, and "
                    "change what it does."
                )


def check_entries() -> None:
    """Refuse what is no entry, before any of them is called."""
    for of in REGISTRIES:
        for name, entry in registry(of).items():
            _check(of, name, entry)


def _check(of: str, name: object, entry: Any) -> None:
    title = f"{of}[{name!r}]"
    if not isinstance(name, str) or not re.fullmatch(NAME, name):
        raise UnsoundError(
            f"{title:.60} has a name that no link could carry: let it be a text of letters, digits, _ and -, "
            "which begins with a letter."
        )
    module, kind = REGISTRIES[of]
    if not isinstance(entry, getattr(sys.modules[f"glassnet.{module}"], kind, ())):
        raise UnsoundError(
            f"{title} is {kind_of(entry)}: it has to be made by {kind}(label, description, …)."
        )
    for field in ("label", "description"):
        if not isinstance(getattr(entry, field), str) or not getattr(entry, field).strip():
            raise UnsoundError(
                f"{title} has {getattr(entry, field)!r:.50} as its {field}: it has to have two texts, its "
                "label and its description."
            )
    for field in FUNCTIONS[of]:
        function = getattr(entry, field)
        if not callable(function):
            raise UnsoundError(f"{title} has {function!r:.50} as its {field}: it has to be a function.")
        refuse_odd_function(f"{title}: its {field}", function)
    if hasattr(entry, "range") and not _is_range(entry.range):
        raise UnsoundError(
            f"{title} has the range {entry.range!r:.50}: it has to be two numbers, the smaller first."
        )
    if of in CHECKS:
        CHECKS[of](title, entry)


def _check_loss(title: str, entry: Any) -> None:
    tasks = entry.tasks
    if not isinstance(tasks, tuple | list) or not tasks or not all(task in TASKS for task in tasks):
        raise UnsoundError(f"{title} has the tasks {tasks!r:.60}: they have to be among {', '.join(TASKS)}.")
    output, activations = entry.output_activation, registry("ACTIVATIONS")
    if output is not None and (not isinstance(output, str) or output not in activations):
        raise UnsoundError(f"{title} has {output!r:.50} as its output_activation, which ACTIVATIONS lacks.")


def _check_dataset(title: str, entry: Any) -> None:
    if entry.task not in TASKS:
        raise UnsoundError(f"{title} has the task {entry.task!r:.50}: it has to be among {', '.join(TASKS)}.")
    if not isinstance(entry.has_n_classes, bool):
        raise UnsoundError(f"{title} has to have True or False as its has_n_classes.")
    if not is_number(entry.spread) or entry.spread < 0.0:
        raise UnsoundError(f"{title} has the spread {entry.spread!r:.50}: it has to be a number from 0 on.")


CHECKS: dict[str, Callable[[str, Any], None]] = {"LOSSES": _check_loss, "DATASETS": _check_dataset}


def refuse_odd_function(title: str, function: Any) -> None:
    """Refuse functions that only look as if they computed something."""
    for is_odd, kind in (
        (inspect.iscoroutinefunction, "an async function"),
        (inspect.isgeneratorfunction, "a generator, which yields"),
        (inspect.isasyncgenfunction, "an async generator"),
    ):
        if is_odd(function):
            raise UnsoundError(
                f"{title} is {kind}: it has to be a plain function, which returns its numbers.", function
            )


def kind_of(value: Any) -> str:
    """Return what a value is, such as "a list"."""
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _is_range(value: Any) -> bool:
    is_pair = isinstance(value, tuple | list) and len(value) == 2
    return is_pair and all(is_number(end) for end in value) and bool(value[0] < value[1])


def is_number(value: Any) -> bool:
    """Return whether a value is a plain number, which can be sent to the page as it is."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
