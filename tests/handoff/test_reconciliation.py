# SPDX-License-Identifier: MulanPSL-2.0
"""The reconciliation list and the warnings: who sent what, what is missing, whose clock is wrong, who is silent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.problems import ProblemCode
from inspector_app.domain.unit import TaskKind
from inspector_app.handoff import devices, leases
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.reconciliation import DeviceStanding, Missed, reconciliation, reconciliation_csv
from inspector_app.handoff.warnings import warnings
from inspector_app.operations import photos
from inspector_app.operations.tasks import TaskDraft, assign_task
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pictures import photo
from tests.helpers.trips import Trips, refused, trips
from tests.helpers.unit import deliver, operations_of


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Trips]:
    with trips(tmp_path, clock) as made:
        yield made


def of(unit: Trips, laptop: Workspace) -> DeviceStanding:
    return next(one for one in reconciliation(unit.office) if one.device.id == laptop.device)


def codes(ws: Workspace) -> dict[ProblemCode, dict[str, str]]:
    return {p.code: dict(p.fields) for p in warnings(ws)}


def a_visit_with_photo(ws: Workspace, n: int = 1) -> None:
    visit = an_inspection(ws, an_enterprise(ws, n))
    photos.add_photos(ws, visit.id, [photos.PhotoSource(name=f"=罐区{n}.jpg", data=photo() + bytes([n]))])


def test_the_list_says_what_came_from_each_laptop(unit: Trips) -> None:
    a_visit_with_photo(unit.one)
    leases.lease(unit.office, unit.one.device, K.RECTIFICATION_ORDER, 20)
    enterprise = an_enterprise(unit.office, 9)
    draft = TaskDraft(kind=TaskKind.INSPECTION, device=unit.one.device, enterprise_id=enterprise.id, packs=("hazmat",))
    assign_task(unit.office, draft)
    unit.home(unit.one)
    unit.clock.move(days=2)
    unit.back(unit.one)
    one = of(unit, unit.one)
    assert (one.device.holder, one.exports, one.last_export, one.days_silent) == ("王建国", 1, 1, 2)
    assert one.last_handover == unit.clock.now - timedelta(days=2)
    assert one.operations == unit.one.marks()[unit.one.device, unit.one.incarnation].seq
    assert one.announced == one.received > 1  # photo and checklists
    assert one.is_settled
    assert (one.numbers.given, one.numbers.used, one.numbers.left) == (20, 0, 20)
    assert one.open_tasks == 1
    assert one.last_dispatch == unit.clock.now
    two = of(unit, unit.two)
    assert (two.last_handover, two.exports, two.operations, two.days_silent) == (None, 0, 0, 2)
    assert refused(lambda: reconciliation(unit.one)) == [ProblemCode.NOT_OFFICE]


def test_an_export_that_never_came_is_named(unit: Trips) -> None:
    for n in range(1, 5):
        an_enterprise(unit.one, n)
        stick = unit.made(unit.one)
        if n in (1, 4):
            read_bundles(unit.office, [stick])
    one = of(unit, unit.one)
    assert one.missed == (Missed(first=2, last=3),)
    assert one.exports == 2
    assert not one.missing_operations  # the fourth brought what the others held


def test_operations_that_are_missing_are_counted_until_they_come(unit: Trips) -> None:
    sent = []
    for n in range(1, 5):
        an_enterprise(unit.one, n)
    sent = operations_of(unit.one, unknown_to=unit.office)
    deliver(unit.office, [*sent[:1], *sent[3:]])
    one = of(unit, unit.one)
    assert one.missing_operations == 2
    assert not one.is_settled
    assert ProblemCode.BUNDLE_WAITS in codes(unit.office)
    deliver(unit.office, sent)
    assert of(unit, unit.one).is_settled
    assert ProblemCode.BUNDLE_WAITS not in codes(unit.office)


def test_announced_photos_that_never_came_are_listed_by_name_and_enterprise(unit: Trips) -> None:
    a_visit_with_photo(unit.one)
    deliver(unit.office, operations_of(unit.one, unknown_to=unit.office))  # the records without their files
    one = of(unit, unit.one)
    named = {(file.kind, file.name, file.enterprise) for file in one.missing}
    assert ("photo", "=罐区1.jpg", "清河县第1化工有限公司") in named
    assert one.received == 0
    assert one.announced == len(one.missing)
    assert codes(unit.office)[ProblemCode.FILES_AWAITED] == {
        "device": "执法一组", "count": str(len(one.missing)),
    }  # fmt: skip
    unit.home(unit.one)
    assert of(unit, unit.one).missing == ()
    assert ProblemCode.FILES_AWAITED not in codes(unit.office)


def test_a_part_that_is_missing_is_named_by_its_export(unit: Trips, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector_app.handoff.outgoing.PART_ROOM", 4000)
    monkeypatch.setattr("inspector_app.handoff.outgoing.RECORDS_ROOM", 4000)
    a_visit_with_photo(unit.one)
    made = make_bundle(unit.one, unit.folder / "stick", order_for_office(unit.one))
    assert made.parts > 1
    read_bundles(unit.office, [made.paths[0]])
    assert of(unit, unit.one).incomplete == (made.export,)
    read_bundles(unit.office, list(made.paths))
    assert of(unit, unit.one).incomplete == ()


def test_the_table_is_one_that_a_spreadsheet_opens_harmlessly(unit: Trips) -> None:
    a_visit_with_photo(unit.one)
    deliver(unit.office, operations_of(unit.one, unknown_to=unit.office))
    data = reconciliation_csv(reconciliation(unit.office))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len({len(row) for row in rows[:4]}) == 1
    assert [row[0] for row in rows[1:4]] == [one.device.name for one in reconciliation(unit.office)]
    cells = [cell for row in rows for cell in row]
    assert "'=罐区1.jpg" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_clock_that_is_ahead_is_warned_of_and_a_late_stick_is_not(unit: Trips, clock: Clock) -> None:
    an_enterprise(unit.one)
    stick = unit.made(unit.one)
    unit.clock.move(days=1)  # a day on the way
    read_bundles(unit.office, [stick])
    assert ProblemCode.CLOCK_FAR_OFF not in codes(unit.office)
    an_enterprise(unit.one, 2)
    unit.clock.move(minutes=7)
    stick = unit.made(unit.one)
    unit.clock.move(minutes=-7)
    read_bundles(unit.office, [stick])
    assert codes(unit.office)[ProblemCode.CLOCK_FAR_OFF] == {"device": "执法一组", "minutes": "7"}
    assert of(unit, unit.one).clock_seconds == 420


def test_a_silent_laptop_is_warned_of_at_the_office_and_a_late_one_on_itself(unit: Trips) -> None:
    assert codes(unit.office) == {}
    an_enterprise(unit.one)
    unit.clock.move(days=unit.office.settings.handoff_days)
    silent = [p for p in warnings(unit.office) if p.code is ProblemCode.DEVICE_SILENT]
    assert [p.fields["device"] for p in silent] == ["执法一组", "执法二组"]
    assert codes(unit.one) == {ProblemCode.HANDOFF_LATE: {"days": str(unit.one.settings.handoff_days)}}
    assert codes(unit.two) == {}  # it has nothing to hand over
    unit.round(unit.one)
    devices.revoke(unit.office, unit.two.device, "遗失")
    assert ProblemCode.DEVICE_SILENT not in codes(unit.office)
    assert codes(unit.one) == {}
