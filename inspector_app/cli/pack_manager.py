# SPDX-License-Identifier: MulanPSL-2.0
"""Commands of the group `packs` that manage versions: compare, switch on and off, remove, count over versions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.lookup import not_found
from inspector_app.cli.result import Result, as_object, flat, plain, short, table
from inspector_app.domain.pack_diff import DiffKind, FieldDiff, ItemDiff, PackDiff
from inspector_app.domain.problems import blocking
from inspector_app.wording import tr, word
from inspector_app.wording.pack_words import field_label, shown

if TYPE_CHECKING:
    from inspector_app.domain.checklist import ChecklistPack
    from inspector_app.ledgers.packs import PackLine
    from inspector_app.workspace import Workspace

SHORT_HASH = 12


@click.command("diff", cls=Command, help=tr("compare two versions of a checklist item by item"))
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
def _diff(old: str, new: str) -> Result:
    """Compare two versions; each is named by id, id@version, folder or file."""
    from inspector_app.domain.pack_diff import diff

    with opened() as ws:
        before, after = pack_named(ws, old), pack_named(ws, new)
    found = diff(before, after)
    data = {
        "old": _ref(before),
        "new": _ref(after),
        "head": [_field_data(field) for field in found.head],
        "items": [_item_data(item) for item in found.items],
        "counts": {kind.value: found.count(kind) for kind in DiffKind},
    }
    return Result(data=data, lines=_diff_lines(before, after, found))


def pack_named(ws: Workspace, name: str) -> ChecklistPack:
    """Give a checklist by id, id@version, or the path of a folder or file that holds one."""
    from inspector_app.ledgers import packs as ledger
    from inspector_app.operations import pack_manager as verbs

    pack_id, _, version = name.partition("@")
    found = ledger.pack_at(ws, pack_id, version)
    if found is not None:
        return found
    path = Path(name)
    if path.is_dir():
        return verbs.pack_in_folder(ws, path)
    if not path.is_file():
        not_found("pack", name)
    from inspector_app.operations.pack_import import pack_in_file  # spreadsheets: only for files

    return pack_in_file(ws, path)


def _ref(pack: ChecklistPack) -> dict[str, object]:
    return {"id": pack.id, "version": pack.version, "title": pack.title, "sha256": pack.sha256}


def _field_data(field: FieldDiff) -> dict[str, object]:
    return {"name": field.name, "old": shown(field.old), "new": shown(field.new)}


def _item_data(item: ItemDiff) -> dict[str, object]:
    fields = [_field_data(field) for field in item.fields]
    return {"kind": item.kind.value, "code": item.code, "check": item.check, "moved": item.is_moved, "fields": fields}


def _diff_lines(old: ChecklistPack, new: ChecklistPack, found: PackDiff) -> list[str]:
    first = tr("{old} → {new}", old=f"{old.title} {old.version}", new=f"{new.title} {new.version}")
    if found.is_empty:
        return [first, tr("They say the same.")]
    counts = tr(", ").join(
        tr("{kind} {count}", kind=word(kind), count=found.count(kind)) for kind in DiffKind if found.count(kind)
    )
    lines = [first, counts or tr("Only the head differs.")]
    lines += [f"  {line}" for field in found.head for line in _field_lines(field)]
    for item in found.items:
        lines.append(f"{word(item.kind)}  {item.code}  {short(item.check, 60)}")
        lines += [f"    {line}" for field in item.fields for line in _field_lines(field)]
    return lines


def _field_lines(field: FieldDiff) -> Iterable[str]:
    nothing = tr("(empty)")
    yield tr("{field}: {old} → {new}", field=field_label(field.name), old=_one_line(field.old) or nothing,
             new=_one_line(field.new) or nothing)  # fmt: skip


def _one_line(value: object) -> str:
    return " ".join(shown(value).split())


@click.command("enable", cls=Command, help=tr("offer a checklist for inspections again"))
@click.argument("pack", metavar="ID")
def _enable(pack: str) -> Result:
    """Switch a checklist on."""
    return _choose(pack, is_enabled=True)


@click.command("disable", cls=Command, help=tr("offer a checklist no more; inspections that have it keep it"))
@click.argument("pack", metavar="ID")
def _disable(pack: str) -> Result:
    """Switch a checklist off."""
    return _choose(pack, is_enabled=False)


def _choose(pack: str, *, is_enabled: bool) -> Result:
    from inspector_app.operations import pack_manager as verbs

    with opened() as ws:
        verbs.choose_pack(ws, pack, is_enabled=is_enabled)
    said = tr("Used by this unit: {pack}", pack=pack) if is_enabled else tr("Not used by this unit: {pack}", pack=pack)
    return Result(data={"pack": pack, "enabled": is_enabled}, lines=[said])


@click.command("remove", cls=Command, help=tr("remove an imported version that no inspection has"))
@click.argument("pack", metavar="ID")
@click.argument("version", metavar="VERSION")
@click.option("--reason", default="", metavar="TEXT", help=tr("why; kept with the version"))
def _remove(pack: str, version: str, reason: str) -> Result:
    """Remove one imported version."""
    from inspector_app.operations import pack_manager as verbs

    with opened() as ws:
        gone = verbs.remove_pack(ws, pack, version, reason).value
    said = tr("Removed: {pack} {version}", pack=gone.title, version=gone.version)
    return Result(data={"pack": gone.pack_id, "version": gone.version, "reason": gone.removed_reason}, lines=[said])


@click.command("versions", cls=Command, help=tr("list the versions of a checklist and how many inspections have them"))
@click.argument("pack", metavar="ID")
def _versions(pack: str) -> Result:
    """List every version, those that only inspections keep too."""
    from inspector_app.ledgers import packs as ledger

    with opened() as ws:
        found = ledger.versions(ws, pack)
    if not found:
        not_found("pack", pack)
    head = (
        tr("Version"),
        tr("Count of items"),
        tr("Where from"),
        tr("State"),
        tr("Used in"),
        tr("Still open"),
        "SHA-256",
    )
    rows: list[tuple[str, ...]] = [head]
    rows += [_version_row(line) for line in found]
    data = [
        flat(line, without=("problems",), source=source_word(line), problems=[as_object(p) for p in line.problems])
        for line in found
    ]
    return Result(data={"versions": data}, lines=[found[0].title, *table(rows)])


def _version_row(line: PackLine) -> tuple[str, ...]:
    count, still = str(line.inspections), str(line.open_inspections)
    return line.version, str(line.items), source_word(line), _state(line), count, still, line.sha256[:SHORT_HASH]


def source_word(line: PackLine) -> str:
    """Say where a version comes from."""
    if not line.is_listed:
        return tr("only in inspections")
    if line.is_kept:
        return tr("imported: {name}", name=line.source_name)
    return tr("program") if line.is_bundled else tr("folder")


def _state(line: PackLine) -> str:
    if faults := len(blocking(line.problems)):
        return tr("{count} faults", count=faults)
    if not line.is_listed:
        return tr("kept for them")
    if not line.is_enabled:
        return tr("switched off")
    return tr("offered") if line.is_newest else tr("older")


@click.command("statistics", cls=Command, help=tr("count answers and findings of each item over all versions"))
@click.argument("pack", metavar="ID")
def _statistics(pack: str) -> Result:
    """Count over versions; an item is known by its code."""
    from inspector_app.ledgers import packs as ledger

    with opened() as ws:
        found = ledger.statistics(ws, pack)
        if not found and not ledger.versions(ws, pack):
            not_found("pack", pack)
    head = (tr("Code"), tr("Versions"), tr("Compliant"), tr("Noncompliant"), tr("Not applicable"), tr("Not checked"),
            tr("Filled in"), tr("Findings"), tr("What is checked"))  # fmt: skip
    rows: list[tuple[str, ...]] = [head]
    for one in found:
        counts = (one.compliant, one.noncompliant, one.not_applicable, one.not_checked, one.recorded, one.findings)
        rows.append((one.code, " ".join(one.versions), *map(str, counts), short(one.check)))
    return Result(data={"items": [plain(one) for one in found]}, lines=table(rows))


PACK_COMMANDS = (_diff, _enable, _disable, _remove, _versions, _statistics)
