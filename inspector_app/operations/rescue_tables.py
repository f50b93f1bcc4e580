# SPDX-License-Identifier: MulanPSL-2.0
"""The tables of an emergency export: raw rows of whatever can be read, put together for people."""

from __future__ import annotations

import csv
import html
import io
import unicodedata
from collections.abc import Mapping, Sequence

from inspector_app.domain.finding import FindingStatus
from inspector_app.wording import tr, word

Row = Mapping[str, object]
Rows = dict[str, list[Row]]

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SUFFIXES = {"image/jpeg": ".jpg", "JPEG": ".jpg", "PNG": ".png", "HEIF": ".heic", "WEBP": ".webp"}
LONGEST = 60  # characters of a name


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Give a table as UTF-8 with a byte order mark, as Excel and WPS need it; no cell begins a formula."""
    text = io.StringIO(newline="")
    harmless = ([f"'{cell}" if cell.startswith(_FORMULAS) else cell for cell in row] for row in rows)
    csv.writer(text, lineterminator="\r\n").writerows(harmless)
    return text.getvalue().encode("utf-8-sig", "replace")


def html_bytes(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Give a table as one page that any browser shows, without anything from outside."""
    head, *body = rows
    cells = ["<tr>" + "".join(f"<th>{html.escape(c)}</th>" for c in head) + "</tr>"]
    cells += ["<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in body]
    style = "table{border-collapse:collapse}td,th{border:1px solid #999;padding:4px 8px;text-align:left}"
    page = (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{style}</style><h1>{html.escape(title)}</h1><table>{''.join(cells)}</table></html>\n"
    )
    return page.encode("utf-8", "replace")


def finding_rows(rows: Rows) -> list[list[str]]:
    """Put findings together with their inspection and enterprise, as far as these can be read."""
    visits = {str(r.get("id")): r for r in rows.get("inspections", ())}
    units = {str(r.get("id")): r for r in rows.get("enterprises", ())}
    made = [[
        tr("Enterprise"), tr("Credit code"), tr("Day"), tr("No."), tr("Place"), tr("Finding"), tr("Measure"),
        tr("Deadline"), tr("State"),
    ]]  # fmt: skip
    for finding in sorted(rows.get("findings", ()), key=lambda r: (str(r.get("inspection_id")), str(r.get("ordinal")))):
        visit = visits.get(str(finding.get("inspection_id")), {})
        unit = units.get(str(visit.get("enterprise_id")), {})
        day = _of(visit, "started_at")[:10]
        made.append([
            _of(unit, "name"), _of(unit, "credit_code"), day, _of(finding, "ordinal"), _of(finding, "place"),
            _of(finding, "description"), _of(finding, "measure"), _of(finding, "deadline"),
            _state(_of(finding, "status")),
        ])  # fmt: skip
    return made


def name_for(table: str, row: Row) -> str:
    """Give a file the name that people know it by, with its folder."""
    if table == "documents":
        return f"{tr('documents')}/{_safe(_of(row, 'number') or _of(row, 'id'))}.pdf"
    if table == "photos":
        suffix = _SUFFIXES.get(_of(row, "format"), ".jpg")
        stem = _safe(_of(row, "file_name").rpartition(".")[0] or _of(row, "id")[:12])
        return f"{tr('photos')}/{stem}-{_of(row, 'id')[:6]}{suffix}"
    if table == "attachments":
        stem, dot, suffix = _of(row, "file_name").rpartition(".")
        end = f"{dot}{_safe(suffix)}" if stem else ""
        return f"{tr('attachments')}/{_safe(stem or suffix)}-{_of(row, 'id')[:6]}{end}"
    return f"{tr('other files')}/{table}-{_of(row, 'id')[:12]}"


def _of(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _state(value: str) -> str:
    return word(FindingStatus(value)) if value in tuple(FindingStatus) else value


def _safe(text: str) -> str:
    """Make a text a file's name on any system."""
    kept = "".join("_" if c in '<>:"/\\|?*' or unicodedata.category(c).startswith("C") else c for c in text)
    kept = kept.strip(" .")[:LONGEST].strip(" .")
    return kept if kept and kept.upper() not in ("CON", "PRN", "AUX", "NUL") else f"_{kept}"
