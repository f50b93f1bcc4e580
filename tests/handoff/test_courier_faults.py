# SPDX-License-Identifier: MulanPSL-2.0
"""The courier over lines that break, with offices and couriers that are killed, and with the wrong office."""

from __future__ import annotations

import http.server
import itertools
import json
import signal
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff import courier
from inspector_app.handoff.certificates import tls_certificate
from inspector_app.handoff.standing import standing
from inspector_app.workspace import open_workspace, system_clock
from tests.helpers.courier_day import Day, office_folder, problem, some_work
from tests.helpers.office_server import PATIENCE, ROOT, BadLine, OfficeProcess, serving, some_budgets


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_line_that_breaks_at_any_byte(day: Day, scheme: str) -> None:
    laptop = day.laptop()
    some_work(laptop, megabytes=4)
    with serving(day.office) as server:
        line = BadLine(server.port, some_budgets(11, 25, 300, 900_000))
        report = courier.send(laptop, f"{scheme}://127.0.0.1:{line.port}", wait=PATIENCE)
        line.close()
    assert (report.sent, report.problems) == (1, ())
    assert line.cuts >= 4
    assert standing(laptop).is_all_handed_over
    assert laptop.digest() == day.office_digest()


def test_a_dispatch_over_a_line_that_breaks(day: Day) -> None:
    one, two = day.laptop("one"), day.laptop("two")
    for n in range(1, 12):
        some_work(one, n)
    with serving(day.office) as server:
        courier.send(one, server.http)
        line = BadLine(server.port, some_budgets(5, 30, 2_000, 60_000))
        report = courier.send(two, f"http://127.0.0.1:{line.port}", wait=PATIENCE)
        line.close()
    assert report.dispatch is not None and report.dispatch.operations >= 11
    assert line.cuts >= 2
    assert two.digest() == day.office_digest()


def test_the_office_is_killed_while_a_part_comes_in(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop, megabytes=6)
    came, killed = itertools.count(), threading.Event()
    total = 0

    def seen(data: bytes) -> None:
        nonlocal total
        total += len(data)
        if total > 3_000_000 and not killed.is_set():
            killed.set()
            servers[0].kill()

    servers = [OfficeProcess(day.office)]
    line = BadLine(servers[0].port, iter(()), seen)
    with pytest.raises(Refused) as refused:
        courier.send(laptop, f"http://127.0.0.1:{line.port}")
    assert next(came) == 0 and killed.is_set()
    assert problem(refused) is ProblemCode.COURIER_UNREACHABLE
    (left,) = day.left_at_the_office()
    before = left.stat().st_size
    assert 1_000_000 < before < 6_000_000
    with serving(day.office) as server:
        line.turn_to(server.port)
        report = courier.send(laptop, f"http://127.0.0.1:{line.port}")
    line.close()
    assert report.sent == 1
    assert total < 3_000_000 + 6_500_000  # it went on; it did not begin anew
    assert laptop.digest() == day.office_digest()


@pytest.mark.parametrize("moment", range(2))
def test_the_office_is_killed_while_it_reads(day: Day, moment: int) -> None:
    laptop = day.laptop()
    for n in range(1, 6):
        some_work(laptop, n)
    asked = threading.Event()

    def seen(data: bytes) -> None:
        if b"/commit" in data and not asked.is_set():
            asked.set()
            threading.Timer(moment * 0.05, servers[0].process.kill).start()

    servers = [OfficeProcess(day.office)]
    line = BadLine(servers[0].port, iter(()), seen)
    with pytest.raises(Refused) as refused:
        courier.send(laptop, f"http://127.0.0.1:{line.port}")
    assert asked.is_set()
    assert problem(refused) is ProblemCode.COURIER_UNREACHABLE
    counted = standing(laptop).is_all_handed_over  # only where the receipt came before the end
    servers[0].stop()
    assert not counted or laptop.digest() == day.office_digest()
    with serving(day.office) as server:
        line.turn_to(server.port)
        report = courier.send(laptop, f"http://127.0.0.1:{line.port}")
    line.close()
    assert standing(laptop).is_all_handed_over
    assert report.problems == ()
    assert laptop.digest() == day.office_digest()
    assert not day.left_at_the_office()


