"""How a number of a recorded step is made, term by term, in its own numbers. Runs no code of the run."""

from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet.live.step.asked import Asked, Explanation
from glassnet.live.step.backward import explain_d_a, explain_d_weights, explain_d_z
from glassnet.live.step.forward import explain_a, explain_batch, explain_loss, explain_mean, explain_z
from glassnet.live.step.update import explain_clipping, explain_new_value, explain_penalty, explain_update

NOTHING: dict[str, Any] = {
    "rule": "",
    "terms": [],
    "sum": None,
    "result": None,
    "agrees": True,
    "steps": [],
    "note": None,
}
PER_LAYER = ("z", "a", "d_a", "d_z", "d_weights", "d_biases")
OF_PARAMETERS = ("penalty", "clipping", "optimizer", "change", "new_value")
EXPLAINED: dict[str, Callable[[Asked], Explanation]] = {
    "batch": explain_batch,
    "z": explain_z,
    "a": explain_a,
    "loss": explain_loss,
    "mean": explain_mean,
    "d_a": explain_d_a,
    "d_z": explain_d_z,
    "d_weights": explain_d_weights,
    "d_biases": explain_d_weights,
    "penalty": explain_penalty,
    "clipping": explain_clipping,
    "optimizer": explain_update,
    "change": explain_update,
    "new_value": explain_new_value,
}


def explain(asked: Asked) -> dict[str, Any]:
    """Return how a number is made (`Explained` in js/protocol.js)."""
    record, quantity = asked.record, asked.quantity
    layer = asked.layer if quantity in PER_LAYER else None
    missing = record.missing.get((quantity, layer))
    file, line = record.lines.get((quantity, layer), (None, None))
    told = {"quantity": quantity, "missing": missing, "file": file, "line": line}
    if missing is not None:
        return {**told, **NOTHING, "name": quantity, "of": asked.of("batch of")}
    with np.errstate(all="ignore"):
        found = EXPLAINED[quantity](asked)
        *before, last = found.sums
        note = found.note
        if not all(each.agrees for each in found.sums):
            note = "The code in force makes it in another way than this rule."
        return {
            **told,
            **last.plain(),
            "of": found.of,
            "steps": [each.plain() for each in before],
            "note": note,
        }
