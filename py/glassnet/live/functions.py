"""The functions that matter first to whoever reads the code, and where they are in a text."""

import ast
import sys
from typing import Any

from glassnet.live.sources import split_lines


def functions_that_matter(session: Any) -> list[tuple[str, str, str, str]]:
    """Return file, name, title and description of what computes a step of this run."""
    network = session.config.network
    hidden = network.activations[0] if network.activations else network.output_activation
    loss = sys.modules["glassnet.losses"].LOSSES[network.loss].value
    made = type(session.optimizer)  # whatever has made it
    step = next((cls for cls in made.__mro__ if "step" in vars(cls)), made)
    return [
        (
            "network.py",
            "NeuralNetwork._forward",
            "Forward pass",
            "From the inputs to the outputs, layer by layer.",
        ),
        (
            "network.py",
            "NeuralNetwork._backward",
            "Backward pass",
            "From the loss back to every weight and bias.",
        ),
        ("activations.py", hidden, "Activation", "What a hidden unit makes of its weighted sum."),
        ("losses.py", getattr(loss, "__name__", ""), "Loss", "How wrong the outputs are."),
        ("optimizers.py", f"{step.__name__}.step", "Update", "What a step does with the gradient."),
        (
            "session.py",
            "TrainingSession._take_step",
            "One step",
            "From a batch of samples to other parameters.",
        ),
    ]


def find_function(text: str, name: str) -> tuple[int, int] | None:
    """Return the first and last line of a function, by its dotted name; None if it is not there.

    Comments below it that are indented like its body belong to it.
    """
    try:
        node: ast.AST = ast.parse(text)
    except SyntaxError:
        return None
    for part in name.split("."):
        found = [child for child in ast.iter_child_nodes(node) if getattr(child, "name", None) == part]
        if not found:
            return None
        node = found[-1]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    end = node.end_lineno or node.lineno
    for number, line in enumerate(split_lines(text)[end:], start=end + 1):
        if line.strip() and len(line) - len(line.lstrip()) <= node.col_offset:
            break
        if line.strip():
            end = number
    return node.lineno, end
