# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about backups: make, list, check, put back, and the second medium."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.cli.credentials import login_for
from inspector_app.cli.frame import Group, data_dir, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import DONE, REFUSED, Result, as_object, flat, table, warned
from inspector_app.domain.backup import Backup, PlaceKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.wording import tr, word

if TYPE_CHECKING:
    from inspector_app.operations.backup_keys import Keys
    from inspector_app.operations.backup_places import BackupPlace, Store
    from inspector_app.operations.restoring import Preview
    from inspector_app.workspace import Workspace

LOCAL, MEDIUM, ALL = "local", "medium", "all"
NEWEST = "newest"


@click.group("backup", cls=Group, help=about("backup"))
def backup() -> None:
    """Commands about backups."""


@backup.command("make", help=tr("make a backup now, in the data folder and on the second medium if it is plugged in"))
@click.option("--place", type=click.Choice((LOCAL, MEDIUM, ALL)), default=ALL, metavar="PLACE",
              help=tr("local, medium or all"))  # fmt: skip
@click.option("--quick", is_flag=True, help=tr("measure the older files instead of reading them all again"))
def _make(place: str, quick: bool) -> Result:
    """Make a backup in each place that is here."""
    from inspector_app.operations import backups

    with opened() as ws:
        made = [backups.make_backup(ws, p, whole=not quick) for p in _places(ws, place)]
    rows, data = [], []
    for one in made:
        path = str(one.place.store.database(one.backup.id))
        data.append({
            "place": one.place.kind.value, "path": path, **_object(one.backup), "copied": one.copied,
            "removed": list(one.removed), "missing_files": list(one.missing),
        })  # fmt: skip
        rows.append((word(one.place.kind), one.backup.id, _size(one.backup.size + one.backup.file_bytes), path))
    lost = sorted({name for one in made for name in one.missing})
    missing = [Problem(code=ProblemCode.FILE_MISSING, where=n, fields={"name": n[:12], "path": n[:12]}) for n in lost]
    head = tr("Backed up and verified:")
    return Result(data={"made": data}, lines=[head, *table(rows)], notes=warned(missing))


@backup.command("list", help=tr("list the backups"))
@click.option("--from", "source", type=PATH, default=None, metavar="DIR", help=tr("of a folder or stick, without data"))
def _list(source: Path | None) -> Result:
    """List backups, the newest first."""
    if source is not None:
        found = [(store.folder, "", store.all()) for store in _stores(source)]
        return _listed([(str(f), kind, every, True) for f, kind, every in found], ())
    from inspector_app.operations import backups
    from inspector_app.operations.backup_places import places

    with opened() as ws:
        every = places(ws, _roots())
        warnings = backups.standing(ws, _roots()).warnings
    return _listed([(str(p.folder), p.kind.value, p.backups, p.is_here) for p in every], warnings)


def _listed(found: Sequence[tuple[str, str, tuple[Backup, ...], bool]], warnings: Sequence[Problem]) -> Result:
    data = [
        {"path": path, "place": kind, "is_here": here, "backups": [_object(b) for b in every]}
        for path, kind, every, here in found
    ]
    lines: list[str] = []
    for path, kind, every, here in found:
        name = word(PlaceKind(kind)) if kind else path
        lines.append(f"{name}: {path}" if here else tr("{name}: {path} (not plugged in)", name=name, path=path))
        lines += table(_row(b) for b in every) if every else ["  " + tr("no backup yet")]
    told: dict[str, object] = {"places": data}
    if warnings:
        told["warnings"] = [as_object(p) for p in warnings]
    return Result(data=told, lines=lines, notes=warned(warnings))


@backup.command("verify", help=tr("read a whole backup: database, journal, every file"))
@click.argument("which", default=NEWEST, metavar="[BACKUP]")
@click.option("--place", type=click.Choice((LOCAL, MEDIUM, ALL)), default=ALL, metavar="PLACE",
              help=tr("local, medium or all"))  # fmt: skip