def test_the_courier_is_killed_and_goes_on(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop, megabytes=6)
    laptop.close()
    total, reached = 0, threading.Event()

    def seen(data: bytes) -> None:
        nonlocal total
        total += len(data)
        if total > 3_000_000:
            reached.set()
            go_on.wait(PATIENCE)  # the line is stuck while the courier is killed

    go_on = threading.Event()
    words = ["courier", "send", "--data-dir", str(laptop.folder), "--json", "--office"]
    with serving(day.office) as server:
        line = BadLine(server.port, iter(()), seen)
        url = f"http://127.0.0.1:{line.port}"
        child = subprocess.Popen([sys.executable, "-m", "inspector_app", *words, url], cwd=ROOT)
        assert reached.wait(PATIENCE)
        child.kill()
        assert child.wait(PATIENCE) == -signal.SIGKILL
        go_on.set()
        done = subprocess.run(
            [sys.executable, "-m", "inspector_app", *words, url], cwd=ROOT, capture_output=True, text=True, check=False
        )
        line.close()
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert (said["parts"], said["sent"], said["queue"]) == (1, 1, [])
    assert total < 6_000_000 + 5_000_000
    again = open_workspace(laptop.folder, clock=system_clock)
    day.laptops[:] = [again]
    assert standing(again).is_all_handed_over
    assert again.digest() == day.office_digest()


def test_eight_laptops_at_once(day: Day) -> None:
    laptops = [day.laptop(f"laptop{n}") for n in range(8)]
    for n, laptop in enumerate(laptops, start=1):
        some_work(laptop, n, megabytes=1)
    reports: dict[int, courier.Report] = {}
    with serving(day.office) as server:

        def send(n: int) -> None:
            reports[n] = courier.send(laptops[n], server.https if n % 2 else server.http, wait=PATIENCE)

        threads = [threading.Thread(target=send, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(reports) == list(range(8))
        for laptop in laptops:
            courier.send(laptop, server.http)
    assert all(r.sent == 1 and not r.problems for r in reports.values())
    assert {laptop.digest() for laptop in laptops} == {day.office_digest()}


def test_another_office_gets_nothing(day: Day, tmp_path: Path) -> None:
    laptop = day.laptop()
    some_work(laptop)
    foreign = office_folder(tmp_path / "foreign")
    with serving(foreign) as server:
        for url in (server.https, server.http):
            with pytest.raises(Refused) as refused:
                courier.send(laptop, url)
            assert problem(refused) is ProblemCode.COURIER_CERTIFICATE
    assert not [p for p in (foreign / "inbox").rglob("*") if p.is_file()]


def test_somebody_between_with_another_certificate_hears_nothing(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    certificate, key = tls_certificate("office", system_clock())
    files = [day.folder / "certificate.pem", day.folder / "key.pem"]
    for path, text in zip(files, (certificate, key), strict=True):
        path.write_text(text, encoding="ascii")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*files)
    heard: list[bytes] = []
    with serving(day.office) as server:
        line = BadLine(server.port, iter(()), heard.append, tls=tls)
        with pytest.raises(Refused) as refused:
            courier.send(laptop, f"https://127.0.0.1:{line.port}")
        line.close()
    assert problem(refused) is ProblemCode.COURIER_CERTIFICATE
    assert heard == []
    assert not day.left_at_the_office()


def test_something_else_at_that_address(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)

    class Hello(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<h1>hello</h1>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Hello)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(Refused) as refused:
            courier.send(laptop, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (found,) = refused.value.problems
    assert (found.code, found.fields["reason"]) == (ProblemCode.COURIER_UNREACHABLE, "not an office")
