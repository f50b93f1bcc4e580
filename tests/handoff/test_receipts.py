# SPDX-License-Identifier: MulanPSL-2.0
"""Receipts: what the office holds, in its own signed words; only they make a thing handed over."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.unit import Role
from inspector_app.handoff import keys
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.membership import office_secrets
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.receipts import RECEIPT, make_receipt, take_receipts
from inspector_app.handoff.standing import acknowledge_copy, standing
from inspector_app.ledgers.today import today
from inspector_app.storage import receipts as rows
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.sticks import Unit, a_day, a_morning, a_whole_unit


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    """An office and one laptop."""
    with a_whole_unit(tmp_path, clock) as made:
        yield made


def refusal(ws: Workspace, path: Path) -> ProblemCode:
    with pytest.raises(Refused) as refused:
        take_receipts(ws, path)
    return refused.value.problems[0].code


def forged(unit: Unit, path: Path, secret: str = "", /, **changes: Any) -> Path:
    """A receipt with other content; signed by the office unless another secret is given."""
    body = json.loads(make_receipt(unit.office, unit.laptop.device))["body"]
    path.write_text(keys.signed_text(RECEIPT, {**body, **changes}, secret or office_secrets(unit.office)[0]))
    return path


def rows_of(ws: Workspace) -> tuple[list[Any], list[Any]]:
    with ws.reader() as db:
        marks = db.conn.execute("SELECT device, incarnation, seq, hash FROM receipts ORDER BY 1, 2").fetchall()
        return marks, db.conn.execute("SELECT sha256 FROM office_files ORDER BY 1").fetchall()


def test_only_a_receipt_makes_a_day_handed_over(unit: Unit) -> None:
    assert standing(unit.laptop).is_all_handed_over
    a_day(unit.laptop, unit.clock, 1)
    before = standing(unit.laptop)
    assert (before.operations, before.files, before.files_gone) == (5, 3, 0) and before.bytes > 100_000
    unit.hand_over(unit.laptop, unit.stick())
    assert standing(unit.laptop) == before  # made is not handed over
    unit.read(unit.stick())
    assert standing(unit.laptop) == before  # nor is read, while the laptop has not heard of it
    taken = take_receipts(unit.laptop, unit.stick())
    assert (taken.receipts, taken.newer, taken.operations, taken.files, taken.missing) == (1, 1, 5, 3, 0)
    after = standing(unit.laptop)
    assert after.is_all_handed_over and (after.operations, after.files, after.bytes) == (0, 0, 0)
    assert after.last_receipt_at == unit.clock.now and after.oldest_at is None
    with pytest.raises(Refused) as refused:
        unit.hand_over(unit.laptop, unit.stick("next"))
    assert refused.value.problems[0].code is ProblemCode.NOTHING_TO_HAND_OFF


def test_receipts_of_two_laptops_lie_beside_their_bundles(tmp_path: Path, clock: Clock) -> None:
    with a_whole_unit(tmp_path, clock, 2) as unit:
        first, second = unit.laptops
        for n, laptop in enumerate(unit.laptops):
            a_morning(laptop, n + 1)
            unit.hand_over(laptop, unit.stick())
        report = unit.read(unit.stick())
        assert {path.parent for path in report.receipts} == {unit.stick(), unit.office.folder / "receipts"}
        assert len(report.receipts) == 4
        assert take_receipts(first, unit.stick()).receipts == 1  # the other one is passed over
        assert standing(first).is_all_handed_over and not standing(second).is_all_handed_over
        (theirs,) = unit.stick().glob(f"receipt-{second.device[:12]}-*.ajr")
        assert refusal(first, theirs) is ProblemCode.RECEIPT_NOT_OURS
        take_receipts(second, theirs)
        assert standing(second).is_all_handed_over


def test_the_same_receipt_is_not_written_twice(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    first = unit.read(unit.stick()).receipts
    unit.clock.move(hours=1)
    assert unit.read(unit.stick()).receipts == first
    an_enterprise(unit.laptop, 2)
    unit.hand_over(unit.laptop, unit.stick())
    assert [path.name[-6:] for path in unit.read(unit.stick()).receipts] == ["-2.ajr"] * 2


def test_a_stick_that_cannot_be_written_is_told(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    name = f"receipt-{unit.laptop.device[:12]}-1.ajr"
    (unit.stick() / f"{name}.part").mkdir()  # whatever user runs the tests, this cannot be written
    report = unit.read(unit.stick())
    assert [p.code for p in report.warnings] == [ProblemCode.RECEIPT_NOT_WRITTEN]
    assert [path.parent.name for path in report.receipts] == ["receipts"]
    take_receipts(unit.laptop, report.receipts[0])
    assert standing(unit.laptop).is_all_handed_over


def test_files_that_are_missing_at_the_office_are_not_handed_over(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    order = dataclasses.replace(order_for_office(unit.laptop), files=frozenset(), topic="records only")
    make_bundle(unit.laptop, unit.stick(), order)
    unit.read(unit.stick())
    taken = take_receipts(unit.laptop, unit.stick())
    assert (taken.operations, taken.files, taken.missing) == (5, 0, 3)
    now = standing(unit.laptop)
    assert (now.operations, now.files) == (0, 3) and not now.is_all_handed_over
    made = unit.hand_over(unit.laptop, unit.stick("files"))
    assert (made.operations, made.files) == (0, 3)
    unit.clock.move(hours=1)
    unit.read(unit.stick("files"))
    assert take_receipts(unit.laptop, unit.stick("files")).files == 3
    assert standing(unit.laptop).is_all_handed_over


def test_older_receipts_change_nothing(unit: Unit) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick("old"))
    unit.read(unit.stick("old"))
    unit.clock.move(hours=1)
    a_day(unit.laptop, unit.clock, 2)
    unit.hand_over(unit.laptop, unit.stick("new"))
    unit.read(unit.stick("new"))
    take_receipts(unit.laptop, unit.stick("new"))
    before = rows_of(unit.laptop)
    assert take_receipts(unit.laptop, unit.stick("old")).newer == 0
    assert take_receipts(unit.laptop, unit.stick("new")).newer == 0
    assert rows_of(unit.laptop) == before and standing(unit.laptop).is_all_handed_over


def test_a_dispatch_carries_the_receipt(unit: Unit) -> None:
    a_day(unit.laptop, unit.clock, 1)
    unit.hand_over(unit.laptop, unit.stick())
    unit.read(unit.stick())
    path = unit.dispatch(unit.laptop, unit.stick("back")).paths[0]
    taken = take_receipts(unit.laptop, path)
    assert (taken.newer, taken.operations) == (1, 5)
    assert standing(unit.laptop).is_all_handed_over


# What is refused ------------------------------------------------------------------------------------------


def test_receipts_of_others_are_refused(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    before = rows_of(unit.laptop)
    path = tmp_path / "r.ajr"
    assert refusal(unit.laptop, tmp_path / "none.ajr") is ProblemCode.BUNDLE_NOT_FOUND
    assert refusal(unit.laptop, unit.stick()) is ProblemCode.BUNDLE_NOT_FOUND
    assert refusal(unit.laptop, forged(unit, path, keys.new_signing_key())) is ProblemCode.RECEIPT_SIGNATURE
    assert refusal(unit.laptop, forged(unit, path, device="0" * 32)) is ProblemCode.RECEIPT_NOT_OURS
    assert refusal(unit.laptop, forged(unit, path, unit="0" * 32)) is ProblemCode.RECEIPT_NOT_OURS
    assert rows_of(unit.laptop) == before


@pytest.mark.parametrize("spoil", [
    {"marks": [["a", "b", "1", "0" * 64]]}, {"marks": [["a", "b", -1, "0" * 64]]}, {"marks": {}}, {"marks": [[]]},
    {"marks": [["a", "b", 1, "../../x"]]}, {"missing": ["../../etc/passwd"]}, {"missing": [1]}, {"at": "yesterday"},
    {"unit": 1}, {"marks": [["a", "b", True, "0" * 64]]},
])  # fmt: skip
def test_a_signed_receipt_with_nonsense_is_refused(unit: Unit, tmp_path: Path, spoil: dict[str, Any]) -> None:
    assert refusal(unit.laptop, forged(unit, tmp_path / "r.ajr", **spoil)) is ProblemCode.RECEIPT_MALFORMED


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe\x00", b'{"kind": "AJR1"}', b"[" * 100_000])
def test_a_file_that_is_no_receipt_is_refused(unit: Unit, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.ajr"
    path.write_bytes(data)
    assert refusal(unit.laptop, path) is ProblemCode.RECEIPT_MALFORMED


def test_a_changed_receipt_is_refused(unit: Unit, tmp_path: Path) -> None:
    path = forged(unit, tmp_path / "r.ajr")
    path.write_text(
        path.read_text().replace('"seq"', '"seq"').replace('"missing":[]', '"missing":["' + "0" * 64 + '"]')
    )
    assert refusal(unit.laptop, path) is ProblemCode.RECEIPT_SIGNATURE


def test_another_history_at_the_office_is_told(unit: Unit, tmp_path: Path) -> None:
    an_enterprise(unit.laptop, 1)
    own = unit.laptop.marks()[unit.laptop.device, unit.laptop.incarnation]
    path = forged(unit, tmp_path / "r.ajr", marks=[[own.device, own.incarnation, own.seq, "f" * 64]])
    with pytest.raises(Refused) as refused:
        take_receipts(unit.laptop, path)
    (problem,) = refused.value.problems
    assert problem.code is ProblemCode.RECEIPT_DIFFERS and problem.fields["seq"] == str(own.seq)
    assert standing(unit.laptop).operations == 1


def test_the_office_and_a_stand_alone_unit_take_no_receipts(unit: Unit, ws: Workspace, tmp_path: Path) -> None:
    path = forged(unit, tmp_path / "r.ajr")
    assert refusal(unit.office, path) is ProblemCode.NOT_MEMBER
    assert refusal(ws, path) is ProblemCode.NOT_MEMBER


# Set back -------------------------------------------------------------------------------------------------


def test_a_laptop_that_was_set_back_learns_it_from_a_receipt(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    unit.laptop.close()
    shutil.copy(unit.laptop.folder / "inspector.db", tmp_path / "old.db")
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    a_day(unit.laptop, unit.clock, 2)
    unit.hand_over(unit.laptop, unit.stick())
    unit.read(unit.stick())
    before = unit.laptop.incarnation
    unit.laptop.close()
    shutil.copy(tmp_path / "old.db", unit.laptop.folder / "inspector.db")
    (unit.laptop.folder / "identity.seq").unlink()  # it hides that it was set back
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    assert unit.laptop.incarnation == before
    taken = take_receipts(unit.laptop, unit.stick())
    assert taken.new_incarnation == unit.laptop.incarnation != before
    now = standing(unit.laptop)
    assert now.copied == "set_back" and ProblemCode.COPY_OF_WORKSPACE in [p.code for p in now.warnings]
    an_enterprise(unit.laptop, 3)
    unit.hand_over(unit.laptop, unit.stick("new"))
    assert unit.read(unit.stick("new")).problems == ()
    unit.laptop.close()
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    assert unit.laptop.incarnation == taken.new_incarnation  # and stays itself from then on
    acknowledge_copy(unit.laptop)
    assert standing(unit.laptop).warnings == ()


def test_an_office_that_was_set_back_gets_everything_again(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick("1"))
    unit.read(unit.stick("1"))
    take_receipts(unit.laptop, unit.stick("1"))
    shutil.copytree(unit.office.folder, tmp_path / "backup")
    unit.clock.move(hours=1)
    a_day(unit.laptop, unit.clock, 2)
    unit.hand_over(unit.laptop, unit.stick("2"))
    unit.read(unit.stick("2"))
    take_receipts(unit.laptop, unit.stick("2"))
    assert standing(unit.laptop).is_all_handed_over
    unit.clock.move(hours=1)
    unit.office.close()
    unit.office = open_workspace(tmp_path / "backup", clock=unit.clock)
    unit.read(unit.stick("1"))
    taken = take_receipts(unit.laptop, unit.stick("1"))
    assert [p.code for p in taken.warnings] == [ProblemCode.RECEIPT_LOWER]
    assert standing(unit.laptop).operations == 5
    unit.hand_over(unit.laptop, unit.stick("3"))
    unit.clock.move(hours=1)
    unit.read(unit.stick("3"))
    take_receipts(unit.laptop, unit.stick("3"))
    assert standing(unit.laptop).is_all_handed_over
    assert unit.office.digest() == unit.laptop.digest()


# Warnings and the day's figure ----------------------------------------------------------------------------


def test_days_without_hand_over_are_told(unit: Unit) -> None:
    an_enterprise(unit.laptop, 1)
    unit.clock.move(days=2)
    assert standing(unit.laptop).warnings == () and standing(unit.laptop).days == 2
    unit.clock.move(days=1)
    (late,) = standing(unit.laptop).warnings
    assert late.code is ProblemCode.HANDOFF_LATE and late.fields == {"days": "3"}
    unit.laptop.change_settings(dataclasses.replace(unit.laptop.settings, handoff_days=10))
    assert standing(unit.laptop).warnings == ()


def test_the_days_figure_counts_what_the_office_lacks(unit: Unit, ws: Workspace) -> None:
    an_enterprise(ws, 1)
    assert (today(ws).not_handed_over, today(ws).role) == (0, Role.ALONE)
    assert (today(unit.office).not_handed_over, today(unit.office).role) == (0, Role.OFFICE)
    assert (today(unit.laptop).not_handed_over, today(unit.laptop).role) == (0, Role.MEMBER)
    a_morning(unit.laptop, 1)
    assert today(unit.laptop).not_handed_over == standing(unit.laptop).operations == 3
    unit.hand_over(unit.laptop, unit.stick())
    unit.read(unit.stick())
    take_receipts(unit.laptop, unit.stick())
    assert today(unit.laptop).not_handed_over == 0
    with unit.laptop.reader() as db:
        assert rows.newest_content(db).startswith("{")
