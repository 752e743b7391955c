"""How a spreadsheet shows a number: `shown(value, code)`, `shown_day(value, code, base)`.

        3      General        3          12.5   0.00         12.50        1234   #,##0     1,234
        0      0;-0;          (nothing)  0.125  0.0%         12.5%        45316  m"月"d"日" 1月25日

None where the text can't be told from value and code alone; then no number must be read. A column's width is not
looked at: where it cuts decimals off, they are here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

GENERAL = "General"
DIGITS = 15
"""Significant digits that a spreadsheet keeps."""
MOST_GENERAL = 11
"""Characters that a number without a format takes at most; longer ones are rounded, or written with a power of ten."""
LONGEST_CODE = 255
LONGEST_NUMBER = 60
"""Digits; a format with more decimals or signs of percent shows nothing that anybody reads."""
LAST_DAY = 2_958_466
"""A spreadsheet's days end with the year 9999."""

BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Codes that a file names by their number alone, as a Chinese system shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<pad>[_*].)|\[(?P<bracket>[^\]]*)\]|(?P<general>general)'
    r"|(?P<number>[0#?][0#?,.]*|\.[0#?]+)|(?P<half>am/pm|a/p)|(?P<date>y+|m+|d+|h+|s+|e+|a{3,})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s?\d+)$", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9a-f]+)?$", re.IGNORECASE)
_PLAIN = re.compile(r"[#?]*0*[#?0]*$")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a code: its kind, as `_TOKEN` names it, and its text; what is only shown is `literal`."""

    kind: str
    text: str


def significant(text: str) -> Decimal | None:
    """A stored number as a spreadsheet keeps it, with fifteen digits; None where the text is no number."""
    try:
        value = Context(prec=DIGITS).create_decimal(text)
    except (ArithmeticError, ValueError):
        return None
    return value if value.is_finite() and -30 < value.adjusted() < 30 else None


@lru_cache(maxsize=4096)
def shown(value: Decimal, code: str) -> str | None:
    """What a number code shows of a value, blanks at the ends left out."""
    sections = _sections(code)
    if sections is None or len(sections) > 4:
        return None
    tokens, own_sign = _section_for(value, sections)
    size = abs(value) if own_sign else value
    text = _written(size, tokens)
    return None if text is None else text.strip()


def is_day(code: str) -> bool:
    """Whether a code shows a date or a time."""
    sections = _sections(code)
    return sections is not None and any(token.kind in ("date", "half", "elapsed") for token in sections[0])


def shown_day(value: Decimal, code: str, base: datetime) -> str | None:
    """What a date code shows of a number of days since `base`; None for what has names, eras or fractions in it."""
    sections = _sections(code)
    if sections is None or not 0 < value < LAST_DAY:
        return None
    try:
        moment = base + timedelta(seconds=round(float(value) * 86_400))
    except OverflowError:
        return None
    pieces = [_dated(token, moment) for token in _with_minutes(sections[0])]
    return None if None in pieces else "".join(filter(None, pieces)).strip()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[Token, ...], ...] | None:
    """The code cut at its semicolons; None where it has conditions or other things that are not understood."""
    if len(code) > LONGEST_CODE:
        return None
    found: list[list[Token]] = [[]]
    for token in _tokens(code):
        if token.kind == "odd":
            return None
        if token == Token("other", ";"):
            found.append([])
        else:
            found[-1].append(token)
    return tuple(map(tuple, found))


def _tokens(code: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[match.lastgroup]
        if kind in ("quoted", "escaped"):
            yield Token("literal", text)
        elif kind == "pad":
            yield Token("literal", " " if text[0] == "_" else "")
        elif kind == "bracket":
            yield _bracketed(text)
        else:
            yield Token(kind, text)


def _bracketed(text: str) -> Token:
    if _COLOUR.match(text):
        return Token("literal", "")
    if currency := _CURRENCY.match(text):
        return Token("literal", currency[1])
    return Token("elapsed", text) if text.lower().strip("hms") == "" else Token("odd", text)


def _section_for(value: Decimal, sections: tuple[tuple[Token, ...], ...]) -> tuple[tuple[Token, ...], bool]:
    """The section that a value is shown by, and whether that one writes the sign itself."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _written(value: Decimal, tokens: tuple[Token, ...]) -> str | None:
    numbers = [token for token in tokens if token.kind in ("number", "general")]
    others = [token for token in tokens if token.kind not in ("number", "general", "literal")]
    if len(numbers) > 1 or any(token.kind != "other" or token.text in "@/Ee" for token in others):
        return general(value) if [token.text for token in tokens] == ["@"] else None
    percent = sum(token.text == "%" for token in others)
    digits = ""
    if numbers:
        spec = numbers[0]
        written = general(value) if spec.kind == "general" else _by_digits(abs(value) * 100**percent, spec.text)
        if written is None:
            return None
        digits = written
    text = "".join(digits if token in numbers else token.text for token in tokens)
    is_signed = bool(numbers) and numbers[0].kind == "number" and value < 0 and any(c in "123456789" for c in digits)
    return f"-{text.lstrip()}" if is_signed else text


