# SPDX-License-Identifier: MulanPSL-2.0
"""Dispatches: what a laptop lacks and no less, files by need, receipts; never too little."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.problems import ProblemCode
from inspector_app.domain.unit import Task, TaskKind
from inspector_app.handoff import devices, leases
from inspector_app.handoff.dispatch import brought, dispatch, folder_name, known_of, laptops
from inspector_app.handoff.membership import identities
from inspector_app.handoff.part_reader import check_part
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.standing import standing
from inspector_app.ledgers import tasks as ledger
from inspector_app.operations import photos
from inspector_app.operations.tasks import TaskDraft, assign_task
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pictures import photo
from tests.helpers.trips import Trips, refused, trips
from tests.helpers.unit import a_laptop, an_office


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Trips]:
    with trips(tmp_path, clock) as made:
        yield made


def assigned(unit: Trips, laptop: Workspace, **changes: Any) -> Task:
    values: dict[str, Any] = {"kind": TaskKind.INSPECTION, "device": laptop.device, "packs": ("hazmat",)}
    return assign_task(unit.office, TaskDraft(**{**values, **changes})).value


def forget_files(ws: Workspace) -> None:
    """Lose every kept file, as a disk does."""
    for path in (ws.folder / "files").rglob("*"):
        if path.is_file():
            path.unlink()


def test_a_dispatch_brings_records_tasks_numbers_and_the_receipt(unit: Trips) -> None:
    an_enterprise(unit.one)
    unit.home(unit.one)
    enterprise = an_enterprise(unit.office, 7)
    assigned(unit, unit.one, enterprise_id=enterprise.id)
    leases.lease(unit.office, unit.one.device, K.RECTIFICATION_ORDER, 20)
    assert standing(unit.one).operations > 0
    unit.back(unit.one)
    assert unit.one.digest() == unit.office.digest()
    assert [row.enterprise_name for row in ledger.own_tasks(unit.one)] == [enterprise.name]
    assert sum(b.open for b in leases.leases(unit.one, device=unit.one.device)) == 20
    assert standing(unit.one).operations == 0
    assert brought(unit.office, unit.one.device).tasks == 1
    assert brought(unit.office, unit.one.device).leases == 1


def test_what_one_laptop_did_reaches_the_other_over_the_office(unit: Trips) -> None:
    enterprise = an_enterprise(unit.one)
    an_inspection(unit.one, enterprise)
    unit.home(unit.one)
    unit.back(unit.two)
    assert unit.two.digest() == unit.office.digest()


def test_only_the_addressee_can_open_a_dispatch(unit: Trips) -> None:
    made = dispatch(unit.office, "王建国", unit.folder / "stick")  # by holder
    header = check_part(made.paths[0], identities(unit.one)).header
    assert (header.recipient, header.key != "") == (unit.one.device, True)
    assert made.is_encrypted
    assert refused(lambda: check_part(made.paths[0], identities(unit.two))) == [ProblemCode.BUNDLE_KEY]


def test_the_second_dispatch_leaves_out_what_the_laptop_said_it_had_seen(unit: Trips) -> None:
    for n in range(30):
        an_enterprise(unit.office, n + 1)
    first = unit.back(unit.one)
    assert first.operations >= 30
    again = unit.back(unit.one)
    assert again.operations >= 30  # nothing came from the laptop since: unsure, so all of it again
    an_enterprise(unit.one, 100)
    unit.home(unit.one)
    an_enterprise(unit.office, 101)
    third = unit.back(unit.one)
    assert third.operations < 5
    assert unit.one.digest() == unit.office.digest()


def test_a_laptop_that_has_nothing_gets_everything(unit: Trips) -> None:
    an_enterprise(unit.office)
    fresh = a_laptop(unit.folder / "fresh", unit.office, "新电脑")
    try:
        with unit.office.reader() as db:
            assert known_of(db, fresh.device) == {}  # it did nothing of its own since it joined
        unit.back(fresh)
        assert fresh.digest() == unit.office.digest()
    finally:
        fresh.close()


def test_a_restored_folder_gets_what_it_lost(unit: Trips) -> None:
    an_enterprise(unit.one, 1)
    unit.round(unit.one)
    device = unit.one.device
    unit.one.close()
    shutil.copytree(unit.folder / "one", unit.folder / "backup")
    unit.one = open_workspace(unit.folder / "one", clock=unit.clock)
    for n in range(2, 12):
        an_enterprise(unit.office, n)
    unit.back(unit.one)
    an_enterprise(unit.one, 50)
    unit.home(unit.one)  # the office knows now that the laptop had seen 2 to 11
    unit.one.close()
    unit.one = open_workspace(unit.folder / "backup", clock=unit.clock)
    assert unit.one.device == device
    an_enterprise(unit.one, 60)
    unit.home(unit.one)
    unit.back(unit.one)
    assert unit.one.digest() == unit.office.digest()
    with unit.one.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM waiting_operations").fetchone()[0] == 0


def test_two_folders_of_one_laptop_count_by_what_both_know(unit: Trips) -> None:
    an_enterprise(unit.one, 1)
    unit.round(unit.one)
    unit.one.close()
    shutil.copytree(unit.folder / "one", unit.folder / "twin")
    unit.one = open_workspace(unit.folder / "one", clock=unit.clock)
    twin = open_workspace(unit.folder / "twin", clock=unit.clock)
    try:
        for n in range(2, 12):
            an_enterprise(unit.office, n)
        unit.back(unit.one)
        an_enterprise(unit.one, 50)
        unit.home(unit.one)
        an_enterprise(twin, 60)
        unit.home(twin)
        an_enterprise(unit.one, 51)
        unit.home(unit.one)  # both are in use: what only one of them has seen is sent to either
        unit.back(twin)
        unit.back(unit.one)
        assert twin.digest() == unit.one.digest() == unit.office.digest()
    finally:
        twin.close()


def test_everything_brings_back_what_a_laptop_lost(unit: Trips) -> None:
    visit = an_inspection(unit.one)
    photos.add_photos(unit.one, visit.id, [photos.PhotoSource(name="a.jpg", data=photo())])
    unit.round(unit.one)
    sha256 = hashlib.sha256(photo()).hexdigest()
    assert unit.back(unit.one).files < unit.back(unit.one, everything=True).files
    unit.two.close()
    forget_files(unit.two)
    unit.two = open_workspace(unit.folder / "two", clock=unit.clock)
    unit.back(unit.two, everything=True)
    assert unit.two.files.is_intact(sha256)


def test_files_of_a_case_go_where_its_reinspection_was_asked_and_nowhere_else(tmp_path: Path, clock: Clock) -> None:
    office = an_office(tmp_path / "office", clock)
    case = CaseDay.__new__(CaseDay)
    case.ws, case.clock, case.folder, case.findings, case.issued = office, clock, tmp_path, [], {}
    case.enterprise = an_enterprise(office)
    case.begin()
    case.complete()
    case.issue(K.INSPECTION_RECORD)
    case.serve(case.issue(K.RECTIFICATION_ORDER))
    order = case.issued[K.RECTIFICATION_ORDER]
    one, two = (a_laptop(tmp_path / name, office, name) for name in ("one", "two"))
    for laptop in (one, two):
        forget_files(laptop)
    unit = Trips(office, one, two, clock, tmp_path)
    try:
        assign_task(office, TaskDraft(kind=TaskKind.REINSPECTION, device=one.device, document_id=order.id))
        unit.back(one)
        unit.back(two)
        with office.reader() as db:
            pictures = [str(row[0]) for row in db.conn.execute("SELECT sha256 FROM photos")]
        assert len(pictures) == 3
        assert all(one.files.is_intact(sha256) for sha256 in (*pictures, order.sha256))
        assert not any(two.files.path(sha256).exists() for sha256 in (*pictures, order.sha256))
        for laptop in (one, two):  # the frozen checklist of the visit is small, and everybody reads the case by it
            assert all(laptop.files.is_intact(ref.sha256) for ref in case.inspection.packs)
    finally:
        for ws in (one, two, office):
            ws.close()


def test_no_dispatch_to_the_office_itself_nor_to_a_revoked_laptop(unit: Trips) -> None:
    office = unit.office.device
    assert refused(lambda: dispatch(unit.office, office, unit.folder / "s")) == [ProblemCode.DEVICE_IS_OFFICE]
    assert refused(lambda: dispatch(unit.one, office, unit.folder / "s")) == [ProblemCode.NOT_OFFICE]
    assert {d.id for d in laptops(unit.office)} == {unit.one.device, unit.two.device}
    devices.revoke(unit.office, unit.two.device, "遗失")
    assert refused(lambda: dispatch(unit.office, "执法二组", unit.folder / "s")) == [ProblemCode.DEVICE_REVOKED]
    assert {d.id for d in laptops(unit.office)} == {unit.one.device}
    assert refused(lambda: dispatch(unit.office, "nobody", unit.folder / "s")) == [ProblemCode.DEVICE_UNKNOWN]


def test_the_folder_of_a_laptop_is_named_safely(unit: Trips) -> None:
    (device,) = [d for d in laptops(unit.office) if d.id == unit.one.device]
    assert folder_name(device) == f"执法一组-{device.id[:12]}"


def test_dispatch_again_into_the_same_folder_writes_only_what_is_new(unit: Trips) -> None:
    stick = unit.folder / "stick"
    for n in range(5):
        an_enterprise(unit.office, n + 1)
    first = dispatch(unit.office, unit.one.device, stick)
    unit.clock.move(hours=1)
    an_enterprise(unit.office, 9)
    second = dispatch(unit.office, unit.one.device, stick)
    assert second.skipped == first.parts
    report = read_bundles(unit.one, [stick])
    assert not report.problems
    assert unit.one.digest() == unit.office.digest()
    assert standing(unit.one).operations == 0
