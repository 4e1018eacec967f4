"""What the page may offer: every registry, setting, limit and recommended setting as plain values."""

from functools import cache
from typing import Any

from glassnet.activations import ACTIVATIONS
from glassnet.config import FIELDS, GROUPS, LIMITS
from glassnet.datasets import DATASETS
from glassnet.features import FEATURES
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.optimizers import OPTIMIZERS
from glassnet.presets import PRESETS, first_page, is_tested, recommended
from glassnet.schedules import SCHEDULES


@cache  # the memory image has it (tools/start_scenario.py), so that a start need not make it
def catalog() -> dict[str, Any]:
    """Return the catalog as `js/protocol.js` describes it; each version of the code has one, which stays."""
    return {
        "datasets": [
            {
                **_choice(name, dataset),
                "task": dataset.task,
                "has_n_classes": dataset.has_n_classes,
                "recommended": recommended(name).as_dict(),
                "is_tested": is_tested(name),
            }
            for name, dataset in DATASETS.items()
        ],
        "activations": [
            {**_choice(name, activation), "range": activation.range, "output_only": activation.output_only}
            for name, activation in ACTIVATIONS.items()
        ],
        "losses": [
            {**_choice(name, loss), "output_activation": loss.output_activation, "tasks": loss.tasks}
            for name, loss in LOSSES.items()
        ],
        "initializers": [_choice(*item) for item in INITIALIZERS.items()],
        "bias_initializers": [_choice(*item) for item in BIAS_INITIALIZERS.items()],
        "optimizers": [
            {**_choice(name, optimizer), "options": list(optimizer.options)}
            for name, optimizer in OPTIMIZERS.items()
        ],
        "features": [_choice(*item) for item in FEATURES.items()],
        "schedules": [_choice(*item) for item in SCHEDULES.items()],
        "presets": [
            {**_choice(name, preset), "fails": preset.fails, "config": preset.config.as_dict()}
            for name, preset in PRESETS.items()
        ],
        "fields": [each.as_dict() for each in FIELDS],
        "groups": GROUPS,
        "limits": {name: {"min": low, "max": high} for name, (low, high) in LIMITS.items()},
        "defaults": first_page().as_dict(),
    }


def _choice(name: str, entry: Any) -> dict[str, str]:
    """Return a registry entry's name, label and description."""
    return {"name": name, "label": entry.label, "description": entry.description}
