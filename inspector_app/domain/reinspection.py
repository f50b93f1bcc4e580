# SPDX-License-Identifier: MulanPSL-2.0
"""Re-inspection (复查) and sign-off (销号): who looked again, what was found, who answers for closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.document import Verdict
from inspector_app.domain.inspection import Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictEntry:
    """What a re-inspection found of one finding; photos are paired by finding."""

    finding_id: str
    ordinal: int  # its line in the order
    verdict: Verdict
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinspection:
    """One round: an order or measure looked at again. The officers need not be those of the first visit."""

    id: str
    inspection_id: str
    document_id: str  # the order or measure
    round: int  # from 1 for each order
    started_at: datetime
    finished_at: datetime
    place: str
    people: tuple[Participant, ...]
    verdicts: tuple[VerdictEntry, ...]
    opinion: str = ""  # what is proposed about the rest
    party_remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """谁检查谁签名、谁治理谁签名、谁验收谁签名 (handbook 4.3): three persons, each with a day."""

    finding_id: str
    checked_by: str
    checked_on: date
    rectified_by: str
    rectified_on: date
    accepted_by: str
    accepted_on: date
    evidence: tuple[str, ...] = ()  # ids of photos or attachments
    remark: str = ""
