# SPDX-License-Identifier: MulanPSL-2.0
"""The table of periods: every row of the handbook, an office's own rows, and every fault said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.periods import PeriodUnit
from inspector_app.domain.problems import ProblemCode
from inspector_app.law.periods import PeriodTable, load_periods
from tests.helpers.law import PERIODS, bundled_period

# Handbook 1.7: key, length, unit, mark; rows without a number have none. Two rows are two keys each here (two or
# five years, twice two days); 12 months of the last row is a key of its own.
HANDBOOK = """
seize.urgent_report 24 H V | seize.period 30 C V | seize.extend 30 C V | seize.test_excluded - - V
evidence.preserve_decision 7 W V | powercut.prior_notice 24 H V | penalty.decision 90 C V | penalty.serve 7 W V
hearing.request 5 W V | hearing.notice 7 W V | fine.pay 15 C V | fine.surcharge - - V
fine.cash_remit 2 W V | fine.cash_bank 2 W V | penalty.publicity_withdraw 3 W V | penalty.expose 7 W V
statute.limit 2 Y V | statute.limit_grave 5 Y V | daily.fine 1 C V | urge.court 10 W V | court.apply 3 M V
review.period 60 C V | suit.period 6 M V | te.reinspect 10 W V | te.major_report_up - - V
em.reinspect 10 C FM | em.extend_request 10 C FM | em.extend_reply 5 W FM | em.suspend_max 6 M V2nd
em.resume_review 10 C V2nd | hz.quarter_report 15 C FM | hz.year_report 31 C FM
fire.limit_notice_make 3 W V2nd | fire.reinspect 3 W V2nd | crime.team - - V2nd | crime.head_decide 3 C V2nd
crime.transfer 24 H V2nd | crime.police_decide 3 C V2nd | publicity.general 20 W FM
publicity.licence_penalty 7 W FM | credit.list_term 3 Y V | credit.early_removal 12 M V
suit.after_review 15 C V | serve.announcement 30 C V
"""
CONFIGURABLE = {  # handbook 12, and the rows that were not read in their source
    "em.reinspect", "em.extend_request", "em.extend_reply", "em.suspend_max", "em.resume_review", "te.reinspect",
    "fire.reinspect", "fire.limit_notice_make",
}  # fmt: skip


def own(folder: Path, text: str) -> PeriodTable:
    place = folder / "forms" / "law"
    place.mkdir(parents=True, exist_ok=True)
    (place / "periods.toml").write_text("format = 1\n" + text, encoding="utf-8")
    return load_periods([PERIODS, place])


def places(table: PeriodTable) -> list[tuple[ProblemCode, str]]:
    return [(problem.code, problem.where) for problem in table.problems]


def test_the_table_holds_every_row_of_the_handbook() -> None:
    table = load_periods([PERIODS])
    assert table.problems == ()
    wanted = {}
    for row in HANDBOOK.replace("\n", "|").strip("|").split("|"):
        key, length, unit, mark = row.split()
        wanted[key] = (
            None if length == "-" else int(length),
            None if unit == "-" else PeriodUnit(unit),
            FactMark(mark),
        )
    assert {key: (p.length, p.unit, p.mark) for key, p in table.periods.items()} == wanted
    for period in table.periods.values():
        assert period.name and period.start and period.basis
        assert bool(period.term) is (period.length is None)
        assert period.is_configurable or not period.mark.is_unsure or period.length is None


def test_what_restrains_the_party_never_moves_and_remedies_do() -> None:
    table = load_periods([PERIODS]).periods
    for key in ("seize.period", "seize.extend", "em.suspend_max", "statute.limit", "credit.list_term"):
        assert not table[key].end_moves
    for key in ("review.period", "suit.period", "suit.after_review", "fine.pay", "serve.announcement"):
        assert table[key].end_moves and table[key].moved_basis
    assert {key for key in CONFIGURABLE if not table[key].is_configurable} == set()


def test_an_office_sets_a_row_that_it_looked_up(tmp_path: Path) -> None:
    rows = '[[period]]\nkey = "em.reinspect"\nlength = 15\nunit = "W"\nbasis = "应急管理部令第18号第九十九条"\n'
    table = own(tmp_path, rows + 'mark = "V"\n')
    assert table.problems == ()
    period, before = table.periods["em.reinspect"], bundled_period("em.reinspect")
    assert (period.length, period.unit, period.mark) == (15, PeriodUnit.WORKING_DAYS, FactMark.V)
    assert period.basis == "应急管理部令第18号第九十九条" and period.is_own
    assert period.note == ""  # the doubt of the bundled row went with its basis
    assert (period.name, period.start) == (before.name, before.start)
    assert list(table.periods) == list(load_periods([PERIODS]).periods)


def test_only_the_days_of_warning_may_change_without_a_new_basis(tmp_path: Path) -> None:
    table = own(tmp_path, '[[period]]\nkey = "te.reinspect"\nwarn_days_before = 7\n')
    assert table.problems == ()
    assert table.periods["te.reinspect"].warn_days_before == 7
    assert table.periods["te.reinspect"].length == 10


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            'key = "review.period"\nlength = 30\nbasis = "x"\nmark = "V"',
            [(ProblemCode.LAW_DATA_FAULTY, "review.period:key")],
        ),
        ('key = "em.unheard_of"\nlength = 3', [(ProblemCode.LAW_DATA_FAULTY, "em.unheard_of:key")]),
        (
            'key = "em.reinspect"\nlength = 5\nname = "x"',
            [
                (ProblemCode.VALUE_UNKNOWN_KEY, "em.reinspect:name"),
                (ProblemCode.VALUE_MISSING, "em.reinspect:basis"),
                (ProblemCode.VALUE_MISSING, "em.reinspect:mark"),
            ],
        ),
        (
            'key = "em.extend_reply"\nunit = "C"\nbasis = "x"\nmark = "V"',
            [(ProblemCode.VALUE_MISSING, "em.extend_reply:end_moves")],
        ),
        (
            'key = "em.reinspect"\nlength = "ten"\nbasis = ""\nmark = "sure"',
            [
                (ProblemCode.VALUE_WRONG_TYPE, "em.reinspect:length"),
                (ProblemCode.VALUE_MISSING, "em.reinspect:basis"),
                (ProblemCode.VALUE_NOT_ALLOWED, "em.reinspect:mark"),
            ],
        ),
        ("length = 5", [(ProblemCode.VALUE_MISSING, "#1:key")]),
    ],
)
def test_faults_of_an_own_row_are_said_with_their_place(
    tmp_path: Path, rows: str, wanted: list[tuple[ProblemCode, str]]
) -> None:
    table = own(tmp_path, f"[[period]]\n{rows}\n")
    assert places(table) == [(code, f"forms/law/periods.toml:{where}") for code, where in wanted]
    assert table.periods["review.period"] == bundled_period("review.period")


def test_a_faulty_own_row_does_not_let_the_bundled_one_count(tmp_path: Path) -> None:
    table = own(tmp_path, '[[period]]\nkey = "em.reinspect"\nlength = 0\nbasis = "x"\nmark = "V"\n')
    assert "em.reinspect" not in table.periods and "em.extend_reply" in table.periods


def test_faults_of_the_table_itself(tmp_path: Path) -> None:
    rows = """
    format = 2
    [[period]]
    key = "A B"
    name = "甲"
    start = "乙"
    basis = "丙"
    mark = "V"
    term = "及时"
    length = 3
    [[period]]
    key = "x.no_unit"
    name = "甲"
    start = "乙"
    basis = "丙"
    mark = "V"
    length = 3
    [[period]]
    key = "x.moves"
    name = "甲"
    start = "乙"
    basis = "丙"
    mark = "V"
    length = 3
    unit = "W"
    end_moves = true
    colour = 1
    [[period]]
    key = "x.moves"
    name = "甲"
    [[period]]
    key = "x.back"
    name = "甲"
    start = "乙"
    basis = "丙"
    mark = "V"
    length = 3
    unit = "H"
    is_before = true
    [[period]]
    key = "x.undecided"
    name = "甲"
    start = "乙"
    basis = "丙"
    mark = "V"
    length = 3
    unit = "C"
    moved_basis = "丁"
    """
    (tmp_path / "periods.toml").write_text(rows, encoding="utf-8")
    table = load_periods([tmp_path])
    assert places(table) == [
        (ProblemCode.VALUE_NOT_ALLOWED, "periods.toml:format"),
        (ProblemCode.LAW_DATA_FAULTY, "periods.toml:x.moves:key"),
        (ProblemCode.LAW_DATA_FAULTY, "periods.toml:A B:key"),
        (ProblemCode.LAW_DATA_FAULTY, "periods.toml:A B:length"),
        (ProblemCode.VALUE_MISSING, "periods.toml:x.no_unit:unit"),
        (ProblemCode.VALUE_UNKNOWN_KEY, "periods.toml:x.moves:colour"),
        (ProblemCode.LAW_DATA_FAULTY, "periods.toml:x.moves:end_moves"),
        (ProblemCode.VALUE_MISSING, "periods.toml:x.moves:moved_basis"),
        (ProblemCode.LAW_DATA_FAULTY, "periods.toml:x.back:is_before"),
        (ProblemCode.VALUE_MISSING, "periods.toml:x.undecided:end_moves"),
        (ProblemCode.LAW_DATA_FAULTY, "periods.toml:x.undecided:moved_basis"),
    ]
    assert not table.periods


@pytest.mark.parametrize("text", ["[[period]", "x = ", "a = [" * 3000])
def test_what_is_no_toml_is_a_syntax_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "periods.toml").write_text(text, encoding="utf-8")
    assert [code for code, _ in places(load_periods([tmp_path]))] == [ProblemCode.SYNTAX_WRONG]


def test_a_missing_table_is_a_fault(tmp_path: Path) -> None:
    assert [code for code, _ in places(load_periods([tmp_path]))] == [ProblemCode.FILE_UNREADABLE]
