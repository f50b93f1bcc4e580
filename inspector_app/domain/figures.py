# SPDX-License-Identifier: MulanPSL-2.0
"""Figures of the supervision work (handbook 5): what is counted, the ratios with both their parts, how they round.

Ratios have one decimal, money in 万元 has two, both rounded half up; a ratio over nothing is `—`, never 0 or 100.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from inspector_app.domain.ledger import LedgerQuery

NOTHING = "—"  # a ratio whose denominator is 0
FEN_IN_WAN = 1_000_000  # 万元 of fen


class Dimension(StrEnum):
    """By what figures are set apart."""

    SECTOR = "sector"
    DISTRICT = "district"
    MONTH = "month"
    OFFICER = "officer"
    CLAUSE = "clause"


class FigureUnit(StrEnum):
    """What a figure counts; 家 and 家次 are never mixed (handbook 5.1)."""

    UNITS = "units"  # 家: distinct enterprises
    VISITS = "visits"  # 家次
    FINDINGS = "findings"  # 项
    DOCUMENTS = "documents"  # 份
    CASES = "cases"  # 起
    MONEY = "money"  # 万元
    PERSONS = "persons"  # 人
    TIMES = "times"  # 次
    DAYS = "days"  # 天
    PERCENT = "percent"  # %
    FINDINGS_PER_VISIT = "findings_per_visit"  # 项/家次
    VISITS_PER_PERSON = "visits_per_person"  # 家次/人


class FigureKey(StrEnum):
    """Every figure. The ratios of handbook 5.2 stand at the end, in its order."""

    ENTERPRISES = "enterprises"  # 检查企业 家
    VISITS = "visits"  # 检查 家次
    FINDINGS = "findings"
    GENERAL = "general"
    MAJOR = "major"
    RECTIFIED = "rectified"
    GENERAL_RECTIFIED = "general_rectified"
    MAJOR_RECTIFIED = "major_rectified"
    UNRECTIFIED = "unrectified"
    OVERDUE = "overdue"
    SUPERVISED = "supervised"
    ALL_FOUND = "all_found"  # cumulative to the cut-off
    ALL_RECTIFIED = "all_rectified"  # cumulative to the cut-off
    DOCUMENTS = "documents"
    RECORDS = "records"  # 现场检查记录
    ORDERS = "orders"  # 责令限期整改指令书
    MEASURES = "measures"  # 现场处理措施决定书
    EQUIPMENT_ORDERS = "equipment_orders"  # 特种设备安全监察指令书
    REINSPECTIONS = "reinspections"
    CASES = "cases"
    PENALTIES = "penalties"  # 处罚 家次
    FINES = "fines"
    RECEIVED = "received"
    SUSPENDED = "suspended"  # 责令停产停业 家
    REVOKED = "revoked"  # 吊销 家
    CLOSURE_PROPOSED = "closure_proposed"  # 提请关闭 家
    CLOSED_DOWN = "closed_down"  # 实际关闭 家
    TALKS = "talks"  # 约谈 家
    JOINT_PUNISHMENTS = "joint_punishments"  # 联合惩戒 家次
    OFFICERS = "officers"
    BASE = "base"  # 检查对象 家
    FUNDS = "funds"  # 治理资金: not kept by this program
    LEADERS_VISITS = "leaders_visits"  # 党政领导督查: not kept by this program
    RATE = "rate"  # 1 整改率
    GENERAL_RATE = "general_rate"  # 2 一般
    MAJOR_RATE = "major_rate"  # 2 重大
    DYNAMIC_RATE = "dynamic_rate"  # 3 动态整改率
    ON_TIME_RATE = "on_time_rate"  # 4 按期整改率
    OVERDUE_RATE = "overdue_rate"  # 5 逾期率
    REINSPECTION_RATE = "reinspection_rate"  # 6 复查率
    FIRST_PASS_RATE = "first_pass_rate"  # 7 一次复查合格率
    SUPERVISION_RATE = "supervision_rate"  # 8 挂牌率
    SIGN_OFF_RATE = "sign_off_rate"  # 9 销号率
    COVERAGE = "coverage"  # 10 检查覆盖率
    PLAN_RATE = "plan_rate"  # 11 计划完成率
    PLAN_WORKDAYS_RATE = "plan_workdays_rate"  # 11 by 监督检查工作日
    CASE_RATE = "case_rate"  # 12 执法立案率
    RANDOM_SHARE = "random_share"  # 13 随机检查占比
    PAYMENT_RATE = "payment_rate"  # 14 罚款到位率
    DENSITY = "density"  # 15 隐患密度
    VISITS_PER_OFFICER = "visits_per_officer"  # 16 人均检查
    PUBLICATION_RATE = "publication_rate"  # 17 结果公示率

    @property
    def is_ratio(self) -> bool:
        """Whether it has a numerator and a denominator."""
        return self in RATIOS

    @property
    def is_unverified(self) -> bool:
        """Whether its definition is a proposal or only remembered (P, FM): shown as 口径（待核）, with its formula."""
        return self in UNVERIFIED


_K, _U = FigureKey, FigureUnit
RATIOS = tuple(key for key in FigureKey if list(FigureKey).index(key) >= list(FigureKey).index(_K.RATE))
UNITS: Mapping[FigureKey, FigureUnit] = {
    **dict.fromkeys(FigureKey, _U.PERCENT),
    **dict.fromkeys(
        (_K.FINDINGS, _K.GENERAL, _K.MAJOR, _K.RECTIFIED, _K.GENERAL_RECTIFIED, _K.MAJOR_RECTIFIED, _K.UNRECTIFIED,
         _K.OVERDUE, _K.SUPERVISED, _K.ALL_FOUND, _K.ALL_RECTIFIED),
        _U.FINDINGS,
    ),
    **dict.fromkeys(
        (_K.ENTERPRISES, _K.SUSPENDED, _K.REVOKED, _K.CLOSURE_PROPOSED, _K.CLOSED_DOWN, _K.TALKS, _K.BASE), _U.UNITS
    ),
    **dict.fromkeys((_K.VISITS, _K.PENALTIES, _K.JOINT_PUNISHMENTS), _U.VISITS),
    **dict.fromkeys((_K.DOCUMENTS, _K.RECORDS, _K.ORDERS, _K.MEASURES, _K.EQUIPMENT_ORDERS), _U.DOCUMENTS),
    **dict.fromkeys((_K.FINES, _K.RECEIVED, _K.FUNDS), _U.MONEY),
    **dict.fromkeys((_K.REINSPECTIONS, _K.LEADERS_VISITS), _U.TIMES),
    _K.CASES: _U.CASES,
    _K.OFFICERS: _U.PERSONS,
    _K.DENSITY: _U.FINDINGS_PER_VISIT,
    _K.VISITS_PER_OFFICER: _U.VISITS_PER_PERSON,
}  # fmt: skip
UNRECORDED = (_K.FUNDS, _K.LEADERS_VISITS)  # nobody enters them here: they are shown as 未登记, never as 0
OF_TODAY = (_K.OFFICERS, _K.BASE, _K.COVERAGE, _K.VISITS_PER_OFFICER)  # made of roster and register as they are now
UNVERIFIED = frozenset(RATIOS) - {_K.RATE, _K.GENERAL_RATE, _K.MAJOR_RATE, _K.PAYMENT_RATE} | {
    _K.SUSPENDED, _K.OVERDUE
}  # fmt: skip
MAIN = (
    _K.ENTERPRISES, _K.VISITS, _K.FINDINGS, _K.GENERAL, _K.MAJOR, _K.RECTIFIED, _K.RATE, _K.MAJOR_RATE,
    _K.DYNAMIC_RATE, _K.ON_TIME_RATE, _K.OVERDUE, _K.OVERDUE_RATE, _K.DENSITY,
)  # fmt: skip
OF_GROUPS: Mapping[Dimension, tuple[FigureKey, ...]] = {
    **dict.fromkeys(
        Dimension,
        (_K.ENTERPRISES, _K.VISITS, _K.FINDINGS, _K.GENERAL, _K.MAJOR, _K.RECTIFIED, _K.RATE, _K.MAJOR_RATE,
         _K.ON_TIME_RATE, _K.OVERDUE, _K.OVERDUE_RATE, _K.DENSITY),
    ),
    Dimension.CLAUSE: (
        _K.FINDINGS, _K.GENERAL, _K.MAJOR, _K.RECTIFIED, _K.RATE, _K.MAJOR_RATE, _K.ON_TIME_RATE, _K.OVERDUE,
        _K.OVERDUE_RATE,
    ),
}  # fmt: skip
SUMS_UP = (Dimension.SECTOR, Dimension.DISTRICT, Dimension.MONTH)  # of the others one finding may stand in several rows


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from the first to the last, both inside; the last is the cut-off (截止日)."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def year_before(self) -> Period:
        """The same days a year earlier; a February that ends the period ends there too."""
        ends = _month_end(self.last) == self.last
        last = _year_earlier(self.last)
        return Period(_year_earlier(self.first), _month_end(last) if ends else last)

    @property
    def previous(self) -> Period:
        """What lies just before: as many whole months where these are whole months, else as many days."""
        before = self.first - timedelta(days=1)
        if self.is_whole_months:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
            year, month = divmod(before.year * 12 + before.month - 1 - months, 12)
            return Period(date(year, month + 1, 1), before)
        return Period(before - (self.last - self.first), before)

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins and ends with a month."""
        return self.first.day == 1 and self.last == _month_end(self.last)

    @property
    def months(self) -> tuple[Period, ...]:
        """Its months, those at the ends cut to the period."""
        found = []
        first = self.first
        while first <= self.last:
            found.append(Period(first, min(_month_end(first), self.last)))
            first = _month_end(first) + timedelta(days=1)
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose figures: of a district, of a sector (the value of `Industry`); `None` is all, '' those without one."""

    district: str | None = None
    sector: str | None = None


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: its rounded value, and what it was worked out from; the value is None for a ratio over nothing.

    Of a count the numerator is the exact number (money in fen) and there is no denominator.

    What nobody records here has `is_known` False and no value; `wording.figure_words.figure_text` says 未登记 for it.
    """

    key: FigureKey
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_known: bool = True

    @property
    def unit(self) -> FigureUnit:
        """What it counts."""
        return UNITS[self.key]

    @property
    def text(self) -> str:
        """The number as it is printed, without its unit: `96.0`, `79812`, `3.50`, `—`; empty where it is not known."""
        if not self.is_known:
            return ""
        return NOTHING if self.value is None else f"{self.value:f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """The figures of one group: a sector, a district, a month; `query` opens its findings."""

    label: str
    key: str
    figures: Mapping[FigureKey, Figure]
    query: LedgerQuery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """A figure beside that of the year before: `rate` in percent of it for counts, in percentage points for ratios."""

    now: Figure
    before: Figure
    rate: Decimal | None

    @property
    def text(self) -> str:
        """The growth as it is printed, with its sign."""
        return NOTHING if self.rate is None else f"{self.rate:+f}"


def half_up(value: Decimal, places: int = 1) -> Decimal:
    """Round half up, away from zero: 99.25 is 99.3; never banker's rounding."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def counted(key: FigureKey, number: int) -> Figure:
    """Make the figure of a count; money comes in fen and is shown in 万元 with two decimals."""
    if UNITS[key] is FigureUnit.MONEY:
        return Figure(key=key, value=half_up(Decimal(number) / FEN_IN_WAN, 2), numerator=Decimal(number))
    return Figure(key=key, value=Decimal(number), numerator=Decimal(number))


def ratio(key: FigureKey, numerator: int, denominator: int) -> Figure:
    """Make a ratio of two counts: in percent, or as so many for each; `—` over nothing."""
    percent = 100 if UNITS[key] is FigureUnit.PERCENT else 1
    value = half_up(Decimal(percent * numerator) / Decimal(denominator)) if denominator else None
    return Figure(key=key, value=value, numerator=Decimal(numerator), denominator=Decimal(denominator))


def unrecorded(key: FigureKey) -> Figure:
    """Make the figure of what nobody records here."""
    return Figure(key=key, value=None, is_known=False)


def growth(now: Figure, before: Figure) -> Growth:
    """Set a figure beside that of the year before."""
    if now.value is None or before.value is None:
        return Growth(now=now, before=before, rate=None)
    if now.unit is FigureUnit.PERCENT:
        return Growth(now=now, before=before, rate=now.value - before.value)
    if not before.value:
        return Growth(now=now, before=before, rate=None)
    return Growth(now=now, before=before, rate=half_up(100 * (now.value - before.value) / before.value))


def late_by(cut_off: date, today: date) -> date:
    """Give the last deadline that is overdue: what is due today is not late yet."""
    return min(cut_off, today - timedelta(days=1))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))
