# SPDX-License-Identifier: MulanPSL-2.0
"""The inbox: what is new on sticks and in the watched folder, what was read, what was refused, what is our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode
from inspector_app.domain.unit import InboxState
from inspector_app.handoff.dispatch import dispatch
from inspector_app.handoff.enrolment import make_request
from inspector_app.handoff.inbox import Seen, inbox_folder, scan, watch
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.reading import read_bundles
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.trips import Trips, refused, trips


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Trips]:
    with trips(tmp_path, clock) as made:
        yield made


@pytest.fixture
def stick(unit: Trips) -> Path:
    """A stick with a laptop's bundle in a folder, a dispatch of the office, and what a Mac leaves behind."""
    stick = unit.folder / "stick"
    an_enterprise(unit.one)
    make_bundle(unit.one, stick / "执法一组", order_for_office(unit.one))
    dispatch(unit.office, unit.two.device, stick)
    (stick / "._x.ajb").write_bytes(b"")
    (stick / "new.ajq").write_text(make_request(unit.two, name="新电脑", holder=""), encoding="utf-8")
    return stick


def states(unit: Trips, *drives: Path, seen: Seen | None = None) -> list[InboxState]:
    return [f.state for f in scan(unit.office, drives=drives, seen=seen).files]


def test_a_stick_shows_what_is_new_and_whose_it_is(unit: Trips, stick: Path) -> None:
    found = scan(unit.office, drives=[stick])
    assert sorted(f.state for f in found.files) == [InboxState.NEW, InboxState.OWN]
    (new,) = [f for f in found.files if f.state is InboxState.NEW]
    assert (new.name, new.bytes) == ("执法一组", new.path.stat().st_size)
    assert found.requests == (stick / "new.ajq",)
    assert found.new_by_place == {stick: 1}
    report = read_bundles(unit.office, found.new)
    assert not report.problems
    again = scan(unit.office, drives=[stick])
    assert again.new == ()
    assert InboxState.KNOWN in {f.state for f in again.files}


def test_the_watched_folder_is_looked_into_until_none_is_watched(unit: Trips, stick: Path) -> None:
    assert inbox_folder(unit.office) is None
    watch(unit.office, stick)
    assert len(scan(unit.office, drives=[]).new) == 1
    assert refused(lambda: watch(unit.office, stick / "nowhere")) == [ProblemCode.BUNDLE_NOT_FOUND]
    assert inbox_folder(unit.office) == stick
    watch(unit.office, None)
    assert scan(unit.office, drives=[]).files == ()


def test_what_was_refused_is_new_again_only_as_another_file(unit: Trips, stick: Path) -> None:
    (part,) = scan(unit.office, drives=[stick]).new
    whole = part.read_bytes()
    part.write_bytes(whole[:-100])
    read_bundles(unit.office, [part])
    assert InboxState.QUARANTINED in states(unit, stick)
    part.write_bytes(whole)  # copied again, whole
    assert scan(unit.office, drives=[stick]).new == (part,)


def test_a_file_that_is_still_being_copied_is_not_new_yet(unit: Trips, stick: Path) -> None:
    (part,) = scan(unit.office, drives=[stick]).new
    whole = part.read_bytes()
    seen: Seen = {}
    part.write_bytes(whole[:1000])
    assert InboxState.ARRIVING in states(unit, stick, seen=seen)
    part.write_bytes(whole)
    assert InboxState.ARRIVING in states(unit, stick, seen=seen)
    assert InboxState.NEW in states(unit, stick, seen=seen)
    part.unlink()
    assert InboxState.NEW not in states(unit, stick, seen=seen)
    assert part not in seen


def test_a_stick_that_was_pulled_out_is_passed_over(unit: Trips) -> None:
    assert scan(unit.office, drives=[unit.folder / "gone"]).files == ()
