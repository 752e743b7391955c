"""Archives and letters for tests: `zipped` and `letter` draw them from names and bytes."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

EPOCH = (2020, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files; the same ones give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            file = zipfile.ZipInfo(name, EPOCH)
            file.compress_type, file.create_system = packing, 3
            archive.writestr(file, data)
    return out.getvalue()


def in_gbk(archive: bytes, name: str) -> bytes:
    """The archive with a name of plain letters, as long as `name` in GBK, put into GBK as Windows writes it."""
    raw = name.encode("gbk")
    return archive.replace(b"N" * len(raw), raw)


def letter(text: str = "请查收附件。", attached: Mapping[str, bytes] | None = None, page: str | None = None) -> bytes:
    """A letter with a text, perhaps as a page too, and files attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "年报"
    message["Date"] = "Mon, 15 Jan 2024 10:00:00 +0800"
    message.set_content(text)
    if page is not None:
        message.add_alternative(page, subtype="html")
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)
