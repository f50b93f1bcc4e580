# SPDX-License-Identifier: MulanPSL-2.0
"""pyxform as the last judge: it gets the rows that were read already, and what it says gets its place.

It never sees the file, so that no parser of its own touches hostile bytes. It writes nothing: the XForm is made in
memory and thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.packs.xlsform.columns import SHEETS
from inspector_app.packs.xlsform.faults import Fault, Faults, Place
from inspector_app.packs.xlsform.messages import Said, read_message
from inspector_app.packs.xlsform.tables import Table, Tables

if TYPE_CHECKING:
    from pyxform.xls2json_backends import DefinitionData


def judge(tables: Tables, name: str, faults: Faults) -> None:
    """Let pyxform convert the form; a fault that was found in the same row already is not said twice."""
    from pyxform.errors import PyXFormError

    definition = _definition(tables, name)  # outside: what goes wrong here is our own fault
    warnings: list[str] = []
    try:
        _convert(definition, name, warnings)
    except PyXFormError as error:
        for said in read_message(str(error), getattr(error.code, "name", "")):
            place = _placed(said, tables)
            if not faults.has(said.fault, place):
                faults.put(said.fault, place, said.fields)
    except Exception as error:  # it stumbles over some forms; then the checks of our own are the judgement
        if not faults.blocks:
            faults.add(Fault.PYXFORM_FAILED, Place(), warn=True, message=f"{type(error).__name__}: {error}")
    for warning in warnings:
        for said in read_message(warning, "", is_warning=True):
            faults.put(said.fault, _placed(said, tables), said.fields, warn=True)


def _convert(definition: DefinitionData, name: str, warnings: list[str]) -> None:
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.xls2json import workbook_to_json

    found = workbook_to_json(definition, fallback_form_name=name, warnings=warnings)
    create_survey_element_from_dict(found).xml()


def _definition(tables: Tables, name: str) -> DefinitionData:
    from pyxform.xls2json_backends import DefinitionData

    given: dict[str, list[dict[str, str | None]]] = {}
    for sheet in SHEETS:
        table = tables.sheets.get(sheet)
        if table is not None and table.headings:
            given[sheet] = _with_gaps(table)
            given[f"{sheet}_header"] = [{h.text: None for h in table.headings}]
    return DefinitionData(**given, sheet_names=list(tables.names), fallback_form_name=name)


def _with_gaps(table: Table) -> list[dict[str, str | None]]:
    """Give the rows with empty ones between them, so that pyxform counts as people do."""
    last = table.rows[-1].number if table.rows else 1
    given: list[dict[str, str | None]] = [{} for _ in range(1, last)]
    for row in table.rows:
        given[row.number - 2].update((h.text, text) for h, text in row.cells.items())
    return given


def _placed(said: Said, tables: Tables) -> Place:
    """Give the place with sheet and heading as they stand in the file, the row looked up where only a name is said."""
    table = tables.sheets.get(said.sheet)
    if table is None:
        return Place(sheet=said.sheet, row=said.row, column=said.column)
    row = said.row or _row_of(table, said.name)
    texts = [h.text for h in table.headings if said.column and said.column in (h.text, h.column)]
    return Place(sheet=table.name, row=row, column=texts[0] if texts else said.column)


def _row_of(table: Table, name: str) -> int:
    """Give the first row that has this name, or this type."""
    found = (row.number for row in table.rows if name and name in (row.get("name"), row.get("type")))
    return next(found, 0)
