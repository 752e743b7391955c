"""`Doors`: what a connection passes, so that it goes where it was checked to go and nowhere else.

        address(text)      the spelling: scheme, port, a literal IP address          before each hop
        resolve(host)      each answer of the DNS: one that is not public bars all    once, for this connection
        socket(where)      the IP address itself, as the connection is about to open  whatever led there

The name is looked up once, the answers are checked, and the connection goes to one of these very answers: a name that
leads elsewhere the next moment (DNS rebinding) gains nothing. A host that the operator allows is let through wherever
its name leads, and its addresses are let through for it alone.
"""

import socket
from collections.abc import Iterable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from pipeline.fetch.address import address, is_public, literal
from pipeline.fetch.failure import Failure


class Doors(AbstractResolver):
    """The doors of one run; `allowed` are the hosts that the operator lets be reached wherever they lead.

    `dns` is asked for names.
    """

    def __init__(self, allowed: Iterable[str], dns: AbstractResolver) -> None:
        self.allowed = frozenset(map(spelt, allowed))
        self._dns = dns
        self._granted = {str(ip) for ip in map(literal, self.allowed) if ip is not None}

    def address(self, text: str, base: URL | None = None) -> URL:
        """The address as it may be asked; Failure where it must not."""
        return address(text, self.allowed, base)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The answers of the DNS; Failure where one of them is not public."""
        found = await self._dns.resolve(host, port, family)
        if host in self.allowed:
            self._granted.update(answer["host"] for answer in found)
            return found
        barred = [answer["host"] for answer in found if not _is_public(answer["host"])]
        if barred:
            raise Failure("address_forbidden", f"{host} is {barred[0]}")
        return found

    def socket(self, where: tuple[Any, ...]) -> socket.socket:
        """A socket for an address that `getaddrinfo` describes; Failure where it is neither public nor allowed."""
        family, kind, protocol, _, (ip, *_) = where
        if ip not in self._granted and not _is_public(ip):
            raise Failure("address_forbidden", ip)
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        await self._dns.close()


def spelt(host: str) -> str:
    """A host as addresses spell it: `spelt("LOCALHOST.")` is `localhost`."""
    plain = host.strip().strip("[]").rstrip(".")
    return URL.build(scheme="http", host=plain).raw_host or plain


def _is_public(text: str) -> bool:
    ip = literal(text)
    return ip is not None and is_public(ip)
