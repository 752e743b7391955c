"""Figures → SVG, drawn when the site is built: `bars`, `shares`. Colours are classes of the style sheet.

Each chart has a title that a screen reader reads; the page prints the same figures as a table beside it.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT, LEFT, FOOT, TOP = 640, 240, 52, 26, 12


def bars(title: str, groups: Mapping[str, Sequence[float]], names: Sequence[str]) -> Markup:
    """A group of bars a label (a year), one bar a name, from the same base line."""
    most = max([value for values in groups.values() for value in values] + [1])
    wide = (WIDTH - LEFT) / max(len(groups), 1)
    bar = min(wide * 0.8 / max(len(names), 1), 28)
    drawn = _scale(most)
    for g, (label, values) in enumerate(groups.items()):
        start = LEFT + g * wide + (wide - bar * len(values)) / 2
        for i, value in enumerate(values):
            drawn.append(_bar(start + i * bar, bar - 2, value, most, i, f"{label} {names[i]}: {value:,}"))
        drawn.append(_label(LEFT + (g + 0.5) * wide, label))
    return _svg(title, drawn)


def shares(title: str, groups: Mapping[str, Sequence[float]], names: Sequence[str]) -> Markup:
    """A bar a label, divided into parts of a whole; what is missing to the whole stays empty."""
    wide = (WIDTH - LEFT) / max(len(groups), 1)
    bar = min(wide * 0.6, 64)
    drawn = _scale(1, per_cent=True)
    for g, (label, values) in enumerate(groups.items()):
        below = 0.0
        for i, value in enumerate(values):
            told = f"{label} {names[i]}: {value:.1%}"
            drawn.append(_bar(LEFT + g * wide + (wide - bar) / 2, bar, value, 1, i, told, below))
            below += value
        drawn.append(_label(LEFT + (g + 0.5) * wide, label))
    return _svg(title, drawn)


def _svg(title: str, drawn: Sequence[Markup]) -> Markup:
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, title)
    return head + Markup("").join(drawn) + Markup("</svg>")


def _bar(x: float, width: float, value: float, most: float, kind: int, told: str, below: float = 0.0) -> Markup:
    tall = (HEIGHT - FOOT - TOP) * value / most
    y = HEIGHT - FOOT - tall - (HEIGHT - FOOT - TOP) * below / most
    return Markup(
        f'<rect class="part part-{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{tall:.1f}">'
        f"<title>{escape(told)}</title></rect>"
    )


def _label(x: float, label: str) -> Markup:
    text = Markup('<text class="label" x="{}" y="{}" text-anchor="middle">{}</text>')
    return text.format(f"{x:.1f}", HEIGHT - 8, label)


def _scale(most: float, per_cent: bool = False) -> list[Markup]:
    """Four lines across, with what they stand for."""
    lines = []
    for quarter in range(5):
        value, y = most * quarter / 4, HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * quarter / 4
        told = f"{value:.0%}" if per_cent else f"{value:,.0f}" if value == int(value) else ""
        lines.append(Markup(
            f'<line class="rule" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="label" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{told}</text>'
        ))  # fmt: skip
    return lines
