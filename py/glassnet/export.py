"""A run as a program of its own: exactly the code in force, the configuration and the seed.

The program needs CPython and NumPy and nothing of us. It trains as far as the run in the page had
come and prints where its losses differ from the page's, and by how much.
"""

import json
import pprint
from collections.abc import Callable, Mapping
from typing import Any

# What training needs, in the order of imports; the rest of the package is about the page.
MODULES = (
    *("arrays", "activations", "initializers", "losses", "network", "optimizers"),
    *("penalties", "schedules", "features", "datasets", "config", "history", "session"),
)

MAKE = '''
class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets `import glassnet` find the modules that are written in this file."""

    def find_spec(self, name, path=None, target=None):
        if name == "glassnet" or name.removeprefix("glassnet.") in SOURCES:
            return importlib.machinery.ModuleSpec(name, self, is_package=name == "glassnet")
        return None

    def exec_module(self, module):
        name = module.__name__.removeprefix("glassnet.")
        if name in SOURCES:
            file = f"{name}.py"
            linecache.cache[file] = (0, None, SOURCES[name].splitlines(keepends=True), file)
            exec(compile(SOURCES[name], file, "exec"), module.__dict__)


sys.meta_path.insert(0, _Finder())
'''

TRAIN = """
from glassnet.session import TrainingSession

session = TrainingSession(CONFIG)
losses = []
print("   epoch    train loss     test loss   differs from the page by")
for epoch, step, train_loss, test_loss in RECORDED:
    session.train(step - session.step)
    here = session.state()
    losses.append((epoch, here["train_loss"], here["test_loss"]))
    difference = abs(here["train_loss"] - train_loss) / max(abs(train_loss), 1e-300)
    print(f"{epoch:8,}  {here['train_loss']:12.6g}  {here['test_loss']:12.6g}   {difference:.1e}")
"""

END = """
worst = max(
    (abs(mine - theirs) / max(abs(theirs), 1e-300), epoch)
    for (epoch, mine, _), (_, _, theirs, _) in zip(losses, RECORDED)
)
print(f"Largest relative difference of the train loss: {worst[0]:.1e}, at epoch {worst[1]:,}.")
"""

PLOT = """
import matplotlib.pyplot as plt

epochs, train, test = zip(*losses)
plt.plot(epochs, train, label="train")
plt.plot(epochs, test, label="test")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
"""

WHY = (
    "The random numbers are the same everywhere; exp, tanh and matrix products differ in the last digit "
    "from machine to machine, so two runs agree closely at first and may part later."
)


def export_run(session: Any, text: Callable[[str], str], changes: str, form: str) -> dict[str, str]:
    """Return name and text of a program ("py") or a notebook ("ipynb").

    `text(name)` is the source in force; `changes` says what was done to the run on its way, and is
    empty when configuration and seed alone make it.
    """
    modules = {name: text(f"{name}.py") for name in MODULES}
    config = "CONFIG = " + pprint.pformat(session.config.as_dict(), sort_dicts=False, width=100)
    table = session.history.table()
    rows = [(int(row[0]), int(row[1]), *map(float, row[2:4])) for row in table.T]
    recorded = "# Epoch, step, train loss and test loss, as the page has recorded them.\n"
    recorded += "RECORDED = " + pprint.pformat(rows, width=100)
    note = f"Changed on the way, so it need not be the same: {changes}." if changes else WHY
    if form == "py":
        return {"name": "run.py", "text": _program(modules, config, recorded, note)}
    return {"name": "run.ipynb", "text": _notebook(modules, config, recorded, note)}


def _program(modules: Mapping[str, str], config: str, recorded: str, note: str) -> str:
    head = (
        f'"""A run of Glassnet: needs Python 3.12 or newer and NumPy. Run it: python run.py\n\n{note}\n"""\n'
    )
    imports = "import importlib.abc\nimport importlib.machinery\nimport linecache\nimport sys\n"
    parts = [head, imports, f"\n{config}\n", f"\n{recorded}\n", "\nSOURCES = {}\n"]
    parts += [f"\nSOURCES[{name!r}] = {_literal(source)}\n" for name, source in modules.items()]
    return "".join([*parts, MAKE, TRAIN, END])


def _literal(source: str) -> str:
    """Return a Python literal of a source that can still be read: a raw text in three quotes."""
    if "'''" in source or source.endswith(("'", "\\")):
        return repr(source)
    return f"r'''{source}'''"


def _notebook(modules: Mapping[str, str], config: str, recorded: str, note: str) -> str:
    cells = [
        _cell("markdown", f"# A run of Glassnet\n\nNeeds NumPy, and matplotlib for the plot. {note}"),
        _cell("code", 'from pathlib import Path\n\nPath("glassnet").mkdir(exist_ok=True)'),
        _cell("code", '%%writefile glassnet/__init__.py\n"""The modules of the run."""\n'),
    ]
    cells += [_cell("code", f"%%writefile glassnet/{name}.py\n{source}") for name, source in modules.items()]
    cells += [_cell("code", part.strip()) for part in (config, recorded, TRAIN, END, PLOT)]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell
