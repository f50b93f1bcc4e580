# SPDX-License-Identifier: MulanPSL-2.0
"""What the reception takes and what it does not, over a real line: offsets, signatures, hostile requests."""

from __future__ import annotations

import json
import random
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from inspector_app.handoff import devices, keys
from inspector_app.handoff.courier_signature import authorization
from inspector_app.handoff.header import PART_LIMIT
from inspector_app.workspace import Workspace, open_workspace, system_clock
from tests.helpers.courier_day import a_bundle, laptop_of, office_folder, some_work
from tests.helpers.office_server import Asker, OfficeProcess, codes, send, serving


@dataclass
class Unit:
    """An office that receives, two laptops of it, and one that was revoked."""

    folder: Path
    server: OfficeProcess
    one: Workspace
    other: Workspace
    revoked: Workspace

    @property
    def asker(self) -> Asker:
        return Asker(self.one, self.server.http)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    base = tmp_path_factory.mktemp("unit")
    office = office_folder(base / "office")
    laptops = [laptop_of(office, base / name, name) for name in ("one", "other", "revoked")]
    ws = open_workspace(office, clock=system_clock)
    devices.revoke(ws, laptops[2].device, "lost")
    ws.close()
    with serving(office) as server:
        yield Unit(office, server, *laptops)
    for laptop in laptops:
        laptop.close()


def uploads(unit: Unit) -> list[Path]:
    return [p for p in (unit.folder / "inbox").rglob("*") if p.is_file()]


def part_name(n: int) -> str:
    return f"{n:032x}-1"


def test_who_the_office_is_may_be_asked_by_anybody_and_nothing_else(unit: Unit) -> None:
    said = httpx.get(f"{unit.server.http}/v1/office", trust_env=False).json()
    assert said["unit"] == unit.server.said["unit"]
    assert set(said) == {"unit", "name", "key", "level", "time", "largest_part"}
    device = unit.one.device
    for method, target in (
        ("GET", f"/v1/parts/{part_name(1)}"), ("HEAD", f"/v1/parts/{part_name(1)}"),
        ("PATCH", f"/v1/parts/{part_name(1)}"), ("POST", f"/v1/parts/{part_name(1)}/commit"),
        ("GET", f"/v1/receipts/{device}"), ("GET", f"/v1/dispatch/{device}"),
        ("GET", f"/v1/dispatch/{device}/{1:032x}/1"),
    ):  # fmt: skip
        answer = send(unit.server.http, method, target)
        assert answer.status_code == 401, target
        assert answer.headers["www-authenticate"] == "AJ1"


def test_a_part_in_pieces_is_read_and_acknowledged_and_twice_is_once(unit: Unit, tmp_path: Path) -> None:
    some_work(unit.one, n=1)
    (path,) = a_bundle(unit.one, tmp_path / "b").paths
    content, name = path.read_bytes(), f"{a_bundle(unit.one, tmp_path / 'b').bundle}-1"
    ask, half = unit.asker, len(content) // 2
    assert ask("GET", f"/v1/parts/{name}").json() == {"offset": 0, "done": False}
    assert ask.patch(name, content[:half], 0, len(content)).headers["upload-offset"] == str(half)
    early = ask.commit(name, content)
    assert (early.status_code, codes(early), early.headers["upload-offset"]) == (409, ["courier_offset"], str(half))
    for wrong in (0, half - 1, half + 1, len(content)):
        answer = ask.patch(name, content[wrong:][:1000] or b"x", wrong, len(content) + 1)
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, str(half)), wrong
    assert ask("HEAD", f"/v1/parts/{name}").headers["upload-offset"] == str(half)
    assert ask.patch(name, content[half:], half, len(content)).status_code == 204
    first = ask.commit(name, content)
    assert (first.status_code, first.json()["state"]) == (200, "applied"), first.text
    receipt = keys.read_signed(first.json()["receipt"], "AJR1")
    assert receipt.key == ask.member.office_key
    assert receipt.body["device"] == unit.one.device
    assert [m[2] for m in receipt.body["marks"] if m[0] == unit.one.device] == [
        m.seq for chain, m in unit.one.marks().items() if chain[0] == unit.one.device
    ]
    again = ask.commit(name, content)
    assert (again.status_code, again.json()["state"]) == (200, "known")
    assert ask("GET", f"/v1/parts/{name}").json()["done"] is True
    assert not [p for p in uploads(unit) if name in p.name]


def test_a_wrong_hash_at_the_end_begins_the_part_anew(unit: Unit) -> None:
    ask, name = unit.asker, part_name(2)
    assert ask.patch(name, b"a" * 1000, 0, 1000).status_code == 204
    answer = ask.commit(name, b"b" * 1000)
    assert (answer.status_code, codes(answer), answer.headers["upload-offset"]) == (422, ["bundle_changed"], "0")
    assert ask("GET", f"/v1/parts/{name}").json()["offset"] == 0


def test_a_piece_that_is_not_what_was_signed_is_taken_back(unit: Unit) -> None:
    ask, name = unit.asker, part_name(3)
    assert ask.patch(name, b"a" * 500, 0, 1000).status_code == 204
    target = f"/v1/parts/{name}"
    headers = {
        "Authorization": ask.header("PATCH", target, b"b" * 500),
        "Upload-Offset": "500",
        "Upload-Length": "1000",
    }
    answer = send(ask.url, "PATCH", target, b"c" * 500, headers)
    assert (answer.status_code, codes(answer)) == (422, ["bundle_changed"])
    assert ask("GET", target).json()["offset"] == 500


def test_signatures_that_do_not_fit(unit: Unit) -> None:
    ask = unit.asker
    target = f"/v1/receipts/{unit.one.device}"

    def asked(header: str, method: str = "GET", path: str = target) -> tuple[int, list[str]]:
        answer = send(ask.url, method, path, headers={"Authorization": header})
        return answer.status_code, codes(answer)

    assert send(ask.url, "GET", target, headers={"Authorization": ask.header("GET", target)}).status_code == 200
    wrong = (401, ["courier_signature"])
    stranger = authorization(keys.new_signing_key(), ask.claim(), unit=ask.member.unit, method="GET", target=target)
    assert asked(stranger) == wrong
    assert asked(authorization(ask.secret, ask.claim(), unit="0" * 32, method="GET", target=target)) == wrong
    assert asked(ask.header("GET", f"/v1/dispatch/{unit.one.device}")) == wrong
    assert asked(ask.header("POST", target)) == wrong
    assert asked(ask.header("GET", target), path=f"{target}?x=1") == wrong
    assert asked(ask.header("GET", target, certificate="0" * 32)) == wrong
    assert asked(ask.header("GET", target, device=unit.other.device)) == wrong
    assert asked("AJ1 nonsense") == wrong
    assert asked("") == wrong
    assert asked(ask.header("GET", target, device="f" * 32)) == (401, ["device_unknown"])
    assert asked(Asker(unit.revoked, ask.url).header("GET", f"/v1/receipts/{unit.revoked.device}"),
                 path=f"/v1/receipts/{unit.revoked.device}") == (403, ["device_revoked"])  # fmt: skip
    for away in (-400, 400, 10**9):
        ask.ahead = away
        assert asked(ask.header("GET", target)) == (401, ["courier_time"]), away


def test_repeating_what_was_recorded_changes_nothing(unit: Unit) -> None:
    ask, name = unit.asker, part_name(4)
    target = f"/v1/parts/{name}"
    headers = {"Upload-Offset": "0", "Upload-Length": "20", "Authorization": ask.header("PATCH", target, b"a" * 10)}
    assert send(ask.url, "PATCH", target, b"a" * 10, headers).status_code == 204
    assert send(ask.url, "PATCH", target, b"a" * 10, headers).status_code == 409
    assert ask("GET", target).json()["offset"] == 10


def test_a_commit_whose_body_was_exchanged_is_not_read(unit: Unit) -> None:
    ask, name = unit.asker, part_name(5)
    ask.patch(name, b"a" * 10, 0, 10)
    target, body = f"/v1/parts/{name}/commit", json.dumps({"sha256": "0" * 64, "bytes": 10}).encode()
    answer = send(ask.url, "POST", target, body, {"Authorization": ask.header("POST", target, body + b" ")})
    assert (answer.status_code, codes(answer)) == (401, ["courier_signature"])


def test_nobody_gets_what_is_anothers(unit: Unit, tmp_path: Path) -> None:
    ask = unit.asker
    for target in (f"/v1/receipts/{unit.other.device}", f"/v1/dispatch/{unit.other.device}"):
        assert ask("GET", target).status_code == 403
    some_work(unit.other, n=2)
    made = a_bundle(unit.other, tmp_path / "b")
    content = made.paths[0].read_bytes()
    assert ask.patch(f"{made.bundle}-1", content, 0, len(content)).status_code == 204
    answer = ask.commit(f"{made.bundle}-1", content)
    assert (answer.status_code, codes(answer)) == (422, ["bundle_malformed"])
    theirs = Asker(unit.other, ask.url)
    assert theirs("GET", f"/v1/parts/{made.bundle}-1").json() == {"offset": 0, "done": False}


@pytest.mark.parametrize("content", [b"x", b"AJBNDL1\n", b"age-encryption.org/v1\n" + b"\xff" * 300, b"\0" * 5000])
def test_what_is_no_bundle_is_refused_with_its_reason(unit: Unit, content: bytes) -> None:
    ask, name = unit.asker, part_name(600 + len(content))
    assert ask.patch(name, content, 0, len(content)).status_code == 204
    answer = ask.commit(name, content)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert [code for code in codes(answer) if code.startswith("bundle_")]
    assert ask("GET", f"/v1/parts/{name}").json()["offset"] == 0


