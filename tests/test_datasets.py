"""Datasets: shapes, seeds, labels that follow from the position, noise."""

from typing import Any

import numpy as np
import pytest

from glassnet import DATASETS, ConfigError, TrainingSession, sample_checks
from glassnet.datasets import DOMAIN, Dataset, Task


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("n_samples", [10, 11, 200])
def test_shapes_labels_and_domain(name: str, n_samples: int) -> None:
    dataset = DATASETS[name]
    X, Y = dataset(n_samples, rng=0)
    assert X.shape == (2, n_samples)
    assert Y.shape == (dataset.n_outputs(3), n_samples)
    if dataset.task == "regression":
        assert (np.abs(Y) <= 1.0).all() and Y.min() < -0.3 and Y.max() > 0.3
    else:
        assert set(np.unique(Y)) == {0.0, 1.0}
        assert len(dataset.class_names(3)) == max(2, len(Y))
    assert (DOMAIN[0] <= X).all() and (DOMAIN[1] >= X).all()


@pytest.mark.parametrize("name", [name for name, dataset in DATASETS.items() if dataset.has_n_classes])
@pytest.mark.parametrize("n_classes", [2, 3, 6])
def test_several_classes_are_one_hot_and_all_there(name: str, n_classes: int) -> None:
    _, Y = DATASETS[name](60, n_classes=n_classes, rng=0)
    assert (Y.sum(axis=0) == 1.0).all()
    assert (Y.sum(axis=1) == 60 / n_classes).all()


@pytest.mark.parametrize("name", DATASETS)
def test_same_seed_gives_the_same_samples(name: str) -> None:
    first, same, other = (DATASETS[name](50, noise=0.2, rng=seed) for seed in (3, 3, 4))
    assert (first[0] == same[0]).all() and (first[1] == same[1]).all()
    assert (first[0] != other[0]).any()


@pytest.mark.parametrize("name", DATASETS)
def test_noise_moves_samples_by_its_standard_deviation_and_keeps_labels(name: str) -> None:
    dataset = DATASETS[name]
    (X, Y), (noisy_X, noisy_Y) = (dataset(4000, noise=noise, rng=1) for noise in (0.0, 0.5))
    if dataset.task == "regression":
        assert (noisy_X == X).all()
        assert (noisy_Y - Y).std() == pytest.approx(0.5, rel=0.05)
    else:
        assert (noisy_Y == Y).all()
        clean = X.copy()
        if dataset.spread:
            clean, _ = dataset.draw_clean(4000, 3, np.random.default_rng(1))
        assert (noisy_X - clean).std() == pytest.approx(np.hypot(dataset.spread, 0.5), rel=0.05)


def test_labels_follow_from_the_position() -> None:
    X, Y = DATASETS["circular"](200, rng=2)
    assert ((np.hypot(*X) < 3.0) == (Y[0] == 1)).all()
    X, Y = DATASETS["linear"](200, rng=2)
    assert ((X.sum(axis=0) > 0) == (Y[0] == 1)).all()
    X, Y = DATASETS["xor"](200, rng=2)
    assert ((np.sign(X[0]) != np.sign(X[1])) == (Y[0] == 1)).all()


def test_labels_of_rings_boards_and_surfaces_follow_from_the_position() -> None:
    X, Y = DATASETS["rings"](200, rng=2)
    assert (np.isin(np.floor((np.hypot(*X) + 0.4) / 2), [0, 2]) == (Y[0] == 1)).all()
    X, Y = DATASETS["checkerboard"](200, rng=2)
    assert (np.floor((X + 5) / 2.5).sum(axis=0) % 2 == Y[0]).all()
    X, Y = DATASETS["plane"](200, rng=2)
    np.testing.assert_allclose(Y[0], X.sum(axis=0) / 10)
    X, Y = DATASETS["saddle"](200, rng=2)
    np.testing.assert_allclose(Y[0], X[0] * X[1] / 25)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("circular", [3.6307, -0.041]),
        ("linear", [1.22303, -3.01583]),
        ("xor", [1.52303, -3.31583]),
        ("spiral", [-0.26213, 0.2692]),
    ],
)
def test_the_samples_of_a_seed_stay_what_they_were(name: str, first: list[float]) -> None:
    """Links and exercises name seeds: a change of the random calls would change what they show."""
    X, _ = DATASETS[name](20, noise=0.25, rng=7)
    np.testing.assert_allclose(X[:, 0], first, atol=1e-5)


def test_spiral_arms_are_found_by_their_nearest_neighbours() -> None:
    X, Y = DATASETS["spiral"](400, rng=2)
    distance = np.linalg.norm(X[:, :, None] - X[:, None, :], axis=0) + np.diag(np.full(400, np.inf))
    assert (Y[0] == Y[0, distance.argmin(axis=1)]).mean() > 0.97


