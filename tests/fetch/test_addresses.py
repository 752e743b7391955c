"""Addresses that must not be reached, in all their forms, drawn as a table; and those that must be let through."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver

from pipeline.fetch.address import address, is_public
from pipeline.fetch.crawl import fetch
from pipeline.fetch.doors import Doors, spelt
from pipeline.fetch.failure import Failure
from pipeline.fetch.ledger import entries
from tests.fetch import site as of
from tests.fetch.five_hundred import limits
from tests.fetch.site import Site

HOST = "127.0.0.2"

# address                                         refused because            what it tries
FORMS = """
http://127.0.0.1/                                 address_forbidden          loopback
http://127.8.9.10:8080/                           address_forbidden          all of 127/8 is loopback
http://localhost/                                 address_forbidden          a name for it
http://LOCALHOST./                                address_forbidden          in capitals, with a dot
http://[::1]/                                     address_forbidden          loopback of IPv6
http://[0:0:0:0:0:0:0:1]/                         address_forbidden          spelt out
http://0.0.0.0/                                   address_forbidden          this host
http://[::]/                                      address_forbidden          this host in IPv6
http://10.1.2.3/                                  address_forbidden          private
http://172.16.0.1/                                address_forbidden          private
http://192.168.1.1/admin                          address_forbidden          private
http://100.64.0.1/                                address_forbidden          shared by carriers
http://169.254.1.1/                               address_forbidden          link-local
http://[fe80::1]/                                 address_forbidden          link-local of IPv6
http://[fe80::1%25eth0]/                          address_forbidden          with a zone
http://[fd00:ec2::254]/                           address_forbidden          metadata, unique local
http://169.254.169.254/latest/meta-data/          address_forbidden          metadata of most clouds
http://100.100.100.200/latest/meta-data/          address_forbidden          metadata of another
http://168.63.129.16/                             address_forbidden          metadata behind a public number
http://192.0.0.192/                               address_forbidden          metadata, protocol assignments
http://[::ffff:127.0.0.1]/                        address_forbidden          IPv4 mapped
http://[::ffff:7f00:1]/                           address_forbidden          the same in hexadecimal
http://[::127.0.0.1]/                             address_forbidden          IPv4 compatible
http://[64:ff9b::127.0.0.1]/                      address_forbidden          through NAT64
http://[64:ff9b:1::a00:1]/                        address_forbidden          through a local NAT64
http://[2002:7f00:1::]/                           address_forbidden          through 6to4
http://[2001:0:7f00:1::]/                         address_forbidden          through Teredo
http://224.0.0.1/                                 address_forbidden          multicast
http://255.255.255.255/                           address_forbidden          broadcast
http://127。0。0。1/                              address_forbidden          dots of another script
http://１２７.０.０.１/                           address_forbidden          digits of full width
http://①②⑦.0.0.1/                                 address_forbidden          digits in circles
http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/                                 address_forbidden          letters in circles
http://0x7f.1/                                    address_unclear            hexadecimal
http://0x7f000001/                                address_unclear            all in one
http://2130706433/                                address_unclear            one decimal number
http://017700000001/                              address_unclear            one octal number
http://0177.0.0.1/                                address_unclear            octal parts
http://127.1/                                     address_unclear            parts left out
http://%31%32%37.0.0.1/                           address_unclear            escaped digits
http://www.gov.cn@127.0.0.1/                      address_unclear            a user in front
http://127.0.0.1@www.gov.cn/                      address_unclear            a user, the other way round
http://127.0.0.1\\@www.gov.cn/                    address_unclear            a backslash
http:///127.0.0.1/                                address_unclear            no host
http://[127.0.0.1]/                               address_unclear            brackets around IPv4
http://www.gov.cn:22/                             port_forbidden             no web server's port
http://www.gov.cn:0/                              port_forbidden             no port at all
file:///etc/passwd                                scheme_forbidden           a file
gopher://127.0.0.1:6379/_x                        scheme_forbidden           another protocol
ftp://127.0.0.1/                                  scheme_forbidden           another protocol
//127.0.0.1/                                      scheme_forbidden           no scheme
data:text/html,x                                  scheme_forbidden           an address that is its own content
http://internal.test/                             address_forbidden          a name that leads to 10.0.0.5
http://mixed.test/                                address_forbidden          one public answer, one private
http://rebinding.test/                            address_forbidden          public when asked first, private then
"""
ROWS = [tuple(row.split(None, 2)) for row in FORMS.strip().splitlines()]

BEHIND_A_REDIRECT = {"//127.0.0.1/": "address_forbidden"}
"""Where another reason holds: the scheme is that of the page."""

REACHED = (
    "http://8.8.8.8/", "http://www.gov.cn/", "https://www.gov.cn:8443/a?b=http://127.0.0.1/", "http://例子.中国/年报.pdf",
    "http://[2606:4700:4700::1111]/", "http://[64:ff9b::808:808]/", "http://127.0.0.1.example.com/", "http://10.example.com/",
)  # fmt: skip


class Names(AbstractResolver):
    """A DNS that says what it is told to; of several answers to a name, each in its turn."""

    def __init__(self) -> None:
        self.answers = {
            "localhost": [["127.0.0.1"]], "internal.test": [["10.0.0.5"]], "mixed.test": [["8.8.8.8", "127.0.0.1"]],
            "rebinding.test": [["8.8.8.8"], ["127.0.0.1"]],
        }  # fmt: skip

    async def resolve(self, host, port=0, family=socket.AF_INET):
        told = self.answers[host]
        found = told.pop(0) if len(told) > 1 else told[0]
        return [{"hostname": host, "host": ip, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0} for ip in found]

    async def close(self) -> None:
        """Nothing is open."""


class Rebound(Names):
    """The same a moment later."""

    def __init__(self) -> None:
        super().__init__()
        self.answers["rebinding.test"] = [["127.0.0.1"]]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site((HOST, "127.0.0.1")) as opened:
        yield opened


def asked(folder: Path, url: str, allowed: tuple[str, ...] = (), dns=Rebound) -> tuple[str, str]:
    """How an address of the list ends: outcome and reason."""
    (folder / "sources.csv").write_text(f'publisher,url\n甲局,"{url}"\n', "utf-8")
    fetch(folder, allowed, limits=limits(attempts=1), dns=dns)
    entry = [entry for entry in entries(folder) if entry.address_kind == "report"][-1]
    return entry.outcome, entry.reason


def test_there_are_thirty_forms_and_more():
    assert len({url for url, *_ in ROWS}) == len(ROWS) >= 30


@pytest.mark.parametrize(("url", "reason", "tries"), ROWS, ids=[url for url, *_ in ROWS])
def test_a_form_is_refused(tmp_path: Path, url: str, reason: str, tries: str):
    assert asked(tmp_path, url) == ("failed", reason), tries


@pytest.mark.parametrize(("url", "reason", "tries"), ROWS, ids=[url for url, *_ in ROWS])
def test_a_form_is_refused_behind_a_redirect_too(tmp_path: Path, site: Site, url: str, reason: str, tries: str):
    start = site.put(HOST, f"/{len(site.pages)}", of.redirect(url))
    assert asked(tmp_path, start, (HOST,)) == ("failed", BEHIND_A_REDIRECT.get(url, reason)), tries


@pytest.mark.parametrize("url", REACHED)
def test_an_address_of_the_public_internet_is_let_through(url: str):
    assert address(url).scheme in ("http", "https")


def test_nothing_reached_a_host_that_was_not_allowed(site: Site):
    """Must stand behind the redirects: the site also listens on 127.0.0.1."""
    assert [one for one in site.log if one.host == "127.0.0.1"] == []


def test_a_host_is_let_through_where_the_operator_allows_it_by_name(tmp_path: Path, site: Site):
    url = site.put(HOST, "/allowed", of.page(b"<html>1</html>"))
    assert asked(tmp_path, url) == ("failed", "address_forbidden")
    (tmp_path / "receipts.csv").unlink()
    assert asked(tmp_path, url, (HOST,)) == ("new", "")


def test_an_allowed_name_does_not_open_its_address_to_other_names(tmp_path: Path, site: Site):
    site.put("127.0.0.1", "/a", of.page(b"<html>2</html>"))
    allowed = f"http://localhost:{site.port}/a"
    assert asked(tmp_path, allowed, ("localhost",)) == ("new", "")
    other = f"http://internal.test:{site.port}/a"
    assert asked(tmp_path, other, ("localhost",)) == ("failed", "address_forbidden")


def test_a_connection_goes_to_the_address_that_was_checked(tmp_path: Path, site: Site):
    """The name leads to loopback at the second look-up: the connection never gets to look it up again."""
    site.log.clear()
    outcome, _ = asked(tmp_path, f"http://rebinding.test:{site.port}/", dns=Names)
    assert outcome == "failed"
    assert site.log == []


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"])
def test_no_socket_is_opened_to_a_special_address_whatever_led_there(ip: str):
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    with pytest.raises(Failure, match="address_forbidden"):
        Doors((), Names()).socket((family, socket.SOCK_STREAM, 0, "", (ip, 80)))


def test_a_socket_is_opened_to_a_public_address():
    Doors((), Names()).socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80))).close()


@pytest.mark.parametrize(("given", "as_addresses_spell_it"), [("LocalHost.", "localhost"), ("[::1]", "::1"), ("例子.中国", "xn--fsqu00a.xn--fiqs8s")])
def test_a_host_is_allowed_however_it_is_spelt(given: str, as_addresses_spell_it: str):
    assert spelt(given) == as_addresses_spell_it


@pytest.mark.parametrize(("ip", "public"), [("8.8.8.8", True), ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("fec0::1", False), ("4000::1", False)])
def test_what_an_address_is_wrapped_in_does_not_hide_it(ip: str, public: bool):
    assert is_public(ip_address(ip)) == public
