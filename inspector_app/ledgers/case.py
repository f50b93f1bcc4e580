# SPDX-License-Identifier: MulanPSL-2.0
"""What goes on beside the orders, as lists show it: one row for each with its steps, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.finding import Finding
from inspector_app.domain.follow_up import FOLLOW_UP_LIVES, FollowUp, FollowUpEvent, FollowUpVerb
from inspector_app.storage import documents, findings, follow_ups
from inspector_app.storage.enterprises import joined
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow:
    """One of them with whom and what it is about."""

    follow_up: FollowUp
    enterprise_id: str
    enterprise_name: str
    finding: Finding | None
    document: OfficialDocument | None
    events: tuple[FollowUpEvent, ...]

    @property
    def verbs(self) -> tuple[FollowUpVerb, ...]:
        """What may be done now; nothing when it is at its end."""
        return FOLLOW_UP_LIVES[self.follow_up.kind].verbs(self.follow_up.state)

    @property
    def is_open(self) -> bool:
        """Whether something may still be done."""
        return bool(self.verbs)


SQL = f"""SELECT f.*, e.id AS enterprise_id, e.name AS enterprise_name FROM follow_ups f
JOIN inspections i ON i.id = f.inspection_id {joined("i.enterprise_id")}"""


def follow_up_rows(
    ws: Workspace, inspection_id: str | None = None, *, only_open: bool = False
) -> tuple[FollowUpRow, ...]:
    """Give those of an inspection, or all; newest first."""
    where, params = ("", []) if inspection_id is None else (" WHERE f.inspection_id = ?", [inspection_id])
    with ws.reader() as db:
        found = []
        for row in fetch(db, f"{SQL}{where} ORDER BY f.opened_on DESC, f.id", params):
            one = follow_ups.follow_up_from(row)
            found.append(
                FollowUpRow(
                    follow_up=one, enterprise_id=str(row["enterprise_id"]),
                    enterprise_name=str(row["enterprise_name"]), finding=findings.get_finding(db, one.subject),
                    document=documents.get_document(db, one.subject), events=follow_ups.list_events(db, one.id),
                )
            )  # fmt: skip
    return tuple(row for row in found if row.is_open or not only_open)


def follow_up_row(ws: Workspace, follow_up_id: str) -> FollowUpRow | None:
    """Give one of them by its id."""
    return next((row for row in follow_up_rows(ws) if row.follow_up.id == follow_up_id), None)
