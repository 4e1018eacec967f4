"""How deep a text nests: what nests some thousand deep brings Python down before it can refuse it.

Looked at by tokens, which no depth harms, and before anything else reads the text.
"""

import io
import keyword
import tokenize

MAX_DEPTH = 100  # of an expression
MAX_BRANCHES = 100  # of one condition: each `elif` is within the one before

_SKIPPED = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT)
# Between them nothing of an expression is within another.
_SEPARATORS = (",", ";", "=")
_BINDING = ("not", "await", "if", "else", "for", "yield", "in", "is", "or", "and")


def too_deep(text: str) -> int | None:
    """Return the line of a program from which it nests too deep, None where it does not.

    A text that is no program is judged as far as it can be read: Python tells what is wrong with it.
    """
    open_levels = [0]  # operators since the last separator, in each bracket that is open
    lambdas = branches = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            word = token.string
            if token.type in _SKIPPED:
                continue
            if token.type == tokenize.NEWLINE:
                open_levels, lambdas = [0], 0
            elif token.type == tokenize.NAME and word == "elif":
                branches += 1
            elif token.type == tokenize.NAME and word == "lambda":
                lambdas += 1
            elif token.type == tokenize.NAME and word in ("if", "def", "class") and open_levels == [0]:
                branches = 0
            elif token.type == tokenize.OP and word in "([{":
                open_levels.append(0)
            elif token.type == tokenize.OP and word in ")]}":
                open_levels = open_levels[:-1] or [0]
                open_levels[-1] += 1  # a call or an index of what stands before
            elif token.type == tokenize.OP and word in _SEPARATORS:
                open_levels[-1] = 0
            elif token.type == tokenize.OP or (keyword.iskeyword(word) and word in _BINDING):
                open_levels[-1] += 1
            if sum(open_levels) + len(open_levels) + lambdas > MAX_DEPTH or branches > MAX_BRANCHES:
                return token.start[0]
    except (SyntaxError, ValueError, tokenize.TokenError):
        return None
    return None
