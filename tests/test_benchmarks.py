"""Behaviour of the parts of benchmarks/ that need no browser; nothing here asserts a speed."""

import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import drawing, rates, recording, run, site_bytes, table, training
from benchmarks.picture import curves
from benchmarks.textbook import TextbookNetwork
from glassnet import OPTIMIZERS, NeuralNetwork
from tools.console import BuildError


class TestTextbookNetwork:
    def test_it_takes_the_same_step_as_glassnet(self) -> None:
        layer_sizes = [2, 5, 3, 1]
        rng = np.random.default_rng(7)
        X, Y = rng.normal(size=(2, 9)), rng.integers(0, 2, (1, 9)).astype(float)
        ours = NeuralNetwork(layer_sizes, rng=1)
        textbook = TextbookNetwork(layer_sizes, rng)
        textbook.weights = [weights.copy() for weights in ours.weights]
        textbook.update(X, Y, learning_rate=0.5)
        OPTIMIZERS["sgd"](ours.parameters, learning_rate=0.5).step(ours.gradient(X, Y))
        for layer in range(len(layer_sizes) - 1):
            np.testing.assert_allclose(textbook.weights[layer], ours.weights[layer], rtol=1e-12)
            np.testing.assert_allclose(textbook.biases[layer], ours.biases[layer], rtol=1e-12)

    def test_an_epoch_takes_every_sample_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        network = TextbookNetwork([1, 1], np.random.default_rng(0))
        seen: list[float] = []
        monkeypatch.setattr(network, "update", lambda X, Y, rate: seen.extend(X[0]))
        X = np.arange(10.0).reshape(1, 10)
        network.train_epoch(X, X, batch_size=4, learning_rate=0.1, rng=np.random.default_rng(0))
        assert sorted(seen) == list(range(10))
        assert seen != list(range(10))


class TestRates:
    @pytest.mark.parametrize("layer_sizes", [[2, 3, 1], [2, 64, 1]])
    def test_all_engines_are_measured(self, layer_sizes: list[int]) -> None:
        request = {"layer_sizes": layer_sizes, "batch_size": 32, "seconds": 0.002}
        measured = json.loads(rates.measure_json(json.dumps(request)))
        assert set(measured) == {"textbook", "network", "session"}
        assert all(rate > 0 for rate in measured.values())

    def test_the_page_and_the_table_speak_of_the_same_samples(self) -> None:
        assert training.N_SAMPLES == rates.N_SAMPLES


class TestRecording:
    def test_speed_is_measured_without_a_past_and_with_one_that_is_full(self) -> None:
        request = {"rates": {"layer_sizes": [2, 3, 1], "seconds": 0.2}}
        measured = json.loads(recording.measure_json(json.dumps(request)))
        assert set(measured) == {"without", "recorded", "keyframe, ms"}
        assert all(figure > 0 for figure in measured.values())

    def test_what_is_kept_is_looked_at_on_the_way(self) -> None:
        request = {"hour": {"layer_sizes": [2, 3, 1], "n_keyframes": 8, "looks": [2, 8]}}
        first, last = json.loads(recording.measure_json(json.dumps(request)))
        assert (first["keyframes"], last["keyframes"]) == (2, 8)
        assert 0 < first["kept, MB"] < last["kept, MB"] == last["most, MB"]


