"""Says which character of pasted code Python does not read, and what to write in its place."""

import re

# By what stands for them in a program: what word processors, chat programs and web pages make of it.
_SPACES = {
    "\xa0": "a no-break space",
    "\u2002": "an en space",
    "\u2003": "an em space",
    "\u2007": "a figure space",
    "\u2009": "a thin space",
    "\u202f": "a narrow no-break space",
    "\u3000": "an ideographic space",
}
_UNSEEN = {
    "\xad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u200e": "a left-to-right mark",
    "\u200f": "a right-to-left mark",
    "\u2028": "a line separator",
    "\u2060": "a word joiner",
    "\ufeff": "a byte order mark",
}
_MEANT = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′‹›", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63", "-"),
    **{"×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "…": "...", "→": "->", "²": "** 2"},
    **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)},  # full-width forms
}


def complaint_about_characters(error: SyntaxError) -> str | None:
    """Return what is wrong with the line of an error, None where it is no single character."""
    found = re.match(r"invalid (?:non-printable )?character (?:'.' \()?U\+([0-9A-F]+)", str(error.msg))
    if found:
        return f"here is {_described(chr(int(found[1], 16)))}"
    line = error.text or ""
    has_tab = "\t" in line[: len(line) - len(line.lstrip())]
    if isinstance(error, TabError) or (isinstance(error, IndentationError) and has_tab):
        return (
            "tabs (U+0009) and spaces are mixed at the beginnings of lines: write four spaces for each step"
        )
    return None


def _described(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if character in _SPACES:
        return f"{_SPACES[character]} ({code}): write a plain space"
    if character in _UNSEEN:
        return f"{_UNSEEN[character]} ({code}), which is not seen: delete it"
    if character in _MEANT:
        return f"the character {character} ({code}), which Python does not read: write {_MEANT[character]}"
    if not character.isprintable():
        return f"a character that is not seen ({code}): delete it"
    return f"the character {character} ({code}), which Python does not read"
