"""Replies to commands as JSON text, without the id that the worker gives them."""

import math
import traceback
from typing import TypeGuard

from glassnet.page.wire import to_json

MOST = 2**1000  # a greater whole number would be infinite there
PENDING = '{"pending": true}'  # no reply yet: the run is on its way


def carried_out(effect: str, result: object) -> str:
    """Return the reply to a command that was carried out."""
    return to_json({"ok": True, "effect": effect, "result": result})


def refused(error: object) -> str:
    """Return the reply to a command that was not carried out, with the error as a plain value."""
    return to_json({"ok": False, "error": error})


def is_refusal(error: BaseException) -> bool:
    """Return whether a value was judged; each version of the code has a ConfigError of its own."""
    return any(each.__name__ == "ConfigError" for each in type(error).__mro__) and hasattr(error, "rule")


def failed(error: BaseException, message: str = "") -> str:
    """Return the reply to a command that has raised; what is not an Exception goes on its way."""
    if not isinstance(error, Exception):
        raise error
    if is_refusal(error):
        told = {name: getattr(error, name) for name in ("field", "rule", "value")}
        return refused({"code": "invalid", "message": f"{error}.", **told, "value": _plain(told["value"])})
    message = message or f"{type(error).__name__}: {error}"
    return refused({"code": "python", "message": message, "traceback": traceback.format_exc()})


def _plain(value: object) -> object:
    """Return a rejected value as JSON can carry it."""
    is_plain = value is None or isinstance(value, bool | str) or (_is_number(value) and math.isfinite(value))
    return value if is_plain else repr(value)[:200]


def _is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number that JavaScript can hold."""
    return isinstance(value, float) or (isinstance(value, int) and abs(value) < MOST)
