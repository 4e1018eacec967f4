"""The training loop of a run's program: settings, the session's class, the steps, and the page's losses."""

import math
import re
from typing import Any

import numpy as np

from glassnet.live.excerpts import called_methods
from glassnet.live.export_code import CannotExportError, RunCode

N_RECORDED = 4  # of the page's losses, to compare with
N_PLOTTED = 200  # points of a curve
SESSION_METHODS = ("_take_step", "_begin_epoch")

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


SESSION = '''\
class TrainingSession:
    """The run: samples, network, optimizer, and how far training has come."""
    def __init__(self):
        self.config, self.step, self.epoch = SimpleNamespace(training=TRAINING), 0, 0
        self.train_samples, self.test_samples = draw_samples(N_SAMPLES, 0), draw_samples(N_TEST_SAMPLES, 1)
        self.train_inputs, self.test_inputs = features(self.train_samples[0]), features(self.test_samples[0])
        self.network = NeuralNetwork(LAYER_SIZES, **NETWORK, rng=np.random.default_rng([WEIGHT_SEED, 2]))
        self.optimizer = OPTIMIZER(self.network.parameters, learning_rate=TRAINING.learning_rate, **OPTIONS)
        self._shuffle_rng = np.random.default_rng([ORDER_SEED, 3])
        self._begin_epoch()

    def losses(self):
        train, test = (self.train_inputs, self.train_samples[1]), (self.test_inputs, self.test_samples[1])
        return self.network.evaluate(*train)[0], self.network.evaluate(*test)[0]
'''


def session_methods(code: RunCode) -> dict[str, list[str]]:
    """Return the methods of a step, cut to what the run executes."""
    file, name = "session.py", "TrainingSession"
    return called_methods(code.sources[file], name, SESSION_METHODS, code.cut(file, name))


def session_class(code: RunCode, *, has_features: bool) -> str:
    """Return a class that makes what the methods of a step need, and has these."""
    methods = session_methods(code)
    text = SESSION.replace("OPTIMIZER", code.optimizer().__name__)
    if not code.options():
        text = text.replace(", **OPTIONS", "")
    for name in ("weight_seed", "order_seed"):
        text = text.replace(name.upper(), code.seed(name))
    if not has_features:
        text = re.sub(r"features\((\S+)\)", r"\1", text)
    text += "".join("\n" + "\n".join(method) + "\n" for method in methods.values())
    frozen = np.flatnonzero(code.session.frozen).tolist()
    for needed, line in (
        ("_frozen", f"        self._frozen = np.array({frozen}, dtype=int)\n"),
        (
            "_dropout_rng",
            f"        self._dropout_rng = np.random.default_rng([{code.seed('order_seed')}, 4])\n",
        ),
    ):
        if f"self.{needed}" in text:
            text = text.replace("        self._begin_epoch()\n", f"{line}        self._begin_epoch()\n", 1)
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
    code.want_names_in("session.py", text)
    return text


def _network_arguments(code: RunCode) -> str:
    network = code.config.network
    arguments = {
        "activations": list(network.activations),
        "output_activation": network.output_activation,
        "loss": network.loss,
        "initializer": network.initializer,
        "bias_initializer": network.bias_initializer,
    }
    return f"dict({', '.join(f'{name}={value!r}' for name, value in arguments.items())})"


def settings(code: RunCode) -> str:
    """Return the settings that the program needs."""
    config = code.config
    used = _names_of_attributes("\n".join("\n".join(method) for method in session_methods(code).values()))
    training = {
        name: value for name, value in vars(config.training).items() if name in (*used, "learning_rate")
    }
    arguments = ", ".join(f"{name}={value!r}" for name, value in training.items())
    options = code.options()
    return (
        f"SEED = {config.seed}\n"
        f"N_SAMPLES, N_TEST_SAMPLES = {config.data.n_samples}, {config.data.n_test_samples}\n"
        f"LAYER_SIZES = {list(config.network.layer_sizes)}\n"
        f"NETWORK = {_network_arguments(code)}\n"
        f"TRAINING = SimpleNamespace({arguments})\n" + (f"OPTIONS = {options}\n" if options else "")
    ).replace("'", '"')


def recorded(session: Any) -> str:
    """Return what the page has recorded, a few rows of it."""
    table = session.history.table()
    state = session.state()
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


def _names_of_attributes(text: str) -> set[str]:
    """Return every attribute that a text names."""
    return set(re.findall(r"\.(\w+)", text))


def run_and_plot(session: Any) -> list[str]:
    """Return the loop over the steps, and what draws the curves."""
    every = max(1, session.epoch // N_PLOTTED)
    return [RUN.replace("EVERY", str(every)), PLOT]
