# SPDX-License-Identifier: MulanPSL-2.0
"""Too many, too much, too slow: each is told so or hung up on, and the others go on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inspector_app.office.limits import Limits
from inspector_app.workspace import Workspace
from tests.helpers.courier_day import laptop_of, office_folder
from tests.helpers.office_server import PATIENCE, Asker, codes, receiving, send

NAME, OTHER = f"{1:032x}-1", f"{2:032x}-1"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Workspace, Workspace]]:
    folder = tmp_path_factory.mktemp("unit")
    office = office_folder(folder / "office")
    laptops = [laptop_of(office, folder / name, name) for name in ("one", "other")]
    yield office, *laptops
    for laptop in laptops:
        laptop.close()


@contextlib.contextmanager
def begun(ask: Asker, name: str, body: bytes, length: int) -> Iterator[socket.socket]:
    """Begin an upload and let the line hang: the office waits for the rest of the body."""
    target = f"/v1/parts/{name}"
    head = (
        f"PATCH {target} HTTP/1.1\r\nHost: office\r\nContent-Length: {length}\r\nUpload-Offset: 0\r\n"
        f"Upload-Length: {length}\r\nExpect: 100-continue\r\nAuthorization: {ask.header('PATCH', target, b'')}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", int(ask.url.rpartition(":")[2])), timeout=PATIENCE) as line:
        line.sendall(head.encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 100")  # it was admitted, and is read now
        line.sendall(body)
        yield line


def a_line(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def ended(line: socket.socket) -> bytes:
    """Read until the office hangs up."""
    with contextlib.suppress(ConnectionError):
        return b"".join(iter(lambda: line.recv(65_536), b""))
    return b""


def test_too_many_uploads_at_once_are_asked_to_come_back(base: tuple[Path, Workspace, Workspace]) -> None:
    office, one, other = base
    with receiving(office, Limits(uploads=1)) as port:
        ask, theirs = Asker(one, f"http://127.0.0.1:{port}"), Asker(other, f"http://127.0.0.1:{port}")
        with begun(ask, NAME, b"", 100):
            answer = theirs.patch(OTHER, b"x", 0, 1)
            assert (answer.status_code, codes(answer)) == (429, ["courier_busy"])
            assert 1 <= int(answer.headers["retry-after"]) <= 20
        # the line is gone: whoever comes next is let in
        assert any(theirs.patch(OTHER, b"x", 0, 1).status_code in (204, 409) for _ in range(200))


def test_a_newcomer_takes_over_from_a_dead_line_and_nothing_that_came_is_lost(
    base: tuple[Path, Workspace, Workspace],
) -> None:
    office, one, _ = base
    name = f"{3:032x}-1"
    with receiving(office, Limits()) as port:
        ask = Asker(one, f"http://127.0.0.1:{port}")
        with begun(ask, name, b"a" * 40, 100) as line:
            arrived = ask("GET", f"/v1/parts/{name}").json()["offset"]
            assert arrived in (0, 40)  # what was still on its way is sent again
            rest = b"a" * (100 - arrived)
            assert ask.patch(name, rest, arrived, 100).status_code == 204
            assert f"upload-offset: {arrived}".encode() in line.recv(65_536)  # the one before was told where it ended
        assert ask("GET", f"/v1/parts/{name}").json()["offset"] == 100


def test_a_head_that_trickles_is_hung_up_on(base: tuple[Path, Workspace, Workspace]) -> None:
    office, _, _ = base
    with receiving(office, Limits(head_seconds=0.3)) as port, a_line(port) as line:
        line.sendall(b"GET /v1/office HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert ended(line) == b""


def test_a_line_that_says_nothing_is_hung_up_on(base: tuple[Path, Workspace, Workspace]) -> None:
    office, _, _ = base
    with receiving(office, Limits(greeting_seconds=0.3)) as port, a_line(port) as line:
        assert ended(line) == b""


def test_a_body_that_stops_is_kept_as_far_as_it_came(base: tuple[Path, Workspace, Workspace]) -> None:
    office, one, _ = base
    name = f"{4:032x}-1"
    with receiving(office, Limits(idle_seconds=0.3)) as port:
        ask = Asker(one, f"http://127.0.0.1:{port}")
        with begun(ask, name, b"a" * 70, 100) as line:
            assert b"upload-offset: 70" in line.recv(65_536)
        assert ask("GET", f"/v1/parts/{name}").json()["offset"] == 70


def test_more_lines_than_allowed_are_not_taken(base: tuple[Path, Workspace, Workspace]) -> None:
    office, _, _ = base
    with receiving(office, Limits(connections=2)) as port, contextlib.ExitStack() as open_:
        lines = [open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) for _ in range(2)]
        third = open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
        assert ended(third) == b""
        for line in lines:
            line.close()
        assert any(_is_served(port) for _ in range(500))  # once it has seen that the others are gone


def _is_served(port: int) -> bool:
    try:
        return send(f"http://127.0.0.1:{port}", "GET", "/v1/office").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(
    ("limits", "status", "code"),
    [
        (Limits(device_parts=1), 413, "courier_quota"),
        (Limits(device_bytes=15), 413, "courier_quota"),
        (Limits(part_bytes=9), 413, "bundle_too_large"),
        (Limits(reserve_bytes=1 << 60), 507, "disk_full"),
    ],
)
def test_one_laptop_cannot_fill_the_office(tmp_path: Path, limits: Limits, status: int, code: str) -> None:
    office = office_folder(tmp_path / "office")
    laptop = laptop_of(office, tmp_path / "laptop", "one")
    with receiving(office, limits) as port:
        ask = Asker(laptop, f"http://127.0.0.1:{port}")
        answers = [ask.patch(name, b"x" * 10, 0, 10) for name in (NAME, OTHER)]
        assert (answers[-1].status_code, codes(answers[-1])) == (status, [code])
        assert "inbox" not in answers[-1].text or code == "disk_full"
    laptop.close()


def test_an_upload_that_nobody_went_on_with_is_removed(base: tuple[Path, Workspace, Workspace]) -> None:
    import os

    office, one, _ = base
    name = f"{5:032x}-1"
    with receiving(office, Limits()) as port:
        Asker(one, f"http://127.0.0.1:{port}").patch(name, b"x", 0, 10)
    (left,) = (office / "inbox" / "uploads").glob(f"*/{name}.upload")
    os.utime(left, (0, 0))
    with receiving(office, Limits()):
        assert not left.exists()
