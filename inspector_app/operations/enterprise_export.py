# SPDX-License-Identifier: MulanPSL-2.0
"""The register as a file (XLSX or CSV) with all supervision facts, in constant memory; it reads back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import SponsorGrade
from inspector_app.operations.enterprise_import import ALL_HEADINGS, HEADINGS
from inspector_app.operations.register_columns import HEADS, cell_of, profile_cells
from inspector_app.sheets import LongColumn, write_long_table
from inspector_app.storage.register_rows import Registered, register_ids, registered_of
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import check_suffix, giving_out, leave
from inspector_app.workspace.privacy import masked, note_of

CHUNK = 500
SHEET = "企业名录"
SUFFIXES = (".xlsx", ".csv")
ROW_BYTES = 1_500  # of an enterprise in a file, more than less: what is looked for on the disk
WIDE = {"name": 34, "credit_code": 22, "address": 40, "grade_basis": 30, "note": 30, "sponsor_unit": 24}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """Which part of the register; empty means all of it."""

    districts: tuple[str, ...] = ()
    sectors: tuple[Industry, ...] = ()
    grades: tuple[SponsorGrade, ...] = ()
    ids: tuple[str, ...] | None = None  # exactly these, in this order: what a list shows
    told: tuple[str, ...] = ()  # how they were looked for, in words


def export_enterprises(
    ws: Workspace,
    path: Path,
    which: RegisterFilter | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    whole: bool = False,
) -> int:
    """Write the register to a file that ends with .xlsx or .csv, by name, and give how many enterprises it holds.

    Which enterprises is settled when it begins; each is written as it is when its turn comes. Merged entries stand
    once. Telephones and ID numbers are masked unless `whole` is asked for; a masked file taken in again changes none of
    them. Refuses VALUE_NOT_ALLOWED (another ending), and as `giving_out`; raises `sheets.Stopped` when it was
    cancelled.
    """
    leave(ws, path, whole=whole)
    check_suffix(path, SUFFIXES)
    which = which or RegisterFilter()
    ids: Sequence[str] = which.ids or ()
    if which.ids is None:
        with ws.reader() as db:
            ids = register_ids(db, districts=which.districts, sectors=which.sectors, grades=which.grades)

    def goes_on(count: int) -> bool:
        if progress is not None:
            progress(count, len(ids))
        return not (cancelled is not None and cancelled())

    columns = [LongColumn(head=head_of(name), width=WIDE.get(name, 14)) for name in ALL_HEADINGS]
    what = f"register {path.suffix[1:].lower()}"
    with giving_out(ws, what, path, whole=whole, needs=len(ids) * ROW_BYTES) as out:
        rows = (_cells(masked(entry) if out.masks else entry) for entry in _entries(ws, ids))
        notes = [*_notes(ws, which, len(ids)), note_of(masked=out.masks)]
        out.count = write_long_table(out.aside, columns, rows, name=SHEET, notes=notes, goes_on=goes_on)
    return out.count


def head_of(name: str) -> str:
    """Give the head of a column of a register file."""
    return HEADS.get(name, ALL_HEADINGS[name][0])


def _entries(ws: Workspace, ids: Sequence[str]) -> Iterator[Registered]:
    for start in range(0, len(ids), CHUNK):
        with ws.reader() as db:  # never held while a row is written
            found = registered_of(db, ids[start : start + CHUNK])
        yield from found


def _cells(entry: Registered) -> list[str]:
    own = [str(getattr(entry.enterprise, name)) for name in HEADINGS]
    return [*own, *profile_cells(entry.profile), cell_of("visit_cap", entry.enterprise.visit_cap)]


def _notes(ws: Workspace, which: RegisterFilter, count: int) -> list[tuple[str, str]]:
    parts: tuple[tuple[str, Sequence[str | StrEnum]], ...] = (
        (tr("District"), which.districts), (tr("Industry sector"), which.sectors), (tr("Sponsor grade"), which.grades),
    )  # fmt: skip
    chosen = [
        f"{title}: " + "、".join(word(part) if isinstance(part, StrEnum) else part for part in wanted)
        for title, wanted in parts
        if wanted
    ]
    chosen += which.told
    return [
        (tr("What it holds"), tr("Register of enterprises with supervision facts")),
        (tr("Which enterprises"), "; ".join(chosen) or tr("the whole register")),
        (tr("Enterprises in the file"), str(count)),
        (tr("As of"), f"{ws.now():%Y-%m-%d %H:%M}"),
        (tr("Program version"), __version__),
    ]
