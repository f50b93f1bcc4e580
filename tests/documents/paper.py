# SPDX-License-Identifier: MulanPSL-2.0
"""Facts to print, and reading a PDF back."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.document import CheckedItem, DocumentFacts, DocumentKind, FindingLine, PhotoLine
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult, Participant, PersonRole
from inspector_app.domain.organ import EnforcementPower, Organ

ROOT = Path(__file__).parents[2]
ZONE = timezone(timedelta(hours=8))
FIRST = (DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER)  # the forms of the first edition
LAW = "中华人民共和国安全生产法"
REMEDY = (
    "如不服本责令限期整改指令书，可以自收到之日起六十日内向天津市蓟州区人民政府申请行政复议，也可以自收到之日起六个月内"
    "依法向天津市蓟州区人民法院提起行政诉讼。行政复议、行政诉讼期间，不停止执行本指令书，法律另有规定的除外。"
)
HAZARDS = (
    (
        "甲醇储罐区东侧围堰",
        "3号储罐围堰排水阀处于常开状态，阀门旁未设置“常闭”标识",
        "关闭排水阀并设置标识，纳入每班巡检",
    ),
    (
        "一车间二层配电室",
        "配电柜柜门未关闭，柜内积尘约2mm，门前1m范围内堆放纸箱12件，影响紧急情况下的操作",
        "清理杂物和积尘",
    ),
    (
        "中控室DCS操作站",
        "R-201反应釜温度高高联锁（TSHH-2013）被旁路，旁路审批单仅有班长签字，未见企业技术负责人审批，旁路起始时间为2026年11月18日21时40分",
        "立即恢复联锁；确需旁路的，履行审批手续并落实监护措施",
    ),
    ("厂区南门", "未见重大危险源安全警示牌", "补设警示牌"),
    (
        "动火作业点（聚合工段泵房）",
        "动火作业票GH-2026-1107未填写可燃气体分析结果，分析时间为空白，现场未见动火监护人",
        "停止作业，重新办理作业票",
    ),
    (
        "特种作业人员档案室",
        "焊工王𠅤、李㛃的特种作业操作证分别于2026年9月3日、2026年10月15日到期，未见复审记录",
        "组织复审，取得有效证件前不得上岗",
    ),
    ("危险化学品仓库（乙类）", "丙酮与过氧化氢（27.5%）同库存放，间距0.6m，不满足禁忌物料分开存放的要求", "分库存放"),
)


def clause(place: str, name: str = LAW, number: str = "2021年修正，主席令第88号") -> Clause:
    return Clause(law="AQF", name=name, number=number, clause=place, verified=Verified.V)


def make_line(n: int, **changes: object) -> FindingLine:
    where, what, measure = HAZARDS[(n - 1) % len(HAZARDS)]
    immediate, major = n % 5 == 2, n % 7 == 3
    clauses = (clause("第四十一条第二款"),)
    if n % 3 == 0:
        clauses += (
            clause("5.7.1", "化工和危险化学品生产经营企业重大生产安全事故隐患判定准则", "AQ 3067-2026，2026-09-30实施"),
        )
    line = FindingLine(
        finding_id=f"f{n}",
        ordinal=n,
        place=where,
        description=what,
        grade=Grade.MAJOR if major else Grade.GENERAL,
        measure=measure,
        clauses=clauses,
        deadline_class=DeadlineClass.IMMEDIATE if immediate else DeadlineClass.WITHIN_DAYS,
        deadline=None if immediate else date(2026, 12, 5 if n % 2 else 20),
        photo_numbers=(2 * n - 1, 2 * n) if n <= 6 else (),
    )
    return replace(line, **changes)


def make_items(count: int) -> tuple[CheckedItem, ...]:
    results = list(AnswerResult)
    names = ("安全生产许可证", "储罐围堰与排水", "动火分析合格值", "可燃气体报警器检定", "消防器材完好有效")
    return tuple(
        CheckedItem(
            code=f"HZ-LIC-{n:02}",
            section=("资质证照", "储罐与装卸", "特殊作业")[n * 3 // (count + 1)],
            check=names[n % 5],
            result=results[(n * 7) % 4] if n % 3 else AnswerResult.COMPLIANT,
            remark="有效期至2027年3月1日" if n % 6 == 0 else "",
        )
        for n in range(1, count + 1)
    )


def make_photos(count: int) -> tuple[PhotoLine, ...]:
    return tuple(
        PhotoLine(
            number=n,
            finding_ordinal=(n + 1) // 2,
            picture=f"p{n}",
            sha256=f"{n * 7919:064x}"[::-1],
            taken_at=f"2026-11-20T09:{30 + n}:07",
            place=HAZARDS[(n // 2) % 7][0],
            taker="张建国",
            proves=HAZARDS[(n // 2) % 7][1],
            caption="近景" if n % 2 else "",
        )
        for n in range(1, count + 1)
    )


ORGAN = Organ(
    id="o1",
    name="天津市蓟州区应急管理局",
    short_name="津蓟",
    review_organ="天津市蓟州区人民政府",
    court="天津市蓟州区人民法院",
    numbering_word="应急",
    enforcement_power=EnforcementPower.FULL,
)
UNIT = Enterprise(
    id="e1",
    name="天津渤海精细化工（蓟州）有限公司",
    credit_code="91120225MA06X1Y23K",
    address="天津市蓟州区上仓镇工业园区海河道18号",
    person_in_charge="陈𬭚",
    title="总经理",
    phone="022-29130000",
)


def make_facts(kind: str = "rectification_order", lines: int = 7, **changes: object) -> DocumentFacts:
    kind = DocumentKind(kind)
    order = kind is DocumentKind.RECTIFICATION_ORDER
    officer = lambda name, no: Participant(role=PersonRole.OFFICER, name=name, certificate_no=no)  # noqa: E731
    facts = DocumentFacts(
        kind=kind,
        organ=ORGAN,
        enterprise=UNIT,
        officers=(officer("张建国", "02012250001"), officer("欧阳䶮", "02012250017")),
        experts=(),
        accompanied_by=Participant(role=PersonRole.ACCOMPANYING, name="刘志强", title="安全总监", phone="13900000000"),
        witnesses=(),
        started_at=datetime(2026, 11, 20, 9, 5, tzinfo=ZONE),
        finished_at=datetime(2026, 11, 20, 11, 30, tzinfo=ZONE),
        place="甲醇储罐区、一车间、危险化学品仓库、中控室",
        issued_on=date(2026, 11, 21),
        number="（津蓟）应急责改〔2026〕12号" if order else "（津蓟）应急检记〔2026〕12号",
        lines=tuple(make_line(n) for n in range(1, lines + 1)),
        items=() if order else make_items(24),
        referred_number="（津蓟）应急检记〔2026〕12号" if order else "",
        remedy=REMEDY if order else "",
    )
    return replace(facts, **changes)


def jpeg(width: int = 320, height: int = 240, color: str = "#668", label: str = "") -> bytes:
    image = Image.new("RGB", (width, height), color)
    draw = ImageDraw.Draw(image)
    draw.line((0, 0, width, height), fill="white", width=3)
    draw.rectangle((10, 10, width - 10, height - 10), outline="yellow", width=4)
    draw.text((20, 20), label, fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, lines as pdfium sees them; its marks for broken hyphens are hyphens again."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            text = page.get_textpage().get_text_bounded()
            found.append(text.replace("\ufffe", "-").replace("\x02", "-").replace("\r\n", "\n"))
        return found
    finally:
        document.close()


def squeezed(text: str) -> str:
    """A text without any space or line end: what must be equal after reading back."""
    return re.sub(r"\s", "", text)
