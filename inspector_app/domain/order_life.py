# SPDX-License-Identifier: MulanPSL-2.0
"""The life of an order or a measure after its issue (handbook 4.4), and what happens to it on the way.

到期 (DUE) and 待复查 (REINSPECT_PENDING) of the handbook are computed from the deadline and the report of
completion; 草稿 has no row; 已打印 is the count of copies. Who may do it stands with each verb.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.life import Life


class OrderState(StrEnum):
    """Where an order or measure stands."""

    ISSUED = "issued"  # 已编号
    SERVED = "served"  # 已送达
    EXTENSION_ASKED = "extension_asked"  # 已申请延期
    EXTENDED = "extended"  # 已延期
    EXTENSION_REFUSED = "extension_refused"  # 不予延期
    DONE_REPORTED = "done_reported"  # 已报完成
    FULFILLED = "fulfilled"  # 全部整改
    PART = "part"  # 部分整改
    UNFULFILLED = "unfulfilled"  # 未整改
    CASE_OPENED = "case_opened"  # 已立案
    RENEWED = "renewed"  # 已重新责令
    AMENDED = "amended"  # 已更正（由新文书代替）
    SUSPENDED = "suspended"  # 停止执行（复议机关、法院决定）
    CLOSED = "closed"  # 已办结
    VOID = "void"  # 作废


class OrderVerb(StrEnum):
    """What moves an order on. Whose act it is: unit, officers, head, reviewer, court."""

    SERVE = "serve"  # officers
    UNSERVE = "unserve"  # officers: the entry was wrong
    ASK_EXTENSION = "ask_extension"  # unit
    GRANT = "grant"  # head
    DENY = "deny"  # head
    REPORT = "report"  # unit
    FULFIL = "fulfil"  # two officers, by a re-inspection
    FIND_PART = "find_part"
    FAIL = "fail"
    OPEN_CASE = "open_case"  # head
    RENEW = "renew"  # head
    AMEND = "amend"  # head
    SUSPEND = "suspend"  # review organ or court
    RESUME = "resume"
    CLOSE = "close"  # reviewer
    VOID = "void"


_S, _V = OrderState, OrderVerb
_LOOKED_AT = {_V.FULFIL: _S.FULFILLED, _V.FIND_PART: _S.PART, _V.FAIL: _S.UNFULFILLED}
_RUNNING = {
    **_LOOKED_AT,
    _V.ASK_EXTENSION: _S.EXTENSION_ASKED,
    _V.REPORT: _S.DONE_REPORTED,
    _V.AMEND: _S.AMENDED,
    _V.SUSPEND: _S.SUSPENDED,
}
_FAILING = {
    **_LOOKED_AT,
    _V.REPORT: _S.DONE_REPORTED,
    _V.OPEN_CASE: _S.CASE_OPENED,
    _V.RENEW: _S.RENEWED,
    _V.SUSPEND: _S.SUSPENDED,
}
ORDER_LIFE = Life(
    "order",
    {
        _S.ISSUED: {_V.SERVE: _S.SERVED, _V.VOID: _S.VOID},
        _S.SERVED: {**_RUNNING, _V.UNSERVE: _S.ISSUED},
        _S.EXTENSION_ASKED: {
            **_LOOKED_AT,
            _V.GRANT: _S.EXTENDED,
            _V.DENY: _S.EXTENSION_REFUSED,
            _V.REPORT: _S.DONE_REPORTED,
            _V.SUSPEND: _S.SUSPENDED,
        },
        _S.EXTENDED: _RUNNING,
        _S.EXTENSION_REFUSED: _RUNNING,
        _S.DONE_REPORTED: {**_LOOKED_AT, _V.SUSPEND: _S.SUSPENDED},
        _S.FULFILLED: {_V.CLOSE: _S.CLOSED},
        _S.PART: _FAILING,
        _S.UNFULFILLED: _FAILING,
        _S.CASE_OPENED: {_V.FULFIL: _S.FULFILLED, _V.FIND_PART: _S.CASE_OPENED, _V.FAIL: _S.CASE_OPENED},
        _S.RENEWED: {_V.FULFIL: _S.FULFILLED, _V.OPEN_CASE: _S.CASE_OPENED, _V.CLOSE: _S.CLOSED},
        _S.AMENDED: {},
        _S.SUSPENDED: {_V.RESUME: _S.SERVED},  # in truth to the state before, which the row keeps
        _S.CLOSED: {},
        _S.VOID: {},
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLife:
    """Where one order stands; `held` is the state to which a suspended one returns."""

    document_id: str
    state: OrderState
    held: OrderState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent:
    """One step in the life of an order: who did what on which day, with what the paper says about it."""

    id: str
    document_id: str
    ordinal: int  # from 1
    verb: OrderVerb
    state: OrderState  # afterwards
    on: date
    person: str = ""
    reason: str = ""
    new_deadline: date | None = None
    finding_ids: tuple[str, ...] = ()  # of an extension: for which lines
    refers_to: str = ""  # the document that carries the step: the reply, the new order, the case
    fields: FieldValues = field(default_factory=dict)
