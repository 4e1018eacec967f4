"""Draws growth curves as SVG: both axes logarithmic, one line per series. Knows no benchmark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

WIDTH, HEIGHT = 640, 380  # px
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 48, 70  # px, around the axes
COLORS = ("#1f6fb4", "#d2691e", "#2e8b57", "#8e44ad", "#555555")

type Points = Sequence[tuple[float, float]]


def write_curves_into(
    path: Path, title: str, axes: tuple[str, str], series: Mapping[str, Points], machine: str
) -> None:
    """Write the picture; all coordinates must be positive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(curves(title, axes, series, machine), encoding="utf-8")


def curves(title: str, axes: tuple[str, str], series: Mapping[str, Points], machine: str) -> str:
    """Return the picture as SVG text."""
    points = [point for line in series.values() for point in line]
    x = _Axis([point[0] for point in points], LEFT, WIDTH - RIGHT)
    y = _Axis([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 24, title, "start", size=15),
        *(_vertical(x.place(tick), tick) for tick in x.ticks),
        *(_horizontal(y.place(tick), tick) for tick in y.ticks),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 36, axes[0], "middle"),
        _text(LEFT, TOP - 8, axes[1], "start"),
        _text(LEFT, HEIGHT - 8, machine, "start", size=10),
    ]
    for index, (name, line) in enumerate(series.items()):
        color = COLORS[index % len(COLORS)]
        places = [(x.place(a), y.place(b)) for a, b in line]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{color}"/>' for a, b in places]
        parts.append(_text(WIDTH - RIGHT + 14, TOP + 12 + 20 * index, name, "start", color=color))
    return "\n".join([*parts, "</svg>", ""])


class _Axis:
    """A logarithmic axis over whole decades, from pixel `start` to pixel `end`."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    @property
    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]

    def place(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def _vertical(x: float, tick: float) -> str:
    line = f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>'
    return line + _text(x, HEIGHT - BOTTOM + 16, f"{tick:,g}", "middle")


def _horizontal(y: float, tick: float) -> str:
    line = f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>'
    return line + _text(LEFT - 6, y + 4, f"{tick:,g}", "end")


def _text(x: float, y: float, text: str, anchor: str, *, size: int = 12, color: str = "#222222") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{color}">'
        f"{escape(text)}</text>"
    )
