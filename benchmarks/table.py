"""What a benchmark reports: rows of figures with a ratio and its budget, as text and as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Budget:
    """A limit for a row's result."""

    relation: str  # "≥" or "≤"
    limit: float

    def holds(self, result: float) -> bool:
        """Tell whether `result` keeps to it."""
        return result >= self.limit if self.relation == "≥" else result <= self.limit


def at_least(limit: float) -> Budget:
    """Return a lower limit."""
    return Budget("≥", limit)


def at_most(limit: float) -> Budget:
    """Return an upper limit."""
    return Budget("≤", limit)


@dataclass(frozen=True)
class Row:
    """One case: its figures by column, and the result that a budget is about."""

    case: str
    figures: Mapping[str, float]
    result: float | None = None
    budget: Budget | None = None

    @property
    def verdict(self) -> str:
        """Whether the budget holds, or nothing without one."""
        if self.budget is None or self.result is None:
            return ""
        return "holds" if self.budget.holds(self.result) else "MISSED"


@dataclass(frozen=True)
class Table:
    """One benchmark's answer."""

    title: str
    rows: Sequence[Row]
    result: str = "ratio"  # what the column of results is called
    notes: Sequence[str] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Return plain values, verdicts included."""
        rows = [{**asdict(row), "verdict": row.verdict} for row in self.rows]
        return {"title": self.title, "result": self.result, "rows": rows, "notes": list(self.notes)}

    def as_markdown(self) -> str:
        """Return the table as Markdown, aligned for a terminal."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row.figures))
        header = ["", *columns, self.result, "budget", ""]
        lines = [header, *(_cells(row, columns) for row in self.rows)]
        used = [index for index in range(len(header)) if any(line[index] for line in lines[1:])]
        widths = [max(len(line[index]) for line in lines) for index in used]
        text = [_line([line[index] for index in used], widths) for line in lines]
        rule = (
            "|"
            + "|".join("-" * (width + 1) + (":" if place else "-") for place, width in enumerate(widths))
            + "|"
        )
        return "\n".join([f"## {self.title}", "", text[0], rule, *text[1:], "", *self.notes])


def _cells(row: Row, columns: Sequence[str]) -> list[str]:
    figures = [shown(row.figures[name]) if name in row.figures else "" for name in columns]
    result = "" if row.result is None else shown(row.result)
    budget = f"{row.budget.relation} {row.budget.limit:g}" if row.budget else ""
    return [row.case, *figures, result, budget, row.verdict]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        text.rjust(width) if place else text.ljust(width)
        for place, (text, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "| " + " | ".join(padded) + " |"


def shown(value: float) -> str:
    """Return a figure with three digits or more."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.{1 if abs(value) >= 10 else 2}f}"


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of every figure over the rounds."""
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def median_ratio(rounds: Sequence[Mapping[str, float]], of: str, to: str) -> float:
    """Return the median over the rounds of each round's own ratio: the machine's speed drifts."""
    return statistics.median(one[of] / one[to] for one in rounds)
