# SPDX-License-Identifier: MulanPSL-2.0
"""The courier against a real reception: over lines that break, offices that are killed, and with the wrong office."""

from __future__ import annotations

import http.server
import itertools
import json
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.handoff import courier, courier_queue, devices
from inspector_app.handoff.certificates import tls_certificate
from inspector_app.handoff.standing import standing
from inspector_app.storage.outbox import Sending
from inspector_app.workspace import Workspace, open_workspace, system_clock
from tests.helpers.courier_day import a_recording, laptop_of, office_folder, some_work
from tests.helpers.office_server import PATIENCE, ROOT, BadLine, OfficeProcess, serving, some_budgets


@dataclass
class Day:
    """An office folder and laptops that are closed at the end."""

    folder: Path
    office: Path
    laptops: list[Workspace] = field(default_factory=list)

    def laptop(self, name: str = "one", **options: object) -> Workspace:
        made = laptop_of(self.office, self.folder / name, name, **options)  # type: ignore[arg-type]
        self.laptops.append(made)
        return made

    def office_digest(self) -> str:
        ws = open_workspace(self.office, clock=system_clock)
        try:
            assert ws.check().is_well
            return ws.digest()
        finally:
            ws.close()

    def left_at_the_office(self) -> list[Path]:
        return [p for p in (self.office / "inbox").rglob("*") if p.is_file()]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path, office_folder(tmp_path / "office"))
    yield made
    for laptop in made.laptops:
        laptop.close()


def problem(refused: pytest.ExceptionInfo[Refused]) -> ProblemCode:
    (found,) = refused.value.problems
    return found.code


