"""OFD: `render(report, seed)`, the pages that `paged` draws, as GB/T 33190 has them, in a manner that the seed picks.

Writers of OFD say one thing in several ways, so this one does too: steps one by one or in runs, sizes scaled by a
CTM, lines as outlines or as thin filled areas, tables inside composite objects, furniture on a template page.
"""

import io
import zipfile
from collections.abc import Iterator
from random import Random
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4

from tests.corpus.form import Report
from tests.corpus.render.paged import FONT, SIZE, draw, wide

EPOCH = (2020, 1, 1, 0, 0, 0)
SPACE = "http://www.ofdspec.org/2016"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
MM = 25.4 / 72
HEIGHT = A4[1]
FONT_ID = "2"


def render(report: Report, seed: int) -> bytes:
    """The package, the same bytes for the same report and seed."""
    random = Random(f"ofd/{seed}")
    canvas = Canvas(random, "sideways_pages" in report.manners)
    draw(report, canvas, random)
    return packed(dict(canvas.parts()))


def packed(parts: dict[str, str]) -> bytes:
    """A package of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, text)
    return out.getvalue()


def element(name: str, inside: str = "", **attributes: str) -> str:
    """An element of the standard's namespace."""
    told = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<ofd:{name}{told}>{inside}</ofd:{name}>"


def root(name: str, inside: str, **attributes: str) -> str:
    """A part's root element, with the namespace."""
    return XML + element(name, inside, **attributes).replace(f"<ofd:{name}", f'<ofd:{name} xmlns:ofd="{SPACE}"', 1)


def mm(*points: float) -> str:
    """Lengths in millimetres, as an attribute has them."""
    return " ".join(f"{point * MM:.4f}".rstrip("0").rstrip(".") for point in points)


def deltas(steps: list[float], grouped: bool) -> str:
    """Steps from character to character; runs of equal ones as `g 3 4.5`."""
    told, at = [], 0
    texts = [mm(step) for step in steps]
    while at < len(texts):
        run = next((n for n in range(at, len(texts)) if texts[n] != texts[at]), len(texts)) - at
        told.append(f"g {run} {texts[at]}" if grouped and run > 1 else " ".join(texts[at : at + run]))
        at += run
    return " ".join(told)


