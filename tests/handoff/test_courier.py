# SPDX-License-Identifier: MulanPSL-2.0
"""The courier against a real reception: a day goes, receipts and dispatches come, the queue waits."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.handoff import courier, courier_queue, devices
from inspector_app.handoff.standing import standing
from inspector_app.storage.outbox import Sending
from inspector_app.workspace import Workspace, open_workspace, system_clock
from tests.helpers.courier_day import Day, a_recording, files_in, problem, some_work
from tests.helpers.office_server import ROOT, serving


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
