"""Takes texts of programs apart: definitions with all that they use, and only what a run executes."""

import ast
import io
import re
import sys
import textwrap
import tokenize
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, TypeAlias

from glassnet.live.sources import split_lines

WIDTH = 100  # characters of a line

Lines: TypeAlias = set[tuple[str, int]]  # file and line

_OWN = re.compile(r"(?:\bself|\bsuper\(\))\.(\w+)")


def executed_lines(run: Callable[[], object], files: Collection[str]) -> Lines:
    """Run something and return which lines of these files it has executed."""
    found: Lines = set()

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        if name not in files:
            return None
        found.add((name, frame.f_lineno))
        return follow

    old = sys.gettrace()
    sys.settrace(follow)
    try:
        run()
    finally:
        sys.settrace(old)
    return found


@dataclass
class Source:
    """The text of one file, by its definitions."""

    name: str
    text: str
    lines: list[str] = field(init=False)
    definitions: dict[str, ast.stmt] = field(init=False)  # of the top level
    statements: dict[str, list[ast.stmt]] = field(init=False)  # by name, all that make it what it is
    imports: dict[str, str] = field(init=False)  # by name, the statement that brings it from elsewhere
    ours: dict[str, tuple[str, str]] = field(
        init=False
    )  # by name, the file and name of ours where it is defined

    def __post_init__(self) -> None:
        self.lines = split_lines(self.text)
        self.definitions, self.statements, self.imports, self.ours = {}, {}, {}, {}
        for node in ast.parse(self.text).body:
            for name in _defined(node):
                self.definitions[name] = node
                self.statements.setdefault(name, []).append(node)
            for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else []:
                name = alias.asname or alias.name.partition(".")[0]
                module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
                if module.startswith("glassnet."):
                    self.ours[name] = f"{module.removeprefix('glassnet.')}.py", alias.name
                else:
                    renamed = f" as {alias.asname}" if alias.asname else ""
                    self.imports[name] = f"{f'from {module} ' * bool(module)}import {alias.name}{renamed}"

    def methods(self, class_name: str) -> dict[str, ast.FunctionDef]:
        """Return the methods of a class, by name."""
        node = self.definitions.get(class_name)
        body = node.body if isinstance(node, ast.ClassDef) else []
        return {child.name: child for child in body if isinstance(child, ast.FunctionDef)}

    def segment(self, node: ast.stmt) -> list[str]:
        """Return the lines of a definition, its decorators and the comments right above it included."""
        start = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        while start > 1 and self.lines[start - 2].lstrip().startswith("#"):
            start -= 1
        return self.lines[start - 1 : node.end_lineno]


def _defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement of the top level defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.If | ast.For | ast.While | ast.Try | ast.With):
        inner = [each for each in ast.walk(node) if isinstance(each, ast.stmt) and each is not node]
        imported = [
            alias.asname or alias.name.partition(".")[0]
            for each in inner
            if isinstance(each, ast.Import | ast.ImportFrom)
            for alias in each.names
        ]
        return [*imported, *(name for each in inner for name in _defined(each))]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    return [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]


def names_in(text: str) -> set[str]:
    """Return every name that a program reads."""
    return {each.id for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name)}


def called_methods(
    source: Source, class_name: str, roots: Iterable[str], cut: Callable[[ast.FunctionDef], list[str]]
) -> dict[str, list[str]]:
    """Return the methods that the roots use by `self.` or `super().`, each cut by `cut`, in order."""
    methods = source.methods(class_name)
    found: dict[str, list[str]] = {}
    waiting = [name for name in roots if name in methods]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = cut(methods[name])
            waiting += [other for other in _OWN.findall("\n".join(found[name])) if other in methods]
    return {name: found[name] for name in methods if name in found}


def class_excerpt(source: Source, class_name: str, methods: Mapping[str, list[str]]) -> list[str]:
    """Return the lines of a class with some of its methods, and its own without annotations."""
    node = source.definitions[class_name]
    assert isinstance(node, ast.ClassDef)
    segment = source.segment(node)
    defined = source.methods(class_name).values()
    first = min((len(segment) - ((node.end_lineno or 0) - child.lineno) for child in defined), default=None)
    head = with_short_docstring(segment if first is None else segment[: first - 1])
    while head and (not head[-1].strip() or head[-1].lstrip().startswith("@")):
        head.pop()
    head = [line for line in head if line.strip()]
    body = [line for method in methods.values() for line in ("", *method)]
    return [*(line for line in without_annotations(head) if line.strip()), *body[1:]]


def pruned(source: Source, node: ast.FunctionDef, executed: Lines) -> list[str]:
    """Return the lines of a function without the statements that have not been executed."""
    unused: set[int] = set()
    outdented: set[int] = set()
    _note_unused(node.body, {number for name, number in executed if name == source.name}, unused, outdented)
    last = node.end_lineno or node.lineno
    lines = source.segment(node)
    return [
        line.removeprefix("    ") if number in outdented else line
        for number, line in enumerate(lines, start=last - len(lines) + 1)
        if number not in unused
    ]