def files_in(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_day_goes_to_the_office_and_the_receipt_comes_back(day: Day, scheme: str) -> None:
    laptop = day.laptop()
    some_work(laptop, megabytes=3)
    assert not standing(laptop).is_all_handed_over
    heard: list[tuple[int, int]] = []
    with serving(day.office) as server:
        url = getattr(server, scheme)
        report = courier.send(laptop, url, progress=lambda done, total: heard.append((done, total)))
    assert (report.parts, report.sent, report.problems) == (1, 1, ())
    assert report.bytes > 3_000_000
    assert report.receipts == 2  # what the office held before, and what it holds now
    assert standing(laptop).is_all_handed_over
    assert laptop.digest() == day.office_digest()
    (row,) = courier_queue.rows(laptop)
    assert (row.state, row.sent, row.error) == (Sending.DONE, row.bytes, "")
    assert not files_in(laptop.folder / "outbox") and not files_in(laptop.folder / "inbox")
    assert not day.left_at_the_office()
    assert heard[-1][0] == heard[-1][1] > 3_000_000


def test_what_others_did_comes_with_the_dispatch(day: Day) -> None:
    one, two = day.laptop("one"), day.laptop("two")
    some_work(one, 1), some_work(two, 2)
    with serving(day.office) as server:
        courier.send(one, server.http)
        report = courier.send(two, server.http)
        assert report.dispatch is not None and report.dispatch.operations > 0
        report = courier.send(one, server.https)
        assert report.dispatch is not None and report.dispatch.operations > 0
        assert report.parts == 0
        again = courier.send(one, server.https)
        assert again.dispatch is None  # it was read, and nothing happened since
    assert one.digest() == two.digest() == day.office_digest()


def test_the_queue_stays_when_the_office_is_not_there(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    with serving(day.office) as server:
        url = server.http
    for tries in (1, 2):
        with pytest.raises(Refused) as refused:
            courier.send(laptop, url)
        assert problem(refused) is ProblemCode.COURIER_UNREACHABLE
        (row,) = courier_queue.rows(laptop)
        assert (row.state, row.tries) == (Sending.WAITING, tries)
        assert row.error and row.next_try is not None and row.next_try > laptop.now()
    quiet = courier.send(laptop, url, due_only=True)  # a run in the background leaves alone what is not due
    assert (quiet.parts, quiet.problems) == (0, ())
    with serving(day.office) as server:
        report = courier.send(laptop, server.http)
    assert report.sent == 1
    (done,) = courier_queue.rows(laptop)
    assert done.id == row.id  # the bundle of before, not another


def test_pauses_grow_and_are_not_alike(day: Day) -> None:
    assert 2.5 <= courier_queue.pause(0) <= 5
    assert 450 <= courier_queue.pause(99) <= 900
    assert len({courier_queue.pause(5) for _ in range(20)}) > 1


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
    assert not standing(laptop).is_all_handed_over  # no receipt, so nothing counts
    servers[0].stop()
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


@pytest.mark.parametrize(
    "url", ["", "office", "ftp://127.0.0.1", "https://", "http://127.0.0.1:0", "http://127.0.0.1:99999",
            "http://name:password@127.0.0.1", "https://127.0.0.1/path", "http://127.0.0.1?x"],
)  # fmt: skip
def test_what_is_no_address(day: Day, url: str) -> None:
    laptop = day.laptop()
    with pytest.raises(Refused) as refused:
        courier.send(laptop, url)
    assert problem(refused) is ProblemCode.COURIER_ADDRESS


def test_a_revoked_laptop_is_told_so_and_keeps_its_queue(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    office = open_workspace(day.office, clock=system_clock)
    devices.revoke(office, laptop.device, "lost")
    office.close()
    with serving(day.office) as server, pytest.raises(Refused) as refused:
        courier.send(laptop, server.http)
    (found,) = refused.value.problems
    assert (found.code, found.fields["reason"]) == (ProblemCode.COURIER_REFUSED, "device_revoked")


def test_a_clock_that_is_days_off_does_not_matter_and_is_told(day: Day) -> None:
    laptop = day.laptop(clock=lambda: system_clock() + timedelta(days=40))
    some_work(laptop)
    with serving(day.office) as server:
        report = courier.send(laptop, server.https)
    assert report.sent == 1
    assert abs(report.clock_seconds - 40 * 86_400) < 60
    assert [p.code for p in report.problems] == [ProblemCode.CLOCK_FAR_OFF]
    office = open_workspace(day.office, clock=system_clock)
    for ws in (office, laptop):
        with ws.reader() as db:
            ((seconds,),) = db.conn.execute(
                "SELECT seconds FROM device_clocks WHERE device = ?", (laptop.device,)
            ).fetchall()
        assert abs(seconds - 40 * 86_400) < 60
    office.close()


def test_a_person_stops_it_and_goes_on_later(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop, megabytes=6)
    heard: list[int] = []
    with serving(day.office) as server:
        report = courier.send(
            laptop, server.http, progress=lambda done, _: heard.append(done), cancelled=lambda: heard[-1:] > [10**6]
        )
        assert report.is_cancelled
        if report.sent == 0:
            assert courier.send(laptop, server.http).sent == 1
    assert laptop.digest() == day.office_digest()


def test_a_file_that_somebody_removed_is_made_again(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    with pytest.raises(Refused):
        courier.send(laptop, "http://127.0.0.1:9")
    (row,) = courier_queue.rows(laptop)
    for path in files_in(laptop.folder / "outbox"):
        path.unlink()
    with serving(day.office) as server:
        assert courier.send(laptop, server.http).sent == 1
    assert [r.bundle for r in courier_queue.rows(laptop)] != [row.bundle]
    assert standing(laptop).is_all_handed_over


def test_a_file_that_was_changed_on_disk_is_not_taken_and_made_again(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    with pytest.raises(Refused):
        courier.send(laptop, "http://127.0.0.1:9")
    (path,) = files_in(laptop.folder / "outbox")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    with serving(day.office) as server:
        report = courier.send(laptop, server.http)
    assert [(p.code, p.severity) for p in report.problems] == [(ProblemCode.BUNDLE_CHANGED, Severity.WARN)]
    assert (report.parts, report.sent) == (2, 1)
    assert standing(laptop).is_all_handed_over
    assert laptop.digest() == day.office_digest()


def test_work_done_while_the_queue_waited_goes_along(day: Day) -> None:
    laptop = day.laptop()
    inspection = some_work(laptop)
    with pytest.raises(Refused):
        courier.send(laptop, "http://127.0.0.1:9")
    a_recording(laptop, inspection, 1)
    with serving(day.office) as server:
        report = courier.send(laptop, server.http)
    assert (report.parts, report.sent) == (2, 2)
    assert standing(laptop).is_all_handed_over


def test_two_programs_do_not_send_from_one_folder(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop, megabytes=2)
    second: list[ProblemCode] = []

    def progress(_done: int, _total: int) -> None:
        if not second:
            with pytest.raises(Refused) as refused:
                courier.send(laptop, "http://127.0.0.1:9")
            second.append(problem(refused))

    with serving(day.office) as server:
        assert courier.send(laptop, server.http, progress=progress).sent == 1
    assert second == [ProblemCode.COURIER_RUNNING]


def test_what_is_forgotten_goes_with_the_next_bundle(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    with pytest.raises(Refused):
        courier.send(laptop, "http://127.0.0.1:9")
    assert courier_queue.forget(laptop) == 1
    assert courier_queue.rows(laptop) == () and not files_in(laptop.folder / "outbox")
    with serving(day.office) as server:
        assert courier.send(laptop, server.http).sent == 1
    assert standing(laptop).is_all_handed_over


def test_a_laptop_that_stands_alone_sends_nothing(ws: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        courier.send(ws, "http://127.0.0.1:9")
    assert problem(refused) is ProblemCode.NOT_MEMBER


NO_LINE = """
import sys
def hook(event, args):
    if event.startswith("socket.") and event not in ("socket.gethostname", "socket.sethostname"):
        sys.stderr.write("SOCKET " + event + "\\n")
        sys.stderr.flush()
        import os
        os._exit(77)
sys.addaudithook(hook)
from inspector_app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def alone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a program that dies at the first socket."""
    return subprocess.run(
        [sys.executable, "-c", NO_LINE, *words, "--data-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


def test_nothing_else_of_the_program_opens_a_connection(day: Day) -> None:
    laptop = day.laptop()
    some_work(laptop)
    laptop.close()
    day.laptops.clear()
    folder, stick = laptop.folder, day.folder / "stick"
    stick.mkdir()
    for words in (
        ["bundle", "make", "--to", str(stick)], ["verify"], ["courier", "queue"], ["digest"], ["due"],
    ):  # fmt: skip
        done = alone(folder, *words)
        assert "SOCKET" not in done.stderr, (words, done.stderr)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    read = alone(day.office, "bundle", "read", str(stick))
    assert read.returncode == 0, read.stdout + read.stderr
    caught = alone(folder, "courier", "send", "--office", "http://127.0.0.1:9")
    assert caught.returncode == 77 and "SOCKET" in caught.stderr  # the trap works
