"""A run as a file that is also NumPy's: `np.load(path)` has its arrays by name, without pickle.

`weights_1`, `biases_1`, … are the layers, `train_X`, `train_Y`, `test_X` and `test_Y` the samples,
`optimizer_…` what the optimizer remembers, `order` that of the epoch's samples, `curves` those of the
run; `config`, `code`, `state`, `journal` and `keyframes` are JSON. Whatever is read is checked.
"""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from glassnet.archive import Archive, FileError, packed
from glassnet.arrays import AnyArray, Array
from glassnet.checks import MAX_DEPTH, depth_of
from glassnet.history import History
from glassnet.session import TrainingSession
from glassnet.snapshot import Snapshot, Unpacked
from glassnet.snapshot_checks import checked_meta, checked_snapshot, is_count, layer_sizes

FORMAT = 1  # another one for other parts
MAX_KEYFRAMES = 1000
SAMPLES = "train_X", "train_Y", "test_X", "test_Y"
NEAR = 1e-6  # exp and sine differ in the last digits from machine to machine


class SavedRun(NamedTuple):
    """What a file has of a run."""

    snapshot: Snapshot
    samples: tuple[Array, ...]  # by SAMPLES: places of the plane, and targets
    code: Mapping[str, str]  # edited files in force, by name
    journal: Mapping[str, Any] | None  # plain values (page/journal.py); None: nothing is known of its past
    keyframes: list[tuple[int, int, Snapshot]]  # entry of the journal, step, state


def samples_of(session: Any) -> tuple[Array, ...]:
    """Return the samples of a session in the order of SAMPLES."""
    return (*session.train_samples, *session.test_samples)


def has_same_samples(session: Any, saved: SavedRun) -> bool:
    """Return whether a session has drawn the samples of a file."""
    pairs = zip(samples_of(session), saved.samples, strict=True)
    return all(own.shape == other.shape and np.allclose(own, other, NEAR, NEAR) for own, other in pairs)


def save(session: TrainingSession, path: str | Path) -> None:
    """Write a session into a file, which `load`, the page and `np.load` read."""
    saved = SavedRun(session.snapshot(), samples_of(session), {}, None, [])
    Path(path).write_bytes(written(saved))


def load(path: str | Path) -> TrainingSession:
    """Return the session that a file was saved of: its next steps are the same to the last bit.

    Raises FileError, a ValueError, for what is no sound file, and for a run by changed code, which is
    not run.
    """
    saved = read(Path(path).read_bytes())
    if saved.code:
        names = ", ".join(saved.code)
        raise FileError(f"is of a run by changed code ({names}), which only the page runs, after asking")
    session = TrainingSession.restored(*saved.snapshot)
    if not has_same_samples(session, saved):
        raise FileError("is damaged: its samples are not those of its configuration")
    return session


# ---------------------------------------------------------------------- writing


def written(saved: SavedRun) -> bytes:
    """Return the file of a run."""
    parts = Unpacked.of(*saved.snapshot)
    meta = dict(parts.meta)
    config = meta.pop("config")
    sizes = config["network"]["layer_sizes"]
    arrays: dict[str, AnyArray] = {
        "glassnet_format": np.array(FORMAT, dtype="<i8"),
        "config": _text(config),
        "code": _text(dict(saved.code)),
        "state": _text(meta),
        **_layers(parts.parameters, sizes),
        **dict(zip(SAMPLES, saved.samples, strict=True)),
    }
    for (name, _), vector in zip(meta["memory"], parts.memory, strict=True):
        arrays[f"optimizer_{name}"] = vector
    arrays |= {"order": parts.order.astype("<i8"), "curves": parts.history}
    if saved.journal is not None:
        arrays["journal"] = _text(saved.journal)
        arrays["keyframes"] = _text([[entry, step, meta] for entry, step, (meta, _) in saved.keyframes])
        values = [values for _, _, (_, values) in saved.keyframes]
        arrays["keyframe_values"] = np.concatenate([np.empty(0), *values])
    return packed(arrays)


def _text(value: object) -> AnyArray:
    return np.array(json.dumps(value))


def _layers(parameters: Array, sizes: list[int]) -> dict[str, Array]:
    """Return weights and biases of all layers, by name. Raises FileError where code has others."""
    if parameters.size != sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes)):
        raise FileError("cannot be made: the changed code has other parameters than weights and biases")
    arrays: dict[str, Array] = {}
    start = 0
    for number, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        end = start + n_in * n_out
        arrays[f"weights_{number}"] = parameters[start:end].reshape(n_out, n_in)
        arrays[f"biases_{number}"] = parameters[end : end + n_out].reshape(n_out, 1)
        start = end + n_out
    return arrays


