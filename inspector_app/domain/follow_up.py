# SPDX-License-Identifier: MulanPSL-2.0
"""What goes on beside an order (handbook 4.7, 4.8): 挂牌督办, 停产停业到复产验收, 移送, 约谈; each with its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.life import Life


class FollowUpKind(StrEnum):
    """Which life it is."""

    SUPERVISION = "supervision"  # 挂牌督办
    RESUMPTION = "resumption"  # 停产停业 → 复产验收
    TRANSFER = "transfer"  # 移送、移交
    TALK = "talk"  # 谈话、约谈


class FollowUpState(StrEnum):
    """The states of all four lives; each life uses its own."""

    PROPOSED = "proposed"  # 拟挂牌
    LISTED = "listed"  # 已挂牌
    TREATING = "treating"  # 治理中
    EXTENDED = "extended"  # 延期
    ACCEPTANCE_ASKED = "acceptance_asked"  # 申请验收
    ACCEPTED = "accepted"  # 验收合格
    DELISTED = "delisted"  # 已摘牌
    STOPPED = "stopped"  # 停产
    CLOSED_DOWN = "closed_down"  # 关闭
    SUSPENDED = "suspended"  # 停产停业中
    RECTIFYING = "rectifying"  # 整改中
    APPLIED = "applied"  # 已申请恢复
    REVIEWED = "reviewed"  # 已审查
    AGREED = "agreed"  # 同意恢复
    NOT_AGREED = "not_agreed"  # 不同意恢复
    PREPARED = "prepared"  # 待移送
    SENT = "sent"  # 已移送
    RECEIVED = "received"  # 已回执
    ANSWERED = "answered"  # 已反馈
    RETURNED = "returned"  # 被退回
    SUMMONED = "summoned"  # 已通知约谈
    HELD = "held"  # 已约谈
    SETTLED = "settled"  # 已落实


class FollowUpVerb(StrEnum):
    """What moves it on."""

    LIST = "list"
    TREAT = "treat"
    EXTEND = "extend"
    ASK_ACCEPTANCE = "ask_acceptance"
    ACCEPT = "accept"
    REJECT = "reject"
    DELIST = "delist"
    STOP = "stop"
    CLOSE_DOWN = "close_down"
    RECTIFY = "rectify"
    APPLY = "apply"
    REVIEW = "review"
    AGREE = "agree"
    DISAGREE = "disagree"
    SEND = "send"
    RECEIVE = "receive"
    ANSWER = "answer"
    RETURN = "return"
    HOLD = "hold"
    SETTLE = "settle"
    NOTE = "note"  # progress, without another state


_S, _V = FollowUpState, FollowUpVerb
_STOPPING = {_V.STOP: _S.STOPPED, _V.CLOSE_DOWN: _S.CLOSED_DOWN}
SUPERVISION_LIFE = Life(
    "supervision",
    {
        _S.PROPOSED: {_V.LIST: _S.LISTED, _V.NOTE: _S.PROPOSED},
        _S.LISTED: {_V.TREAT: _S.TREATING, _V.NOTE: _S.LISTED, **_STOPPING},
        _S.TREATING: {
            _V.NOTE: _S.TREATING,
            _V.EXTEND: _S.EXTENDED,
            _V.ASK_ACCEPTANCE: _S.ACCEPTANCE_ASKED,
            **_STOPPING,
        },
        _S.EXTENDED: {_V.NOTE: _S.EXTENDED, _V.ASK_ACCEPTANCE: _S.ACCEPTANCE_ASKED, **_STOPPING},
        _S.ACCEPTANCE_ASKED: {_V.ACCEPT: _S.ACCEPTED, _V.REJECT: _S.TREATING, _V.NOTE: _S.ACCEPTANCE_ASKED},
        _S.ACCEPTED: {_V.DELIST: _S.DELISTED},
        _S.STOPPED: {
            _V.NOTE: _S.STOPPED,
            _V.ASK_ACCEPTANCE: _S.ACCEPTANCE_ASKED,
            _V.CLOSE_DOWN: _S.CLOSED_DOWN,
        },
        _S.DELISTED: {},
        _S.CLOSED_DOWN: {},
    },
)
RESUMPTION_LIFE = Life(
    "resumption",
    {
        _S.SUSPENDED: {_V.RECTIFY: _S.RECTIFYING, _V.APPLY: _S.APPLIED, _V.NOTE: _S.SUSPENDED},
        _S.RECTIFYING: {_V.APPLY: _S.APPLIED, _V.NOTE: _S.RECTIFYING},
        _S.APPLIED: {_V.REVIEW: _S.REVIEWED, _V.NOTE: _S.APPLIED},
        _S.REVIEWED: {_V.AGREE: _S.AGREED, _V.DISAGREE: _S.NOT_AGREED},
        _S.NOT_AGREED: {_V.RECTIFY: _S.RECTIFYING, _V.APPLY: _S.APPLIED},
        _S.AGREED: {},
    },
)
TRANSFER_LIFE = Life(
    "transfer",
    {
        _S.PREPARED: {_V.SEND: _S.SENT, _V.NOTE: _S.PREPARED},
        _S.SENT: {_V.RECEIVE: _S.RECEIVED, _V.RETURN: _S.RETURNED, _V.NOTE: _S.SENT},
        _S.RECEIVED: {_V.ANSWER: _S.ANSWERED, _V.RETURN: _S.RETURNED, _V.NOTE: _S.RECEIVED},
        _S.RETURNED: {_V.SEND: _S.SENT},
        _S.ANSWERED: {},
    },
)
TALK_LIFE = Life(
    "talk",
    {
        _S.SUMMONED: {_V.HOLD: _S.HELD, _V.NOTE: _S.SUMMONED},
        _S.HELD: {_V.SETTLE: _S.SETTLED, _V.NOTE: _S.HELD},
        _S.SETTLED: {},
    },
)
FOLLOW_UP_LIVES: Mapping[FollowUpKind, Life[FollowUpState, FollowUpVerb]] = {
    FollowUpKind.SUPERVISION: SUPERVISION_LIFE,
    FollowUpKind.RESUMPTION: RESUMPTION_LIFE,
    FollowUpKind.TRANSFER: TRANSFER_LIFE,
    FollowUpKind.TALK: TALK_LIFE,
}
FIRST_STATES: Mapping[FollowUpKind, FollowUpState] = {
    FollowUpKind.SUPERVISION: _S.PROPOSED,
    FollowUpKind.RESUMPTION: _S.SUSPENDED,
    FollowUpKind.TRANSFER: _S.PREPARED,
    FollowUpKind.TALK: _S.SUMMONED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One of them; `subject` is the finding or document that it is about."""

    id: str
    inspection_id: str
    kind: FollowUpKind
    subject: str
    state: FollowUpState
    opened_on: date
    fields: FieldValues = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpEvent:
    """One step of it."""

    id: str
    follow_up_id: str
    ordinal: int  # from 1
    verb: FollowUpVerb
    state: FollowUpState  # afterwards
    on: date
    person: str = ""
    text: str = ""
    fields: FieldValues = field(default_factory=dict)
