# SPDX-License-Identifier: MulanPSL-2.0
"""A finding (隐患、问题): what is wrong, where, on which legal basis, and until when it must be mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.life import Life

SLOT = re.compile(r"〔[^〔〕]*〕")


class Grade(StrEnum):
    """一般 or 重大; a major one is judged by a person with a criterion, never by the program."""

    GENERAL = "general"
    MAJOR = "major"


class FindingStatus(StrEnum):
    """What has become of a finding (handbook 4.3); 整改中 and overdue are computed, never stored."""

    RECORDED = "recorded"  # 已确认
    FIXED_ON_SITE = "fixed_on_site"  # 当场整改
    ORDERED = "ordered"  # 限期整改
    MEASURED = "measured"  # 现场处理
    EXTENDED = "extended"  # 延期中
    REPORTED_DONE = "reported_done"  # 已报完成
    VERIFIED = "verified"  # 复查合格
    PARTIAL = "partial"  # 部分整改
    FAILED = "failed"  # 复查不合格
    CLOSED = "closed"  # 已销号
    TRANSFERRED = "transferred"  # 移交
    REOPENED = "reopened"  # 反弹
    WITHDRAWN = "withdrawn"  # 撤销
    DUPLICATE = "duplicate"  # 重复

    @property
    def is_live(self) -> bool:
        """Whether it counts as a finding at all."""
        return self not in (FindingStatus.WITHDRAWN, FindingStatus.DUPLICATE)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.is_live and self is not FindingStatus.CLOSED

    @property
    def is_running(self) -> bool:
        """Whether its deadline runs: ordered or measured, and not yet found rectified."""
        return self in RUNNING

    @property
    def may_be_ordered(self) -> bool:
        """Whether an order may take it on a line."""
        return FINDING_LIFE.may(self, FindingVerb.ORDER)


RUNNING = frozenset(
    {FindingStatus.ORDERED, FindingStatus.MEASURED, FindingStatus.EXTENDED, FindingStatus.REPORTED_DONE,
     FindingStatus.PARTIAL, FindingStatus.FAILED}
)  # fmt: skip


class FindingVerb(StrEnum):
    """What moves a finding on."""

    ORDER = "order"
    MEASURE = "measure"
    FIX = "fix"
    EXTEND = "extend"
    REPORT = "report"
    VERIFY = "verify"
    FIND_PARTIAL = "find_partial"
    FAIL = "fail"
    CLOSE = "close"
    TRANSFER = "transfer"
    TAKE_BACK = "take_back"  # the other department returns it
    REOPEN = "reopen"
    RELEASE = "release"  # the document on which it stood was voided
    WITHDRAW = "withdraw"
    MERGE = "merge"


_S, _V = FindingStatus, FindingVerb
_LOOKED_AT = {_V.VERIFY: _S.VERIFIED, _V.FIND_PARTIAL: _S.PARTIAL, _V.FAIL: _S.FAILED}
_BEGINNING = {_V.ORDER: _S.ORDERED, _V.MEASURE: _S.MEASURED, _V.FIX: _S.FIXED_ON_SITE, _V.TRANSFER: _S.TRANSFERRED}
_FAILING = {
    **_LOOKED_AT,
    _V.ORDER: _S.ORDERED,
    _V.MEASURE: _S.MEASURED,
    _V.REPORT: _S.REPORTED_DONE,
    _V.TRANSFER: _S.TRANSFERRED,
}
FINDING_LIFE = Life(
    "finding",
    {
        _S.RECORDED: {**_BEGINNING, _V.WITHDRAW: _S.WITHDRAWN, _V.MERGE: _S.DUPLICATE},
        _S.FIXED_ON_SITE: {_V.CLOSE: _S.CLOSED, _V.ORDER: _S.ORDERED, _V.RELEASE: _S.RECORDED},
        _S.ORDERED: {
            **_LOOKED_AT,
            _V.MEASURE: _S.ORDERED,  # a measure meanwhile; the order's deadline stays
            _V.EXTEND: _S.EXTENDED,
            _V.REPORT: _S.REPORTED_DONE,
            _V.TRANSFER: _S.TRANSFERRED,
            _V.RELEASE: _S.RECORDED,
        },
        _S.MEASURED: {
            **_LOOKED_AT,
            _V.ORDER: _S.ORDERED,
            _V.REPORT: _S.REPORTED_DONE,
            _V.TRANSFER: _S.TRANSFERRED,
            _V.RELEASE: _S.RECORDED,
        },
        _S.EXTENDED: {
            **_LOOKED_AT,
            _V.MEASURE: _S.EXTENDED,
            _V.EXTEND: _S.EXTENDED,
            _V.REPORT: _S.REPORTED_DONE,
            _V.TRANSFER: _S.TRANSFERRED,
            _V.RELEASE: _S.RECORDED,  # an extended order that is corrected by a new one (更正)
        },
        _S.REPORTED_DONE: {**_LOOKED_AT, _V.MEASURE: _S.REPORTED_DONE},
        _S.PARTIAL: _FAILING,
        _S.FAILED: _FAILING,
        _S.VERIFIED: {_V.CLOSE: _S.CLOSED, _V.REOPEN: _S.REOPENED},
        _S.CLOSED: {_V.REOPEN: _S.REOPENED},
        _S.TRANSFERRED: {_V.TAKE_BACK: _S.RECORDED, _V.CLOSE: _S.CLOSED},
        _S.REOPENED: _BEGINNING,
        _S.WITHDRAWN: {},
        _S.DUPLICATE: {_V.RELEASE: _S.RECORDED},
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDraft:
    """What a person writes of a finding, before and while it is recorded."""

    item_code: str | None = None
    place: str = ""
    description: str = ""
    grade: Grade = Grade.GENERAL
    measure: str = ""
    deadline_class: DeadlineClass = DeadlineClass.WITHIN_DAYS
    deadline: date | None = None
    clauses: tuple[Clause, ...] = ()
    order_basis: tuple[Clause, ...] = ()  # on which the order to rectify rests
    penalty: tuple[Clause, ...] = ()  # what the law threatens; offered when a case is opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(FindingDraft):
    """A recorded finding; `ordinal` counts from 1 within the inspection and is never reused."""

    id: str
    inspection_id: str
    ordinal: int
    status: FindingStatus
    found_at: datetime
    withdrawn_reason: str = ""
    duplicate_of: str = ""  # the finding that is counted instead

    @property
    def open_slots(self) -> tuple[str, ...]:
        """The places 〔…〕 of the suggested wording that nobody has filled in yet."""
        return open_slots(self.description) + open_slots(self.measure) + open_slots(self.place)


class PhotoStage(StrEnum):
    """Whether a photo shows what was found, or what became of it."""

    FOUND = "found"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of an inspection; in the tray while `finding_id` is None. Rotation in degrees clockwise."""

    id: str
    inspection_id: str
    finding_id: str | None
    ordinal: int
    sha256: str
    sm3: str
    bytes: int
    format: str
    width: int
    height: int
    taken_at: str  # local ISO time from EXIF: shown, not believed; empty when unknown
    latitude: float | None
    longitude: float | None
    camera: str
    file_name: str
    added_at: datetime
    taker: str = ""
    caption: str = ""
    rotation: int = 0
    marks: str = ""  # vector marks as JSON (domain/markup.py), apart from the original
    removed_reason: str = ""
    stage: PhotoStage = PhotoStage.FOUND
    reinspection_id: str = ""  # at which re-inspection it was taken
    item_code: str = ""  # a photo that answers an item (kind PHOTO) without a finding
    clock_offset: int | None = None  # seconds that the laptop's clock was ahead of the office's; unknown without one
    added_by: str = ""  # who put it in; `taker` is who took it
    source: str = ""  # where it came from: a card, a phone, a folder, the camera


def open_slots(text: str) -> tuple[str, ...]:
    """Give the slots 〔…〕 in a text, in order; year brackets of document numbers are not slots.

    >>> open_slots("按〔2024〕5号，〔设备〕无防护")
    ('〔设备〕',)
    """
    return tuple(s for s in SLOT.findall(text) if not re.fullmatch(r"〔(19|20)\d\d〕", s))
