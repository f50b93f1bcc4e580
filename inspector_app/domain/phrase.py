# SPDX-License-Identifier: MulanPSL-2.0
"""The unit's own wording of findings: learned from what officers wrote, with slots, proposed only when published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from statistics import median_low
from typing import TypeVar

from inspector_app.domain.checklist import ChecklistItem, Clause, DeadlineClass
from inspector_app.domain.finding import SLOT, Finding, FindingDraft, open_slots

T = TypeVar("T")


class PhraseState(StrEnum):
    """What a person has said about a phrase; a candidate has been seen by nobody and is never proposed."""

    CANDIDATE = "candidate"  # 候选
    PUBLISHED = "published"  # 已发布
    DROPPED = "dropped"  # 弃用


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseDraft:
    """The wording with its slots 〔…〕, and what usually goes with it. `deadline_days` counts from the day after."""

    item_code: str
    text: str
    place: str = ""
    measure: str = ""
    deadline_class: DeadlineClass = DeadlineClass.WITHIN_DAYS
    deadline_days: int | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def key(self) -> str:
        """The id that every laptop gives the same wording of the same item."""
        return sha256(f"{self.item_code}\n{self.text}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(PhraseDraft):
    """A phrase that a person has published or dropped."""

    id: str
    state: PhraseState
    person: str
    at: datetime
    learned_from: tuple[str, ...] = ()  # findings
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A candidate: the wording, how often officers wrote it, in which findings."""

    draft: PhraseDraft
    finding_ids: tuple[str, ...]
    last_on: date

    @property
    def count(self) -> int:
        """In how many findings."""
        return len(self.finding_ids)


SLOTS: Mapping[str, str] = {"place": "〔部位〕", "equipment": "〔设备编号〕", "value": "〔数值〕", "day": "〔日期〕"}
_DAY = re.compile(r"\d{4}年\d{1,2}月(\d{1,2}日)?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}日")
_EQUIPMENT = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{1,4}-?\d{1,6}[A-Z]?(?:[/-](?:\d{1,4}[A-Z]?|[A-Z](?![A-Za-z])))*(?![A-Za-z0-9])"
)
# Numbers of papers and of their parts stay: 令第88号, 〔2024〕5号文 (its bracket is kept as one private character).
_VALUE = re.compile(
    r"(?<![A-Za-z0-9.第\ue000-\uf8ff])\d+(?:\.\d+)?(?!\d*(?:[条款项年月]|号(?:文|令|公告|通知|决定|[，。；、）)]|$)))"
    r"(?!\d|\.\d)"
)
_WORDS = re.compile(r"[^\W\d_]{2}")
_STANDARD = re.compile(
    r"(?:GB|GB/T|GBZ|AQ|AQ/T|JGJ|JGJ/T|TSG|HG|HG/T|SH|SH/T|XF|GA|DB\d*)\s?[A-Z]?\d+(?:\.\d+)*(?:[-—]\d{4})?"
)


def with_slots(text: str, place: str = "") -> str:
    """Put slots where a wording names its own place, equipment, values and days; standards' numbers stay.

    >>> with_slots("V-101 储罐液位 93.5%，未设高高液位联锁")
    '〔设备编号〕 储罐液位 〔数值〕%，未设高高液位联锁'
    """
    kept: list[str] = []

    if any("\ue000" <= c <= "\uf8ff" for c in text) or len(text) > 1000:
        return text  # private use characters stand for what is kept

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return chr(0xE000 + len(kept) - 1)

    shown = _STANDARD.sub(keep, SLOT.sub(keep, text))
    if len(place) > 1:
        shown = shown.replace(place, SLOTS["place"])
    for pattern, name in ((_DAY, "day"), (_EQUIPMENT, "equipment"), (_VALUE, "value")):
        shown = pattern.sub(SLOTS[name], shown)
    for n, was in enumerate(kept):
        shown = shown.replace(chr(0xE000 + n), was)
    return shown


