"""The commands about the code that is running, by name: each checks its parameters, and answers."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from glassnet.checks import ConfigError, choice, mapping
from glassnet.live import sources
from glassnet.live.edits import Editor, RefusedError, text_of
from glassnet.live.guards import printing_to
from glassnet.live.sources import EDITABLE

MAX_TEXT = 200_000  # characters of one file

Params: TypeAlias = Mapping[str, Any]


class Code(NamedTuple):
    """The code of a run, and who may change it."""

    editor: Editor
    run: Any  # page/run.py

    @property
    def session(self) -> Any:
        """The session of the run."""
        return self.run.session

    def text(self, name: str) -> str:
        """Return the text in force of a file that may be edited."""
        return text_of(self.run.version.files, name)

    def copy(self) -> Any:
        """Return another session at the same place of the run."""
        return type(self.session).restored(*self.session.snapshot())


def get_code(code: Code, params: Params) -> dict[str, Any]:
    """Return the files that may be edited, and the functions that matter first."""
    from glassnet.live.functions import find_function, functions_that_matter  # no start needs them

    modules = sources.loaded()
    sources.import_generation({})  # the first is slow, and an edit is about to come
    sources.put_back(modules)
    files = [
        {
            "name": name,
            "text": code.text(name),
            "original": sources.original(name),
            "description": description,
        }
        for name, description in EDITABLE.items()
    ]
    functions = []
    for file, name, title, description in functions_that_matter(code.session):
        lines = find_function(code.text(file), name)
        if lines:
            entry = {"file": file, "name": name, "title": title, "description": description}
            text, span = sources.original(file), find_function(sources.original(file), name)
            was = "\n".join(sources.split_lines(text)[span[0] - 1 : span[1]]) if span else None
            functions.append({**entry, "start": lines[0], "end": lines[1], "original": was})
    return {"files": files, "functions": functions}


def edit_code(code: Code, params: Params) -> dict[str, Any]:
    """Put other texts in force from the next step on."""
    files = params.get("files")
    if not isinstance(files, dict) or not files:
        raise ConfigError("files", "must be texts by file name", files)
    for name, text in files.items():
        if name not in EDITABLE:
            raise ConfigError("files", f"must be among {', '.join(EDITABLE)}", name)
        if not isinstance(text, str) or len(text) > MAX_TEXT:
            raise ConfigError(
                "files", f"must be texts of at most {MAX_TEXT:,} characters", type(text).__name__
            )
    lines = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in files.items()}
    return code.editor.edit(code.run, lines)


def trace_step(code: Code, params: Params) -> dict[str, Any]:
    """Take one step on a copy of the run and return what each line of code had in hand."""
    from glassnet.live import tracing

    with printing_to(code.editor.log):
        return tracing.trace_step(code.copy())


def record_step(code: Code, params: Params) -> dict[str, Any]:
    """Take the next step on a copy of the run and return all that it has computed."""
    from glassnet.live.step import commands as step

    with printing_to(code.editor.log):
        return step.open_step(code.run, code.copy(), params.get("sample"), code.editor.original)


def explain(code: Code, params: Params) -> dict[str, Any]:
    """Return how a number of the recorded step is made."""
    from glassnet.live.step import commands as step

    asked = {
        "quantity": params.get("quantity"),
        "layer": params.get("layer"),
        "unit": params.get("unit"),
        "input": params.get("input"),
        "sample": params.get("sample"),
    }
    return step.explain_number(code.run, asked, code.editor.original)


def check_gradient(code: Code, params: Params) -> dict[str, Any]:
    """Compare the gradient with central differences, on a copy of the run."""
    from glassnet.live import proof

    with printing_to(code.editor.log):
        return proof.check_gradient(code.copy())


def check_replay(code: Code, params: Params) -> dict[str, Any]:
    """Start over from configuration and seed on copies, and compare with what the run recorded."""
    from glassnet.live import proof

    with printing_to(code.editor.log):
        answer = proof.check_replay(code.session, type(code.session))
    return {**answer, "changes": code.run.changes()}


def export_run(code: Code, params: Params) -> dict[str, Any]:
    """Return the run as a program or a notebook."""
    from glassnet.live import export

    form = params.get("format", "py")
    if form not in ("py", "ipynb"):
        raise ConfigError("format", 'must be "py" or "ipynb"', form)
    try:
        return dict(export.export_run(code.session, code.text, ", ".join(code.run.changes()), form))
    except export.CannotExportError as error:
        raise RefusedError({"code": "export", "message": str(error)}) from None


def export_onnx(code: Code, params: Params) -> dict[str, Any]:
    """Return the network as an ONNX file, in base64."""
    from glassnet.live import export_code, export_onnx

    precision = params.get("precision", "double")
    if precision not in ("double", "float"):
        raise ConfigError("precision", 'must be "double" or "float"', precision)
    try:
        return dict(export_onnx.export_onnx(code.session, precision))
    except export_code.CannotExportError as error:
        raise RefusedError({"code": "export", "message": str(error)}) from None


def get_defects(code: Code, params: Params) -> dict[str, Any]:
    """Return the defects that the lab has, and not where they are: `get_hint` tells that."""
    from glassnet.live.defects import DEFECTS

    entries = [
        {"name": name, "title": defect.title, "symptom": defect.symptom} for name, defect in DEFECTS.items()
    ]
    return {"defects": entries}


def break_code(code: Code, params: Params) -> dict[str, Any]:
    """Return the text in force with a defect, to be put in force by `edit_code`."""
    from glassnet.live import defects

    name = choice("name", params.get("name"), defects.DEFECTS)
    file = defects.DEFECTS[name].file
    try:
        return {"files": {file: defects.broken(name, code.text(file))}}
    except ValueError as error:
        raise ConfigError("name", f"cannot be put in: {error}", name) from None


def get_hint(code: Code, params: Params) -> dict[str, Any]:
    """Return the file of a defect, and with `of` "line" its line in the text in force as well."""
    from glassnet.live import defects

    name, of = choice("name", params.get("name"), defects.DEFECTS), params.get("of", "file")
    if of not in ("file", "line"):
        raise ConfigError("of", 'must be "file" or "line"', of)
    file = defects.DEFECTS[name].file
    return {"file": file, "line": defects.line_of(name, code.text(file)) if of == "line" else None}


def check_fix(code: Code, params: Params) -> dict[str, Any]:
    """Tell whether the code in force does what the original does."""
    from glassnet.live import defects

    with printing_to(code.editor.log):
        return defects.check_fix(type(code.session))


class CodeCommand(NamedTuple):
    """What a command does, its effect on the run, as in page/commands.py, and its parameters."""

    act: Callable[[Code, Params], dict[str, Any]]
    effect: str
    fields: tuple[str, ...]

    def run(self, name: str, code: Code, params: object) -> dict[str, Any]:
        """Answer, or raise ConfigError."""
        return self.act(code, mapping(name, params, self.fields))


CODE_COMMANDS: dict[str, CodeCommand] = {
    "get_code": CodeCommand(get_code, "asks", ()),
    "edit_code": CodeCommand(edit_code, "changes", ("files",)),
    "trace_step": CodeCommand(trace_step, "asks", ()),
    "record_step": CodeCommand(record_step, "asks", ("sample",)),
    "explain": CodeCommand(explain, "asks", ("quantity", "layer", "unit", "input", "sample")),
    "check_gradient": CodeCommand(check_gradient, "asks", ()),
    "check_replay": CodeCommand(check_replay, "asks", ()),
    "export_run": CodeCommand(export_run, "asks", ("format",)),
    "export_onnx": CodeCommand(export_onnx, "asks", ("precision",)),
    "get_defects": CodeCommand(get_defects, "asks", ()),
    "break_code": CodeCommand(break_code, "asks", ("name",)),
    "get_hint": CodeCommand(get_hint, "asks", ("name", "of")),
    "check_fix": CodeCommand(check_fix, "asks", ()),
}
