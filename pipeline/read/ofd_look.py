"""What an OFD object looks like: `Resources` of a document or page, and `Look`, what an object takes from its parents.

Only what decides whether something shows is read: visible or not, how solid, its colours and its pen.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.read.ofd_package import Element, Package, Unread, child, children, name, text
from pipeline.read.ofd_values import is_true, number, numbers

WHITE = 250
"""Of 255, of every colour: text as light doesn't show on paper."""

PEN = 0.353
"""Millimetres, where no pen is told."""


@dataclass(slots=True)
class Resources:
    """The drawing parameters, colour spaces, composite graphics and files of pictures by their ids."""

    parameters: dict[str, Element] = field(default_factory=dict)
    spaces: dict[str, Element] = field(default_factory=dict)
    composites: dict[str, Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def added(self, package: Package, listed: Iterator[Element], beside: str) -> "Resources":
        """These and what the listed resource parts hold; one that can't be read holds nothing."""
        new = Resources(dict(self.parameters), dict(self.spaces), dict(self.composites), dict(self.pictures))
        for element in listed:
            try:
                path = package.located("".join(element.itertext()), beside)
                root = package.part(path)
            except Unread:
                continue
            for kind, into in (("DrawParam", new.parameters), ("ColorSpace", new.spaces),
                               ("CompositeGraphicUnit", new.composites)):
                into |= {e.get("ID", ""): e for group in root for e in children(group, kind)}
            new.pictures |= dict(_pictures(package, root, path))
        return new


def _pictures(package: Package, root: Element, path: str) -> Iterator[tuple[str, str]]:
    """The files of pictures by their ids, of a resource part at a path; one that isn't there is none."""
    for media in (media for group in root for media in children(group, "MultiMedia")):
        try:
            file = posixpath.join(root.get("BaseLoc", ""), text(child(media, "MediaFile")))
            yield media.get("ID", ""), package.located(file, path)
        except Unread:
            continue


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece of a page is drawn: whether at all, and the pen and colours that its parents set."""

    shows: bool = True
    alpha: float = 255.0
    fill: Element | None = None
    stroke: Element | None = None
    pen: float = PEN

    def of(self, element: Element, resources: Resources) -> "Look":
        """The look of an object or layer within this one."""
        look = self._with(resources, element.get("DrawParam"), frozenset())
        visible = is_true(element.get("Visible"), True)
        alpha = min(number(element.get("Alpha"), 255.0), look.alpha)
        look = replace(look, shows=look.shows and visible, alpha=alpha)
        return look._painted(element)

    def _with(self, resources: Resources, code: str | None, seen: frozenset[str]) -> "Look":
        """The look with a drawing parameter, and below it the one that this is relative to."""
        parameter = resources.parameters.get(code) if code and code not in seen else None
        if parameter is None:
            return self
        return self._with(resources, parameter.get("Relative"), seen | {code})._painted(parameter)

    def _painted(self, element: Element) -> "Look":
        fill, stroke = child(element, "FillColor"), child(element, "StrokeColor")
        return replace(
            self,
            fill=self.fill if fill is None else fill,
            stroke=self.stroke if stroke is None else stroke,
            pen=number(element.get("LineWidth"), self.pen),
        )

    def is_solid(self, colour: Element | None) -> bool:
        """Whether something in a colour hides what lies below it."""
        return self.shows and min(self.alpha, _alpha(colour)) >= 255

    def is_seen(self, colour: Element | None, resources: Resources) -> bool:
        """Whether something in a colour can be seen on white paper."""
        return self.shows and min(self.alpha, _alpha(colour)) > 0 and not is_white(colour, resources)


def _alpha(colour: Element | None) -> float:
    return 255.0 if colour is None else number(colour.get("Alpha"), 255.0)


def is_white(colour: Element | None, resources: Resources) -> bool:
    """Whether a colour is that of paper; no colour is black, a shading or pattern is none."""
    if colour is None or any(name(inner) in ("Pattern", "AxialShd", "RadialShd", "GouraudShd") for inner in colour):
        return False
    space = resources.spaces.get(colour.get("ColorSpace", ""))
    value = colour.get("Value")
    if value is None and colour.get("Index") is not None:
        value = _indexed(space, colour.get("Index"))
    parts = tuple(_channel(part) for part in (value or "").replace(",", " ").split())
    if len(parts) == 4 or (space is not None and space.get("Type") == "CMYK"):
        return bool(parts) and max(parts) <= 255 - WHITE
    return bool(parts) and min(parts) >= WHITE


def _indexed(space: Element | None, index: str) -> str | None:
    """The colour of a palette's entry."""
    entries = list(children(child(space, "Palette"), "CV"))
    at = int(numbers(index)[0])
    return "".join(entries[at].itertext()) if 0 <= at < len(entries) else None


def _channel(part: str) -> float:
    """A channel, in decimal or behind # in hexadecimal."""
    if part.startswith("#"):
        try:
            return float(int(part[1:], 16))
        except ValueError:
            return 0.0
    return numbers(part)[0]
