"""What the reader of a file remarks: what could not be seen, decoded or read to its end."""

from tests.spec.case import Case
from tests.spec.example import Example

TITLE = ("读取", "What the reading could not see")

WHOLE = Case("…")


def remarked(rule: str) -> Case:
    return Case(f"""
        …
        ! p3 {rule} 一处
    """)  # fmt: skip


EXAMPLES = (
    Example("page_without_text", fails=remarked("page_without_text"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文本文件没有页", "a text file has no pages")),
    Example("doubtful_text", fails=remarked("doubtful_text"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文字不是识别而来", "no text was recognised in a picture")),
    Example("picture_unread", fails=remarked("picture_unread"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文本文件没有图片", "a text file holds no pictures")),
    Example("picture_beside_text", fails=remarked("picture_beside_text"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文本文件没有图片", "a text file holds no pictures")),
    Example("picture_elsewhere", fails=remarked("picture_elsewhere"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文本文件不引用图片", "a text file names no pictures")),
    Example("text_layer", fails=Case("""
        …
        【表三】
        …
        ! t1 text_layer
    """), passes=Case("""
        …
        【表三】
        …
        ! p9 text_layer
    """), silent=WHOLE, why=("没有以图像显示的页", "no page shows a picture")),
    Example("text_garbled", fails=remarked("text_garbled"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文本文件没有字形", "a text file draws no characters")),
    Example("undecodable_bytes", fails=remarked("undecodable_bytes"), passes=WHOLE, silent=Case("【表三】"), why=(
        "没有需要解码的字节", "no bytes had to be decoded")),
    Example("limit_reached", fails=remarked("limit_reached"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文件远低于上限", "the document is far below every limit")),
    Example("content_lost", fails=remarked("content_lost"), passes=WHOLE, silent=Case("【表三】"), why=(
        "文件无需转换", "the document needs no conversion")),
)  # fmt: skip