def _verify(which: str, place: str) -> Result:
    """Check a backup; without a name the newest of each place."""
    from inspector_app.operations import backups

    checked = []
    with opened() as ws:
        for one in _places(ws, place):
            checked += [(one, backups.verify_backup(ws, one, found)) for found in _chosen(one.backups, which)]
        if not checked:
            raise Refused([Problem(code=ProblemCode.BACKUP_NONE, fields={"path": which})])
    data = [{"place": p.kind.value, **_object(b)} for p, b in checked]
    rows = [(word(p.kind), b.id, tr("whole")) for p, b in checked]
    return Result(data={"verified": data}, lines=table(rows))


@backup.command("mend", help=tr("set damaged files aside and put whole ones from the backups in their place"))
def _mend() -> Result:
    """Look at every file and mend what a backup holds."""
    from inspector_app.operations import mending
    from inspector_app.operations.backup_places import places

    with opened() as ws:
        done = mending.mend_files(ws, mending.bad_files(ws), places(ws, _roots()))
    line = tr(
        "{back} files put back, {aside} set aside, {lost} not in any backup here",
        back=len(done.put_back), aside=len(done.set_aside), lost=len(done.lost),
    )  # fmt: skip
    return Result(data=flat(done), lines=[line], code=REFUSED if done.lost else DONE)


@backup.command("target", help=tr("choose the second medium for backups; without a folder: say which it is"))
@click.argument("folder", type=PATH, required=False, default=None, metavar="[DIR]")
@click.option("--forget", is_flag=True, help=tr("use no second medium any more; what lies there stays"))
def _target(folder: Path | None, forget: bool) -> Result:
    """Choose, show or forget the second medium."""
    from inspector_app.operations.backup_places import choose_medium, forget_medium, medium_place

    with opened() as ws:
        if forget:
            forget_medium(ws)
        found = choose_medium(ws, folder) if folder is not None else medium_place(ws, _roots())
    if found is None:
        return Result(data={"target": None}, lines=[tr("No second medium is chosen.")])
    data = {"path": str(found.folder), "name": found.name, "is_here": found.is_here}
    state = tr("plugged in") if found.is_here else tr("not plugged in")
    line = tr("Second medium: {name} ({state}), backups in {path}", name=found.name, state=state, path=found.folder)
    return Result(data={"target": data}, lines=[line])


@backup.command("restore", help=tr("put a backup back into the data folder; what is there is set aside"))
@click.argument("which", default=NEWEST, metavar="[BACKUP]")
@click.option("--from", "source", type=PATH, default=None, metavar="DIR", help=tr("the folder or stick with backups"))
@click.option("--preview", is_flag=True, help=tr("only say what it holds and what would be missing"))
@click.option("--replace", is_flag=True, help=tr("set the data that are there now aside"))
@click.option("--slots-only", is_flag=True, help=tr("put only the key slots back, where these alone are damaged"))
def _restore(which: str, source: Path | None, preview: bool, replace: bool, slots_only: bool) -> Result:
    """Put a backup back."""
    from inspector_app.operations.restore_words import preview_lines
    from inspector_app.operations.restoring import preview_restore, restore_backup
    from inspector_app.operations.slots_back import put_slots_back

    target = data_dir()
    store, chosen = _found(source or target, which)
    with _keys(store, chosen, target) as (keys, present):
        if preview:
            seen = preview_restore(store, chosen, target, keys, others=present)
            return Result(data=_preview_data(seen), lines=preview_lines(seen), notes=warned(seen.warnings))
        if slots_only:
            back = put_slots_back(store, chosen, target, keys)
            told = tr("The key slots are back: these passwords open the data: {names}", names="、".join(back.names))
            return Result(data=flat(back, without=("backup",)), lines=[told])
        done = restore_backup(store, chosen, target, keys, replace=replace, others=present)
    data = {
        **_preview_data(done.preview), "restored": done.backup.id, "incarnation": done.incarnation,
        "set_aside": str(done.aside) if done.aside else "", "numbers_blocked": done.numbers_blocked,
    }  # fmt: skip
    lines = [tr("Restored: the data of {time}.", time=_time(done.backup)), *preview_lines(done.preview)]
    if done.aside is not None:
        lines.append(tr("What was there before lies in {path}; nothing of it was deleted.", path=str(done.aside)))
    return Result(data=data, lines=lines, notes=warned(done.preview.warnings))


