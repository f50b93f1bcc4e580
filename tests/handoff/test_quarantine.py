# SPDX-License-Identifier: MulanPSL-2.0
"""What is refused stays visible with its reason until it is settled; the good parts beside it are taken in."""

from __future__ import annotations

import dataclasses
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff import devices, enrolment, keys
from inspector_app.handoff.header import BundleHeader
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.membership import device_secrets
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.part_reader import open_part
from inspector_app.handoff.part_writer import write_part
from inspector_app.handoff.quarantine import discard, list_quarantine
from inspector_app.storage.journal_rows import digest
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.sticks import Unit, a_day, a_morning, a_whole_unit, flip
from tests.helpers.unit import an_office

Edit = Callable[[list[tuple[Operation, tuple[Change, ...]]]], list[tuple[Operation, tuple[Change, ...]]]]


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    """An office and one laptop."""
    with a_whole_unit(tmp_path, clock) as made:
        yield made


def reasons(ws: Workspace) -> list[ProblemCode]:
    return [q.problem.code for q in list_quarantine(ws)]


def plain(laptop: Workspace, stick: Path) -> Path:
    """A bundle in one part that is not encrypted, so that a test can get at it."""
    return make_bundle(laptop, stick, dataclasses.replace(order_for_office(laptop), recipients=())).paths[0]


def rewritten(laptop: Workspace, path: Path, edit: Edit, **changes: Any) -> Path:
    """The same part with other operations, hashed and signed anew by the laptop's own key: no reader's check helps."""
    with open_part(path, ()) as part:
        header = part.header
        operations = edit(list(part.operations()))
    out, before = [], {}
    for operation, rows in operations:
        chain = (operation.device, operation.incarnation)
        placed = dataclasses.replace(operation, prev_hash=before.get(chain, operation.prev_hash))
        placed = dataclasses.replace(placed, hash=digest(placed, rows))
        before[chain] = placed.hash
        out.append((placed, rows))
    chains = tuple(dataclasses.replace(c, head=before[c.device, c.incarnation]) for c in header.chains)
    made = dataclasses.replace(header, **{"chains": chains, "files": (), "heads": (), **changes})
    with path.open("wb") as file:
        write_part(
            file, made, secret=device_secrets(laptop)[0], recipients=(), operations=out, read_file=lambda _: iter(())
        )
    return path


# Ways of damaging -----------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def lengthened(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def other_file(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(5000))


@pytest.mark.parametrize(("damage", "among"), [
    (cut, {ProblemCode.BUNDLE_CUT}),
    (emptied, {ProblemCode.BUNDLE_CUT, ProblemCode.BUNDLE_NOT_ONE}),
    (lengthened, {ProblemCode.BUNDLE_CHANGED, ProblemCode.BUNDLE_CUT}),
    (flip, {ProblemCode.BUNDLE_CHANGED}),
    (other_file, {ProblemCode.BUNDLE_NOT_ONE}),
])  # fmt: skip
@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
def test_a_damaged_part_is_refused_and_the_good_one_is_read(
    unit: Unit, damage: Callable[[Path], None], among: set[ProblemCode], encrypted: bool
) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    a_day(unit.laptop, unit.clock, 2)
    order = order_for_office(unit.laptop)
    path = make_bundle(
        unit.laptop, unit.stick("bad"), order if encrypted else dataclasses.replace(order, recipients=())
    ).paths[0]
    whole = path.read_bytes()
    damage(path)
    report = unit.read(unit.stick(), unit.stick("bad"))
    assert sorted(part.state.value for part in report.parts) == ["applied", "refused"]
    assert report.applied == 3 and report.quarantined == 1
    assert {p.code for p in report.problems} <= among
    (entry,) = list_quarantine(unit.office)
    assert entry.problem.code in among and entry.path == str(path) and entry.settled_at is None
    unit.read(unit.stick("bad"))
    assert len(list_quarantine(unit.office)) == 1  # the same file once
    path.write_bytes(whole)
    assert unit.read(path).problems == ()
    assert list_quarantine(unit.office) == ()
    assert [q.settled_how for q in list_quarantine(unit.office, settled=True)] == ["read"]
    assert unit.office.digest() == unit.laptop.digest()