def test_a_dataset_of_one_function_is_ready_for_the_registry() -> None:
    def stripes(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        X = rng.uniform(-5, 5, (2, n_samples))
        return X, (np.floor(X[:1]) % 2)

    X, Y = Dataset("Stripes", "Vertical stripes.", stripes)(30, rng=0)
    assert X.shape == (2, 30) and Y.shape == (1, 30)


def returning(X: object, Y: object, task: Task = "binary") -> Dataset:
    """Return a dataset of three samples and three classes that always draws the same."""
    return Dataset("Mine", "One's own.", lambda n_samples, rng: (X, Y), task)


PLACES = [[0, 1, 2], [3, 4, 5]]
ONE_HOT = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("X", "Y", "task"),
    [
        (PLACES, [[0, 1, 1]], "binary"),
        (PLACES, [0, 1, 1], "binary"),
        (np.array(PLACES), np.array([[False, True, True]]), "binary"),
        (np.array(PLACES, dtype=np.float32), np.array([0, 1, 1], dtype=np.int8), "binary"),
        ([np.arange(3), np.arange(3, 6)], ([0, 1, 1],), "binary"),
        (PLACES, ONE_HOT, "multiclass"),
        (PLACES, [0, 7, -2], "regression"),
    ],
)
def test_lists_and_whole_numbers_are_taken_as_samples(X: object, Y: Any, task: Task) -> None:
    x, y = returning(X, Y, task)(3, rng=0)
    assert x.dtype == y.dtype == np.float64
    assert x.tolist() == PLACES
    assert y.tolist() == (np.atleast_2d(Y) + 0).tolist()


@pytest.mark.parametrize(
    ("X", "Y", "task", "says"),
    [
        (PLACES, [[-1, 1, 1]], "binary", "labels 0 and 1, but returned -1"),
        (PLACES, [[0, 1, 0.5]], "binary", "labels 0 and 1, but returned 0.5"),
        (PLACES, [[0, 1, 2]], "binary", "labels 0 and 1, but returned 2"),
        (
            PLACES,
            [[1, 0, 0], [0, 1, 0]],
            "binary",
            "Y as a row of 3 finite numbers, but returned an array of",
        ),
        (PLACES, [[0, 1]], "binary", "Y as a row of 3 finite numbers, but returned an array of shape (1, 2)"),
        (PLACES, [[0], [1], [1]], "binary", "but returned an array of shape (3, 1)"),
        (PLACES, ["a", "b", "c"], "binary", "but returned text"),
        (PLACES, [0, 1, None], "binary", "but returned a list of 3 with something else in it"),
        (PLACES, [0, 1, 1], "multiclass", "Y as 3 rows of 3 finite numbers"),
        (
            PLACES,
            [[1, 1, 0], [0, 1, 0], [0, 0, 1]],
            "multiclass",
            "and 0 for its other classes, but returned 1, 1",
        ),
        (PLACES, [[0, 0, 0], [0, 1, 0], [0, 0, 1]], "multiclass", "but returned 0, 0, 0"),
        (PLACES, [[0, np.nan, 1]], "regression", "finite numbers, but returned nan"),
        (PLACES, [[0, 1, np.inf]], "regression", "finite numbers, but returned inf"),
        (PLACES, [[0, 1, 1j]], "regression", "but returned complex numbers"),
        (PLACES, [[0, 1, 2**53 + 2]], "regression", "too large to be exact"),
        (
            PLACES[0],
            [0, 1, 1],
            "binary",
            "X as 2 rows of 3 finite numbers, but returned an array of shape (3,)",
        ),
        (
            np.ma.masked_array(PLACES, mask=[[1, 0, 0], [0, 0, 0]]),
            [0, 1, 1],
            "binary",
            "X as 2 rows of 3 finite numbers, but returned some that are masked",
        ),
        (PLACES, np.ma.masked_equal([0, 1, 1], 0), "binary", "but returned some that are masked"),
        (np.array(PLACES, dtype=object), [0, 1, 1], "binary", "but returned an array with something else"),
        (iter(PLACES), [0, 1, 1], "binary", "but returned a list_iterator"),
        (np.transpose(PLACES), [0, 1, 1], "binary", "but returned an array of shape (3, 2)"),
        ([[0, 1, 2], [3, 4]], [0, 1, 1], "binary", "but returned rows of different lengths"),
        ([[0, 1, 2], [3, 4, -np.inf]], [0, 1, 1], "binary", "but returned -inf"),
        (None, [0, 1, 1], "binary", "but returned None"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(X: object, Y: object, task: Task, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        returning(X, Y, task)(3, rng=0)
    assert str(caught.value).startswith("dataset “Mine” must return ")
    assert says in str(caught.value)
    assert (caught.value.field, bool(caught.value.rule)) == ("dataset", True)


@pytest.mark.parametrize("drawn", [None, 3, ([[0], [0]],), np.zeros((2, 3)), {"X": 1, "Y": 2}])
def test_a_dataset_that_returns_no_pair_is_refused(drawn: object) -> None:
    with pytest.raises(ConfigError, match="must return two arrays, X and Y, but returned"):
        Dataset("Mine", "One's own.", lambda n_samples, rng: drawn)(3, rng=0)


def test_samples_are_checked_once_for_each_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training must not look at them again."""
    drawn = []
    floats = sample_checks._floats
    monkeypatch.setattr(sample_checks, "_floats", lambda *args: drawn.append(1) or floats(*args))
    session = TrainingSession()
    session.train(30)
    session.state()
    session.reset()
    assert len(drawn) == 4  # X and Y, for training and for testing