@pytest.mark.parametrize(
    "part",
    [
        "..", "../../x-1", "..%2f..%2fx-1", "%2e%2e/%2e%2e/x-1", "a/b-1", "/etc/passwd", "aaaaaaaa-0", "aaaaaaaa-",
        "aaaaaaaa-1.upload", "AAAAAAAA-1", "aaaaaaaa-1%00", "a-1", "aaaaaaaa-123456", "a" * 65 + "-1", "aaaaaaaa-１",
        "aaaaaaaa-1%0a", "con-1", "%5c%5chost%5cshare-1",
    ],
)  # fmt: skip
def test_a_name_that_is_no_part_never_becomes_a_file(unit: Unit, part: str) -> None:
    from urllib.parse import quote

    before, ask = uploads(unit), unit.asker
    target = f"/v1/parts/{quote(part, safe='/%')}"
    answer = ask("PATCH", target, b"x", Upload_Offset="0", Upload_Length="1")
    assert answer.status_code in (400, 404), answer.text
    assert codes(answer) == ["courier_request"]
    assert uploads(unit) == before


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload_Offset": "0"}, 400, "courier_request"),
        ({"Upload_Length": "10"}, 400, "courier_request"),
        ({"Upload_Offset": "-1", "Upload_Length": "10"}, 400, "courier_request"),
        ({"Upload_Offset": "1e3", "Upload_Length": "10"}, 400, "courier_request"),
        ({"Upload_Offset": "9" * 40, "Upload_Length": "10"}, 400, "courier_request"),
        ({"Upload_Offset": "0", "Upload_Length": str(PART_LIMIT * 2)}, 413, "bundle_too_large"),
        ({"Upload_Offset": "0", "Upload_Length": "9"}, 413, "bundle_too_large"),
    ],
)
def test_what_is_too_large_or_has_no_measure(unit: Unit, headers: dict[str, Any], status: int, code: str) -> None:
    answer = unit.asker("PATCH", f"/v1/parts/{part_name(7)}", b"x" * 10, **headers)
    assert (answer.status_code, codes(answer)) == (status, [code])
    assert unit.asker("GET", f"/v1/parts/{part_name(7)}").json()["offset"] == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"sha256": 1, "bytes": 1}', b'{"sha256": "' + b"0" * 64 + b'", "bytes": -1}', b"[" * 4000],
)
def test_a_commit_that_says_nothing(unit: Unit, body: bytes) -> None:
    answer = unit.asker("POST", f"/v1/parts/{part_name(8)}/commit", body)
    assert (answer.status_code, codes(answer)) == (400, ["courier_request"])


def test_a_commit_with_an_endless_body(unit: Unit) -> None:
    answer = unit.asker("POST", f"/v1/parts/{part_name(8)}/commit", b"x" * 1_000_000)
    assert (answer.status_code, codes(answer)) == (413, ["courier_request"])


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("DELETE", "/v1/office", 405), ("GET", "/", 404), ("GET", "/v1/parts", 404), ("GET", "/v1/office/", 404)],
)
def test_other_addresses(unit: Unit, method: str, target: str, status: int) -> None:
    answer = send(unit.server.http, method, target)
    assert (answer.status_code, codes(answer)) == (status, ["courier_request"])


def test_noise_on_the_line_does_not_disturb_the_office(unit: Unit) -> None:
    chance = random.Random(7)
    noise = [
        b"", b"\x16", b"\x16\x03\x01\x02\x00" + chance.randbytes(512), chance.randbytes(3000), b"GET\r\n\r\n",
        b"GET /v1/office HTTP/1.1\r\n\r\n", b"GET /v1/office HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/office HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000,
        b"PATCH /v1/parts/aaaaaaaa-1 HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"PATCH /v1/parts/aaaaaaaa-1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"PATCH /v1/parts/aaaaaaaa-1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v1/office HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ]  # fmt: skip
    for words in noise:
        with socket.create_connection(("127.0.0.1", unit.server.port)) as line:
            try:
                line.sendall(words)
                line.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: line.recv(65_536), b""))
            except OSError:
                continue  # hung up on us in the middle of it
        assert b"HTTP/1.1 5" not in answer, words[:60]
        assert b"Traceback" not in answer
    assert httpx.get(f"{unit.server.http}/v1/office", trust_env=False).status_code == 200


def test_one_port_speaks_both_and_shows_the_certificate_that_was_announced(unit: Unit) -> None:
    import hashlib

    pem = ssl.get_server_certificate(("127.0.0.1", unit.server.port))
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    assert unit.server.said["fingerprint"].replace(":", "") == digest
    assert unit.server.said["urls"] == [unit.server.https, unit.server.http]
