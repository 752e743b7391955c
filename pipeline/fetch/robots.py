"""`Robots`: what hosts let programs ask for, by their robots.txt (RFC 9309).

        robots.txt       what may be asked
        200              what its rules for `gongkai`, else for `*`, allow; its crawl delay is kept
        400 to 499       everything: the host has no rules
        anything else    nothing, in this run: the rules are there and can't be read

It is asked for once a run and origin, as any other address is: at the host's pace, within limits, never where addresses
must not lead.
"""

import asyncio
from collections.abc import Awaitable, Callable

from protego import Protego
from yarl import URL

from pipeline.fetch.failure import Failure
from pipeline.fetch.pace import Pace
from schemas.fetching import fetching

PATH = "/robots.txt"
NO_RULES = ("not_found", "denied", "other_status")


class Robots:
    """The rules of all hosts of a run; `ask` gets the bytes of a robots.txt or raises Failure."""

    def __init__(self, ask: Callable[[URL], Awaitable[bytes]], pace: Pace) -> None:
        self._ask, self._pace = ask, pace
        self._rules: dict[URL, asyncio.Task[Protego]] = {}

    async def check(self, url: URL) -> None:
        """Failure where the address may not be asked."""
        origin = url.origin()
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._read(origin))
        rules = await asyncio.shield(self._rules[origin])
        if not rules.can_fetch(str(url), fetching().agent):
            raise Failure("robots_forbid", f"{origin}{PATH}")

    async def _read(self, origin: URL) -> Protego:
        try:
            text = (await self._ask(origin.with_path(PATH))).decode("utf-8-sig", "replace")
        except Failure as failure:
            if failure.reason in NO_RULES and 400 <= failure.status < 500:
                return Protego.parse("")
            if failure.reason in ("address_forbidden", "host_resting"):
                raise
            raise Failure("robots_unreachable", f"{failure.reason}: {failure.detail}", failure.status) from failure
        rules = Protego.parse(text)
        self._pace.slow(origin.host or "", float(rules.crawl_delay(fetching().agent) or 0))
        return rules