@contextlib.contextmanager
def _keys(store: Store, chosen: Backup, target: Path) -> Iterator[tuple[Keys, tuple[Keys, ...]]]:
    """Unlock a backup with the credentials of this call: by its own key slots, or by those of the present data."""
    from inspector_app.operations.backup_keys import Keys, fitting_keys, slots_folder
    from inspector_app.workspace.protection import is_protected

    own = slots_folder(store, chosen)
    tried: list[Keys] = []
    refused: list[Refused] = []
    try:
        for folder in (own, target):
            try:
                if folder is not None and is_protected(folder):
                    tried.append(Keys(login=login_for(folder), is_of_backup=folder == own))
            except Refused as refusal:
                refused.append(refusal)
        try:
            keys = fitting_keys(store, chosen, tried)
        except Refused:
            if refused:
                raise refused[0] from None
            raise
        yield keys, tuple(tried)
    finally:
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)


def _preview_data(seen: Preview) -> dict[str, object]:
    data: dict[str, object] = {
        "backup": _object(seen.backup), "organ": seen.organ, "role": seen.role.value, "present": flat(seen.present),
        "comes_back": seen.comes_back,
    }  # fmt: skip
    if seen.warnings:
        data["warnings"] = [as_object(p) for p in seen.warnings]
    return data


def _found(source: Path, which: str) -> tuple[Store, Backup]:
    stores = _stores(source)
    found = [(store, b) for store in stores for b in store.all() if which in (NEWEST, b.id)]
    good = [pair for pair in found if pair[1].is_good] or found
    if not good:
        raise Refused([Problem(code=ProblemCode.BACKUP_NONE, where=which, fields={"path": str(source)})])
    return max(good, key=lambda pair: (pair[1].made_at, pair[1].id))


def _stores(source: Path) -> tuple[Store, ...]:
    from inspector_app.operations.backup_places import stores_in

    if not source.is_dir():
        raise Refused([Problem(code=ProblemCode.BACKUP_NONE, where="--from", fields={"path": str(source)})])
    return stores_in(source)


def _chosen(every: Sequence[Backup], which: str) -> list[Backup]:
    return list(every[:1]) if which == NEWEST else [b for b in every if b.id == which]


def _places(ws: Workspace, which: str) -> list[BackupPlace]:
    from inspector_app.operations.backup_places import places

    found = [p for p in places(ws, _roots()) if which in (ALL, p.kind.value)]
    absent = which == MEDIUM and not any(p.is_here for p in found)
    if absent:
        path = str(found[0].folder) if found else "-"
        raise Refused([Problem(code=ProblemCode.MEDIUM_GONE, where=MEDIUM, fields={"path": path, "reason": ""})])
    return [p for p in found if p.is_here]


def _roots() -> tuple[Path, ...]:
    from inspector_app.handoff.medium import drives

    return tuple(drive.path for drive in drives())


def _object(b: Backup) -> dict[str, object]:
    return flat(b)


def _row(b: Backup) -> tuple[str, ...]:
    state = tr("damaged ({detail})", detail=b.fault) if b.fault else tr("verified")
    return (b.id, _time(b), _size(b.size + b.file_bytes), state)


def _time(b: Backup) -> str:
    return f"{b.made_at:%Y-%m-%d %H:%M}"


def _size(count: int) -> str:
    from inspector_app.handoff.medium import size_words

    return size_words(count)
