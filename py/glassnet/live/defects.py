"""Real mistakes for the break-it lab, each a small patch to the real source, and a check of a repair.

Whether a repair is one is judged by what the code does, not by how it is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from glassnet.live import sources
from glassnet.live.sources import split_lines

STEPS = 50
CLOSE = 1e-9


@dataclass(frozen=True)
class Defect:
    """A mistake: in `file`, every `old` becomes `new`."""

    title: str
    symptom: str  # what one sees, without saying why
    file: str
    old: str
    new: str


DEFECTS: dict[str, Defect] = {
    "missing_bias": Defect(
        "Missing bias",
        "Boundaries turn, but they all pass through the middle; some data is never learned.",
        "network.py",
        "layer.weights @ layer.inputs + layer.biases",
        "layer.weights @ layer.inputs",
    ),
    "forgotten_derivative": Defect(
        "Forgotten derivative",
        "The network learns, but badly, and the gradient is not the slope of the loss.",
        "network.py",
        "layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)",
        "layer.d_z = layer.d_a",
    ),
    "wrong_sign": Defect(
        "Wrong sign",
        "The loss rises from the first step on.",
        "optimizers.py",
        "self.parameters -= self.learning_rate",
        "self.parameters += self.learning_rate",
    ),
    "zero_init": Defect(
        "All weights start at zero",
        "All units of a layer do the same, for ever. Reset to see it.",
        "network.py",
        "            layer.weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)\n",
        "            layer.weights[...] = 0.0 * INITIALIZERS[initializer].draw(n_out, n_in, rng)\n",
    ),
    "unshuffled": Defect(
        "Unshuffled data",
        "Every epoch takes the same batches in the same order, and the loss repeats their rhythm.",
        "session.py",
        "        self._shuffle(self._shuffle_rng.permutation(self.train_inputs.shape[1]))\n",
        "        self._shuffle(np.arange(self.train_inputs.shape[1]))\n",
    ),
    "large_rate": Defect(
        "Learning rate × 100",
        "The loss jumps about or runs away, whatever rate is set.",
        "session.py",
        "            return training.learning_rate\n",
        "            return training.learning_rate * 100\n",
    ),
    "dead_units": Defect(
        "Dead units",
        "With ReLU no hidden unit ever answers, and the loss stays where it is. Reset to see it.",
        "network.py",
        "            layer.weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)\n",
        "            layer.weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)\n"
        "        for layer in self.layers[:-1]:\n            layer.biases -= 10.0\n",
    ),
    "leak": Defect(
        "Train/test leak",
        "The test loss is as good as the train loss, always: too good to be true.",
        "session.py",
        "        self.test_inputs = apply_features(config.network.features, self.test_samples[0])\n",
        "        self.test_samples = self.train_samples\n"
        "        self.test_inputs = apply_features(config.network.features, self.test_samples[0])\n",
    ),
}

PROBES: tuple[dict[str, Any], ...] = (
    {"seed": 1, "network": {"layer_sizes": [2, 4, 3, 1], "activations": "tanh"}},
    {
        "seed": 2,
        "data": {"dataset": "circular", "noise": 0.1},
        "network": {"layer_sizes": [2, 5, 1], "activations": "relu", "loss": "binary_cross_entropy"},
        "training": {"optimizer": "adam", "learning_rate": 0.01},
    },
    {"seed": 3, "network": {"layer_sizes": [2, 12, 1]}, "training": {"batch_size": 8}},
)


def broken(name: str, text: str) -> str:
    """Return the text of the defect's file with the defect; raises ValueError if its place is gone."""
    defect = DEFECTS[name]
    if defect.old not in text:
        raise ValueError("the place for it has been edited; reset the code first")
    return text.replace(defect.old, defect.new)


def line_of(name: str, text: str) -> int:
    """Return the line, from 1, of `text` where the defect is, however the lines around it have moved.

    That is the first line of the defect's file that is not the original's, or where it would be.
    """
    original = sources.original(DEFECTS[name].file)
    lines = split_lines(broken(name, original))
    first = _common_start(split_lines(original), lines)
    matches = SequenceMatcher(None, lines, split_lines(text), autojunk=False).get_matching_blocks()
    # A line that the user has changed is looked for behind the last one before it that is the same.
    block = max((match for match in matches if match.a <= first), key=lambda match: match.a)
    return block.b + min(first - block.a, block.size) + 1


def _common_start(lines: list[str], others: list[str]) -> int:
    """Return how many lines are the same before the first that differs."""
    pairs = zip(lines, others, strict=False)
    return next((at for at, (line, other) in enumerate(pairs) if line != other), min(len(lines), len(others)))


def _behaviour(session_type: Callable[[Any], Any], probe: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be told apart from outside, by what it is."""
    session = session_type(probe)
    X, Y = session.train_inputs, session.train_samples[1]
    seen = {
        "the training samples": np.vstack([X, Y]),
        "the test samples": np.vstack([session.test_inputs, session.test_samples[1]]),
        "the first weights": session.network.parameters.copy(),
    }
    rng = np.random.default_rng(0)
    session.network.parameters[:] = rng.normal(size=session.network.parameters.size)
    seen["the outputs"] = session.network.predict(X)
    seen["the loss"] = np.array(session.network.loss(X, Y))
    seen["the gradient"] = np.array(session.network.gradient(X, Y))
    session.reset()
    session.train(1)
    seen["the first step"] = session.network.parameters.copy()
    session.train(STEPS - 1)
    seen[f"{STEPS} steps of training"] = session.network.parameters.copy()
    return seen


def check_fix(session_type: Callable[[Any], Any]) -> dict[str, Any]:
    """Compare the code in force with the original; `repaired` when nothing that it does is different."""
    mine = [_behaviour(session_type, probe) for probe in PROBES]
    modules = sources.loaded()
    try:
        theirs_type = sources.import_generation({}).TrainingSession
        theirs = [_behaviour(theirs_type, probe) for probe in PROBES]
    finally:
        sources.put_back(modules)
    for one, other in zip(mine, theirs, strict=True):
        for what, value in other.items():
            if value.shape != one[what].shape or not np.allclose(one[what], value, rtol=CLOSE, atol=1e-12):
                return {"repaired": False, "differs": what}
    return {"repaired": True, "differs": None}