# ---------------------------------------------------------------------- reading


def read(content: bytes) -> SavedRun:
    """Return what a file has of a run, checked but for its journal. Raises FileError."""
    archive = Archive(content)
    if "glassnet_format" not in archive.names:
        raise FileError("is no saved run of Glassnet")
    found = int(archive.array("glassnet_format", "<i8", ()))
    if found != FORMAT:
        age = "a newer" if found > FORMAT else "no"
        raise FileError(f"is of {age} version of Glassnet: its format is {found}, known is {FORMAT}")
    config, code, state = (_plain(archive, name) for name in ("config", "code", "state"))
    is_code = isinstance(code, dict) and all(isinstance(text, str) for text in code.values())
    if not isinstance(state, dict) or not is_code:
        raise FileError("is damaged: its state or its code is no object")
    meta = checked_meta({**state, "config": config})
    snapshot = _snapshot(archive, meta)
    outputs = layer_sizes(config)[-1]
    n_train, n_test = meta["n_order"], archive.array("test_X", "<f8", (2, None)).shape[1]
    samples = tuple(
        archive.array(name, "<f8", (2 if name.endswith("X") else outputs, count))
        for name, count in zip(SAMPLES, (n_train, n_train, n_test, n_test), strict=True)
    )
    if "journal" not in archive.names:
        return SavedRun(snapshot, samples, code, None, [])
    return SavedRun(snapshot, samples, code, _plain(archive, "journal"), _keyframes(archive))


def _plain(archive: Archive, name: str) -> Any:
    """Return the plain value that a part has as JSON."""
    return _parsed(archive.text(name), f"its part {name}")


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _parsed(text: str, what: str) -> Any:
    """Return what a JSON text says. Raises FileError."""
    try:
        if depth_of(text) <= MAX_DEPTH:
            return json.loads(text, parse_constant=_refused)
    except ValueError:
        pass
    raise FileError(f"is damaged: {what} is no JSON that can be read")


def _snapshot(archive: Archive, meta: Mapping[str, Any]) -> Snapshot:
    """Return the state that is spread over the parts of a file."""
    parts: list[AnyArray] = []
    sizes = meta["config"]["network"]["layer_sizes"]
    for number, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        parts.append(archive.array(f"weights_{number}", "<f8", (n_out, n_in)))
        parts.append(archive.array(f"biases_{number}", "<f8", (n_out, 1)))
    parts += [archive.array(f"optimizer_{name}", "<f8", (size,)) for name, size in meta["memory"]]
    parts.append(archive.array("order", "<i8", (meta["n_order"],)))
    parts.append(archive.array("curves", "<f8", (History.N_ROWS, meta["n_records"])))
    values = np.concatenate([part.astype(np.float64).ravel() for part in parts])
    return checked_snapshot(json.dumps(meta), meta, values)


def _keyframes(archive: Archive) -> list[tuple[int, int, Snapshot]]:
    """Return the states that are kept of the run's past, each with its moment."""
    entries = _plain(archive, "keyframes")
    values = archive.array("keyframe_values", "<f8", (None,))
    if not isinstance(entries, list) or len(entries) > MAX_KEYFRAMES:
        raise FileError("is damaged: its keyframes are no list")
    keyframes, start = [], 0
    for each in entries:
        is_keyframe = isinstance(each, list) and len(each) == 3 and is_count(each[0]) and is_count(each[1])
        if not is_keyframe or not isinstance(each[2], str):
            raise FileError("is damaged: one of its keyframes is none")
        entry, step, text = each
        meta = checked_meta(_parsed(text, "one of its keyframes"))
        memory = sum(size for _, size in meta["memory"])
        end = start + meta["n_parameters"] + memory + meta["n_order"] + History.N_ROWS * meta["n_records"]
        if meta["step"] != step or end > values.size:
            raise FileError("is damaged: one of its keyframes is of another step or length")
        snapshot = checked_snapshot(json.dumps(meta), meta, values[start:end].copy())
        keyframes.append((entry, step, snapshot))
        start = end
    if start != values.size:
        raise FileError("is damaged: its keyframes have more numbers than they say")
    return keyframes
