# SPDX-License-Identifier: MulanPSL-2.0
"""A ledger as a file: exactly the rows of the query in their order, with the count; XLSX, CSV, PDF or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger_parts import ColumnKind, LedgerColumn
from inspector_app.ledgers.ledger_titles import said_filters
from inspector_app.sheets import LongColumn, Stopped, write_long_table
from inspector_app.storage.organs import get_organ
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import giving_out, leave
from inspector_app.workspace.privacy import note_of
from inspector_app.workspace.reserve import need_room

SUFFIXES = (".xlsx", ".csv", ".pdf", ".json")
MOST_PRINTED = 10_000  # rows of a PDF: more is no paper that anybody reads
MOST_IN_SHEET = 1_048_575
EVERY = 500  # rows between two looks at whether somebody stopped it
ROW_BYTES = 1_000  # of a row in any of these files, more than less: what is looked for on the disk
Progress = Callable[[int, int], None]

# What fits across a page, for a PDF without chosen columns.
PRINTED: dict[LedgerName, tuple[str, ...]] = {
    LedgerName.FINDINGS: ("number", "found_on", "enterprise", "description", "place", "grade", "measure", "due_on",
                          "accepted_on", "colour", "status"),
    LedgerName.INSPECTIONS: ("number", "day", "enterprise", "district", "officers", "source", "state", "findings",
                             "major", "rectified"),
    LedgerName.DOCUMENTS: ("number", "document", "kind", "issued_on", "enterprise", "state", "served_on", "deadline"),
    LedgerName.REINSPECTIONS: ("number", "reinspected_on", "enterprise", "document", "round", "reinspectors", "lines",
                               "done", "not_done", "colour"),
    LedgerName.SUPERVISION: ("number", "listing_no", "enterprise", "description", "level", "organ", "person",
                             "deadline", "colour", "state"),
    LedgerName.CASES: ("number", "case_no", "opened_on", "enterprise", "cause", "state", "penalty_no", "fine",
                       "received", "closed_on"),
    LedgerName.EQUIPMENT: ("number", "category", "name", "code", "enterprise", "place", "inspected_on", "due_on",
                           "colour"),
    LedgerName.ENTERPRISES: ("number", "name", "credit_code", "district", "sector", "grade", "risk_grade", "visits",
                             "last_visit", "open_findings"),
}  # fmt: skip


def export_ledger(
    ws: Workspace,
    query: LedgerQuery,
    path: Path,
    columns: Sequence[str] | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    whole: bool = False,
) -> int:
    """Write what a query shows into a file, by its suffix, and give the number of rows. Whole or not at all.

    Personal data are masked unless `whole` is asked for; the file says so, and the security journal keeps that it was
    given out. `columns` are keys, all if not given (a PDF: those that fit across a page). When `cancelled` says so
    the writing stops, no file is left, and the rows written so far are given. Refuses a wrong query, another suffix,
    more rows than the kind of file can hold, and as `giving_out`.
    """
    leave(ws, path, whole=whole)
    suffix = path.suffix.lower()
    if columns is None and suffix == ".pdf":
        columns = PRINTED[query.ledger]
    _refuse_wrong_file(query, path, columns or ())
    chosen = _chosen(query.ledger, columns)
    done = 0

    def goes_on(number: int) -> bool:
        nonlocal done
        done = number
        if progress is not None:
            progress(number, total)
        return cancelled is None or not cancelled()

    keys = [c.key for c in chosen]
    what = f"ledger {query.ledger.value} {suffix[1:]}"
    try:
        with giving_out(ws, what, path, whole=whole) as leaving, ledger.reading(ws, query, keys) as (total, found):
            _refuse_too_many(suffix, total)
            need_room(path.parent, total * ROW_BYTES, data=ws.folder)
            rows = (ledger.masked_row(row, keys) for row in found) if leaving.masks else found
            notes = (*notes_of(ws, query, total), note_of(masked=leaving.masks))
            _write(ws, query, leaving.aside, chosen, total, (row.cells for row in rows), goes_on, notes)
            leaving.count = total
    except Stopped:
        return done
    if progress is not None:
        progress(total, total)
    return total


def _refuse_wrong_file(query: LedgerQuery, path: Path, columns: Sequence[str]) -> None:
    problems: list[Problem] = []
    try:
        ledger.refuse_wrong(query, columns)
    except Refused as refused:
        problems += refused.problems
    if path.suffix.lower() not in SUFFIXES:
        fields = {"field": "file", "found": path.name, "allowed": ", ".join(SUFFIXES)}
        problems.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="file", fields=fields))
    elif not path.parent.is_dir():
        problems.append(Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, where="file", fields={"path": str(path.parent)}))
    refuse(problems)


def _refuse_too_many(suffix: str, total: int) -> None:
    most = {".pdf": MOST_PRINTED, ".xlsx": MOST_IN_SHEET}.get(suffix)
    if most is not None and total > most:
        fields = {"kind": suffix[1:].upper(), "count": str(total), "limit": str(most)}
        refuse([Problem(code=ProblemCode.LEDGER_TOO_LONG, where="file", fields=fields)])


def _chosen(name: LedgerName, columns: Sequence[str] | None) -> tuple[LedgerColumn, ...]:
    every = {column.key: column for column in ledger.columns_of(name)}
    return tuple(every.values()) if columns is None else tuple(every[key] for key in columns)


def _write(
    ws: Workspace,
    query: LedgerQuery,
    path: Path,
    columns: Sequence[LedgerColumn],
    total: int,
    rows: Iterable[Sequence[str]],
    goes_on: Callable[[int], bool],
    notes: Sequence[tuple[str, str]],
) -> None:
    if path.suffix == ".json":
        _write_json(query, (ws.today().isoformat(), notes[-1][1]), path, columns, total, _watched(rows, goes_on))
    elif path.suffix == ".pdf":
        from inspector_app.documents.ledger_pdf import PrintedColumn, print_ledger  # loads reportlab

        heads = [PrintedColumn(title=c.title, wide=c.wide, is_number=c.kind is ColumnKind.NUMBER) for c in columns]
        title, say = word(query.ledger), _page_words(total)
        path.write_bytes(print_ledger(title, notes, heads, _watched(rows, goes_on), ws.fonts, say))
    else:
        heads_ = [LongColumn(head=c.title, width=min(c.wide, 60)) for c in columns]
        write_long_table(path, heads_, rows, name=word(query.ledger), notes=notes, goes_on=goes_on)


def _page_words(total: int) -> Callable[[int], str]:
    return lambda page: tr("{count} rows · page {page}", count=total, page=page)


def _watched(rows: Iterable[Sequence[str]], goes_on: Callable[[int], bool]) -> Iterable[Sequence[str]]:
    for number, row in enumerate(rows):
        if number % EVERY == 0 and not goes_on(number):
            raise Stopped
        yield row


def notes_of(ws: Workspace, query: LedgerQuery, total: int) -> tuple[tuple[str, str], ...]:
    """Say what a file holds: which ledger of whom, by which filters, in which order, how many rows, as of when."""
    with ws.reader() as db:
        organ = get_organ(db)
    titles = {column.key: column.title for column in ledger.columns_of(query.ledger)}
    sort = titles.get(query.sort, tr("the ledger's own order"))
    if query.descending:
        sort = tr("{column}, descending", column=sort)
    return (
        (tr("Ledger"), word(query.ledger)),
        (tr("Organ"), organ.name if organ is not None else ""),
        (tr("Filters"), "；".join(f"{title}：{value}" for title, value in said_filters(query)) or tr("none (ledger)")),
        (tr("Searched for"), query.search or tr("none (ledger)")),
        (tr("Order of rows"), sort),
        (tr("Number of rows"), str(total)),
        (tr("Data as of"), ws.now().strftime("%Y-%m-%d %H:%M")),
        (tr("Version of the program"), __version__),
    )


def _write_json(
    query: LedgerQuery,
    told: tuple[str, str],
    path: Path,
    columns: Sequence[LedgerColumn],
    total: int,
    rows: Iterable[Sequence[str]],
) -> None:
    head = {
        "ledger": query.ledger.value, "filters": dict(query.filters), "search": query.search, "sort": query.sort,
        "descending": query.descending, "as_of": told[0], "personal_data": told[1], "count": total,
        "columns": [{"key": column.key, "title": column.title} for column in columns],
    }  # fmt: skip
    keys = [column.key for column in columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        for number, row in enumerate(rows):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False))
        file.write("\n]}\n")