def test_any_byte_changed_anywhere_is_refused_or_harmless(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    path = plain(unit.laptop, unit.stick())
    whole = path.read_bytes()
    before = unit.office.digest()
    chance = random.Random(5)
    for at in [*range(0, 200, 7), *(chance.randrange(len(whole)) for _ in range(60))]:
        data = bytearray(whole)
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(data))
        report = unit.read(path)
        assert [part.state.value for part in report.parts] == ["refused"], at
        assert unit.office.digest() == before, at
    path.write_bytes(whole)
    assert unit.read(path).problems == () and list_quarantine(unit.office) == ()


def test_a_spliced_bundle_is_refused(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    from inspector_app.handoff import outgoing

    a_day(unit.laptop, unit.clock, 1)
    monkeypatch.setattr(outgoing, "OPERATIONS_LIMIT", 3)
    monkeypatch.setattr(outgoing, "RECORDS_ROOM", 0)
    order = dataclasses.replace(order_for_office(unit.laptop), recipients=())
    first, *_ = make_bundle(unit.laptop, unit.stick(), order).paths
    with open_part(first, ()) as part:
        heads = part.header.heads
    rewritten(unit.laptop, first, lambda operations: operations, heads=heads, made_at="2026-11-20T00:00:00.000000Z")
    report = unit.read(unit.stick())
    assert [p.fields["detail"] for p in report.problems] == ["previous"]


# Wrong sender, wrong unit, newer format -------------------------------------------------------------------


def test_a_laptop_that_is_not_enrolled_is_read_after_its_enrolment(unit: Unit, tmp_path: Path) -> None:
    stranger = create_workspace(tmp_path / "stranger", clock=unit.clock)
    an_enterprise(stranger, 9)
    path = make_bundle(stranger, unit.stick(), order_for_office(stranger)).paths[0]
    before = unit.office.digest()
    unit.read(path)
    assert reasons(unit.office) == [ProblemCode.BUNDLE_UNKNOWN_DEVICE]
    assert list_quarantine(unit.office)[0].device == stranger.device and unit.office.digest() == before
    with open_part(path, ()) as part:
        request = part.header.request
    enrolment.enrol(unit.office, request, name="新电脑")
    report = unit.read(path)
    stranger.close()
    assert report.problems == () and report.applied > 0
    assert list_quarantine(unit.office) == ()


def test_a_revoked_laptop_is_refused(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    devices.revoke(unit.office, unit.laptop.device, "遗失")
    unit.read(unit.stick())
    assert reasons(unit.office) == [ProblemCode.BUNDLE_REVOKED_DEVICE]
    devices.restore(unit.office, unit.laptop.device, "找回")
    assert unit.read(unit.stick()).problems == () and list_quarantine(unit.office) == ()


def test_another_unit_is_refused(unit: Unit, tmp_path: Path, clock: Clock) -> None:
    with a_whole_unit(tmp_path / "other", clock) as other:
        a_morning(other.laptop, 1)
        path = plain(other.laptop, unit.stick())
        unit.read(path)
        assert reasons(unit.office) == [ProblemCode.BUNDLE_OTHER_UNIT]
        path = other.hand_over(other.laptop, unit.stick("secret")).paths[0]
        unit.read(path)
        assert sorted(reasons(unit.office)) == [ProblemCode.BUNDLE_KEY, ProblemCode.BUNDLE_OTHER_UNIT]


def test_a_part_signed_by_another_key_is_refused(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    path = plain(unit.laptop, unit.stick())
    with open_part(path, ()) as part:
        header, operations = part.header, list(part.operations())
    thief = keys.new_signing_key()
    made: BundleHeader = dataclasses.replace(header, key=keys.public_key(thief), files=(), total_files=0)
    with path.open("wb") as file:
        write_part(file, made, secret=thief, recipients=(), operations=operations, read_file=lambda _: iter(()))
    unit.read(path)
    assert reasons(unit.office) == [ProblemCode.BUNDLE_SIGNATURE]


@pytest.mark.parametrize("change", [{"level": 99}, {"suite": 99}], ids=["level", "suite"])
def test_a_newer_part_is_refused_whole(unit: Unit, change: dict[str, int]) -> None:
    a_morning(unit.laptop, 1)
    path = rewritten(unit.laptop, plain(unit.laptop, unit.stick()), lambda operations: operations, **change)
    before = unit.office.digest()
    report = unit.read(path)
    assert [p.code for p in report.problems] == [ProblemCode.BUNDLE_NEWER] and unit.office.digest() == before
    assert report.problems[0].fields["found"] == "99"


# Correctly signed nonsense --------------------------------------------------------------------------------


def with_row(table: str, row_id: str, new: dict[str, Any] | None, old: dict[str, Any] | None = None) -> Edit:
    def edit(operations: list[tuple[Operation, tuple[Change, ...]]]) -> list[tuple[Operation, tuple[Change, ...]]]:
        operation, rows = operations[-1]
        more = Change(operation_id=operation.id, ordinal=99, table=table, row_id=row_id, old=old, new=new)
        return [*operations[:-1], (operation, (*rows, more))]

    return edit


def spot(**changes: Any) -> dict[str, Any]:
    row = {"id": "x1", "inspection_id": "none", "item_code": "A", "ordinal": 1, "place": "p", "finding_id": "",
           "removed_reason": ""}  # fmt: skip
    return {**row, **changes}


PACK = {"id": "x2", "pack_id": "p", "version": "1", "title": "n", "sha256": "0" * 64, "source_name": "n",
        "source_format": "xlsx", "source_sha256": "", "kept_at": "2026-11-20T01:00:00.000000Z",
        "removed_reason": ""}  # fmt: skip
FILE = {"id": "x2", "kind": "other", "name": "n", "sha256": "0" * 64, "bytes": 3, "note": "", "removed_reason": "",
        "at": "2026-11-20T01:00:00.000000Z"}  # fmt: skip
BLOCK = {"id": "b", "word": "应急责改", "year": 2026, "first": 1, "last": 99, "device": "d", "incarnation": "i",
         "state": "leased", "reason": "", "at": None}  # fmt: skip
LAPTOP = {"id": "d", "name": "n", "holder": "", "public_key": "0" * 64, "recipient": "", "state": "active",
          "certificate": "", "enrolled_at": "2026-11-20T01:00:00.000000Z", "revoked_at": None,
          "reason": ""}  # fmt: skip


@pytest.mark.parametrize("edit", [
    with_row("nonsense", "x", {"id": "x"}),
    with_row("device", "x", {"id": "x", "incarnation": "i", "made_at": "m"}),
    with_row("spots", "x1", spot()),  # of an inspection that nobody ever began
    with_row("spots", "x1", spot(ordinal="one")),
    with_row("spots", "x9", spot()),
    with_row("spots", "x1", {"id": "x1"}),
    with_row("spots", "x1", {**spot(), "drop table": 1}),
    with_row("enterprises", "x", {"name": "y", "id": "z"}, {"name": "x"}),
    with_row("documents", "x", None, {"id": "x"}),
    with_row("kept_packs", "x2", {**PACK, "sha256": "../../../etc/passwd"}),
    with_row("unit_files", "x2", FILE),  # only the office publishes,
    with_row("number_blocks", "b", BLOCK),  # gives out numbers
    with_row("devices", "d", LAPTOP),  # and enrols
    with_row("devices", "d", {"state": "active"}, {"state": "revoked"}),
    with_row("kept_packs", "x2", {**PACK, "kept_at": "yesterday"}),
    with_row("kept_packs", "x2", {**PACK, "title": "a\u0000b"}),
    with_row("number_blocks", "b", {**BLOCK, "state": "own", "last": -1}),
    with_row("settlements", "s", {
        "id": "s", "table_name": "enterprises", "row_id": "e", "field": "name = 'x' WHERE 1=1; --", "value": '"x"',
        "choice": "", "person": "", "reason": "", "at": "2026-11-20T01:00:00.000000Z",
    }),
    with_row("settlements", "s", {
        "id": "s", "table_name": "documents", "row_id": "d", "field": "number", "value": '"1"', "choice": "",
        "person": "", "reason": "", "at": "2026-11-20T01:00:00.000000Z",
    }),
])  # fmt: skip
def test_signed_nonsense_is_refused_and_nothing_of_its_part_is_kept(unit: Unit, edit: Edit) -> None:
    a_morning(unit.laptop, 1)
    path = rewritten(unit.laptop, plain(unit.laptop, unit.stick()), edit)
    before = unit.office.digest()
    report = unit.read(path)
    assert [p.code for p in report.problems] == [ProblemCode.BUNDLE_MALFORMED]
    assert report.problems[0].fields["name"] == path.name and report.problems[0].fields["detail"]
    assert unit.office.digest() == before and unit.office.check().is_well


def test_waiting_nonsense_does_not_spoil_the_part_that_wakes_it(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    an_enterprise(unit.laptop, 5)
    own = (unit.laptop.device, unit.laptop.incarnation)
    order = order_for_office(unit.laptop)
    order = dataclasses.replace(order, recipients=(), known={**order.known, own: 3}, topic="later")
    path = make_bundle(unit.laptop, unit.stick("later"), order).paths[0]
    rewritten(unit.laptop, path, with_row("spots", "x1", spot()))  # its inspection is nowhere: known only when applied
    assert [part.state.value for part in unit.read(path).parts] == ["waiting"]
    report = unit.read(unit.stick())
    assert [part.state.value for part in report.parts] == ["applied"] and report.applied == 3
    assert [p.code for p in report.warnings] == [ProblemCode.BUNDLE_MALFORMED]
    unit.hand_over(unit.laptop, unit.stick("whole"))
    assert unit.read(unit.stick("whole")).problems == ()
    assert unit.office.digest() == unit.laptop.digest()


# Settling by a person -------------------------------------------------------------------------------------


def test_a_person_discards_with_a_reason(unit: Unit) -> None:
    (unit.stick() / "x.ajb").write_bytes(b"not one")
    unit.read(unit.stick())
    (entry,) = list_quarantine(unit.office)
    with pytest.raises(Refused) as refused:
        discard(unit.office, entry.id, " ")
    assert refused.value.problems[0].code is ProblemCode.VALUE_MISSING
    for unknown in ("0" * 32, "", entry.id[:3]):
        with pytest.raises(Refused) as refused:
            discard(unit.office, unknown, "空文件")
        assert refused.value.problems[0].code is ProblemCode.NOT_FOUND
    made = discard(unit.office, entry.id[:8], "空文件")
    assert made.settled_how == "discarded: 空文件" and made.settled_at == unit.clock.now
    assert list_quarantine(unit.office) == () and len(list_quarantine(unit.office, settled=True)) == 1
    unit.read(unit.stick())
    assert len(list_quarantine(unit.office)) == 1  # read again, refused again: it is seen again


def test_a_full_disk_is_no_fault_of_the_part(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(unit.laptop, unit.clock, 1)
    unit.hand_over(unit.laptop, unit.stick())
    real = os.fsync

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspector_app.storage.file_store.os.fsync", full)
    before = unit.office.digest()
    with pytest.raises(Refused) as refused:
        unit.read(unit.stick())
    assert refused.value.problems[0].code is ProblemCode.DISK_FULL
    monkeypatch.setattr("inspector_app.storage.file_store.os.fsync", real)
    assert list_quarantine(unit.office) == () and unit.office.digest() == before
    assert not list((unit.office.folder / "files" / "aside").glob("*"))
    assert unit.read(unit.stick()).problems == ()
    assert unit.office.digest() == unit.laptop.digest()


def test_another_office_reads_nothing_of_ours(unit: Unit, tmp_path: Path, clock: Clock) -> None:
    a_morning(unit.laptop, 1)
    path = plain(unit.laptop, unit.stick())
    other = an_office(tmp_path / "other", clock)
    from inspector_app.handoff.reading import read_bundles

    report = read_bundles(other, [path])
    other.close()
    assert [p.code for p in report.problems] == [ProblemCode.BUNDLE_OTHER_UNIT]
