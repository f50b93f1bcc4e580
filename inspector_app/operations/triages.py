# SPDX-License-Identifier: MulanPSL-2.0
"""三个一批 and 一企一策 as files: the three lists of enterprises after the assessment, and the sheet of one of them.

A triage is kept and removed like any record beside an entry (`enterprise_records`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.domain.enterprise_records import Triage, TriageClass
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.sheets import ColumnPlan, SheetPlan, write_book
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import get_profile, get_record, list_records
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import check_suffix, give_out, leave
from inspector_app.workspace.privacy import masked

BOOK = (".xlsx",)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageLine:
    """One enterprise of the lists: the newest assessment of it."""

    enterprise: Enterprise
    triage: Triage


def triage_lines(
    ws: Workspace, since: date | None = None, until: date | None = None
) -> Mapping[TriageClass, tuple[TriageLine, ...]]:
    """Give the three lists, by the day of the deadline; an enterprise that was assessed again stands once, as it was
    classed last. `since` and `until` bound the day of the assessment.
    """
    tests, params = ["removed_reason = ''"], []
    for day, test in ((since, "assessed_on >= ?"), (until, "assessed_on <= ?")):
        if day is not None:
            tests.append(test)
            params.append(day.isoformat())
    newest: dict[str, TriageLine] = {}
    with ws.reader() as db:
        for triage in list_records(db, Triage, " AND ".join(tests), params, order="assessed_on, id"):
            owner = enterprises.get_enterprise(db, triage.enterprise_id)
            if owner is not None:
                newest[owner.id] = TriageLine(enterprise=owner, triage=triage)
    lists: dict[TriageClass, list[TriageLine]] = {kind: [] for kind in TriageClass}
    for line in newest.values():
        lists[line.triage.triage].append(line)
    return {kind: tuple(sorted(lines, key=_by_deadline)) for kind, lines in lists.items()}


def _by_deadline(line: TriageLine) -> tuple[date, str]:
    return line.triage.deadline or date.max, line.enterprise.name


def save_triage_lists(
    ws: Workspace, path: Path, since: date | None = None, until: date | None = None, *, whole: bool = False
) -> int:
    """Write the three lists as an XLSX, a sheet each, and give how many enterprises they hold.

    Numbers of persons are masked unless `whole` is asked for. Refuses VALUE_NOT_ALLOWED (another ending), and as
    `give_out`.
    """
    masks = leave(ws, path, whole=whole)
    check_suffix(path, BOOK)
    lists = triage_lines(ws, since, until)
    if masks:
        lists = masked(lists)
    count = sum(len(lines) for lines in lists.values())
    heads = (
        (tr("No."), 6), (tr("Unit"), 34), (tr("Credit code"), 22), (tr("District"), 14),
        (tr("Conclusion of the assessment"), 44), (tr("Triage class"), 14), (tr("Assessed on"), 12),
        (tr("Assessor"), 14), (tr("One enterprise, one plan"), 54), (tr("Deadline"), 12),
        (tr("Person responsible"), 14), (tr("Done on"), 12), (tr("How it ended"), 30),
    )  # fmt: skip
    columns = tuple(ColumnPlan(head=head, width=width) for head, width in heads)
    sheets = [
        SheetPlan(name=word(kind), columns=columns, rows=[_cells(n, line) for n, line in enumerate(lines, 1)])
        for kind, lines in lists.items()
    ]
    data = write_book(sheets, title=tr("Lists of the three groups"))
    give_out(ws, "triage_lists", path, data, whole=whole, count=count)
    return count


def _cells(number: int, line: TriageLine) -> list[str]:
    entry, triage = line.enterprise, line.triage
    return [
        str(number), entry.name, entry.credit_code, entry.district, triage.conclusion, word(triage.triage),
        _day(triage.assessed_on), triage.assessor, triage.measures, _day(triage.deadline), triage.person,
        _day(triage.done_on), triage.result,
    ]  # fmt: skip


def save_triage_sheet(ws: Workspace, triage_id: str, path: Path, *, whole: bool = False) -> None:
    """Write the sheet of one enterprise (一企一策) as an XLSX. Refuses NOT_FOUND, and as `save_triage_lists` does."""
    masks = leave(ws, path, whole=whole)
    check_suffix(path, BOOK)
    with ws.reader() as db:
        rows = _sheet_rows(db, triage_id, masks=masks)
    columns = (ColumnPlan(head="", width=22), ColumnPlan(head="", width=84))
    plan = SheetPlan(name=tr("One enterprise, one plan"), columns=columns, rows=rows, has_heads=False)
    give_out(ws, "triage_sheet", path, write_book([plan], title=tr("One enterprise, one plan")), whole=whole)


def _sheet_rows(db: Database, triage_id: str, *, masks: bool) -> Sequence[tuple[str, str]]:
    triage = get_record(db, Triage, triage_id)
    owner = enterprises.get_enterprise(db, triage.enterprise_id) if triage is not None else None
    if triage is None or triage.removed_reason or owner is None:
        fields = {"kind": "triages", "id": triage_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="triages", fields=fields)])
    profile = get_profile(db, owner.id) or EnterpriseProfile()
    if masks:
        owner, triage, profile = masked(owner), masked(triage), masked(profile)
    return [
        (tr("Unit"), owner.name), (tr("Credit code"), owner.credit_code), (tr("Address"), owner.address),
        (tr("District"), owner.district), (tr("Industry"), owner.industry),
        (tr("Person in charge"), " ".join(p for p in (owner.person_in_charge, owner.title, owner.phone) if p)),
        (tr("Sponsor grade"), word(profile.grade) if profile.grade else ""),
        (tr("Sponsor unit"), profile.sponsor_unit), (tr("Sponsor"), profile.sponsor_person),
        (tr("Conclusion of the assessment"), triage.conclusion), (tr("Assessed on"), _day(triage.assessed_on)),
        (tr("Assessor"), triage.assessor), (tr("Triage class"), word(triage.triage)),
        (tr("Measures of the unit"), triage.measures), (tr("Deadline"), _day(triage.deadline)),
        (tr("Person responsible"), triage.person), (tr("Done on"), _day(triage.done_on)),
        (tr("How it ended"), triage.result),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
