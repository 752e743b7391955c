"""Which addresses may be asked: `address(text, allowed)` → a URL, or `Failure`; `is_public(ip)`.

        http://www.gov.cn/a.html     asked                  http://127.0.0.1/    address_forbidden
        http://例子.中国/a           asked, as xn--…        http://0x7f.1/       address_unclear: a number for a name
        ../b.pdf                     beside its page        http://a@b/          address_unclear: whose host is it?

What is checked is what is asked: the URL that is returned is in its final spelling, with the dots and digits of other
scripts made plain. A name says nothing of where it leads; that is seen in `doors.py`, when it is looked up. The special
ranges are those of IANA's registries (RFC 6890), with tunnels and metadata services besides.
"""

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from yarl import URL

from pipeline.fetch.failure import Failure

IP = IPv4Address | IPv6Address

SCHEMES = ("http", "https")
WEB_PORTS = (80, 443)
FIRST_FREE_PORT = 1024
LONGEST = 2000
"""Characters of an address."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")
_WITH_USER = re.compile(r"^[^/?#]*//[^/?#]*@")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NUMBER = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
"""A host whose last part is a number: systems read 0x7f.1, 2130706433 and 0177.1 as addresses, each in its own way."""

_GLOBAL_UNICAST = ip_network("2000::/3")
_TRANSLATED = ip_network("64:ff9b::/96")
"""NAT64: an IPv4 address stands in its last 32 bits."""
_SPECIAL = tuple(map(ip_network, (
    "2002::/16", "2001::/32", "3fff::/20",  # tunnels (6to4, Teredo) and documentation
    "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",  # protocol assignments, 6to4's relays, a metadata service
)))  # fmt: skip


def address(text: str, allowed: Collection[str] = (), base: URL | None = None) -> URL:
    """The address, without its fragment and relative to `base` where there is one; Failure where it must not be asked.

    `allowed` are the hosts, in small letters, that the operator lets be reached wherever they lead.
    """
    url = _parsed(text.strip(), base)
    if url.scheme not in SCHEMES:
        raise Failure("scheme_forbidden", url.scheme or "none")
    host = _host(url)
    if host in allowed:
        return url
    if (ip := literal(host)) is not None and not is_public(ip):
        raise Failure("address_forbidden", host)
    if url.port not in WEB_PORTS and (url.port or 0) < FIRST_FREE_PORT:
        raise Failure("port_forbidden", str(url.port))
    return url


def _parsed(text: str, base: URL | None) -> URL:
    """The address in its final spelling; one that several programs understand in several ways is none."""
    if not text or len(text) > LONGEST or _UNSAFE.search(text) or _WITH_USER.search(text):
        raise Failure("address_unclear", repr(text[:80]))
    try:
        given = URL(text)
        if given.scheme in SCHEMES and not given.host:
            raise ValueError("no host")
        url = (base.join(given) if base else given).with_fragment(None)
        host = url.host or ""
        return url.with_host(host.rstrip(".")) if host.endswith(".") else url
    except (ValueError, TypeError) as error:
        raise Failure("address_unclear", str(error)[:80]) from error


def _host(url: URL) -> str:
    """The host in small ASCII letters: a name or a plain IP address."""
    host = url.raw_host or ""
    if literal(host) is None and (not _NAME.fullmatch(host) or _NUMBER.fullmatch(host)):
        raise Failure("address_unclear", f"host {host!r}"[:80])
    return host


def literal(host: str) -> IP | None:
    """The IP address that a host is, None where it is a name."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_public(ip: IP) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    if isinstance(ip, IPv6Address):
        if ip in _TRANSLATED:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip not in _GLOBAL_UNICAST:
            return False
    special = any(ip in network for network in _SPECIAL if network.version == ip.version)
    return ip.is_global and not (special or ip.is_multicast or ip.is_reserved)
