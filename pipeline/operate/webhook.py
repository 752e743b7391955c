"""An alert to a webhook: `json_of` for programs, and the robots of DingTalk, Feishu (Lark) and WeCom.

Every form sends plain text, which no chat program reads as Markdown. Addresses are secrets: they hold the token. What
the robots answer is read, since they say 200 to a message that they refuse.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

from pipeline.operate.alert import NAME, Alert
from pipeline.operate.refused import Refused
from pipeline.settings import setting
from schemas.operating import operating

MOST_READ = 64 * 1024
MOST_WECOM = 2048

Message = Mapping[str, Any]


def generic(alert: Alert) -> None:
    """To GONGKAI_WEBHOOK: a JSON object; any 2xx status takes it."""
    _post(_address("GONGKAI_WEBHOOK"), json_of(alert))


def dingtalk(alert: Alert) -> None:
    """To GONGKAI_DINGTALK, signed where GONGKAI_DINGTALK_SECRET is set."""
    address, secret = _address("GONGKAI_DINGTALK"), setting("GONGKAI_DINGTALK_SECRET")
    if secret:
        now = str(round(time.time() * 1000))
        signed = _signature(secret.encode(), f"{now}\n{secret}".encode())
        address += f"{'&' if urlsplit(address).query else '?'}timestamp={now}&sign={quote(signed, safe='')}"
    _taken(_post(address, {"msgtype": "text", "text": {"content": alert.text}}), "errcode")


def feishu(alert: Alert) -> None:
    """To GONGKAI_FEISHU, signed where GONGKAI_FEISHU_SECRET is set."""
    secret, message = setting("GONGKAI_FEISHU_SECRET"), {"msg_type": "text", "content": {"text": alert.text}}
    if secret:
        now = str(int(time.time()))
        message |= {"timestamp": now, "sign": _signature(f"{now}\n{secret}".encode(), b"")}
    _taken(_post(_address("GONGKAI_FEISHU"), message), "code")


def wecom(alert: Alert) -> None:
    """To GONGKAI_WECOM, whose robot takes no more than 2,048 bytes."""
    content = alert.text.encode()[:MOST_WECOM].decode(errors="ignore")
    _taken(_post(_address("GONGKAI_WECOM"), {"msgtype": "text", "text": {"content": content}}), "errcode")


FORMS: Mapping[str, Callable[[Alert], None]] = {
    "GONGKAI_WEBHOOK": generic, "GONGKAI_DINGTALK": dingtalk, "GONGKAI_FEISHU": feishu, "GONGKAI_WECOM": wecom,
}  # fmt: skip
"""By the variable that names the address."""


def json_of(alert: Alert) -> Message:
    """The alert for programs."""
    return {"from": NAME, "title": alert.title, "lines": list(alert.lines), "text": alert.text}


def _address(name: str) -> str:
    given = setting(name) or ""
    if urlsplit(given).scheme not in ("http", "https"):
        raise Refused(f"{name} is no http:// or https:// address")
    return given


def _signature(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the host that the operator named, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def _post(address: str, message: Message) -> bytes:
    """What was answered; Refused where the status is none of success, OSError where nothing answers."""
    data = json.dumps(message, ensure_ascii=False).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json; charset=utf-8"})
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=operating().limits.delivery_seconds) as answer:
            return answer.read(MOST_READ)
    except HTTPError as error:
        raise Refused(f"it answered {error.code}") from None


def _taken(answer: bytes, code: str) -> None:
    """Refused where a robot's answer doesn't say 0."""
    try:
        told = json.loads(answer)[code]
    except (ValueError, KeyError, TypeError):
        raise Refused("its answer can't be understood") from None
    if told != 0:
        raise Refused(f"it refused the message ({code} {told!r:.40})")
