"""The log: text, or with GONGKAI_LOG=json one JSON object a line. `formatter(text)`, `configure()`."""

import json
import logging
import sys
from datetime import UTC, datetime

from pipeline.settings import setting

JSON = "json"


def as_json() -> bool:
    return setting("GONGKAI_LOG") == JSON


class JsonLines(logging.Formatter):
    """A record as a JSON object; whatever the message holds, it is one line."""

    def format(self, record: logging.LogRecord) -> str:
        """`time` in UTC, `level`, `logger` and `message`, and `error` where one was logged with its traceback."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": getattr(record, "dagster_said", None) or record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def formatter(text: logging.Formatter) -> logging.Formatter:
    """The formatter for what is written as text otherwise."""
    return JsonLines() if as_json() else text


def configure() -> None:
    """What the project's modules log goes to stderr as JSON; as text, warnings alone do, as Python has it."""
    if as_json():
        logging.basicConfig(stream=sys.stderr, level=logging.INFO, force=True)
        logging.getLogger().handlers[0].setFormatter(JsonLines())
