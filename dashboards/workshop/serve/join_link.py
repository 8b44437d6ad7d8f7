"""Join link: the address of the server, and the QR code that holds it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Address:
    """Address at which phones find the server."""

    host: str
    port: int
    root: str = ""
    """Path under which a room lies, where the server has several."""
    scheme: str = "http"

    @property
    def shown(self) -> str:
        """As one types it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"http": 80, "https": 443}[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.shown}{self.root}"

    def join(self, code: str) -> str:
        """The link of the QR code: the code stands in the fragment, which no server is told."""
        return f"{self.scheme}://{self.shown}/#{code}"


def address_of(host: str, port: int) -> Address:
    """Return where a server that listens on ``host`` is found from the room."""
    return Address(lan_address() if host in EVERYWHERE else host, port)


def public_address(url: str) -> Address:
    """Return the address under which people come through a proxy."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return Address(str(parts.hostname), port, scheme=parts.scheme)


def lan_address() -> str:
    """Return this machine's address in the network it is in; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation: asks the routing table only
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def qr(link: str) -> Any:
    """Return the QR code of a link as an SVG picture."""
    return Markup(segno.make(link, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass="dark"))
