# SPDX-License-Identifier: MulanPSL-2.0
"""The register as a list shows it: what is read, and how an enterprise reads in a row."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.enterprise import Enterprise
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.enterprises import EnterpriseHistory, EnterpriseRow
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

MOST = 200


@dataclass(frozen=True, slots=True)
class Register:
    """What the list shows: the rows, how many there are in all, and what may be filtered by."""

    rows: tuple[EnterpriseRow, ...]
    total: int
    industries: tuple[str, ...]
    districts: tuple[str, ...]


def read_register(ws: Workspace, text: str, industry: str, district: str) -> Register:
    """Read the rows that a text and the filters mean."""
    return Register(
        rows=enterprises.find_enterprises(ws, text, MOST, district=district, industry=industry),
        total=enterprises.count(ws),
        industries=enterprises.values(ws, "industry"),
        districts=enterprises.values(ws, "district"),
    )


def read_one(ws: Workspace, enterprise_id: str) -> tuple[Enterprise, EnterpriseHistory]:
    """Read one enterprise with its history."""
    return enterprises.enterprise(ws, enterprise_id), enterprises.history(ws, enterprise_id)


def row_of(shown: EnterpriseRow, last: str) -> Row:
    """Give the row of an enterprise; `last` is the day of its last visit in words."""
    facts = shown.enterprise
    seen = tr("last visit {day}", day=last) if last else tr("not inspected yet")
    parts = (seen, facts.district, facts.industry, facts.credit_code)
    return Row(
        id=facts.id,
        title=facts.name,
        detail=" · ".join(part for part in parts if part),
        chip=tr("{count} open", count=shown.open_findings) if shown.open_findings else "",
        chip_role="warn",
    )
