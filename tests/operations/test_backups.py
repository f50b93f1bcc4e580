# SPDX-License-Identifier: MulanPSL-2.0
"""Backups: whole, verified, thinned out; what is damaged is found and does not count."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.account import EventKind
from inspector_app.domain.backup import Moment, PlaceKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import backups
from inspector_app.operations.backup_places import choose_medium, forget_medium, local_place, medium_place, places
from inspector_app.operations.protection import protect, rekey, unprotect
from inspector_app.operations.security_journal import events
from inspector_app.storage.backups import Place
from inspector_app.storage.file_store import FileStore
from inspector_app.workspace import Workspace
from inspector_app.workspace import reserve as room
from inspector_app.workspace.start_check import check_late
from tests.helpers.backups import a_paper
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit, an_enterprise

PASSWORD = "青山-7-绿水-longer"


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code.value


@pytest.fixture
def busy(unit: Workspace, clock: Clock) -> Workspace:
    """A unit with an issued order: rows, and a PDF that a row names."""
    a_paper(unit, clock)
    return unit


def test_a_backup_holds_the_database_and_every_file_and_is_noted(busy: Workspace) -> None:
    made = backups.make_backup(busy)
    assert made.backup.counts["documents"] == 2
    assert made.backup.files == made.copied == len(list(busy.files.all()))
    assert made.missing == ()
    store = FileStore(made.place.store.files)
    assert all(store.is_intact(name) for name in busy.files.all())
    assert backups.verify_backup(busy, made.place, made.backup).is_good
    assert [e.subject for e in events(busy, (EventKind.BACKED_UP,))] == [made.backup.id]
    assert not list(made.place.folder.glob("*.part*")), "nothing half-made is left"


def test_the_second_backup_copies_only_what_is_new(busy: Workspace, clock: Clock) -> None:
    backups.make_backup(busy)
    clock.move(days=1)
    a_paper(busy, clock, 7)
    made = backups.make_backup(busy, whole=False)
    assert 0 < made.copied < made.backup.files


@pytest.mark.parametrize("spoil", ["flip", "cut", "empty", "gone_file", "changed_file", "note"])
def test_a_damaged_backup_is_named_and_counts_no_more(
    busy: Workspace, clock: Clock, spoil: str, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    place = choose_medium(busy, tmp_path / "stick")
    made = backups.make_backup(busy, place)
    store, path = made.place.store, made.place.store.database(made.backup.id)
    data = bytearray(path.read_bytes())
    if spoil == "flip":
        data[len(data) // 2] ^= 4
        path.write_bytes(data)
    elif spoil in ("cut", "empty"):
        path.write_bytes(data[: len(data) // 2 if spoil == "cut" else 0])
    elif spoil == "note":
        note = json.loads(store.note(made.backup.id).read_text())
        note["acts"] += 1
        store.note(made.backup.id).write_text(json.dumps(note))
    else:
        file = next(store.files.glob("??/*"))
        file.chmod(0o644)
        file.write_bytes(b"other") if spoil == "changed_file" else file.unlink()
    backup = store.all()[0]
    with pytest.raises(Refused) as refused:
        backups.verify_backup(busy, made.place, backup)
    assert code_of(refused) == ProblemCode.BACKUP_DAMAGED
    assert not store.all()[0].is_good
    clock.move(hours=1)
    again = backups.make_backup(busy, medium_place(busy))
    assert again.removed == (backup.id,), "the damaged one goes once a newer is good"
    assert backups.verify_backup(busy, again.place, again.backup).is_good, "and the file was copied anew"


def test_old_backups_go_only_after_a_newer_one_is_verified(busy: Workspace, clock: Clock) -> None:
    ids = []
    for n in range(12):
        an_enterprise(busy, 50 + n)
        ids.append(backups.make_backup(busy, whole=False).backup.id)
        clock.move(days=1)
    left = [b.id for b in local_place(busy).backups]
    assert left[:7] == list(reversed(ids[-7:]))
    assert len(left) < 12
    before = set(left)
    (busy.folder / "backups").joinpath("files").exists()
    with pytest.raises(RuntimeError, match="stop"):
        backups.make_backup(busy, progress=_stops_at(0.6))
    assert {b.id for b in local_place(busy).backups} == before, "a stopped backup removes nothing"
    backups.make_backup(busy)
    assert not [p for p in (busy.folder / "backups").iterdir() if ".part" in p.name]


def _stops_at(share: float):
    def tell(done: int, total: int) -> None:
        if done >= share * total:
            raise RuntimeError("stop")

    return tell


def test_lost_and_damaged_originals_are_told_and_taken_from_the_older_backup(busy: Workspace, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    place = choose_medium(busy, tmp_path / "stick")
    backups.make_backup(busy, place)
    name = next(iter(busy.files.all()))
    busy.files.path(name).unlink()
    made = backups.make_backup(busy, place)
    assert made.missing == (), "the stick holds it still"
    local = backups.make_backup(busy)
    assert local.missing == (name,)
    assert local.backup.missing == 1
    # what the folder lost stands there again, or another laptop's check of this test's folder would miss it
    kept = FileStore(place.store.files)
    busy.files.keep(kept.read(name))


def test_a_medium_is_known_by_its_marker_wherever_it_is_plugged_in(busy: Workspace, tmp_path: Path) -> None:
    (tmp_path / "E").mkdir()
    place = choose_medium(busy, tmp_path / "E")
    backups.make_backup(busy, place)
    (tmp_path / "E").rename(tmp_path / "F")
    absent = medium_place(busy)
    assert absent is not None
    assert not absent.is_here
    (tmp_path / "other").mkdir()
    found = medium_place(busy, (tmp_path / "other", tmp_path / "F"))
    assert found is not None
    assert found.is_here
    assert len(found.backups) == 1
    forget_medium(busy)
    assert [p.kind for p in places(busy)] == [PlaceKind.LOCAL]
    assert (tmp_path / "F" / "inspector-backup").is_dir()


def test_what_cannot_hold_backups_is_refused(busy: Workspace, tmp_path: Path) -> None:
    inner = busy.folder / "inner"
    inner.mkdir()
    (tmp_path / "file").touch()
    for wrong in (busy.folder, inner, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(Refused) as refused:
            choose_medium(busy, wrong)
        assert code_of(refused) == ProblemCode.BACKUP_TARGET
    assert not (tmp_path / "nowhere").exists()


def test_the_demonstration_owes_neither_backup_nor_check(ws: Workspace, clock: Clock) -> None:
    a_unit(ws, is_demo=True)
    clock.move(days=60)
    assert backups.standing(ws).warnings == ()
    assert check_late(ws) is None


def test_late_backups_are_told(busy: Workspace, clock: Clock, tmp_path: Path) -> None:
    assert backups.standing(busy).warnings == ()
    clock.move(days=4)
    assert [p.code for p in backups.standing(busy).warnings] == [ProblemCode.BACKUP_LATE]
    backups.make_backup(busy)
    found = backups.standing(busy)
    assert found.warnings == ()
    assert not found.is_changed, "the note of the backup itself is no work"
    clock.move(days=30)
    assert backups.standing(busy).warnings == (), "nothing was done since"
    (tmp_path / "stick").mkdir()
    choose_medium(busy, tmp_path / "stick")
    clock.move(days=20)
    assert [p.code for p in backups.standing(busy).warnings] == [ProblemCode.BACKUP_MEDIUM_LATE]


def test_due_at_start_after_issue_and_close(busy: Workspace, clock: Clock) -> None:
    assert [p.kind for p, _ in backups.due_places(busy, Moment.CLOSE)] == [PlaceKind.LOCAL]
    backups.make_backup(busy)
    clock.move(days=2)
    assert backups.due_places(busy, Moment.START) == (), "nothing was done"
    an_enterprise(busy, 9)
    assert len(backups.due_places(busy, Moment.START)) == 1
    backups.make_backup(busy)
    clock.move(minutes=30)
    an_enterprise(busy, 10)
    assert backups.due_places(busy, Moment.ISSUED) == ()
    clock.move(minutes=40)
    assert len(backups.due_places(busy, Moment.ISSUED)) == 1


def test_too_little_room_is_refused_before_anything_is_written(
    busy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda _folder: 100_000_000)
    with pytest.raises(Refused) as refused:
        backups.make_backup(busy)
    assert code_of(refused) == ProblemCode.RESERVE_LOW
    assert local_place(busy).backups == ()


def test_two_at_once_are_refused(busy: Workspace) -> None:
    from inspector_app.storage.place_lock import place_alone

    with place_alone(local_place(busy).folder), pytest.raises(Refused) as refused:
        backups.make_backup(busy)
    assert code_of(refused) == ProblemCode.BACKUP_RUNNING


def test_protection_turns_the_backups_too_and_leaves_no_open_copy(busy: Workspace, clock: Clock) -> None:
    backups.make_backup(busy)
    protect(busy, "王建国", PASSWORD)
    place = local_place(busy)
    assert backups.verify_backup(busy, place, place.backups[0]).is_good
    open_files = [p for p in (busy.folder / "backups").rglob("*") if p.is_file() and b"%PDF" in p.read_bytes()[:2000]]
    assert open_files == []
    clock.move(days=1)
    made = backups.make_backup(busy)
    assert made.backup.key
    rekey(busy)
    checked = backups.verify_backup(busy, local_place(busy), made.backup)
    assert checked.is_good
    unprotect(busy, PASSWORD)
    clock.move(days=1)
    assert backups.make_backup(busy).backup.key == ""
    assert timedelta(0) < busy.now() - made.backup.made_at


def test_a_killed_backup_is_swept_and_not_listed(busy: Workspace) -> None:
    made = backups.make_backup(busy)
    store = Place(made.place.folder)
    left = store.folder / "20261119-080000-aaaa.db"
    left.write_bytes(b"half")
    (store.folder / "20261119-080000-aaaa.with").mkdir()
    (store.folder / "20261119-080000-aaab.part.db").write_bytes(b"half")
    assert [b.id for b in store.all()] == [made.backup.id]
    backups.make_backup(busy)
    assert not left.exists()
    assert not list(store.folder.glob("20261119*"))
