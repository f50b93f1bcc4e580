# SPDX-License-Identifier: MulanPSL-2.0
"""Making bundles: what goes, for whom, and how it lies in parts."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.unit import Role
from inspector_app.handoff import outgoing
from inspector_app.handoff.header import Purpose
from inspector_app.handoff.keys import read_signed
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.membership import identities, membership
from inspector_app.handoff.outgoing import order_for_office, plan
from inspector_app.handoff.part_reader import check_part, open_part
from inspector_app.handoff.reading import read_bundles
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.handing_over import codes, hand_over, held, names, opened_header, take_receipt
from tests.helpers.kept_photos import kept_photos, some_bytes
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.unit import exchange


def test_a_bundle_brings_everything_to_the_office(office: Workspace, laptop: Workspace, stick: Path) -> None:
    made = hand_over(laptop, stick)
    assert made.safe_to_remove and made.is_encrypted and not made.warnings
    assert [path.name for path in made.paths] == names(stick)
    assert made.bytes == sum(path.stat().st_size for path in made.paths)
    checked = check_part(made.paths[0], identities(office))
    assert (checked.header.purpose, checked.header.recipient) == (Purpose.HANDOFF, "")
    assert checked.header.unit == membership(laptop).unit
    read_bundles(office, [stick])
    held(office, laptop)


def test_records_come_first_and_photos_last(
    office: Workspace, laptop: Workspace, stick: Path, small_parts: None
) -> None:
    made = hand_over(laptop, stick)
    headers = [check_part(path, identities(office)).header for path in made.paths]
    assert len(headers) > 2
    assert [h.part for h in headers] == list(range(1, len(headers) + 1))
    assert sum(h.operations for h in headers[:1]) == made.operations
    kinds = [item.kind for h in headers for item in h.files]
    assert kinds == sorted(kinds, key=["pack", "pdf", "blob", "photo"].index)
    assert {h.total_files for h in headers} == {made.files}
    assert sum(len(h.files) for h in headers) == made.files


def test_parts_are_chained_by_the_hash_of_the_head_before(
    office: Workspace, laptop: Workspace, stick: Path, small_parts: None
) -> None:
    made = hand_over(laptop, stick)
    checked = [check_part(path, identities(office)) for path in made.paths]
    assert [c.header.previous for c in checked] == ["", *(c.header_sha256 for c in checked[:-1])]


def test_the_own_head_is_signed_as_far_as_the_chain_has_come(office: Workspace, laptop: Workspace, stick: Path) -> None:
    header = check_part(hand_over(laptop, stick).paths[0], identities(office)).header
    said = read_signed(header.heads[0], "AJH1")
    mark = laptop.marks()[laptop.device, laptop.incarnation]
    assert said.key == header.key
    assert said.body == {"device": mark.device, "incarnation": mark.incarnation, "seq": mark.seq, "hash": mark.hash}


def test_what_the_office_confirmed_is_not_sent_again(office: Workspace, laptop: Workspace, stick: Path) -> None:
    hand_over(laptop, stick)
    read_bundles(office, [stick])
    take_receipt(laptop, stick)
    with pytest.raises(Refused) as refused:
        hand_over(laptop, stick)
    assert codes(refused) == [ProblemCode.NOTHING_TO_HAND_OFF]
    an_enterprise(laptop, 7)
    made = hand_over(laptop, stick)
    assert (made.operations, made.files) == (1, 0)
    read_bundles(office, [stick])
    held(office, laptop)


def test_without_a_receipt_everything_is_still_to_go(laptop: Workspace, tmp_path: Path) -> None:
    first = hand_over(laptop, tmp_path / "one")
    second = hand_over(laptop, tmp_path / "other")
    assert (first.operations, first.files) == (second.operations, second.files)
    assert first.bundle != second.bundle


def test_a_stand_alone_unit_signs_but_does_not_encrypt(unit: Workspace, stick: Path) -> None:
    kept_photos(unit, an_inspection(unit), [b"photo"])
    made = hand_over(unit, stick)
    assert not made.is_encrypted
    header = check_part(made.paths[0], ()).header
    assert (header.unit, header.certificate) == ("", "")
    assert read_signed(header.request, "AJQ1").body["device"] == unit.device


def test_the_office_makes_a_bundle_of_everything_with_its_own_key(office: Workspace, stick: Path) -> None:
    an_enterprise(office)
    header = check_part(hand_over(office, stick).paths[0], identities(office)).header
    assert membership(office).role is Role.OFFICE
    assert (header.purpose, header.key) == (Purpose.DISPATCH, membership(office).office_key)


def test_since_a_day_takes_the_end_of_the_chain(laptop: Workspace, clock: Clock, stick: Path) -> None:
    clock.now += timedelta(days=3)
    second = an_inspection(laptop, an_enterprise(laptop, 2))
    kept_photos(laptop, second, [some_bytes("late", 1000)])
    hand_over(laptop, stick, since=clock.now.date())
    mark = laptop.marks()[laptop.device, laptop.incarnation]
    header = opened_header(laptop)
    assert [(c.device, c.last) for c in header.chains] == [(laptop.device, mark.seq)]
    assert [f.kind for f in header.files].count("photo") == 1
    clock.now += timedelta(days=1)
    with pytest.raises(Refused) as refused:
        hand_over(laptop, stick, since=clock.now.date())
    assert codes(refused) == [ProblemCode.NOTHING_TO_HAND_OFF]


def test_one_inspection_takes_its_files_and_the_records_before_it(
    office: Workspace, laptop: Workspace, stick: Path
) -> None:
    second = an_inspection(laptop, an_enterprise(laptop, 2))
    photo = kept_photos(laptop, second, [some_bytes("second", 1000)])[0]
    then = laptop.marks()[laptop.device, laptop.incarnation].seq
    an_enterprise(laptop, 3)
    header = check_part(hand_over(laptop, stick, inspection=second.id).paths[0], identities(office)).header
    assert [f.sha256 for f in header.files if f.kind == "photo"] == [photo.sha256]
    assert max(c.last for c in header.chains) == then
    with pytest.raises(Refused) as refused:
        order_for_office(laptop, inspection="nobody")
    assert codes(refused) == [ProblemCode.NOT_FOUND]


def test_everything_is_sent_though_the_office_holds_it(office: Workspace, laptop: Workspace, stick: Path) -> None:
    first = hand_over(laptop, stick)
    read_bundles(office, [stick])
    take_receipt(laptop, stick)
    again = hand_over(laptop, stick, everything=True)
    assert again.operations >= first.operations and again.files == first.files


def test_the_plan_says_what_will_go_before_it_goes(laptop: Workspace, stick: Path) -> None:
    foreseen = plan(laptop, order_for_office(laptop))
    made = hand_over(laptop, stick)
    assert (foreseen.operations, foreseen.files) == (made.operations, made.files)
    assert foreseen.bytes == pytest.approx(made.bytes, rel=0.1)


def test_operations_go_in_the_order_in_which_they_were_learned(
    office: Workspace, laptop: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_enterprise(office, 20)
    exchange(office, laptop)
    monkeypatch.setattr(outgoing, "_not_answered_for", lambda *_: frozenset())  # the office's chain goes along
    an_enterprise(laptop, 21)
    made = make_bundle(laptop, stick, dataclasses.replace(order_for_office(laptop, everything=True), upto=None))
    with open_part(made.paths[0], identities(office)) as part:
        sent = [operation.id for operation, _ in part.operations()]
        for _, pieces in part.files():
            assert all(pieces)
        part.finish()
    with laptop.reader() as db:
        assert sent == [row[0] for row in db.conn.execute("SELECT id FROM operations ORDER BY rowid")]


def test_others_records_go_only_as_far_as_their_signed_head(office: Workspace, laptop: Workspace, stick: Path) -> None:
    """The laptop knows the office's chain, but has no signed head of it: it may not speak for the office."""
    header = check_part(hand_over(laptop, stick, everything=True).paths[0], identities(office)).header
    assert {c.device for c in header.chains} == {laptop.device}


def test_a_day_before_everything_sends_all_own(laptop: Workspace, tmp_path: Path) -> None:
    everything = hand_over(laptop, tmp_path / "one", everything=True)
    since = hand_over(laptop, tmp_path / "other", since=date(2020, 1, 1))
    assert since.operations == everything.operations