def general(value: Decimal) -> str | None:
    """A number as it is shown without a format; None where a power of ten would stand in it."""
    if value == 0:
        return "0"
    if not -5 < value.adjusted() < MOST_GENERAL:
        return None
    plain = _trimmed(f"{value:f}")
    if len(plain.lstrip("-")) > MOST_GENERAL:
        places = max(0, MOST_GENERAL - 1 - len(plain.lstrip("-").partition(".")[0]))
        plain = _trimmed(f"{_rounded(value, places):f}")
    return plain


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=LONGEST_NUMBER))


def _by_digits(value: Decimal, spec: str) -> str | None:
    """A number by signs such as #,##0.00; None where it is scaled by thousands or has blanks for digits."""
    whole, point, fraction = spec.partition(".")
    grouped = "," in whole.strip(",")
    if whole.endswith(",") or "," in fraction or "." in fraction or "?" in whole + fraction.rstrip("?"):
        return None
    whole = whole.replace(",", "")
    if not _PLAIN.match(whole) or whole.count("0") > 1 or not re.fullmatch("0*#*[?]*", fraction):
        return None
    if value.adjusted() + 1 + len(fraction) >= LONGEST_NUMBER:
        return None
    least = fraction.count("0")
    before, _, after = f"{_rounded(value, len(fraction)):f}".partition(".")
    after = after[:least] + after[least:].rstrip("0")
    before = "" if before == "0" and "0" not in whole else before
    return (f"{int(before):,}" if grouped and before else before) + (point + after if after else "")


def _with_minutes(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """The tokens, m told to be minutes where it stands behind an hour or before a second."""
    parts = [i for i, token in enumerate(tokens) if token.kind == "date"]
    minutes = set()
    for at, i in enumerate(parts):
        before = tokens[parts[at - 1]].text[0].lower() if at else ""
        after = tokens[parts[at + 1]].text[0].lower() if at + 1 < len(parts) else ""
        if tokens[i].text[0].lower() == "m" and (before == "h" or after == "s"):
            minutes.add(i)
    for i, token in enumerate(tokens):
        yield Token("date", "n" * len(token.text)) if i in minutes else token


def _dated(token: Token, moment: datetime) -> str | None:
    if token.kind in ("literal", "other"):
        return token.text if token.text not in ("@", "%") else None
    if token.kind != "date":
        return None
    number = {
        "y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "n": moment.minute, "s": moment.second
    }.get(token.text[0].lower())  # fmt: skip
    if number is None or (token.text[0] in "mMdD" and len(token.text) > 2):
        return None
    if token.text[0] in "yY":
        return f"{number:04}" if len(token.text) > 2 else f"{number % 100:02}"
    return f"{number:02}" if len(token.text) > 1 else str(number)
