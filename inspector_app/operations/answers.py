# SPDX-License-Identifier: MulanPSL-2.0
"""Answers beyond ticks: values, several places of an item, entries of a repeat, notes that are never printed."""

from __future__ import annotations

from inspector_app.domain.change import Done
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.operations.inspections import Answered
from inspector_app.workspace import Workspace


def answer_value(
    ws: Workspace,
    inspection_id: str,
    item_code: str,
    value: str,
    *,
    spot_id: str = "",
    author: str | None = None,
    result: AnswerResult | None = None,
    remark: str | None = None,
) -> Done[Answered]:
    """Answer an item with a value as typed; it is kept in its canonical form. "" takes the answer back.

    Without `result` the value is judged by its limits and failing choices; with one a person says: 不适用
    (no value), or 不符合 though the value alone would pass. A failing value begins the finding.
    `author` is an officer's or expert's name; None keeps who is at the computer, else whoever answered before.
    Refuses ANSWER_WRONG, ANSWER_OUT_OF_RANGE, ANSWER_NOT_A_CHOICE, ANSWER_NOT_ASKED, ANSWER_AT_PLACES,
    ITEM_UNKNOWN, INSPECTION_FINISHED. A broken constraint or a missing answer is no refusal: it is a gap.
    """
    raise NotImplementedError


def add_spot(ws: Workspace, inspection_id: str, item_code: str, place: str = "") -> Done[Spot]:
    """Add a place of an item with several places, or an entry of a repeat; an entry records its finding."""
    raise NotImplementedError


def amend_spot(ws: Workspace, spot_id: str, place: str) -> Done[Spot]:
    """Name the place anew; its finding follows unless a person has changed its place."""
    raise NotImplementedError


def remove_spot(ws: Workspace, spot_id: str, reason: str = "") -> Done[Spot]:
    """Remove a place or entry; it is kept with its reason, its finding is struck out with the same reason.

    Refuses REASON_MISSING where something was answered there, FINDING_FROZEN.
    """
    raise NotImplementedError


def set_private_note(
    ws: Workspace, inspection_id: str, item_code: str, note: str, *, spot_id: str = "", author: str | None = None
) -> Done[Answer]:
    """Keep a note on an item that is never printed; "" removes it."""
    raise NotImplementedError
