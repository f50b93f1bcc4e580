# SPDX-License-Identifier: MulanPSL-2.0
"""One thing that is asked while an inspection is answered, and what is given for it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.answering import Choice
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on its way to the ledger; `result` only where a mark is given and no value (不适用, 未查 ...)."""

    value: str = ""
    result: AnswerResult | None = None


NOTHING = Given("", AnswerResult.NOT_CHECKED)
NOT_APPLICABLE = Given("", AnswerResult.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that is asked, of an item or in an entry or at a place, and what is known of it."""

    item: ChecklistItem
    spot_id: str = ""
    result: AnswerResult = AnswerResult.NOT_CHECKED
    value: str = ""
    choices: tuple[Choice, ...] = ()  # those that the filter leaves
    language: str = ""
    is_required: bool = False
    is_read_only: bool = False
    words: str = ""  # why the value is not allowed, or what was refused
    is_hidden: bool = False

    @property
    def key(self) -> str:
        """What drafts and fields call it."""
        return f"{self.item.code}@{self.spot_id}"