class TestTable:
    def test_a_budget_is_judged(self) -> None:
        assert table.Row("a", {}, 2.3, table.at_least(2.2)).verdict == "holds"
        assert table.Row("a", {}, 2.1, table.at_least(2.2)).verdict == "MISSED"
        assert table.Row("a", {}, 0.6, table.at_most(0.5)).verdict == "MISSED"
        assert table.Row("a", {}, 0.6).verdict == ""

    def test_the_ratio_is_of_each_round_before_the_median(self) -> None:
        rounds = [{"a": 10.0, "b": 5.0}, {"a": 3.0, "b": 1.0}, {"a": 100.0, "b": 25.0}]
        assert table.median_ratio(rounds, "a", "b") == 3.0
        assert table.medians(rounds) == {"a": 10.0, "b": 5.0}

    def test_markdown_has_a_column_for_every_figure_and_is_aligned(self) -> None:
        rows = [table.Row("one", {"x": 1234.5}, 2.0, table.at_least(1)), table.Row("two", {"y": 0.5})]
        lines = table.Table("Title", rows, notes=["A note."]).as_markdown().splitlines()
        assert lines[0] == "## Title"
        assert lines[-1] == "A note."
        header, rule, first, second = lines[2:6]
        assert [cell.strip() for cell in header.split("|")] == ["", "", "x", "y", "ratio", "budget", "", ""]
        assert [cell.strip() for cell in first.split("|")] == [
            "",
            "one",
            "1,234",
            "",
            "2.00",
            "≥ 1",
            "holds",
            "",
        ]
        assert len({len(line) for line in (header, rule, first, second)}) == 1

    def test_json_has_the_verdicts(self) -> None:
        answer = table.Table("T", [table.Row("a", {"x": 1.0}, 1.0, table.at_most(2))]).as_json()
        assert json.loads(json.dumps(answer))["rows"][0]["verdict"] == "holds"


class TestPicture:
    def test_it_is_well_formed_and_has_every_point_inside(self) -> None:
        series = {"a & b": [(1.0, 10.0), (1000.0, 0.2)], "c": [(5.0, 7.0)]}
        text = curves("Title <1>", ("x", "y"), series, "a machine")
        root = ElementTree.fromstring(text)
        circles = [item for item in root.iter() if item.tag.endswith("circle")]
        assert len(circles) == 3
        assert all(0 < float(c.get("cx", "-1")) < 640 and 0 < float(c.get("cy", "-1")) < 380 for c in circles)
        assert "a &amp; b" in text
        assert "a machine" in text


class TestCases:
    @pytest.mark.parametrize("layer_sizes", training.NETWORKS)
    def test_parameters_are_counted(self, layer_sizes: list[int]) -> None:
        assert training.count_parameters(layer_sizes) == NeuralNetwork(layer_sizes, rng=0).parameters.size

    def test_connections_grow_from_case_to_case(self) -> None:
        counts = [drawing.count_connections(layer_sizes) for layer_sizes in drawing.NETWORKS]
        assert all(after > before for before, after in pairwise(counts))
        scenes = [drawing.count_connections(layer_sizes) for layer_sizes in drawing.SCENES]
        assert [round(np.log10(count)) for count in scenes] == [2, 3, 4, 5]

    def test_a_row_of_training_knows_its_budget(self) -> None:
        rounds = [dict.fromkeys((training.TEXTBOOK, training.GLASSNET), 2.0)]
        row = training.make_row([2, 8, 8, 8, 1], 32, rounds)
        assert (row.case, row.result, row.verdict) == ("2-8-8-8-1, batch 32", 1.0, "MISSED")
        assert training.make_row([2, 4, 1], 200, rounds).case == "2-4-1, full batch"

    def test_only_what_hosts_compress_counts_as_compressed(self, tmp_path: Path) -> None:
        for name in ("a.js", "a.zip"):
            (tmp_path / name).write_bytes(b"x" * 1_000_000)
        assert site_bytes.sizes([tmp_path / "a.zip"]) == {"raw": 1.0, "gzip": 1.0, "brotli": 1.0}
        sizes = site_bytes.sizes([tmp_path / "a.js"])
        assert sizes["raw"] == 1.0
        assert 0 < sizes["brotli"] < sizes["gzip"] < 0.01

    def test_an_unknown_benchmark_is_refused_with_the_known_names(self) -> None:
        with pytest.raises(BuildError, match=r"nothing.*bytes, start, line, training"):
            run.run_benchmarks(["nothing"], None)
