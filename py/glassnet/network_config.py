"""The network's settings, and what fits together among them and to the dataset."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from glassnet.activations import ACTIVATIONS
from glassnet.checks import LIMITS, ConfigError, choice, integer, mapping
from glassnet.features import FEATURES
from glassnet.fields import Choice, Several, checked, setting
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.losses import LOSSES

# What a task is learned with when nothing else is asked for: output activation and loss.
OUTPUTS: dict[str, tuple[str, str]] = {
    "binary": ("sigmoid", "mse"),
    "multiclass": ("softmax", "cross_entropy"),
    "regression": ("linear", "mse"),
}


@dataclass(frozen=True)
class NetworkConfig:
    """The shape of the network and how it starts."""

    features: tuple[str, ...] = setting(
        ("x1", "x2"),
        Several("features"),
        "Inputs",
        "What the input units get, each computed from the place of a sample.",
        group="Inputs",
    )
    layer_sizes: tuple[int, ...] = setting(
        (2, 4, 1),
        Several("sizes"),
        "Layers",
        "The number of layers, input and output included; another number starts training over.",
        group=None,
        key="hidden",
    )
    activations: tuple[str, ...] = setting(
        ("sigmoid",),
        Several("activations"),
        "Activation",
        "The function that every hidden unit applies to its sum; another one starts training over.",
        group=None,
        key="activation",
    )
    output_activation: str = setting(
        "sigmoid",
        Choice("activations", ACTIVATIONS),
        "Output activation",
        "The function that the output units apply to their sums; with Tanh the targets of classes are −1 "
        "and 1, else 0 and 1. Another one starts training over.",
        group="Output",
    )
    loss: str = setting(
        "mse",
        Choice("losses", LOSSES),
        "Loss",
        "What training makes smaller: how far the outputs are from the targets; another one starts over. "
        "TensorFlow Playground shows half the squared error, with a Tanh output.",
        group="Output",
    )
    initializer: str = setting(
        "xavier",
        Choice("initializers", INITIALIZERS),
        "Initializer",
        "How the weights are drawn before the first step; another one starts over.",
    )
    bias_initializer: str = setting(
        "zeros",
        Choice("bias_initializers", BIAS_INITIALIZERS),
        "Bias initializer",
        "What the biases are before the first step; another one starts over, with the same weights.",
    )

    def updated(self, changes: Mapping[str, Any], task: str, n_outputs: int) -> Self:
        """Return a copy with the changed fields for a task with `n_outputs`, or raise ConfigError.

        `activations` may be one name for all hidden layers. What is not asked for follows: the
        sizes of the first and last layer, the activation of added layers, and an output activation
        and a loss that fit the task.
        """
        mapping("network", changes, (item.name for item in fields(self)))
        given = checked(self, {**vars(self), **changes})
        features = _features(changes["features"]) if "features" in changes else self.features
        if "layer_sizes" in changes:
            sizes = _layer_sizes(changes["layer_sizes"], len(features), n_outputs)
        else:
            sizes = (len(features), *self.layer_sizes[1:-1], n_outputs)
        n_hidden = len(sizes) - 2
        if "activations" in changes:
            activations = _activations(changes["activations"], n_hidden)
        else:
            last = self.activations[-1] if self.activations else "sigmoid"
            activations = (self.activations + (last,) * n_hidden)[:n_hidden]
        asked = [name for name in ("output_activation", "loss") if name in changes]
        output, loss = _outputs(given["output_activation"], given["loss"], asked, task)
        followed = {"features": features, "layer_sizes": sizes, "activations": activations}
        return type(self)(**given | followed | {"output_activation": output, "loss": loss})


def _outputs(output: str, loss: str, asked: list[str], task: str) -> tuple[str, str]:
    """Return an output activation and a loss that fit each other and the task.

    One that was asked for stands, and the other follows it where it has to.
    """
    complaint = _complaint(output, loss, task)
    if complaint is None:
        return output, loss
    if not asked:
        return OUTPUTS[task]
    if asked == ["loss"]:
        output = LOSSES[loss].output_activation or OUTPUTS[task][0]
    elif asked == ["output_activation"]:
        loss = "cross_entropy" if output == "softmax" and task == "multiclass" else "mse"
    complaint = _complaint(output, loss, task)
    if complaint is not None:
        raise ConfigError(*complaint)
    return output, loss


def _complaint(output: str, loss: str, task: str) -> tuple[str, str, str] | None:
    """Return field, rule and value of what does not fit in a pair of output activation and loss."""
    entry = LOSSES[loss]
    if task not in entry.tasks:
        return (
            "loss",
            f"must fit the dataset: {loss} is for {' and '.join(entry.tasks)}",
            f"{loss}, for {task}",
        )
    if entry.output_activation not in (None, output):
        rule = f"must fit the output activation: {loss} needs {entry.output_activation}"
        return "loss", rule, f"{loss} with {output}"
    if output == "softmax" and task != "multiclass":
        return (
            "output_activation",
            "must fit the dataset: softmax is for several classes",
            f"{output}, for {task}",
        )
    return None


def _features(value: object) -> tuple[str, ...]:
    """Return the checked names of the input features, in the registry's order."""
    rule = f"must be a list of one or more of {', '.join(FEATURES)}, none of them twice"
    if not isinstance(value, list | tuple) or not value or len(set(map(repr, value))) != len(value):
        raise ConfigError("features", rule, value)
    names = [choice(f"features[{index}]", name, FEATURES) for index, name in enumerate(value)]
    return tuple(sorted(names, key=list(FEATURES).index))


def _layer_sizes(value: object, n_inputs: int, n_outputs: int) -> tuple[int, ...]:
    """Return the checked sizes of all layers, input and output included."""
    low, high = LIMITS["n_layers"]
    if not isinstance(value, list | tuple) or not low <= len(value) <= high:
        raise ConfigError("layer_sizes", f"must be a list of {low:.0f} to {high:.0f} layers", value)
    sizes = tuple(
        integer(f"layer_sizes[{index}]", size, LIMITS["layer_size"]) for index, size in enumerate(value)
    )
    if sizes[0] != n_inputs:
        raise ConfigError("layer_sizes[0]", f"must be {n_inputs}, one unit per input feature", sizes[0])
    if sizes[-1] != n_outputs:
        rule = f"must be {n_outputs}, as many outputs as the dataset needs"
        raise ConfigError(f"layer_sizes[{len(sizes) - 1}]", rule, sizes[-1])
    return sizes


def _activations(value: object, n_hidden: int) -> tuple[str, ...]:
    """Return the checked activations of `n_hidden` layers; one name stands for all."""
    names = [name for name, activation in ACTIVATIONS.items() if not activation.output_only]
    if isinstance(value, str):
        return (choice("activations", value, names),) * n_hidden
    if not isinstance(value, list | tuple) or len(value) != n_hidden:
        raise ConfigError(
            "activations", f"must be one name or a list of {n_hidden}, one per hidden layer", value
        )
    return tuple(choice(f"activations[{index}]", name, names) for index, name in enumerate(value))
