"""`setting(name)`: what the environment says. All variables stand here; `deploy/gongkai.env.example` explains them."""

import os

NAMES = frozenset(
    "GONGKAI_RAW GONGKAI_PUBLISHED GONGKAI_WORK GONGKAI_CACHE GONGKAI_WORKERS GONGKAI_ENGINE GONGKAI_WITHOUT "
    "GONGKAI_CONTACT GONGKAI_ALLOW_HOSTS GONGKAI_LOG "
    "GONGKAI_SMTP GONGKAI_MAIL_FROM GONGKAI_MAIL_TO GONGKAI_WEBHOOK GONGKAI_DINGTALK GONGKAI_DINGTALK_SECRET "
    "GONGKAI_FEISHU GONGKAI_FEISHU_SECRET GONGKAI_WECOM DAGSTER_HOME SOURCE_DATE_EPOCH".split()
)


def setting(name: str) -> str | None:
    """The variable's value; None where it is unset or empty. KeyError where the project has no such variable."""
    if name not in NAMES:
        raise KeyError(name)
    return os.environ.get(name) or None


def words(name: str) -> list[str]:
    """The values of a variable that can hold several, separated by blanks or commas."""
    return (setting(name) or "").replace(",", " ").split()
