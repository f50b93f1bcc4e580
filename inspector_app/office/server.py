# SPDX-License-Identifier: MulanPSL-2.0
"""`office serve`: opens the port, says where it listens, and receives until it is told to stop."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import secrets
import socket
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import serialization

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.handoff.courier_line import office_url
from inspector_app.handoff.membership import membership, need_office
from inspector_app.office.app import Reception
from inspector_app.office.embedded import EmbeddedStore, tls_secret
from inspector_app.office.limits import Limits
from inspector_app.office.listening import BACKLOG, OfficeServer
from inspector_app.storage import membership as books
from inspector_app.workspace import Workspace

ANYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the office is reached."""

    urls: tuple[str, ...]
    port: int
    fingerprint: str  # SHA-256 of the TLS certificate, "" without TLS
    unit: str
    name: str


def serve(
    ws: Workspace, host: str, port: int, *, url: str = "", plain: bool = False,
    announce: Callable[[Listening], None], limits: Limits | None = None,
) -> None:  # fmt: skip
    """Receive laptops until SIGTERM or SIGINT. Refuses NOT_OFFICE, OFFICE_PORT and COURIER_ADDRESS.

    `url` is the address under which laptops reach the office; those that are enrolled from now on get to know it.
    """
    member = need_office(ws)
    if url:
        known = {"url": office_url(url)}
        with ws.books() as db:
            books.put_values(db, known)
    _quiet()
    tls = None if plain else _tls(ws)
    listening = _listen(host, port)
    found = int(listening[0].getsockname()[1])
    print_ = "" if tls is None else fingerprint(member.tls)
    where = Listening(
        urls=_urls(host, found, tls is not None), port=found, fingerprint=print_, unit=member.unit, name=member.name
    )
    limits = limits or Limits()
    reception = Reception(EmbeddedStore(ws), limits)
    server = OfficeServer(
        reception.asgi(), listening, tls, limits,
        on_listening=lambda: announce(where), on_stopping=reception.uploads.stop_all,
    )  # fmt: skip
    try:
        # The selector loop everywhere: Windows' own cannot look at a first byte without taking it.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(server.serve())
    finally:
        reception.close()
        for one in listening:
            one.close()


def fingerprint(pem: str) -> str:
    """Give the SHA-256 of a certificate as people compare it: pairs with colons."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    return ":".join(digest[n : n + 2] for n in range(0, 64, 2))


def _quiet() -> None:
    """uvicorn's own log names addresses of people's machines; ours says what is needed."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _listen(host: str, port: int) -> list[socket.socket]:
    """Open the port. Refuses OFFICE_PORT."""
    opened: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            one = socket.socket(family, kind, protocol)
            opened.append(one)
            if os.name != "nt":  # on Windows it would let two programs have one port
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            if port == 0 and len(opened) > 1:
                address = (address[0], opened[0].getsockname()[1], *address[2:])
            one.bind(address)
            one.listen(BACKLOG)
    except (OSError, UnicodeError, OverflowError) as error:
        for one in opened:
            one.close()
        raise Refused([Problem(code=ProblemCode.OFFICE_PORT, fields={"host": host, "port": str(port)})]) from error
    return opened


def _urls(host: str, port: int, tls: bool) -> tuple[str, ...]:
    names = [host]
    if host in ANYWHERE:
        family = socket.AF_INET if host == ANYWHERE[0] else socket.AF_INET6
        found = [a.address for many in psutil.net_if_addrs().values() for a in many if a.family == family]
        names = [a.partition("%")[0] for a in found if not a.startswith(("fe80", "169.254"))] or [host]
    hosts = [f"[{name}]" if ":" in name else name for name in names]
    schemes = ("https", "http") if tls else ("http",)
    return tuple(f"{scheme}://{name}:{port}" for name in hosts for scheme in schemes)


def _tls(ws: Workspace) -> ssl.SSLContext | None:
    """Load the office's certificate; its key lies on disk for a moment only, encrypted with a password of chance."""
    certificate, secret = membership(ws).tls, tls_secret(ws)
    if not certificate or not secret:
        return None
    password = secrets.token_hex(32)
    key = serialization.load_pem_private_key(secret.encode(), None)
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password.encode()),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with tempfile.TemporaryDirectory(prefix="inspector-tls-") as folder:
        chain, lock = Path(folder) / "certificate.pem", Path(folder) / "key.pem"
        chain.write_text(certificate, encoding="ascii")
        lock.write_bytes(sealed)
        context.load_cert_chain(chain, lock, password)
    return context
