"""The parts of a run's program, in the order of reading."""

import re
from collections.abc import Iterable

import numpy as np

from glassnet.live.excerpts import names_in, renamed
from glassnet.live.export_code import TYPES, RunCode
from glassnet.live.export_loop import recorded, run_and_plot, session_class, session_methods, settings

AS_ARRAYS = "(np.atleast_2d(np.array(part, dtype=float))"  # what a Dataset makes of lists
NETWORK_METHODS = ("__init__", "step_gradient", "evaluate")

# The parts of a program, in the order of reading.
PARTS = {
    "The samples.": ("datasets.py", "features.py"),
    "The activation functions, with their derivatives.": ("activations.py",),
    "The loss, with its gradient.": ("losses.py",),
    "The network, from its first weights on.": ("initializers.py", "layers.py", "network.py"),
    "What a step does with the gradient.": ("penalties.py", "optimizers.py", "schedules.py"),
    "The training loop.": ("metrics.py", "stopping.py", "session.py"),
}
# Names of the program itself; definitions of the same name get another.
OWN_NAMES = (
    *("SEED", "N_SAMPLES", "N_TEST_SAMPLES", "LAYER_SIZES", "NETWORK", "TRAINING", "OPTIONS", "RECORDED"),
    *("draw_samples", "features", "session", "curves", "worst", "step", "train_loss", "test_loss", "here"),
    *("difference", "epochs", "train", "test", "plt"),
)
FUNCTIONS_LEFT_OUT = {
    "datasets.py": ("target_range", "to_targets"),
    "metrics.py": ("measure", "evaluate", "confusion", "baseline_accuracy", "baseline_loss"),
    "stopping.py": ("find_stop_reason",),
}


def title(code: RunCode) -> str:
    """Return what run it is, in a few words."""
    config = code.config
    sizes = "-".join(map(str, config.network.layer_sizes))
    label = code.entry("OPTIMIZERS", config.training.optimizer).label
    dataset = code.session.dataset.label
    return f"{sizes} on “{dataset}”, {label}, seed {config.seed}, {code.session.step:,} steps"


def about_the_rest(code: RunCode) -> str:
    """Return a sentence about edited code that is not in the program; empty if there is none."""
    left = [
        f"{class_name}.{name}"
        for file, class_name in (("session.py", "TrainingSession"), ("datasets.py", "Dataset"))
        for name, method in code.sources[file].methods(class_name).items()
        if code.is_edited(file, class_name, name) and name not in session_methods(code)
    ]
    left += [
        name
        for file, names in FUNCTIONS_LEFT_OUT.items()
        for name in names
        if code.is_edited_function(file, name)
    ]
    return f"Also edited in the page, and not part of this program: {', '.join(left)}." if left else ""


def parts_of(code: RunCode) -> list[str]:
    """Return the parts, each of which is whole statements."""
    features = _features(code)
    made = {
        "datasets.py": _samples(code),
        "features.py": features,
        "activations.py": _activations(code),
        "losses.py": _losses(code),
        "initializers.py": _initializers(code),
        "schedules.py": _schedules(code),
        "session.py": session_class(code, has_features=bool(features)),
    }
    code.take_class("network.py", "NeuralNetwork", NETWORK_METHODS)
    code.take_optimizer()
    used = code.texts()
    aliases = _aliases(used)
    parts = []
    for title, files in PARTS.items():
        pieces: list[str] = []
        for file in files:
            names = {
                name: alias for (other, name), alias in aliases.items() if other == file and alias != name
            }
            texts = [used[file, name] for name in code.sources[file].definitions if (file, name) in used]
            made_here = [made[file]] if made.get(file) else []
            pieces += [renamed(piece, names) for piece in dict.fromkeys([*texts, *made_here])]
        parts.append(f"# {title}\n" + _joined(pieces, code.is_brief).lstrip("\n"))
    body = [settings(code), *parts, recorded(code.session), *run_and_plot(code.session)]
    return [_imports(code, body), *body]


