"""Every recommended setting learns its dataset: 95 % of new samples right, in 9 of 10 seeds."""

import pytest

from glassnet import DATASETS, TrainingSession
from glassnet.presets import first_page, recommended

MAX_EPOCHS = 600


def best_accuracy(session: TrainingSession) -> float:
    """Return the test accuracy after the run has learned, or has had its epochs."""
    while session.epoch < MAX_EPOCHS:
        session.train(20 * session.steps_per_epoch)
        state = session.state()
        if min(state["test_accuracy"], state["train_accuracy"]) >= 0.97:
            break
    return float(session.state()["test_accuracy"])


@pytest.mark.parametrize("dataset", DATASETS)
def test_recommended_settings_learn_in_nine_of_ten_seeds(dataset: str) -> None:
    accuracies = [
        best_accuracy(TrainingSession(recommended(dataset).updated({"seed": seed}))) for seed in range(10)
    ]
    assert sum(accuracy >= 0.95 for accuracy in accuracies) >= 9, accuracies


def test_the_first_page_learns_within_seconds_at_its_own_speed() -> None:
    session = TrainingSession(first_page())
    speed = session.config.training.speed
    assert speed is not None
    session.train(int(8 * speed))
    assert session.state()["test_accuracy"] >= 0.95
