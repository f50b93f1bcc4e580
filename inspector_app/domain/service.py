# SPDX-License-Identifier: MulanPSL-2.0
"""Service of documents (送达, handbook 1.6) and the files that come back: signed scans, receipts, licences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ServiceMethod(StrEnum):
    """How a document was served (民事诉讼法87–95)."""

    DIRECT = "direct"  # 直接送达
    LEFT = "left"  # 留置送达
    ELECTRONIC = "electronic"  # 电子送达
    COMMISSIONED = "commissioned"  # 委托送达
    MAIL = "mail"  # 邮寄送达
    HANDED_ON = "handed_on"  # 转交送达
    PUBLIC = "public"  # 公告送达


class Capacity(StrEnum):
    """In which capacity the receiver signs (民事诉讼法88, 安全生产法68)."""

    LEGAL_REPRESENTATIVE = "legal_representative"  # 法定代表人
    PERSON_IN_CHARGE = "person_in_charge"  # 主要负责人
    SITE_MANAGER = "site_manager"  # 现场负责人
    MAIL_RECEIVER = "mail_receiver"  # 负责收件的人
    AGENT = "agent"  # 委托代理人
    PARTY = "party"  # 当事人本人
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness of a refusal."""

    name: str
    unit: str = ""
    id_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of one document. A wrong entry is withdrawn with a reason, never changed."""

    id: str
    document_id: str
    method: ServiceMethod
    served_at: datetime  # signature, arrival in the system, date on the return receipt, or publication
    place: str = ""
    receiver: str = ""
    capacity: Capacity | None = None
    authority: str = ""  # 授权说明 of a site manager or agent
    servers: tuple[str, ...] = ()
    refusal: str = ""  # 拒签、拒收 reason; not empty means refused
    witnesses: tuple[Witness, ...] = ()
    media: tuple[str, ...] = ()  # ids of attachments that show the act
    consent: str = ""  # id of the attachment with the signed 送达地址确认书
    address: str = ""  # electronic or postal
    tracking_no: str = ""
    medium: str = ""  # of a public notice
    remark: str = ""
    withdrawn_reason: str = ""


class AttachmentKind(StrEnum):
    """What a file in the case shows."""

    SIGNED_SCAN = "signed_scan"  # 签字盖章件
    SERVICE_EVIDENCE = "service_evidence"  # 送达影像、回执
    CONSENT = "consent"  # 送达地址、方式确认书
    LICENCE = "licence"  # 营业执照、许可证
    IDENTITY = "identity"  # 身份证明
    UNIT_REPORT = "unit_report"  # 单位书面申请、整改报告
    RECORDING = "recording"  # 录音录像
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a case; its bytes lie in the file store under `sha256`, unchanged."""

    id: str
    inspection_id: str
    document_id: str  # empty: of the case as a whole
    kind: AttachmentKind
    title: str
    file_name: str
    format: str  # jpeg, png, heic, pdf, mp4, mp3 ... by its content
    sha256: str
    sm3: str
    bytes: int
    pages: int  # 0 where it has none
    added_at: datetime
    note: str = ""  # of a recording: what is heard and seen (文字摘要)
    removed_reason: str = ""