def _samples(code: RunCode) -> str:
    """Return a function that draws samples as a `Dataset` does."""
    config, dataset = code.config.data, code.session.dataset
    draw = code.reference(dataset.draw)
    classes = f", {config.n_classes}" if dataset.has_n_classes else ""
    sigma = config.noise if dataset.task == "regression" else dataset.sigma(config.noise)
    low, high = code.session.target_range
    targets = (
        ""
        if dataset.task == "regression" or (low, high) == (0.0, 1.0)
        else f"    Y = {low!r} + {high - low!r} * Y\n"
    )
    moved = {"regression": "Y"}.get(dataset.task, "X")
    noise = f"    {moved} = {moved} + {sigma!r} * rng.standard_normal({moved}.shape)\n" if sigma else ""
    plain = "" if _draws_arrays(code) else f"    X, Y = {AS_ARRAYS} for part in (X, Y))\n"
    return (
        "def draw_samples(n_samples, stream):\n"
        f"    rng = np.random.default_rng([{code.seed('data_seed')}, stream])\n"
        f"    X, Y = ({draw})(n_samples, rng{classes})\n{plain}{noise}{targets}"
        "    return X, Y\n"
    ).replace(f"({draw})(", f"{draw}(" if draw.isidentifier() else f"({draw})(")


def _draws_arrays(code: RunCode) -> bool:
    """Return whether a dataset returns what a `Dataset` would make of it."""
    config, dataset = code.config.data, code.session.dataset
    classes = [config.n_classes] if dataset.has_n_classes else []
    drawn = dataset.draw(config.n_samples, np.random.default_rng(0), *classes)
    return all(isinstance(part, np.ndarray) and part.dtype == np.float64 and part.ndim == 2 for part in drawn)


def _features(code: RunCode) -> str:
    """Return a function that computes the network's inputs."""
    rows = []
    if code.is_edited_function("features.py", "apply_features"):
        names = code.config.network.features
        code.want("features.py", "apply_features")
        registry = code.registry("FEATURES", names, ("function",))
        return f"{registry}\ndef features(X):\n    return apply_features({names!r}, X)\n"
    for name in code.config.network.features:
        text = code.reference(code.entry("FEATURES", name).function)
        is_plain = text.startswith("lambda X: ")
        rows.append(text.removeprefix("lambda X: ") if is_plain else f"({text})(X)")
    if rows == ["X[0]", "X[1]"]:
        return ""
    return f"def features(X):\n    return np.stack([{', '.join(rows)}])\n"


def _activations(code: RunCode) -> str:
    network = code.config.network
    names = (*network.activations, network.output_activation)
    return code.registry("ACTIVATIONS", names, ("function", "derivative", "d_z"))


def _losses(code: RunCode) -> str:
    entry = code.entry("LOSSES", code.config.network.loss)
    more = f", output_activation={entry.output_activation!r}"
    return code.registry("LOSSES", [code.config.network.loss], ("value", "gradient"), more)


def _initializers(code: RunCode) -> str:
    network = code.config.network
    weights = code.registry("INITIALIZERS", [network.initializer], ("draw",))
    return weights + code.registry("BIAS_INITIALIZERS", [network.bias_initializer], ("draw",))


def _schedules(code: RunCode) -> str:
    name = code.config.training.schedule
    return "" if name == "constant" else code.registry("SCHEDULES", [name], ("factor",))


def _imports(code: RunCode, parts: list[str]) -> str:
    """Return the statements that bring what the parts use, and our types."""
    text = "\n\n".join(parts)
    names = names_in(text)
    statements = {"import numpy as np", "from types import SimpleNamespace"}
    for source in code.sources.values():
        statements |= {
            statement for name, statement in source.imports.items() if name in names or name == "*"
        }
    plain = sorted(each for each in statements if each.startswith("import ") and each != "import numpy as np")
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
