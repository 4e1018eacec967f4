"""Code that has been pasted: the refusal names the character and the line, or the text is taken."""

from typing import Any

import pytest

from glassnet.live.sources import original
from tests.test_code_proof import make_host
from tests.test_host import ask, refused

N_LINES = original("losses.py").count("\n")


def refusal_of(lines: str) -> dict[str, Any]:
    """Return why a file is refused that ends in these lines."""
    return refused(make_host(), losses=original("losses.py") + lines)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("x = “relu”", 'the character “ (U+201C), which Python does not read: write "'),
        ("x = ‘relu’", "the character ‘ (U+2018), which Python does not read: write '"),
        ("x\xa0= 1", "a no-break space (U+00A0): write a plain space"),
        ("x\u202f= 1", "a narrow no-break space (U+202F): write a plain space"),
        ("x = 1\u200b", "a zero-width space (U+200B), which is not seen: delete it"),
        ("x = 2 − 1", "the character − (U+2212), which Python does not read: write -"),
        ("x = 2 × 3", "the character × (U+00D7), which Python does not read: write *"),
        ("x = （1）", "the character （ (U+FF08), which Python does not read: write ("),
        ("\ufeffx = 1", "a byte order mark (U+FEFF), which is not seen: delete it"),
        ("x = 1 ☃", "the character ☃ (U+2603), which Python does not read"),
        ("x = 1\x07", "a character that is not seen (U+0007): delete it"),
    ],
)
def test_a_character_that_python_does_not_read_is_named_with_its_line(line: str, says: str) -> None:
    error = refusal_of(f"\n{line}\n")
    assert says in error["message"]
    assert (error["file"], error["line"]) == ("losses.py", N_LINES + 2)


@pytest.mark.parametrize(
    "lines",
    [
        "def f():\n\tx = 1\n        return x\n",
        "def f():\n    x = 1\n\treturn x\n",
        "def f():\n    if True:\n        x = 1\n\t\treturn x\n",
    ],
)
def test_tabs_among_spaces_are_named_with_their_line(lines: str) -> None:
    error = refusal_of(f"\n{lines}")
    assert "tabs (U+0009) and spaces are mixed" in error["message"]
    assert error["line"] == N_LINES + 1 + lines.count("\n")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    host = make_host()
    text = original("losses.py") + "\nx = 1\n"
    ask(host, "edit_code", files={"losses.py": text.replace("\n", end)})
    files = {file["name"]: file["text"] for file in ask(host, "get_code")["files"]}
    assert files["losses.py"] == text


def test_texts_and_comments_may_have_any_character() -> None:
    line = 'x = "“−0,5\xa0×\u202f2”"  # “so”\n'
    assert ask(make_host(), "edit_code", files={"losses.py": original("losses.py") + line})["edited"]