def _note_unused(body: list[ast.stmt], executed: set[int], unused: set[int], outdented: set[int]) -> None:
    """Note the lines of statements that were not executed; whole ones, so that what is left is a program."""
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        inner, otherwise = getattr(statement, "body", []), getattr(statement, "orelse", [])
        uses_inner, uses_otherwise = (
            any(executed.intersection(_span(each)) for each in block) for block in (inner, otherwise)
        )
        if not executed.intersection(_span(statement)) or (inner and not uses_inner and not uses_otherwise):
            unused.update(_span(statement))
            continue
        if uses_inner:
            _note_unused(inner, executed, unused, outdented)
        elif inner:  # of a condition that never held
            unused.update(range(statement.lineno, otherwise[0].lineno))
            outdented.update(range(otherwise[0].lineno, _span(statement).stop))
        if uses_otherwise:
            _note_unused(otherwise, executed, unused, outdented)
        elif (
            uses_inner and otherwise and isinstance(statement, ast.If)
        ):  # from behind the block to the end: its `else:` as well
            unused.update(range((inner[-1].end_lineno or 0) + 1, _span(statement).stop))


def _span(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def with_short_docstring(lines: list[str], *, keep: bool = True) -> list[str]:
    """Return a definition's lines with its docstring cut to the first paragraph, or without it."""
    at = next((index for index, line in enumerate(lines) if line.lstrip().startswith('"""')), None)
    if at is None:
        return lines
    line = lines[at]
    is_short = line.rstrip().endswith('"""') and line.count('"""') == 2
    end = at if is_short else next(i for i in range(at + 1, len(lines)) if lines[i].rstrip().endswith('"""'))
    if not keep:
        return [*lines[:at], *lines[end + 1 :]]
    blank = next((index for index in range(at, end) if not lines[index].strip()), None)
    if blank is None:
        return lines
    return [*lines[: blank - 1], f'{lines[blank - 1]}"""', *lines[end + 1 :]]


def without_annotations(lines: list[str]) -> list[str]:
    """Return the lines of a definition without types: each header anew, of the rest as much as can stay."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    lines = [line[indent:] for line in lines]
    text = "\n".join(lines)
    for node in sorted(ast.walk(ast.parse(text)), key=lambda each: -getattr(each, "lineno", 0)):
        if isinstance(node, ast.AnnAssign):
            value = ast.get_source_segment(text, node.value) if node.value else None
            new = [f"{' ' * node.col_offset}{ast.unparse(node.target)} = {value}"] if value else []
            if new and node.lineno == node.end_lineno:
                new[0] += lines[node.lineno - 1][node.end_col_offset or 0 :]
            lines[node.lineno - 1 : node.end_lineno] = new
        elif isinstance(node, ast.FunctionDef):
            for argument in ast.walk(node.args):
                if isinstance(argument, ast.arg):
                    argument.annotation = None
            body = node.body[0].lineno
            lines[node.lineno - 1 : body - 1] = _header(node)
    return [f"{' ' * indent}{line}" if line else line for line in lines]


def _header(node: ast.FunctionDef) -> list[str]:
    """Return the lines of a function's header."""
    pad = " " * node.col_offset
    arguments = ast.unparse(node.args).replace("'", '"')
    whole = f"{pad}def {node.name}({arguments}):"
    if len(whole) <= WIDTH:
        return [whole]
    inner = textwrap.wrap(arguments, WIDTH - 8, initial_indent=f"{pad}    ", subsequent_indent=f"{pad}    ")
    return [f"{pad}def {node.name}(", *inner, f"{pad}):"]


def closure(
    sources: Mapping[str, Source],
    wanted: Iterable[tuple[str, str]],
    text_of: Callable[[str, str], str],
    given: Collection[str],
) -> dict[tuple[str, str], str]:
    """Return the texts of definitions, by file and name: `wanted`, and all they use but what is `given`."""
    found: dict[tuple[str, str], str] = {}
    waiting = list(wanted)
    while waiting:
        file, name = waiting.pop()
        if file not in sources or name in given:
            continue
        source = sources[file]
        if name not in source.definitions:
            waiting += [source.ours[name]] if name in source.ours else []
        elif (file, name) not in found:
            found[file, name] = text_of(file, name)
            waiting += [(file, other) for other in names_in(found[file, name])]
    return found


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Return a whole definition in which other names stand for these, but for attributes."""
    if not names:
        return text
    lines = split_lines(text, keepends=True)
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    befores = ["", *(token.string for token in tokens)]
    for before, token in reversed(list(zip(befores, tokens, strict=False))):
        if token.type == tokenize.NAME and token.string in names and before != ".":
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = f"{line[:start]}{names[token.string]}{line[end:]}"
    return "".join(lines)


def text_of_lambda(source: Source, code: CodeType) -> str:
    """Return the text of the lambda that has this code; raises ValueError if it is not in the source."""
    nodes = [node for node in ast.walk(ast.parse(source.text)) if isinstance(node, ast.Lambda)]
    nodes = [node for node in nodes if node.lineno == code.co_firstlineno]
    places = {(line, column) for line, _, column, _ in code.co_positions()}
    found = [node for node in nodes if (node.body.lineno, node.body.col_offset) in places] or nodes
    if len(found) != 1:
        raise ValueError(f"there is no such function in {source.name}")
    return ast.get_source_segment(source.text, found[0]) or ""
