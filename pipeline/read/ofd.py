"""OFD (GB/T 33190), the national fixed-layout form: `read(data)` gives the Document.

A ZIP of XML: OFD.xml names documents, each names its pages, resources and templates, and a page says where each
character and line stands. Characters and lines go where those of a PDF go. Fonts, signatures and attachments are
not opened, a picture only where it is all that a page shows; an encrypted file is refused.
"""

from collections.abc import Iterator
from itertools import count, islice

from pipeline.read import extra, picture
from pipeline.read.document import Box, Document, Place, Refusal, Remark
from pipeline.read.limits import MAX_PAGE_STEPS, MAX_PAGES
from pipeline.read.ofd_look import Resources
from pipeline.read.ofd_package import ROOT, Element, Package, Unread, child, children, name, text
from pipeline.read.ofd_page import BROKEN, INK, Book, Cover, Picture, Step, paper, sheet, steps
from pipeline.read.ofd_values import is_true
from pipeline.read.page import PICTURED, Allowance, Drawing, Letter, Page, beyond, bound, laid

MEDIA_TYPES = ("application/ofd",)


def read(data: bytes) -> Document:
    """Lines and grids, page by page, of every document in the file; of a page that is but a picture, what can be
    recognised in it.

    Raises Refusal: empty_file, too_large, encrypted, damaged, needs_ocr, no_text_layer, garbled_text.
    """
    return bound(MEDIA_TYPES[0], read_pages(data))


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Every page on its own, counted through all documents of the file."""
    package = Package(data)
    try:
        books = list(_books(package))
    except Unread as unread:
        raise Refusal("damaged", str(unread)) from unread
    return tuple(_pages(books))


Listed = tuple[Book, list[tuple[str, str]]]
"""A document and, of each of its pages, the id and where it is; '' where it names none."""


def _books(package: Package) -> Iterator[Listed]:
    root = package.part(ROOT)
    if name(root) != "OFD":
        raise Unread(f"{ROOT} begins with {name(root)}")
    if child(root, "Encryptions") is not None or child(root, "DocBody", "Encryptions") is not None:
        raise Refusal("encrypted", ROOT)
    for body in children(root, "DocBody"):
        path = _current(package, body) or package.located(text(child(body, "DocRoot")), ROOT)
        yield _book(package, package.part(path), path)


def _current(package: Package, body: Element) -> str | None:
    """The root of the version that the document says is its current one, if it has versions."""
    for version in children(child(body, "Versions"), "Version"):
        if is_true(version.get("Current"), False):
            path = package.located(version.get("BaseLoc", ""), ROOT)
            return package.located(text(child(package.part(path), "DocRoot")), path)
    return None


def _book(package: Package, root: Element, path: str) -> Listed:
    common = child(root, "CommonData")
    resources = Resources().added(package, children(common, "PublicRes", "DocumentRes"), path)
    templates = dict(_templates(package, common, path))
    book = Book(package, path, resources, templates, paper(common), dict(_notes(package, root, path)))
    pages = children(child(root, "Pages"), "Page")
    return book, [(page.get("ID", ""), page.get("BaseLoc", "")) for page in pages]


def _templates(package: Package, common: Element | None, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Of each template its id, place and height; one that isn't there is missed by the pages that want it."""
    for element in children(common, "TemplatePage"):
        try:
            place = package.located(element.get("BaseLoc", ""), path)
        except Unread:
            continue
        yield element.get("ID", ""), (place, element.get("ZOrder") or "Background")


def _notes(package: Package, root: Element, path: str) -> Iterator[tuple[str, str]]:
    """Where the annotations of each page are, by its id; a page whose annotations are named and lost has ''."""
    listed = child(root, "Annotations")
    if listed is None:
        return
    index = package.located(text(listed), path)
    for page in children(package.part(index), "Page"):
        try:
            yield page.get("PageID", ""), package.located(text(child(page, "FileLoc")), index)
        except Unread:
            yield page.get("PageID", ""), ""


def _pages(books: list[Listed]) -> Iterator[Page]:
    allowance, numbers = Allowance(), count(1)
    for book, pages in books:
        for code, location in pages:
            number = next(numbers)
            if number > MAX_PAGES or allowance.is_spent:
                yield Page((), (beyond(number, "from this page on nothing is read"),))
                return
            yield _page(book, number, code, location, allowance)


def _page(book: Book, number: int, code: str, location: str, allowance: Allowance) -> Page:
    allowed = min(allowance.steps, MAX_PAGE_STEPS)
    try:
        path = book.package.located(location, book.path)
        found = list(islice(steps(book, code, path), allowed))
        page = sheet(book, path)
    except Unread as unread:
        return Page((), (Remark(PICTURED, Place(f"p{number}"), str(unread)),), PICTURED)
    allowance.steps -= len(found)
    letters = [step for step in found if isinstance(step, Letter)][: allowance.characters]
    allowance.characters -= len(letters)
    told = laid(number, letters, _drawing(found, page, len(found) < allowed), allowance)
    file = _only_picture(found)
    if told.lacks != PICTURED or file is None or not extra.recognises():
        return told
    return _recognised(book.package, file, number, allowance) or told


def _only_picture(found: list[Step]) -> str | None:
    """The file of the picture that is all that a page shows, if it is."""
    pictures = [step for step in found if isinstance(step, Picture)]
    return pictures[0].file if found.count(INK) == 1 == len(pictures) and BROKEN not in found else None


def _recognised(package: Package, file: str, number: int, allowance: Allowance) -> Page | None:
    """What can be recognised of a page; None where its picture can't be opened."""
    from pipeline.read.scan import read_page  # its libraries are an extra

    allowance.scans -= 1
    if allowance.scans < 0:
        return Page((), (beyond(number, "this page is a picture, and too many are"),))
    try:
        page = read_page(number, picture.scan_of(package.bytes_of(file), 1))
    except (Unread, Refusal):
        return None
    return Page(page.blocks, page.remarks)


def scan_of(data: bytes, number: int):
    """The scan of page `number`, from 1, counted through all documents; it is one that `read` recognised."""
    package = Package(data)
    listed = [(book, *page) for book, pages in _books(package) for page in pages]
    book, code, location = listed[number - 1]
    found = list(islice(steps(book, code, package.located(location, book.path)), MAX_PAGE_STEPS))
    return picture.scan_of(package.bytes_of(_only_picture(found)), 1)


def _drawing(found: list[Step], page: Box, is_done: bool) -> Drawing:
    return Drawing(
        strokes=[step for step in found if isinstance(step, Box)],
        pictures=[step.box for step in found if isinstance(step, Picture)],
        is_inked=INK in found,
        page=page,
        is_whole=is_done and BROKEN not in found,
        covers=tuple(step for step in found if isinstance(step, Cover)),
    )