class Canvas:
    """Draws objects page by page, and hands out the package's parts."""

    def __init__(self, random: Random, lies: bool) -> None:
        self._lies = lies
        self._grouped = random.random() < 0.5
        self._scale = random.choice((1, 1, 2, 0.5))
        self._thin = random.random() < 0.3
        self._composite = random.random() < 0.3
        self._glyphs = random.random() < 0.3
        self._pages: list[list[str]] = []
        self._composites: list[str] = []
        self._objects: list[str] = []
        self._lines: list[str] = []
        self._id = 100

    def _next(self) -> str:
        self._id += 1
        return str(self._id)

    def setFont(self, font: str, size: float) -> None:
        """There is one font, of one size."""

    def setLineWidth(self, points: float) -> None:
        self._pen = points

    def drawCentredString(self, x: float, y: float, text: str) -> None:
        self.drawString(x - wide(text) / 2, y, text)

    def drawString(self, x: float, y: float, text: str) -> None:
        """A text whose baseline begins at (x, y), points from the lower left corner."""
        if not text:
            return
        steps = [wide(text[: i + 1]) - wide(text[:i]) for i in range(len(text) - 1)]
        scaled = [step / self._scale for step in steps]
        code = element("TextCode", escape(text), X="0", Y=mm(SIZE / self._scale), DeltaX=deltas(scaled, self._grouped))
        ctm = {} if self._scale == 1 else {"CTM": f"{self._scale} 0 0 {self._scale} 0 0"}
        self._objects.append(element(
            "TextObject", self._transform(text) + code, ID=self._next(), Font=FONT_ID, Size=mm(SIZE / self._scale),
            Boundary=mm(x, HEIGHT - y - SIZE, wide(text), SIZE * 1.3), **ctm,
        ))

    def aslant(self, x: float, y: float, text: str) -> None:
        """A text in large grey type, from the lower left to the upper right."""
        size = 4 * SIZE
        code = element("TextCode", escape(text), X="0", Y="0", DeltaX=deltas([size] * (len(text) - 1), self._grouped))
        grey = element("FillColor", Value="200 200 200")
        self._objects.append(element(
            "TextObject", grey + code, ID=self._next(), Font=FONT_ID, Size=mm(size),
            CTM=f"0.7071 -0.7071 0.7071 0.7071 0 {mm(500)}", Boundary=mm(x, HEIGHT - y - 500, 500, 500),
        ))

    def _transform(self, text: str) -> str:
        """The glyphs that draw the characters, of which a reader needs none."""
        if not self._glyphs:
            return ""
        ids = " ".join(str(ord(character)) for character in text)
        count = str(len(text))
        return element("CGTransform", element("Glyphs", ids), CodePosition="0", CodeCount=count, GlyphCount=count)

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        """A rectangle from its lower left corner: four lines, or an area."""
        top = HEIGHT - y - height
        if fill or not self._thin:
            self._path(x, top, width, height, f"M 0 0 L {mm(width)} 0 L {mm(width, height)} L 0 {mm(height)} C", fill)
            return
        for left, up, wide_, high in ((x, top, width, 0.5), (x, top + height, width, 0.5),
                                      (x, top, 0.5, height), (x + width, top, 0.5, height)):
            self._path(left, up, wide_, high, f"M 0 0 L {mm(wide_)} 0 L {mm(wide_, high)} L 0 {mm(high)} C", 1)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        left, top = min(x1, x2), HEIGHT - max(y1, y2)
        width, height = abs(x2 - x1), abs(y2 - y1)
        self._path(left, top, width, height, f"M 0 0 L {mm(width, height)}", 0)

    def _path(self, left: float, top: float, width: float, height: float, data: str, fill: int) -> None:
        look = {"Fill": "true", "Stroke": "false"} if fill else {"LineWidth": mm(self._pen)}
        colour = element("FillColor", Value="0 0 0") if fill else element("StrokeColor", Value="0 0 0")
        into = self._lines if self._composite else self._objects
        into.append(element(
            "PathObject", colour + element("AbbreviatedData", data), ID=self._next(),
            Boundary=mm(left, top, width, height), **look,
        ))

    def showPage(self) -> None:
        if self._lines:
            self._composites.append("".join(self._lines))
            self._objects.append(element(
                "CompositeObject", ID=self._next(), Boundary=mm(0, 0, *A4), ResourceID=f"3{len(self._composites):03}"))
        if self._lies:
            self._composites.append("".join(self._objects))
            self._objects = [element(
                "CompositeObject", ID=self._next(), Boundary=mm(0, 0, *A4[::-1]), ResourceID=f"3{len(self._composites):03}",
                CTM=f"0 1 -1 0 {mm(A4[1])} 0")]
        self._pages.append(self._objects)
        self._objects, self._lines = [], []

    def parts(self) -> Iterator[tuple[str, str]]:
        info = element("DocInfo", element("DocID", "0" * 32))
        yield "OFD.xml", root("OFD", element("DocBody", info + element("DocRoot", "Doc_0/Document.xml")),
                              Version="1.0", DocType="OFD")
        area = element("PageArea", element("PhysicalBox", mm(0, 0, *(A4[::-1] if self._lies else A4))))
        common = element("CommonData", element("MaxUnitID", "99999") + area + element("PublicRes", "PublicRes.xml")
                         + element("DocumentRes", "DocumentRes.xml"))
        listed = "".join(
            element("Page", ID=str(n + 10), BaseLoc=f"Pages/Page_{n}/Content.xml") for n in range(len(self._pages)))
        yield "Doc_0/Document.xml", root("Document", common + element("Pages", listed))
        font = element("Font", ID=FONT_ID, FontName=FONT, FamilyName="\u5b8b\u4f53")
        yield "Doc_0/PublicRes.xml", root("Res", element("Fonts", font), BaseLoc="Res")
        units = "".join(
            element("CompositeGraphicUnit", element("Content", inside), ID=f"3{n:03}", Width=mm(A4[0]), Height=mm(A4[1]))
            for n, inside in enumerate(self._composites, 1))
        yield "Doc_0/DocumentRes.xml", root("Res", element("CompositeGraphicUnits", units), BaseLoc="Res")
        for n, objects in enumerate(self._pages):
            layer = element("Layer", "".join(objects), ID=self._next(), Type="Body")
            yield f"Doc_0/Pages/Page_{n}/Content.xml", root("Page", element("Content", layer))
