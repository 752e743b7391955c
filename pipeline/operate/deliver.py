"""`deliver(alert)`: into the log, and to every channel that the environment names. Nothing it meets stops a run."""

import logging
import smtplib
from collections.abc import Callable, Iterator

from pipeline.operate.alert import Alert
from pipeline.operate.mail import mail
from pipeline.operate.refused import Refused
from pipeline.operate.webhook import FORMS
from pipeline.settings import setting

log = logging.getLogger(__name__)


def deliver(alert: Alert) -> int:
    """How many channels took it, the log not counted; a channel that fails is logged, and the others are tried."""
    log.error("%s", " | ".join((alert.title, *alert.lines)))
    return sum(_delivered(name, send, alert) for name, send in _channels())


def _channels() -> Iterator[tuple[str, Callable[[Alert], None]]]:
    """Those that are set up, each by the variable that names it."""
    if setting("GONGKAI_SMTP") and setting("GONGKAI_MAIL_TO"):
        yield "GONGKAI_SMTP", mail
    yield from ((name, send) for name, send in FORMS.items() if setting(name))


def _delivered(name: str, send: Callable[[Alert], None], alert: Alert) -> bool:
    try:
        send(alert)
    except Exception as error:  # an alert that can't be sent must not bring down what it tells of
        log.error("the alert could not be delivered by %s: %s", name, _cause(error))
        return False
    return True


def _cause(error: Exception) -> str:
    """Why, without addresses and secrets, which other errors' own words could hold."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__
