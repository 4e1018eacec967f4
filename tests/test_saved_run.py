"""A run as a file: it comes back to the last bit, NumPy reads it, and what is no such file is refused."""

import io
import json
import pickle
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glassnet
from glassnet import TrainingSession
from glassnet.live.sources import loaded, original, put_back
from tests.one_run import OneRun

ROOT = Path(__file__).parent.parent
STEP = "self.parameters -= self.learning_rate * gradient"
Arrays = dict[str, Any]
Damage = Callable[[bytes, np.random.Generator], bytes]


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def numbers(run: OneRun) -> bytes:
    return bytes(run.session.snapshot()[1].tobytes())


def long_run() -> OneRun:
    """Return a run with a change of rate, an edit and another network."""
    run = OneRun({"seed": 5, "training": {"optimizer": "momentum", "dropout": 0.1}})
    run.train(60)
    run.take_keyframe()
    run.ask("set_training", learning_rate=0.4)
    run.train(40)
    text = original("penalties.py") + "\n# mine\n"
    run.ask("edit_code", files={"penalties.py": text})
    run.train(25)
    run.ask("create_network", layer_sizes=[2, 6, 1])
    run.train(50)
    run.ask("freeze", indices=[3], frozen=True)
    run.train(9)
    return run


def short_run() -> OneRun:
    run = OneRun({"seed": 5, "training": {"optimizer": "adam"}})
    run.train(60)
    run.ask("set_training", learning_rate=0.4)
    run.train(10)
    return run


def test_a_run_with_a_change_of_rate_an_edit_and_another_network_goes_on_exactly_there() -> None:
    run, other = long_run(), OneRun({"seed": 9})
    other.train(5)
    assert other.open(run.save(), runs_code=True)["ok"]
    assert other.edits() == run.edits()
    assert other.files == run.files
    assert numbers(other) == numbers(run)
    for one in (run, other):
        one.train(100)
    assert numbers(other) == numbers(run)
    for entry in run.journal.entries:  # so does its whole past
        for one in (run, other):
            one.ask("go_to", entry=entry)
            one.train(3)
        assert numbers(other) == numbers(run)


def test_the_page_is_told_of_the_whole_past_so_that_it_replaces_the_one_it_knows() -> None:
    run, other = short_run(), OneRun()
    other.take_events()
    other.open(run.save())
    events = json.loads(other.take_events())
    journal = next(event for event in events if event["type"] == "journal")
    assert [entry["id"] for entry in journal["entries"]] == [1, 2]
    assert {"code", "topology", "dataset", "keyframe"} <= {event["type"] for event in events}
    ids = [event["run_id"] for event in events if event["type"] == "topology"]
    assert ids == [other.session.run_id]


def test_code_of_a_file_runs_only_when_that_was_asked_for_and_nothing_changes_before() -> None:
    text = original("optimizers.py").replace(STEP, f"{STEP} * 0.5", 1)
    run, other = short_run(), short_run()
    run.ask("edit_code", files={"optimizers.py": text})
    run.ask("undo")
    content, before = run.save(), numbers(other)  # not in force, but a redo away
    reply = other.open(content)
    assert reply["effect"] == "asks"
    assert reply["result"] == {"opened": False, "code": [{"file": "optimizers.py", "text": text}]}
    assert numbers(other) == before
    assert other.open(content, runs_code="yes")["result"]["opened"] is False
    assert other.open(content, runs_code=True)["result"]["opened"] is True
    other.ask("redo")
    assert other.files == {"optimizers.py": text}


def test_code_that_fails_leaves_the_run_in_force_as_it_was() -> None:
    run = short_run()
    run.ask("edit_code", files={"optimizers.py": original("optimizers.py") + "\n# mine\n"})
    broken = "raise RuntimeError('no optimizer today')\n"

    def with_other_code(arrays: Arrays) -> None:
        for name in ("code", "journal"):
            text = str(arrays[name])
            mine = json.dumps(original("optimizers.py") + "\n# mine\n")
            assert mine in text
            arrays[name] = np.array(text.replace(mine, json.dumps(broken)))

    other = short_run()
    before = numbers(other)
    reply = other.open(changed(run.save(), with_other_code), runs_code=True)
    assert reply["error"]["code"] == "code"
    assert "no optimizer today" in reply["error"]["message"]
    assert numbers(other) == before
    other.train(3)