def fits(template: str, text: str) -> bool:
    """Whether a text is a template with its slots filled in (or left open)."""
    parts = SLOT.split(template)
    if len(parts) == 1:
        return template == text
    at = 0
    for n, part in enumerate(parts):
        if n == 0:
            if not text.startswith(part):
                return False
            at = len(part)
        elif n == len(parts) - 1:
            return len(text) - len(part) >= at and text.endswith(part)
        else:
            found = text.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
    return True


def unconfirmed(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Give bases of laws without who confirmed them: he did so for his own finding, not for all of the phrase.

    A basis that somebody typed keeps that its writer answers for it.
    """
    return tuple(replace(clause, confirmed_by="") if clause.law else clause for clause in clauses)


def taken(
    mine: FindingDraft, phrase: FindingDraft, lapsed: Sequence[Clause] = (), criteria: Sequence[Clause] = ()
) -> FindingDraft:
    """Give a finding as it reads once a person has chosen a phrase for it.

    Wording, measure, basis and deadline come from the phrase; a lapsed basis does not, and where all are lapsed the
    finding's own stays. The place stays what was written, and fills the slot of the place; the grade and the
    `criteria` that it rests on stay, and so does who confirmed a basis in this very finding.
    """
    confirmed = {(c.law, c.name, c.clause): c for c in mine.clauses if c.confirmed_by}
    valid = tuple(confirmed.get((c.law, c.name, c.clause), c) for c in phrase.clauses if c not in lapsed)
    kept = tuple(c for c in mine.clauses if c in criteria and c not in valid)
    place = mine.place or phrase.place
    return replace(
        mine,
        place=place,
        description=_with_place(phrase.description, place),
        measure=_with_place(phrase.measure, place),
        deadline_class=phrase.deadline_class,
        deadline=phrase.deadline,
        clauses=(*valid, *kept) if valid else mine.clauses,
    )


def _with_place(text: str, place: str) -> str:
    return text.replace(SLOTS["place"], place) if place and not open_slots(place) else text


def learn(
    findings: Iterable[Finding], items: Mapping[str, ChecklistItem], known: Sequence[PhraseDraft]
) -> tuple[Learned, ...]:
    """Give the wordings that officers wrote themselves, the most frequent first.

    Left out: the item's own wording with its slots filled, what fits a phrase that a person has decided on, and what
    says nothing but a place or a number.
    """
    of_item: dict[str, list[str]] = {}
    for phrase in known:
        of_item.setdefault(phrase.item_code, []).append(phrase.text)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        code = finding.item_code or ""
        item = items.get(code)
        text = " ".join(finding.description.split())
        if item is None or not text or not finding.status.is_live or fits(item.finding, text):
            continue
        slotted = with_slots(text, finding.place)
        if not _WORDS.search(SLOT.sub("", slotted)):
            continue
        if not any(fits(template, text) or template == slotted for template in of_item.get(code, ())):
            groups.setdefault((code, slotted), []).append(finding)
    made = [_learned(items[code], text, group) for (code, text), group in groups.items()]
    return tuple(sorted(made, key=lambda x: (-x.count, -x.last_on.toordinal(), x.draft.item_code, x.draft.text)))


def _learned(item: ChecklistItem, text: str, group: Sequence[Finding]) -> Learned:
    newest = max(group, key=lambda finding: finding.found_at)
    kind = _commonest([finding.deadline_class for finding in group])
    days = [(f.deadline - f.found_at.date()).days for f in group if f.deadline and f.deadline_class is kind]
    days = [n for n in days if n > 0]
    draft = PhraseDraft(
        item_code=item.code,
        text=text,
        measure=_commonest([with_slots(f.measure, f.place) for f in group]) or item.measure,
        deadline_class=kind,
        deadline_days=median_low(days) if days and kind is DeadlineClass.WITHIN_DAYS else None,
        clauses=unconfirmed(newest.clauses or item.basis),
    )
    ids = tuple(finding.id for finding in sorted(group, key=lambda f: (f.found_at, f.id)))
    return Learned(draft=draft, finding_ids=ids, last_on=newest.found_at.date())


def _commonest(values: Sequence[T]) -> T:
    return max(dict.fromkeys(values), key=values.count)
