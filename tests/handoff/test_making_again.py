# SPDX-License-Identifier: MulanPSL-2.0
"""Making bundles again, interrupted, with damaged files, onto bad sticks: what is left, and what the next run does."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.membership import identities
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.part_reader import check_part
from inspector_app.handoff.reading import read_bundles
from inspector_app.storage.bundles_made import BundleState, list_bundles
from inspector_app.workspace import Workspace
from tests.helpers.handing_over import codes, hand_over, held, names
from tests.helpers.kept_photos import kept_photos, some_bytes
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.unit import a_laptop

# Again, interrupted, changed ------------------------------------------------------------------------------


def test_the_same_again_writes_nothing(laptop: Workspace, stick: Path, small_parts: None) -> None:
    first = hand_over(laptop, stick)
    before = {path: path.stat().st_mtime_ns for path in first.paths}
    again = hand_over(laptop, stick)
    assert again.paths == first.paths and again.skipped == again.parts
    assert {path: path.stat().st_mtime_ns for path in again.paths} == before
    assert again.safe_to_remove


def test_what_came_since_goes_into_a_bundle_beside(office: Workspace, laptop: Workspace, stick: Path) -> None:
    first = hand_over(laptop, stick)
    an_enterprise(laptop, 9)
    both = hand_over(laptop, stick)
    assert set(first.paths) < set(both.paths)
    assert both.operations == first.operations + 1
    read_bundles(office, [stick])
    held(office, laptop)


def test_a_stop_leaves_whole_parts_and_the_next_run_goes_on(
    office: Workspace, laptop: Workspace, stick: Path, small_parts: None
) -> None:
    stopped = make_bundle(laptop, stick, order_for_office(laptop), cancelled=lambda: len(names(stick)) > 2)
    assert stopped.is_cancelled and not stopped.safe_to_remove
    there = names(stick)
    assert there and all(name.endswith(".ajb") for name in there)
    before = {name: (stick / name).read_bytes() for name in there}
    made = hand_over(laptop, stick)
    assert made.safe_to_remove and made.skipped == len(there)
    assert made.parts > len(there)
    assert {name: (stick / name).read_bytes() for name in there} == before
    assert len({check_part(path, identities(office)).header.bundle for path in made.paths}) == 1
    read_bundles(office, [stick])
    held(office, laptop)


def test_a_part_that_was_damaged_on_the_stick_is_written_again(
    office: Workspace, laptop: Workspace, stick: Path, small_parts: None
) -> None:
    make_bundle(laptop, stick, order_for_office(laptop), cancelled=lambda: len(names(stick)) > 2)
    damaged = stick / names(stick)[1]
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    made = hand_over(laptop, stick)
    assert made.skipped == 1
    assert all(check_part(path, identities(office)) for path in made.paths)


def test_left_overs_are_swept_and_other_files_are_not_touched(laptop: Workspace, stick: Path) -> None:
    mine = stick / f"{laptop.device[:12]}-x.ajb.part"
    theirs = stick / "letter.part"
    for path in (mine, theirs):
        path.write_bytes(b"x")
    hand_over(laptop, stick)
    assert not mine.exists() and theirs.exists()


def test_an_emptied_stick_gets_a_new_bundle(laptop: Workspace, stick: Path) -> None:
    first = hand_over(laptop, stick)
    first.paths[0].unlink()
    second = hand_over(laptop, stick)
    assert second.bundle != first.bundle and second.skipped == 0
    assert (second.operations, second.files) == (first.operations, first.files)


def test_a_missing_file_is_named_and_the_rest_goes(office: Workspace, laptop: Workspace, stick: Path) -> None:
    gone, *others = sorted((laptop.folder / "files").glob("??/*"))
    gone.unlink()
    made = hand_over(laptop, stick)
    assert [(p.code, p.where) for p in made.warnings] == [(ProblemCode.HANDOFF_FILE_MISSING, gone.name)]
    assert made.files == len(others)
    read_bundles(office, [stick])
    assert all(office.files.is_intact(path.name) for path in others)


def test_a_changed_file_is_named_and_the_rest_goes(
    office: Workspace, laptop: Workspace, stick: Path, small_parts: None
) -> None:
    changed = next(p for p in (laptop.folder / "files").glob("??/*") if p.stat().st_size == 40_000)
    changed.chmod(0o644)
    changed.write_bytes(b"?" * 40_000)
    made = hand_over(laptop, stick)
    assert [(p.code, p.where) for p in made.warnings] == [(ProblemCode.HANDOFF_FILE_CHANGED, changed.name)]
    assert names(stick) == [path.name for path in made.paths]  # nothing of the first attempt is left
    headers = [check_part(path, identities(office)).header for path in made.paths]
    assert changed.name not in {item.sha256 for h in headers for item in h.files}
    assert sum(len(h.files) for h in headers) == headers[0].total_files == made.files


def test_a_photo_taken_back_goes_too_since_its_record_names_it(office: Workspace, stick: Path, tmp_path: Path) -> None:
    from inspector_app.operations.undo import undo_last

    laptop = a_laptop(tmp_path / "second", office, "二组")
    kept_photos(laptop, an_inspection(laptop), [some_bytes("undone", 500)])
    undo_last(laptop)
    hand_over(laptop, stick)
    report = read_bundles(office, [stick])
    assert report is not None
    held(office, laptop)
    laptop.close()


def test_pictures_of_a_checklist_travel_with_it(office: Workspace, laptop: Workspace, stick: Path) -> None:
    from inspector_app.domain.answering import Picture

    pack = laptop.catalogue.pack("hazmat")
    assert pack is not None
    shown = laptop.files.keep(b"a drawing")
    section = pack.sections[0]
    item = dataclasses.replace(section.items[0], picture=Picture(name="a.png", sha256=shown.sha256))
    changed = dataclasses.replace(section, items=(item, *section.items[1:]))
    from inspector_app.packs.frozen import freeze

    sha256 = laptop.files.keep(freeze(dataclasses.replace(pack, sections=(changed, *pack.sections[1:])))).sha256
    order = dataclasses.replace(order_for_office(laptop), files=frozenset({sha256}))
    from inspector_app.domain.change import Op

    with laptop.operation(Op.KEEP_PACK) as step:
        values = ("k1", "hazmat", "9", sha256, "新版", "a.xlsx", "xlsx", "", "2026-11-22T00:00:00.000000Z", "")
        step.db.conn.execute(f"INSERT INTO kept_packs VALUES ({', '.join('?' for _ in values)})", values)
    order = dataclasses.replace(order, upto=order_for_office(laptop).upto)
    header = check_part(make_bundle(laptop, stick, order).paths[0], identities(office)).header
    assert [(f.kind, f.sha256) for f in header.files] == [("pack", sha256), ("blob", shown.sha256)]


# Media ----------------------------------------------------------------------------------------------------


def test_a_full_stick_is_refused_before_anything_is_written(
    laptop: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspector_app.handoff import medium

    monkeypatch.setattr(medium, "SPARE", 1 << 60)  # more than any disk has
    with pytest.raises(Refused) as refused:
        hand_over(laptop, stick)
    assert codes(refused) == [ProblemCode.MEDIUM_FULL]
    assert {"path", "needed", "free"} <= refused.value.problems[0].fields.keys()
    assert names(stick) == []


def test_a_folder_that_is_a_file_is_refused(laptop: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "letter"
    place.write_text("x")
    with pytest.raises(Refused) as refused:
        hand_over(laptop, place)
    assert codes(refused) == [ProblemCode.FOLDER_NOT_WRITABLE]


def test_a_stick_pulled_out_midway(laptop: Workspace, stick: Path, small_parts: None) -> None:
    moved = stick.with_name("pulled")

    def pulled(done: int, total: int) -> None:
        if done > total // 2 and stick.exists():
            stick.rename(moved)

    with pytest.raises(Refused) as refused:
        make_bundle(laptop, stick, order_for_office(laptop), progress=pulled)
    assert codes(refused) == [ProblemCode.MEDIUM_GONE]
    with laptop.reader() as db:
        assert [b.state for b in list_bundles(db)] == [BundleState.MAKING]
    moved.rename(stick)
    made = hand_over(laptop, stick)
    assert made.safe_to_remove and made.skipped > 0


def test_progress_ends_at_all(laptop: Workspace, stick: Path, small_parts: None) -> None:
    told: list[tuple[int, int]] = []
    make_bundle(laptop, stick, order_for_office(laptop), progress=lambda done, total: told.append((done, total)))
    done = [d for d, _ in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1] > 100_000