def test_a_notebook_has_the_same_session_and_gives_it_back(tmp_path: Path) -> None:
    run = short_run()
    path = tmp_path / "run.glassnet.npz"
    path.write_bytes(run.save())
    session = glassnet.load(path)
    session.train(7)
    run.train(7)
    assert session.snapshot()[1].tobytes() == numbers(run)
    session.set_training({"optimizer": "rmsprop"})
    session.train(12)
    glassnet.save(session, path)
    page = OneRun()
    assert page.open(path.read_bytes())["ok"]
    session.train(30)
    page.train(30)
    assert session.snapshot()[1].tobytes() == numbers(page)
    refusal = json.loads(page.command("go_to", '{"step": 5}'))["error"]
    assert refusal["rule"] == "must be a whole number from 89 to 119"  # of what was before nothing is known
    page.ask("go_to", step=100)
    again = OneRun(journal=page.past())  # another worker
    for one in (page, again):
        one.train(19)
    assert numbers(again) == numbers(page) == session.snapshot()[1].tobytes()


def test_a_run_by_changed_code_is_refused_in_a_notebook(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    path.write_bytes(long_run().save())
    with pytest.raises(ValueError, match=r"changed code \(penalties\.py\)"):
        glassnet.load(path)


def test_numpy_reads_it_without_pickle_and_the_lines_of_the_readme_predict(tmp_path: Path) -> None:
    session = TrainingSession()
    session.train(400)
    path = tmp_path / "circular-step-400.glassnet.npz"
    glassnet.save(session, path)
    assert glassnet.load(path).network.parameters.tobytes() == session.network.parameters.tobytes()
    with np.load(path, allow_pickle=False) as file:
        assert {"config", "code", "state", "order", "curves"} <= set(file.files)
        for number, (weights, biases) in enumerate(
            zip(session.network.weights, session.network.biases, strict=True), start=1
        ):
            assert np.array_equal(file[f"weights_{number}"], weights)
            assert np.array_equal(file[f"biases_{number}"], biases)
        assert json.loads(str(file["config"])) == json.loads(json.dumps(session.config.as_dict()))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(import numpy.*?)```", readme, re.DOTALL)
    assert found
    assert len([line for line in found[1].splitlines() if line]) == 5
    names: dict[str, Any] = {}
    exec(found[1].replace("circular-step-400.glassnet.npz", str(path)), names)
    assert np.allclose(names["a"], session.network.predict(session.test_samples[0]), rtol=1e-12)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of losses that overflow
def test_a_diverged_run_and_one_with_a_full_past_come_back() -> None:
    run, other = OneRun({"data": {"dataset": "plane"}, "training": {"learning_rate": 100.0}}), OneRun()
    run.train(4000)
    assert run.session.diverged
    for rate in np.linspace(0.01, 0.1, 30):
        run.ask("set_training", learning_rate=float(rate))
    assert other.open(run.save())["ok"]
    assert numbers(other) == numbers(run)
    assert other.session.diverged == run.session.diverged
    steady = short_run()
    for number in range(1, 700):  # more states than are kept
        steady.train(2)
        steady.ask("set_training", learning_rate=0.1 + number / 1e4)
    assert other.open(steady.save())["ok"]
    for one in (steady, other):
        one.ask("go_to", entry=40)
        one.train(5)
    assert numbers(other) == numbers(steady)


def test_the_same_run_gives_the_same_bytes() -> None:
    assert short_run().save() == short_run().save()


# ---------------------------------------------------------------------- files that are none


def changed(content: bytes, change: Callable[[Arrays], None]) -> bytes:
    """Return a file, sound as an archive, with other arrays."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    change(arrays)
    output = io.BytesIO()
    np.savez_compressed(output, **arrays)
    return output.getvalue()


def with_text(content: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """Return a file with another plain value in one of its parts."""

    def put(arrays: Arrays) -> None:
        value = json.loads(str(arrays[name]))
        value = change(value) or value
        arrays[name] = np.array(json.dumps(value))

    return changed(content, put)


def cut(content: bytes, rng: np.random.Generator) -> bytes:
    return content[: rng.integers(len(content))]


def flipped(content: bytes, rng: np.random.Generator) -> bytes:
    """Flip bits in the packed bytes of a part, which its checksum tells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if part.compress_size > 100]
        part = parts[rng.integers(len(parts))]
    start = part.header_offset + 30 + len(part.filename)
    damaged = bytearray(content)
    damaged[start + rng.integers(part.compress_size)] ^= 1 << int(rng.integers(8))
    return bytes(damaged)


def reshaped(content: bytes, rng: np.random.Generator) -> bytes:
    def change(arrays: Arrays) -> None:
        names = [name for name in arrays if arrays[name].ndim]
        name = names[rng.integers(len(names))]
        other = [lambda a: a[..., :-1], lambda a: a.T[None], lambda a: a.astype(np.float32), lambda a: a > 0]
        arrays[name] = other[rng.integers(len(other))](arrays[name])

    return changed(content, change)


def without_a_part(content: bytes, rng: np.random.Generator) -> bytes:
    def change(arrays: Arrays) -> None:
        names = [name for name in arrays if name != "journal"]  # a file of a notebook has none
        del arrays[names[rng.integers(len(names))]]

    return changed(content, change)


def pickled(content: bytes, rng: np.random.Generator) -> bytes:
    """Put a pickle in place of a part, which would tell on itself when it is read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = list(parts)[rng.integers(len(parts))]
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array([Trap()], dtype=object), allow_pickle=True)
    parts[name] = stream.getvalue() if rng.integers(2) else pickle.dumps(Trap())
    return archived(parts)


class Trap:
    """What must never be unpickled."""

    def __reduce__(self) -> Any:
        return (pytest.fail, ("something was unpickled",))


def archived(parts: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return output.getvalue()


def huge(content: bytes, rng: np.random.Generator) -> bytes:
    """Declare that a part unpacks to 10 GB, in as many bytes as that takes, or in far fewer."""
    if rng.integers(2):
        return archived({"glassnet_format.npy": b"", "config.npy": b"\0" * int(rng.integers(2, 9)) * 10**6})
    damaged = bytearray(content)
    place = damaged.index(b"PK\x01\x02")
    part = int(rng.integers(3))
    for _ in range(part):
        place = damaged.index(b"PK\x01\x02", place + 4)
    damaged[place + 24 : place + 28] = (4_000_000_000).to_bytes(4, "little")
    return bytes(damaged)


def other_format(content: bytes, rng: np.random.Generator) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.arange(5))
    others = [
        b"",
        b"\x89PNG\r\n\x1a\n" + rng.bytes(200),
        b'{"weights": [1, 2]}',
        stream.getvalue(),
        rng.bytes(500),
        pickle.dumps({"weights": [1.0]}),
        zlib.compress(content),
        archived({"word/document.xml": b"<w/>"}),
        changed(content, lambda arrays: arrays.update(glassnet_format=np.array(2))),
        changed(content, lambda arrays: arrays.update(glassnet_format=np.array(-1))),
    ]
    return others[rng.integers(len(others))]


def senseless(content: bytes, rng: np.random.Generator) -> bytes:
    """Put a value into its JSON that no run has."""
    changes: list[tuple[str, Callable[[Any], Any]]] = [
        ("config", lambda value: value["network"].update(layer_sizes=[2, 4000, 1])),
        ("config", lambda value: value["network"].update(layer_sizes="2,4,1")),
        ("config", lambda value: value["network"].update(activations=["magic"])),
        ("config", lambda value: value["data"].update(dataset="xor")),
        ("config", lambda value: value["training"].update(learning_rate=-1)),
        ("config", lambda value: value.update(colour="red")),
        ("config", lambda value: [value]),
        ("code", lambda value: {"os.py": "import os"}),
        ("code", lambda value: {"network.py": 5}),
        ("code", lambda value: {"network.py": "print(1)"}),
        ("state", lambda value: value.update(format=7)),
        ("state", lambda value: value.update(step=-3)),
        ("state", lambda value: value.update(step=True)),
        ("state", lambda value: value.update(position=10**9)),
        ("state", lambda value: value.update(frozen=[10**6])),
        ("state", lambda value: value.update(shuffle={"bit_generator": "MT19937"})),
        ("state", lambda value: value.update(watch=[1, 2, "x", None])),
        ("state", lambda value: value.update(memory=[["m", -1]])),
        ("state", lambda value: value.update(n_order=10**9)),
        ("state", lambda value: value.pop("dropout") and None),
        ("journal", lambda value: value.update(entries=[])),
        ("journal", lambda value: value["entries"][1].update(parent=9)),
        ("journal", lambda value: value["entries"][1].update(command="close_run")),
        ("journal", lambda value: value["entries"][1].update(code={"network.py": "boom"})),
        ("journal", lambda value: value["entries"][1].update(step=10**6)),
        ("journal", lambda value: value.update(now=[1, 70])),
        ("journal", lambda value: value.update(back=[[9, 9]])),
        ("journal", lambda value: value.update(reached=[[1, "far"]])),
        ("journal", lambda value: value["entries"][0].update(params=nested(500))),
        ("keyframes", lambda value: value.append(["x"])),
        ("keyframes", lambda value: value[0].__setitem__(2, "{")),
        ("keyframes", lambda value: value[0].__setitem__(1, 10**7)),
        ("keyframes", lambda value: value.clear()),
    ]
    name, change = changes[rng.integers(len(changes))]
    return with_text(content, name, change)


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def not_finite(content: bytes, rng: np.random.Generator) -> bytes:
    def change(arrays: Arrays) -> None:
        name = ["weights_1", "biases_2", "order", "keyframe_values"][rng.integers(4)]
        arrays[name].flat[0] = -7 if name == "order" else np.nan

    return changed(content, change)


@pytest.mark.parametrize(
    ("name", "is_one"), [("x" * 60, True), ("x" * 61, False), (" x", False), ("", False)]
)
def test_a_branch_of_a_file_may_be_called_what_it_may_be_called_in_the_page(
    name: str, *, is_one: bool
) -> None:
    run, mark = OneRun(), {"name": name, "is_deleted": False, "is_main": False}
    content = with_text(short_run().save(), "journal", lambda value: value.update(marks=[[1, mark]]))
    assert run.open(content)["ok"] is is_one


@pytest.mark.parametrize(
    "turn",
    [
        {"what": "a name"},
        {"what": 3, "marks": []},
        {"what": "a name", "marks": 3},
        {"what": "a name", "marks": [[9, {}]]},
        {"what": "a name", "marks": [[1, {"name": 3, "is_deleted": False, "is_main": False}]]},
        [1, 2, 3],
    ],
)
def test_undo_leads_nowhere_in_a_file_where_no_run_has_been(turn: Any) -> None:
    run = OneRun()
    content = with_text(short_run().save(), "journal", lambda value: value.update(forward=[turn]))
    reply = run.open(content)
    assert "its journal leads to where its run has never been" in reply["error"]["message"]


DAMAGES: list[Damage] = [
    *(cut, flipped, reshaped, without_a_part, pickled, huge, other_format, senseless, senseless, not_finite)
]
SENTENCE = re.compile(r"[A-Za-z“].{10,400}\.", re.DOTALL)


def test_200_damaged_files_are_each_refused_with_a_sentence_and_the_run_stays() -> None:
    content = short_run().save()
    run = OneRun({"seed": 2})
    run.train(31)
    before, past = numbers(run), json.dumps(run.journal.as_plain())
    run.take_events()
    said = set()
    for seed in range(200):
        damaged = DAMAGES[seed % len(DAMAGES)](content, np.random.default_rng(seed))
        reply = run.open(damaged, runs_code=True)
        where = seed, DAMAGES[seed % len(DAMAGES)].__name__, reply
        assert not reply["ok"], where
        assert reply["error"]["code"] == "invalid", where
        assert SENTENCE.fullmatch(reply["error"]["message"]), where
        said.add(reply["error"]["message"])
        assert numbers(run) == before, where
        assert json.dumps(run.journal.as_plain()) == past, where
    assert run.events() == []
    assert len(said) > 40, said
    assert run.open(content)["ok"]  # which is sound
