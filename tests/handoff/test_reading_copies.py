# SPDX-License-Identifier: MulanPSL-2.0
"""Whose word is taken, and what reading makes of copies, laptops that were set back and wrong clocks."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode
from inspector_app.handoff import outgoing
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.reading import read_bundles
from inspector_app.operations import undo
from inspector_app.workspace import open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.sticks import Unit, a_morning, a_whole_unit, codes, same_data, states


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    """An office and one laptop."""
    with a_whole_unit(tmp_path, clock) as made:
        yield made


def test_a_laptop_carries_another_laptops_signed_records(tmp_path: Path, clock: Clock) -> None:
    with a_whole_unit(tmp_path, clock, 2) as unit:
        first, second = unit.laptops
        a_morning(first, 1)
        order = dataclasses.replace(order_for_office(first), recipients=())  # a stick between two laptops
        make_bundle(first, unit.stick("between"), order)
        assert states(read_bundles(second, [unit.stick("between")])) == ["applied"]
        a_morning(second, 2)
        made = unit.hand_over(second, unit.stick())
        assert states(unit.read(unit.stick())) == ["applied"]
        assert same_data(unit.office, second)
        assert {c[0] for c in unit.office.marks()} >= {first.device, second.device}
        assert made.operations > 0


@pytest.mark.parametrize("short", [False, True])
def test_nobody_speaks_for_another_without_his_word(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, short: bool
) -> None:
    """Without a signed head, or below one: there the carrier could have written what it likes."""
    with a_whole_unit(tmp_path, clock, 2) as unit:
        first, second = unit.laptops
        a_morning(first, 1)
        order = dataclasses.replace(order_for_office(first), recipients=())
        make_bundle(first, unit.stick("between"), order)
        read_bundles(second, [unit.stick("between")])
        chain = (first.device, first.incarnation)
        upto = {c: mark.seq for c, mark in second.marks().items()}
        if short:
            upto[chain] -= 1
        else:
            with second.books() as db:
                db.conn.execute("DELETE FROM signed_heads")
        order = dataclasses.replace(order_for_office(second), upto=upto)
        assert not [c for part in outgoing.plan(second, order).parts for c in part.chains if c.device == first.device]
        monkeypatch.setattr(outgoing, "_not_answered_for", lambda *_: frozenset())  # another program than ours
        make_bundle(second, unit.stick(), order)
        report = unit.read(unit.stick())
        assert codes(report) == [ProblemCode.BUNDLE_SIGNATURE]
        assert first.incarnation not in {c[1] for c in unit.office.marks()}


def test_two_histories_of_one_laptop_are_refused(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    unit.laptop.close()
    copy = tmp_path / "clone"
    shutil.copytree(unit.laptop.folder, copy)
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    forged = open_workspace(copy, clock=unit.clock)
    with forged.books() as db:  # a clone that hides that it is one: the program itself would have begun anew
        db.conn.execute("UPDATE device SET incarnation = ?", (unit.laptop.incarnation,))
        db.conn.execute("DELETE FROM chains WHERE incarnation = ?", (unit.laptop.incarnation,))
    forged._opened = dataclasses.replace(forged._opened, incarnation=unit.laptop.incarnation)
    an_enterprise(unit.laptop, 7)
    an_enterprise(forged, 8)
    unit.hand_over(unit.laptop, unit.stick())
    make_bundle(forged, unit.stick("clone"), order_for_office(forged))
    forged.close()
    assert states(unit.read(unit.stick())) == ["applied"]
    before = unit.office.digest()
    report = unit.read(unit.stick("clone"))
    assert codes(report) == [ProblemCode.BUNDLE_FORKED] and unit.office.digest() == before


def test_a_laptop_that_was_set_back_gets_its_own_records_and_begins_anew(unit: Unit, tmp_path: Path) -> None:
    a_morning(unit.laptop, 1)
    unit.laptop.close()
    shutil.copy(unit.laptop.folder / "inspector.db", tmp_path / "old.db")
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    a_morning(unit.laptop, 2)
    unit.hand_over(unit.laptop, unit.stick())
    unit.read(unit.stick())
    before = unit.laptop.incarnation
    unit.laptop.close()
    shutil.copy(tmp_path / "old.db", unit.laptop.folder / "inspector.db")
    (unit.laptop.folder / "identity.seq").unlink()  # nothing in the folder tells that it was set back
    unit.laptops[0] = open_workspace(unit.laptop.folder, clock=unit.clock)
    assert unit.laptop.incarnation == before
    unit.dispatch(unit.laptop, unit.stick("back"))
    report = read_bundles(unit.laptop, [unit.stick("back")])
    assert states(report) == ["applied"] and report.applied > 0
    assert unit.laptop.incarnation == report.new_incarnation != before
    assert same_data(unit.office, unit.laptop)
    an_enterprise(unit.laptop, 3)
    undo.undo_last(unit.laptop)  # what came in before the act does not stand in its way
    an_enterprise(unit.laptop, 3)
    unit.hand_over(unit.laptop, unit.stick("again"))
    assert states(unit.read(unit.stick("again"))) == ["applied"]
    assert same_data(unit.office, unit.laptop)


@pytest.mark.parametrize(("hours", "least"), [(5, 5 * 3600), (-5, -5 * 3600)])
def test_a_clock_far_off_is_proved(unit: Unit, hours: int, least: int) -> None:
    wrong = Clock()
    wrong.now = unit.clock.now
    wrong.move(hours=hours)
    unit.laptop._clock = wrong
    an_enterprise(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    unit.read(unit.stick())
    with unit.office.reader() as db:
        (row,) = db.conn.execute("SELECT device, seconds FROM device_clocks").fetchall()
    assert row == (unit.laptop.device, least)


def test_a_stick_that_was_long_on_its_way_proves_no_wrong_clock(unit: Unit) -> None:
    an_enterprise(unit.laptop, 1)
    unit.hand_over(unit.laptop, unit.stick())
    unit.clock.move(days=20)
    unit.read(unit.stick())
    with unit.office.reader() as db:
        assert db.conn.execute("SELECT seconds FROM device_clocks").fetchall() in ([], [(0,)])
