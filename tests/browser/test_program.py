"""The program that the page exports repeats the page's losses in ordinary CPython."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.browser.glass import Glass
from tests.test_code_proof import random_config

N_CONFIGURATIONS = 20
N_STEPS = 200


def test_programs_of_random_configurations_repeat_the_losses(
    open_page: Callable[..., Glass], tmp_path: Path
) -> None:
    glass = open_page()
    glass.expect_ready()
    for seed in range(N_CONFIGURATIONS):
        glass.request("configure", {"config": random_config(np.random.default_rng(seed))})
        glass.request("set_training", {"speed": None})
        reached = glass.request("step", {"n_steps": N_STEPS})
        assert reached["step"] == N_STEPS
        path = tmp_path / f"run{seed}.py"
        path.write_text(glass.request("export_run", {"format": "py"})["text"], encoding="utf-8")
        command = [sys.executable, "-I", str(path)]  # isolated: it finds nothing of ours
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        worst = re.search(r"Largest relative difference of the train loss: (\S+),", done.stdout)
        assert worst, done.stdout
        assert float(worst[1]) < 1e-9, (seed, done.stdout)
