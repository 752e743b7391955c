"""`mail(alert)`: an alert as a letter, by the server that GONGKAI_SMTP names.

    smtps://user:password@smtp.example.org       TLS from the start (port 465)
    smtp://user:password@smtp.example.org        STARTTLS (port 587), and refused where the server has none
    smtp://127.0.0.1:25                          no password: STARTTLS where the server offers it

A password never goes over a connection in clear, and certificates are checked.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from pipeline.operate.alert import Alert
from pipeline.operate.refused import Refused
from pipeline.settings import setting, words
from schemas.operating import operating

PORTS = {"smtps": 465, "smtp": 587}


def mail(alert: Alert) -> None:
    """Send it to all of GONGKAI_MAIL_TO; OSError, SMTPException or Refused where it can't be."""
    server = urlsplit(setting("GONGKAI_SMTP") or "")
    if server.scheme not in PORTS or not server.hostname:
        raise Refused("GONGKAI_SMTP is no smtp:// or smtps:// address")
    with _connected(server) as connection:
        _secured(connection, server)
        connection.send_message(_letter(alert))


def _letter(alert: Alert) -> EmailMessage:
    """The text stands in the body alone, and the title, one line, in the subject; headers can't be added by either."""
    letter = EmailMessage()
    receivers = words("GONGKAI_MAIL_TO")
    letter["From"] = setting("GONGKAI_MAIL_FROM") or receivers[0]
    letter["To"] = ", ".join(receivers)
    letter["Subject"] = alert.title
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain="gongkai.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n".join(alert.lines), cte="base64")
    return letter


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    seconds = operating().limits.delivery_seconds
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=seconds, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=seconds)


def _secured(connection: smtplib.SMTP, server: SplitResult) -> None:
    """Encrypt where it can be, then log in; Refused where a password would be sent in clear."""
    connection.ehlo()
    encrypted = server.scheme == "smtps"
    if not encrypted and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        encrypted = True
    if server.username:
        if not encrypted:
            raise Refused("the mail server offers no TLS, so no password is sent")
        connection.login(unquote(server.username), unquote(server.password or ""))
