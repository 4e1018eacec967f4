"""Replies to commands as JSON text, without the id that the worker gives them."""

import json
import traceback

PENDING = '{"pending": true}'  # no reply yet: the run is on its way


def carried_out(effect: str, result: object) -> str:
    """Return the reply to a command that was carried out."""
    return json.dumps({"ok": True, "effect": effect, "result": result})


def refused(error: object) -> str:
    """Return the reply to a command that was not carried out, with the error as a plain value."""
    return json.dumps({"ok": False, "error": error})


def is_refusal(error: BaseException) -> bool:
    """Return whether a value was judged; each version of the code has a ConfigError of its own."""
    return any(each.__name__ == "ConfigError" for each in type(error).__mro__) and hasattr(error, "rule")


def failed(error: BaseException) -> str:
    """Return the reply to a command that has raised; what is not an Exception goes on its way."""
    if not isinstance(error, Exception):
        raise error
    if is_refusal(error):
        told = {name: getattr(error, name) for name in ("field", "rule", "value")}
        return refused({"code": "invalid", "message": f"{error}.", **told, "value": _plain(told["value"])})
    message, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
    return refused({"code": "python", "message": message, "traceback": trace})


def _plain(value: object) -> object:
    """Return a rejected value as JSON can carry it."""
    is_plain = value is None or (isinstance(value, bool | int | float | str) and value == value)
    return value if is_plain else repr(value)[:200]
