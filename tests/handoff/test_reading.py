# SPDX-License-Identifier: MulanPSL-2.0
"""Reading bundles at the office and on laptops: each once, in any order, whatever lies on the stick."""

from __future__ import annotations

import dataclasses
import itertools
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff import outgoing
from inspector_app.handoff.header import Purpose
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.read_report import PartState
from inspector_app.handoff.reading import read_bundles, verify_bundles
from inspector_app.handoff.waiting import waiting
from inspector_app.operations import findings, undo
from inspector_app.storage import journal, signed_heads
from inspector_app.storage.parts_read import list_parts
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.sticks import Unit, a_day, a_morning, a_whole_unit, codes, flip, later, same_data, states

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    """An office and one laptop."""
    with a_whole_unit(tmp_path, clock) as made:
        yield made


# What a reading does --------------------------------------------------------------------------------------


def test_a_day_comes_to_the_office_once(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    made = unit.hand_over(unit.laptop, unit.stick())
    report = unit.read(unit.stick())
    assert states(report) == ["applied"]
    assert (report.applied, report.files) == (made.operations, made.files)
    assert report.missing_files == 0 and report.warnings == ()
    assert same_data(unit.office, unit.laptop)
    again = unit.read(unit.stick(), made.paths[0])
    assert states(again) == ["known"] and (again.applied, again.files) == (0, 0)
    with unit.office.reader() as db:
        (note,) = list_parts(db)
        head = signed_heads.get_head(db, unit.laptop.device, unit.laptop.incarnation)
    assert (note.name, note.applied, note.files) == (made.paths[0].name, made.operations, made.files)
    assert note.own_seq == unit.office.marks()[unit.office.device, unit.office.incarnation].seq
    assert head is not None and head.seq == made.operations


def test_the_laptop_goes_on_working_between_two_readings(unit: Unit) -> None:
    inspection = a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    assert states(unit.read(unit.stick())) == ["applied"]
    a_day(unit.laptop, unit.clock, 2)
    assert states(unit.read(unit.stick())) == ["known"]
    unit.hand_over(unit.laptop, unit.stick())  # without a receipt the second bundle has the first day too
    assert sorted(states(unit.read(unit.stick()))) == ["applied", "known"]
    assert same_data(unit.office, unit.laptop)
    assert inspection in {row.inspection_id for row in _finding_rows(unit.office)}


def _finding_rows(ws: Workspace) -> list[findings.Finding]:
    from inspector_app.storage.findings import finding_from
    from inspector_app.storage.rows import fetch

    with ws.reader() as db:
        return [finding_from(row) for row in fetch(db, "SELECT * FROM findings")]


def test_only_bundles_of_a_folder_and_one_level_below_are_read(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    stick = unit.stick()
    below = stick / "交接"
    below.mkdir()
    path = unit.hand_over(unit.laptop, below).paths[0]
    deep = below / "x" / "y"
    deep.mkdir(parents=True)
    shutil.copy(path, deep / "deep.ajb")
    (stick / "begun.ajb.part").write_bytes(b"half")
    (stick / "._hidden.ajb").write_bytes(b"Mac")
    (stick / "photo.jpg").write_bytes(b"x")
    report = unit.read(stick)
    assert [part.path for part in report.parts] == [path]
    assert states(report) == ["applied"]


def test_a_folder_without_bundles_is_told(unit: Unit) -> None:
    with pytest.raises(Refused) as refused:
        unit.read(unit.stick(), unit.folder / "not there.ajb")
    assert [p.code for p in refused.value.problems] == [ProblemCode.BUNDLE_NOT_FOUND] * 2


def test_a_stand_alone_unit_reads_nothing(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    made = unit.hand_over(unit.laptop, unit.stick())
    alone = create_workspace(tmp_path / "alone")
    with pytest.raises(Refused) as refused:
        read_bundles(alone, made.paths)
    alone.close()
    assert refused.value.problems[0].code is ProblemCode.NOT_MEMBER


def test_a_dispatch_brings_a_laptop_all_records_and_its_receipt(tmp_path: Path, clock: Clock) -> None:
    with a_whole_unit(tmp_path, clock, 2) as unit:
        first, second = unit.laptops
        a_day(first, clock, 1)
        unit.hand_over(first, unit.stick())
        unit.read(unit.stick())
        stick = unit.stick("for 2")
        unit.dispatch(second, stick)
        shutil.copytree(unit.stick(), stick / "other")  # what is for the office, and was for it alone
        report = read_bundles(second, [stick])
        assert sorted(states(report)) == ["applied", "other"]
        assert report.problems == () and report.quarantined == 0
        assert report.taken is not None and report.taken.receipts == 1
        assert same_data(unit.office, first, second)


def test_a_dispatch_is_no_hand_over_for_the_office(unit: Unit) -> None:
    made = unit.dispatch(unit.laptop, unit.stick())
    assert states(unit.read(unit.stick())) == ["other"]  # its own stick, on its way
    assert codes(unit.read(made.paths[0])) == [ProblemCode.BUNDLE_KEY]


def test_another_laptops_dispatch_is_refused_when_it_is_named(tmp_path: Path, clock: Clock) -> None:
    with a_whole_unit(tmp_path, clock, 2) as unit:
        made = unit.dispatch(unit.laptop, unit.stick())
        report = read_bundles(unit.laptops[1], made.paths)
        assert codes(report) == [ProblemCode.BUNDLE_KEY]


def test_what_came_in_stops_only_the_taking_back_of_earlier_acts(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    records = dataclasses.replace(order_for_office(unit.laptop), files=frozenset(), topic="records")
    make_bundle(unit.laptop, unit.stick("records"), records)
    unit.hand_over(unit.laptop, unit.stick())
    an_enterprise(unit.office, 5)
    unit.read(unit.stick("records"))
    with pytest.raises(Refused) as refused:
        undo.undo_last(unit.office)
    assert refused.value.problems[0].code is ProblemCode.UNDO_MERGED
    an_enterprise(unit.office, 6)
    assert unit.read(unit.stick("records"), unit.stick()).applied == 0  # only files come with it
    undo.undo_last(unit.office)


# Gaps -----------------------------------------------------------------------------------------------------


def test_a_gap_waits_visibly_and_closes(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    earlier = unit.hand_over(unit.laptop, unit.stick("monday"))
    a_day(unit.laptop, unit.clock, 2)
    path = later(unit, unit.stick("tuesday"), earlier.operations)
    report = unit.read(path)
    assert states(report) == ["waiting"] and report.applied == 0
    (gap,) = waiting(unit.office)
    assert (gap.device, gap.first, gap.last) == (unit.laptop.device, 1, earlier.operations)
    assert gap.waiting == report.parts[0].operations and gap.name == "电脑1"
    assert [p.code for p in report.warnings] == [ProblemCode.BUNDLE_WAITS]
    assert states(unit.read(path)) == ["waiting"]  # a second time nothing is doubled
    assert waiting(unit.office)[0].waiting == gap.waiting
    report = unit.read(unit.stick("monday"))
    assert states(report) == ["applied"] and report.applied == earlier.operations + gap.waiting
    assert waiting(unit.office) == () and same_data(unit.office, unit.laptop)


def test_a_missing_photo_is_awaited_until_it_comes(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    order = dataclasses.replace(order_for_office(unit.laptop), files=frozenset(), topic="records only")
    make_bundle(unit.laptop, unit.stick("records"), order)
    report = unit.read(unit.stick("records"))
    assert states(report) == ["applied"]
    assert report.missing_files == 3
    assert [(p.code, p.fields["count"]) for p in report.warnings] == [(ProblemCode.FILES_AWAITED, "3")]
    assert unit.office.check().is_well  # awaited, not damaged
    unit.hand_over(unit.laptop, unit.stick("all"))
    report = unit.read(unit.stick("all"))
    assert states(report) == ["applied"] and (report.applied, report.files, report.missing_files) == (0, 3, 0)
    assert report.warnings == ()


# Order, repetition, interruption ---------------------------------------------------------------------------


def many_parts(unit: Unit, laptop: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A bundle in many small parts: two operations each, files by themselves."""
    monkeypatch.setattr(outgoing, "OPERATIONS_LIMIT", 2)
    monkeypatch.setattr(outgoing, "RECORDS_ROOM", 0)
    monkeypatch.setattr(outgoing, "FILES_IN_PART", 1)
    return list(unit.hand_over(laptop, stick).paths)


def test_any_order_and_multiplicity_ends_in_the_same_data(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_whole_unit(tmp_path, clock, 3) as unit:
        bundles: list[Path] = []
        for n, laptop in enumerate(unit.laptops):
            a_morning(laptop, 10 + n)
            an_enterprise(laptop, 50)  # the same plant, entered three times
            bundles += many_parts(unit, laptop, unit.stick(f"stick{n}"), monkeypatch)
        assert len(bundles) >= 6
        unit.office.close()
        orders = [
            bundles,
            bundles[::-1],
            bundles[1::2] + bundles[::2] + bundles[:3],
            [path for three in itertools.zip_longest(*(bundles[n::3] for n in range(3))) for path in three if path],
        ]
        digests = set()
        for n, order in enumerate(orders):
            copy = tmp_path / f"office{n}"
            shutil.copytree(unit.office.folder, copy)
            office = open_workspace(copy, clock=clock)
            for path in order:
                assert read_bundles(office, [path]).problems == ()
            assert waiting(office) == () and office.check().is_well
            digests.add(office.digest())
            office.close()
        assert len(digests) == 1
        unit.office = open_workspace(unit.office.folder, clock=clock)
        assert set(states(unit.read(*(unit.stick(f"stick{n}") for n in range(3))))) <= {"applied", "known"}
        assert unit.office.digest() in digests


def test_a_killed_reading_goes_on_where_it_was(unit: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(unit.laptop, unit.clock, 1)
    parts = many_parts(unit, unit.laptop, unit.stick(), monkeypatch)
    assert len(parts) >= 5
    unit.office.close()
    program = textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from inspector_app.handoff import reading
        from inspector_app.workspace import open_workspace
        stop, apply_part, done = int(sys.argv[3]), reading.apply_part, []
        def counted(*args):
            if len(done) == stop:
                os._exit(9)
            done.append(1)
            return apply_part(*args)
        reading.apply_part = counted
        reading.read_bundles(open_workspace(Path(sys.argv[1])), [Path(sys.argv[2])])
    """)
    for stop in (1, 3):
        copy = tmp_path / f"killed{stop}"
        shutil.copytree(unit.office.folder, copy)
        command = [sys.executable, "-c", program, str(copy), str(unit.stick()), str(stop)]
        assert subprocess.run(command, cwd=ROOT, check=False, env={**os.environ}).returncode == 9
        office = open_workspace(copy, clock=unit.clock)
        with office.reader() as db:
            assert len(list_parts(db)) == stop
        report = read_bundles(office, [unit.stick()])
        assert report.count(PartState.KNOWN) == stop and report.problems == ()
        assert same_data(office, unit.laptop)
        office.close()
    unit.office = open_workspace(unit.office.folder, clock=unit.clock)


def test_stopping_leaves_whole_parts(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(unit.laptop, unit.clock, 1)
    parts = many_parts(unit, unit.laptop, unit.stick(), monkeypatch)
    seen: list[tuple[int, int]] = []
    report = read_bundles(
        unit.office, [unit.stick()], progress=lambda *at: seen.append(at), cancelled=lambda: len(seen) > len(parts) + 1
    )
    assert report.cancelled and 0 < report.count(PartState.APPLIED) < len(parts)
    assert seen == sorted(seen) and seen[-1][0] < seen[-1][1]
    assert not unit.read(unit.stick()).cancelled
    assert same_data(unit.office, unit.laptop)


def test_a_stick_that_is_swapped_between_check_and_reading(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(unit.laptop, unit.clock, 1)
    path = unit.hand_over(unit.laptop, unit.stick()).paths[0]
    from inspector_app.handoff import reading

    real = reading.apply_part

    def swapped(*args: object) -> object:
        flip(path)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "apply_part", swapped)
    before = unit.office.digest()
    report = unit.read(path)
    assert states(report) == ["refused"] and unit.office.digest() == before
    assert codes(report)[0] in (ProblemCode.BUNDLE_CHANGED, ProblemCode.BUNDLE_CUT)


def test_reading_takes_little_memory_however_large_the_part(unit: Unit, tmp_path: Path) -> None:
    """A part of 96 MB of files: the program must not hold it."""
    from inspector_app.domain.unit_file import UnitFileKind
    from inspector_app.handoff import unit_files

    for n in range(6):
        unit_files.publish_file(unit.office, UnitFileKind.OTHER, os.urandom(16_000_000), name=f"通知{n}")
    unit.dispatch(unit.laptop, unit.stick())
    unit.laptop.close()
    program = textwrap.dedent("""
        import resource, sys
        from pathlib import Path
        from inspector_app.handoff.reading import read_bundles
        from inspector_app.workspace import open_workspace
        ws = open_workspace(Path(sys.argv[1]))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        report = read_bundles(ws, [Path(sys.argv[2])])
        assert report.files >= 6 and not report.problems, report
        ws.close()
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """)
    command = [sys.executable, "-c", program, str(unit.laptop.folder), str(unit.stick())]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    assert int(done.stdout) < 40, done.stdout  # MB


# Checking without taking in ---------------------------------------------------------------------------------


def test_verify_without_a_data_folder(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    plain = dataclasses.replace(order_for_office(unit.laptop), recipients=())
    made = make_bundle(unit.laptop, unit.stick(), plain)
    (verdict,) = verify_bundles([unit.stick()])
    assert verdict.is_good and verdict.trust == "not_checked" and verdict.header is not None
    assert verdict.header.purpose is Purpose.HANDOFF and verdict.header.operations == made.operations
    (verdict,) = verify_bundles([unit.stick()], unit.office)
    assert verdict.is_good and verdict.trust == "trusted"
    flip(made.paths[0])
    assert not verify_bundles([unit.stick()])[0].is_good
    assert states(unit.read(unit.stick())) == ["refused"]


def test_operations_of_the_journal_are_what_was_handed_over(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    unit.hand_over(unit.laptop, unit.stick())
    unit.read(unit.stick())
    with unit.office.reader() as theirs, unit.laptop.reader() as ours:
        assert [o for o in journal.operations(theirs) if o.device == unit.laptop.device] == [
            o for o in journal.operations(ours) if o.device == unit.laptop.device
        ]


def test_two_edits_of_one_plant_are_told_as_a_conflict(tmp_path: Path, clock: Clock) -> None:
    with a_whole_unit(tmp_path, clock, 2) as unit:
        for laptop in unit.laptops:
            an_enterprise(laptop, 50)  # one credit code, entered twice: a proposal to merge
            unit.hand_over(laptop, unit.stick())
        assert unit.read(unit.stick()).conflicts == 1
