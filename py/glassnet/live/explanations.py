"""Says what an error of edited code means, where the network at hand tells more than Python does."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from glassnet.live.complaints import complaints_about_features, complaints_about_layers

# What Python says, and what it means where whole layers are computed at once.
MEANINGS = {
    "truth value of an array": (
        "An array holds the numbers of all units and samples: "
        "np.where(condition, this, that) chooses for each of them."
    ),
    "converted to Python scalars": (
        "Functions of `math` take one number: NumPy's, such as np.tanh, take whole arrays."
    ),
    "takes 0 positional arguments but": "A method gets self first, then what stands in the call.",
    "takes 1 positional argument but 2 were given": "A method gets self first, then what stands in the call.",
}


def explain(error: Exception) -> None:
    """Add a sentence to what new code has raised, where the network at hand then tells more than Python.

    Whatever the new code's own objects do, this returns.
    """
    try:
        found = next(_explanations(error), None)
    except Exception:  # an object has not even what is looked at here
        found = None
    if found is not None:
        error.add_note(found)


def _explanations(error: Exception) -> Iterator[str]:
    owners = list(_owners(error))
    for config in [owner.config for owner in owners if hasattr(owner, "config")][-1:]:
        yield from complaints_about_features(config.network.features)
    for session in [owner for owner in owners if hasattr(owner, "_shuffled")][-1:]:
        yield from _complaints_about_batch(session, error)
    networks: list[Any] = [
        network
        for owner in owners
        for network in (owner, getattr(owner, "network", None))
        if _is_whole(network)
    ]
    for network in networks[-1:]:
        for layers in (network._observed, network.layers):
            yield from complaints_about_layers(network, layers, error)
    for words, meaning in MEANINGS.items():
        if words in str(error) and ("self" not in meaning or "." in str(error).partition("(")[0]):
            yield meaning


def _owners(error: Exception) -> Iterator[Any]:
    """Yield the objects whose methods were on the way to an error, the innermost last."""
    trace = error.__traceback__
    while trace is not None:
        yield from (trace.tb_frame.f_locals.get(name) for name in ("bridge", "session", "self"))
        trace = trace.tb_next


def _is_whole(network: object) -> bool:
    return hasattr(network, "_observed") and hasattr(network, "layers")


def _complaints_about_batch(session: Any, error: Exception) -> Iterator[str]:
    """Yield what is wrong with what `next_batch` returns, which is asked for once more."""
    n_rows = len(session.train_inputs), len(session.train_samples[1])
    try:
        batch = session.next_batch()
    except Exception:  # which Python tells of
        return
    if not isinstance(batch, tuple) or len(batch) != 2:
        yield f"next_batch returns a {type(batch).__name__}: it has to return two arrays, X and Y."
        return
    for name, part, rows in zip("XY", batch, n_rows, strict=True):
        if not isinstance(part, np.ndarray):
            yield f"next_batch returns {name} as a {type(part).__name__}: it has to be an array."
        elif part.ndim != 2 or len(part) != rows:
            yield (
                f"next_batch returns {name} of shape {part.shape}: it has to be ({rows}, number of samples)."
            )
        elif part.shape[1] == 0 and isinstance(error, ZeroDivisionError):
            yield "next_batch returns no samples: does every epoch begin at its first?"
