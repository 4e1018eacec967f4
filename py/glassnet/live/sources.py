"""The package's own source, as it is and as it is edited: which files may be edited, and how their text runs.

A *generation* is the whole package imported once more with edited texts in place of files. The
modules of the editor itself are imported once and stay.
"""

import importlib
import importlib.abc
import importlib.machinery
import linecache
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

PACKAGE = "glassnet"
_FOLDER = Path(__file__).parent.parent
# What the editor consists of, and whoever holds runs of several generations.
_KEPT = (
    f"{PACKAGE}.live",
    *(
        f"{PACKAGE}.page.{name}"
        for name in ("host", "journal", "replies", "run", "run_files", "saved_past", "way", "wire")
    ),
)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")

# What may be edited, in the order shown, and what one finds there.
EDITABLE: dict[str, str] = {
    "network.py": "The network: forward pass, backward pass, first weights.",
    "layers.py": "A layer: its parameters, and what a step computes.",
    "activations.py": "Activation functions and their derivatives.",
    "losses.py": "Loss functions and their gradients.",
    "optimizers.py": "What a step does with the gradient.",
    "datasets.py": "The samples.",
    "features.py": "What the input units get.",
    "initializers.py": "The first weights.",
    "penalties.py": "L1, L2 and gradient clipping.",
    "schedules.py": "How the learning rate changes.",
    "session.py": "The training loop: batches, epochs.",
    "metrics.py": "Loss and accuracy over the samples.",
    "stopping.py": "When a run stops by itself.",
}


def original(name: str) -> str:
    """Return the text of a file of the package as it was built."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def split_lines(text: str, *, keepends: bool = False) -> list[str]:
    """Return the lines of a program as Python counts them: no form feed or U+2028 ends one."""
    lines: list[str] = _LINE.findall(text)
    return lines if keepends else [line.rstrip("\r\n") for line in lines]


def compiled(name: str, text: str) -> CodeType:
    """Return the code of an edited file; `lines_of` has its lines. Raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # told once, by `note_on_syntax`
        return compile(text, name, "exec", dont_inherit=True)


def note_on_syntax(texts: Mapping[str, str]) -> str | None:
    """Return what Python finds odd in texts by file name, as a sentence."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", SyntaxWarning)
        for name, text in texts.items():
            compile(text, name, "exec", dont_inherit=True)
    odd = [each for each in found if issubclass(each.category, SyntaxWarning)]
    if not odd:
        return None
    more = f" There is more like it: {len(odd)} places in all." if len(odd) > 1 else ""
    return f"{odd[0].filename}, line {odd[0].lineno}: {odd[0].message}.{more}"


@contextmanager
def lines_of(texts: Mapping[str, str]) -> Iterator[None]:
    """Make these texts of edited files the ones that line numbers are read from.

    Whatever goes wrong meanwhile, those from before are back; its traceback is to be made inside.
    """
    before = {name: linecache.cache[name] for name in EDITABLE if name in linecache.cache}
    _put_lines(_entries_of(texts))
    try:
        yield
    except BaseException:
        _put_lines(before)
        raise


def _entries_of(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what linecache keeps of texts."""
    return {name: (len(text), None, split_lines(text, keepends=True), name) for name, text in texts.items()}


def _put_lines(entries: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        linecache.cache.pop(name, None)
    linecache.cache.update(entries)


class Generation(NamedTuple):
    """The package with the texts of edited files: a version of the code."""

    files: dict[str, str]
    commands: Any  # its module glassnet.page.commands, by which it is entered
    modules: dict[str, ModuleType]

    def put_in_force(self) -> None:
        """Make its modules the ones that are imported, and its texts the ones that lines are read from."""
        put_back(self.modules)
        _put_lines(_entries_of(self.files))


def is_in_force(generation: Generation) -> bool:
    """Return whether the modules of a generation are the ones that are imported."""
    return sys.modules.get(f"{PACKAGE}.page.commands") is generation.commands


def make_generation(texts: Mapping[str, str], check: Callable[[], None] | None = None) -> Generation:
    """Return a new generation, which is in force then; whatever goes wrong, the old one is."""
    with lines_of(texts):
        return Generation(dict(texts), import_generation(texts, check), loaded())


def import_generation(texts: Mapping[str, str], check: Callable[[], None] | None = None) -> ModuleType:
    """Return the module `commands` of a new generation; whatever goes wrong, the old one is back.

    `check` is called when all that may be edited is imported, and nothing that relies on it.
    """
    codes = {f"{PACKAGE}.{name.removesuffix('.py')}": compiled(name, text) for name, text in texts.items()}
    old = {name: module for name, module in sys.modules.items() if _is_ours(name)}
    with _finder(codes):
        try:
            for name in old:
                del sys.modules[name]
            if check is not None:
                for name in EDITABLE:
                    importlib.import_module(f"{PACKAGE}.{name.removesuffix('.py')}")
                check()
            return importlib.import_module(f"{PACKAGE}.page.commands")
        except BaseException:
            put_back(old)
            raise


def loaded() -> dict[str, ModuleType]:
    """Return the modules of the generation in force, to `put_back`."""
    return {name: module for name, module in sys.modules.items() if _is_ours(name)}


def put_back(modules: Mapping[str, ModuleType]) -> None:
    """Make an earlier generation the one in force."""
    for name in [name for name in sys.modules if _is_ours(name)]:
        del sys.modules[name]
    sys.modules.update(modules)


def _is_ours(name: str) -> bool:
    """Return whether a module belongs to a generation: all of the package but the editor."""
    is_package = name == PACKAGE or name.startswith(f"{PACKAGE}.")
    return is_package and not name.startswith(_KEPT)


class _Loader(importlib.abc.Loader):
    """Runs code that is compiled already."""

    def __init__(self, code: CodeType) -> None:
        self._code = code

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the edited modules before their files are found."""

    def __init__(self, codes: Mapping[str, CodeType]) -> None:
        self._codes = codes

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        code = self._codes.get(fullname)
        return None if code is None else importlib.machinery.ModuleSpec(fullname, _Loader(code))


@contextmanager
def _finder(codes: Mapping[str, CodeType]) -> Iterator[None]:
    finder = _Finder(codes)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
