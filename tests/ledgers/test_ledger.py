# SPDX-License-Identifier: MulanPSL-2.0
"""The ledger of findings: pages, filters, search and colours against the same thing reckoned by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.ledger import Colour, LedgerName, LedgerQuery, colour_of
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import findings as rows
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger_keys import Keys
from inspector_app.ledgers.ledger_parts import Asked, FilterKind
from inspector_app.ledgers.ledger_specs import SPECS, spec_of
from inspector_app.operations import (
    documents,
    enterprise_merge,
    enterprises,
    finding_acts,
    finding_moves,
    findings,
    inspections,
    photos,
)
from inspector_app.operations.undo import undo_last
from inspector_app.storage import facts
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, a_finding, an_enterprise, an_inspection, people
from tests.helpers.pictures import photo

DAY = date(2026, 11, 20)
FINDINGS = LedgerQuery(ledger=LedgerName.FINDINGS)
WORDS = (
    "报", "报警", "报警器GD-03", "甲类仓库东侧", "（", "％", "%", "_", "gd", "ＧＤ", "０３", "03", "3", "氿", "陈䶮",
    "qhx", "QHX",
    "hgyx", "清河 化工", "王建国", "-", ",", "\"", "'", "*", "NEAR", "AND", "a", "的", "未", "“", "🔥", "〔",
)  # fmt: skip


@pytest.fixture
def year(unit: Workspace, clock: Clock) -> Workspace:
    """Three enterprises, four visits, eleven findings in different states, one of them withdrawn, one repeated."""
    places = ("石桥镇", "云溪镇", "石桥镇")
    for n, district in enumerate(places, 1):
        an_enterprise(unit, n, district=district)
    registered = [row.enterprise for row in _register(unit)]
    for n, enterprise in enumerate([*registered, registered[0]]):
        visit = an_inspection(unit, enterprise, people=people() if n % 2 else (people()[1], people()[2], people()[0]))
        made = [_seen(unit, visit, enterprise.name, n, k) for k in range(3 if n else 2)]
        if n == 1:
            findings.withdraw_finding(unit, made[0].id, "看错了")
        if n == 2:
            finding_moves.merge_duplicate(unit, made[2].id, made[0].id)
        if n in (0, 3):
            clock.move(hours=1)
            inspections.finish_inspection(unit, visit.id)
            options = {"reasons": {"*": "测试"}, "confirm_unverified": True}
            documents.issue_document(unit, visit.id, DocumentKind.INSPECTION_RECORD, **options)
            documents.issue_document(unit, visit.id, DocumentKind.RECTIFICATION_ORDER, **options)
        clock.move(days=3)
    return unit


def _register(ws: Workspace) -> list[object]:
    from inspector_app.ledgers.enterprises import find_enterprises

    return sorted(find_enterprises(ws, ""), key=lambda row: row.enterprise.name)


def _seen(ws: Workspace, visit: object, name: str, n: int, k: int) -> Finding:
    texts = (
        "可燃气体报警器GD-03被人为关闭",
        "灭火器压力不足５０％，未及时更换",
        '"安全出口"标识缺失（2处）' + ("🔥" if n == 0 else ""),
    )
    changes = {
        "description": f"{texts[k]}，第{n}次",
        "place": ("甲类仓库东侧", "装卸区_2", "罐区")[k],
        "grade": Grade.GENERAL,
        "measure": "" if k == 2 else "立即恢复",
        "item_code": None,
        "deadline_class": DeadlineClass.WITHIN_DAYS if k else DeadlineClass.IMMEDIATE,
        "deadline": ws.today() + timedelta(days=4 * k) if k else None,
        "clauses": (CLAUSE, replace(CLAUSE, law="OWN", name="本市规定", clause="第一条")) if k == 1 else (CLAUSE,),
    }
    made = a_finding(ws, visit, **changes)
    photos.add_photos(ws, made.inspection_id, [photos.PhotoSource(name="a.jpg", data=photo() + bytes([n, k]))], made.id)
    return made


def everything(ws: Workspace) -> list[rows.FindingRow]:
    return list(rows.rows(ws))


def ids(ws: Workspace, **filters: str) -> set[str]:
    query = LedgerQuery(ledger=LedgerName.FINDINGS, filters=filters)
    found = {row.id for row in ledger.every(ws, query)}
    assert len(found) == ledger.count(ws, query)
    return found


def test_every_page_of_every_order_is_a_piece_of_all_rows(year: Workspace) -> None:
    for name in LedgerName:
        sorts = ["", *(column.key for column in ledger.columns_of(name) if column.sortable)]
        for sort in sorts:
            for descending in (False, True):
                query = LedgerQuery(ledger=name, sort=sort, descending=descending)
                whole = tuple(ledger.every(year, query))
                assert len(whole) == ledger.count(year, query)
                for offset in range(len(whole) + 2):
                    assert ledger.page(year, query, offset, 3) == whole[offset : offset + 3], (name, sort, offset)
                turned = replace(query, descending=not descending)
                assert [row.id for row in ledger.every(year, turned)] == [row.id for row in whole][::-1]


def test_long_lists_are_read_as_short_ones(year: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more rows than these, other ways are taken; they must come to the same."""
    query = LedgerQuery(ledger=LedgerName.FINDINGS, search="第", sort="enterprise")
    shown = ["found_on", "description"]
    short = ledger.page(year, query, 2, 3, shown)
    for few, walk in ((0, 0), (0, 10_000), (10_000, 0)):
        monkeypatch.setattr("inspector_app.ledgers.ledger_keys.FEW", few)
        monkeypatch.setattr("inspector_app.ledgers.ledger_keys.SHORT_WALK", walk)
        finding_acts.remind_findings(year, [short[0].id], person="赵明")  # what was remembered is void
        assert ledger.page(year, query, 2, 3, shown) == short
        turned = ledger.page(year, replace(query, descending=True), ledger.count(year, query) - 5, 3, shown)
        assert turned == short[::-1]


def test_the_filters_keep_what_a_person_would(year: Workspace) -> None:
    today = year.today()
    every = everything(year)
    live = [r for r in every if r.finding.status.is_live]
    assert len(every) == 11
    assert len(live) == 9

    def kept(test: Callable[[rows.FindingRow], bool], among: list[rows.FindingRow] = live) -> set[str]:
        found = {r.finding.id for r in among if test(r)}
        assert found, "a test that keeps nothing shows nothing"
        return found

    day = (today - timedelta(days=9)).isoformat()
    assert ids(year) == kept(lambda r: True)
    assert ids(year, live="all") == kept(lambda r: True, every)
    assert ids(year, live="no") == kept(lambda r: not r.finding.status.is_live, every)
    assert ids(year, **{"from": day}) == kept(lambda r: r.finding.found_at.date().isoformat() >= day)
    assert ids(year, to=day) == kept(lambda r: r.finding.found_at.date().isoformat() <= day)
    due = (today - timedelta(days=2)).isoformat()
    assert ids(year, due_to=due) == kept(lambda r: r.finding.deadline is not None and str(r.finding.deadline) <= due)
    assert ids(year, due_from=due) == kept(lambda r: r.finding.deadline is not None and str(r.finding.deadline) >= due)
    assert ids(year, status="ordered|recorded") == kept(lambda r: r.finding.status in ("ordered", "recorded"))
    assert ids(year, status="ordered") == kept(lambda r: r.finding.status == "ordered")
    assert ids(year, clause="本市规定第一条") == kept(lambda r: len(r.finding.clauses) == 2)
    assert ids(year, law="AQF") == kept(lambda r: True)
    assert ids(year, law="OWN", clause="本市规定第一条") == kept(lambda r: len(r.finding.clauses) == 2)
    assert ids(year, law="AQF", clause="本市规定第一条") == set(), "both must be of one basis"
    name = every[0].enterprise_name
    one = next(row.enterprise for row in _register(year) if row.enterprise.name == name)
    assert ids(year, enterprise=one.id) == kept(lambda r: r.enterprise_name == name)
    assert ids(year, officer="王建国") == kept(lambda r: True)
    assert ids(year, officer="王建") == set(), "a part of a name is nobody"
    assert ids(year, certificate="02011200101") == kept(lambda r: True)
    late = kept(lambda r: r.is_overdue)
    assert ids(year, overdue="yes") == ids(year, status="overdue") == late
    assert ids(year, overdue="no") == kept(lambda r: not r.is_overdue)
    assert ids(year, district="石桥镇") | ids(year, district="云溪镇") == ids(year)
    assert ids(year, district="石桥镇|云溪镇") == ids(year)


def test_what_was_found_on_the_way_is_seen_at_once(year: Workspace, clock: Clock) -> None:
    before = ledger.count(year, FINDINGS)
    first = ledger.page(year, FINDINGS, 0, 1)[0]
    assert ids(year, assignee="李慧敏") == set()
    finding_acts.assign_findings(year, [first.id], person="李慧敏")
    assert ids(year, assignee="李慧敏") == {first.id}
    choices = {f.key: [value for value, _ in f.choices] for f in ledger.filters_of(year, LedgerName.FINDINGS)}
    assert choices["assignee"] == ["李慧敏"]
    assert choices["district"] == ["云溪镇", "石桥镇"]
    undo_last(year)
    assert ids(year, assignee="李慧敏") == set()
    a_finding(year, an_inspection(year, an_enterprise(year, 9)))
    assert ledger.count(year, FINDINGS) == before + 1
    late = ledger.tally(year, FINDINGS)[Colour.RED]
    clock.move(days=60)
    assert ledger.tally(year, FINDINGS)[Colour.RED] > late, "another day is another colour"


def test_the_colours_are_those_of_the_rule(year: Workspace) -> None:
    today = year.today()
    wanted: dict[Colour, set[str]] = {colour: set() for colour in Colour}
    for row in everything(year):
        f = row.finding
        wanted[colour_of(f.status, f.grade, f.deadline, has_measure=f.measure != "", today=today)].add(f.id)
    assert wanted[Colour.RED]
    assert wanted[Colour.YELLOW]
    assert wanted[Colour.GREY]
    query = LedgerQuery(ledger=LedgerName.FINDINGS, filters={"live": "all"})
    assert {row.id: row.colour for row in ledger.every(year, query)} == {
        finding: colour for colour, found in wanted.items() for finding in found
    }
    assert ledger.tally(year, query) == {colour: len(found) for colour, found in wanted.items()}
    for colour, found in wanted.items():
        assert ids(year, live="all", colour=colour.value) == found
    assert ids(year, live="all", colour="red|grey") == wanted[Colour.RED] | wanted[Colour.GREY]
    searched = replace(query, search="报警")
    assert sum(ledger.tally(year, searched).values()) == ledger.count(year, searched)


def test_search_finds_what_reading_finds(year: Workspace) -> None:
    def folded(text: str) -> str:
        return unicodedata.normalize("NFKC", text).lower()

    with year.reader() as db:
        read = db.conn.execute(
            "SELECT f.id, f.description, f.place, f.measure, coalesce(f.item_code, ''), v.enterprise, v.officers,"
            " v.initials, coalesce((SELECT group_concat(d.number, char(10)) FROM document_lines l"
            " JOIN documents d ON d.id = l.document_id WHERE l.finding_id = f.id), '')"
            " FROM findings f JOIN visit_facts v ON v.id = f.inspection_id"
        ).fetchall()
    hits = 0
    for words in WORDS:
        parts = [folded(word) for word in words.split()]
        wanted = {row[0] for row in read if all(any(p in folded(text) for text in row[1:]) for p in parts)}
        query = LedgerQuery(ledger=LedgerName.FINDINGS, filters={"live": "all"}, search=words)
        assert {row.id for row in ledger.every(year, query)} == wanted, words
        assert ledger.count(year, query) == len(wanted), words
        hits += bool(wanted)
    assert hits > len(WORDS) // 2


def test_like_counts_the_same_as_the_index(year: Workspace) -> None:
    for word in ("报警器", "器", "G", "3", "（2", "５０％", "第1次"):
        like = "SELECT count(*) FROM findings WHERE description LIKE ?"
        with year.reader() as db:
            counted = db.conn.execute(like, (f"%{word}%",)).fetchone()[0]
        query = LedgerQuery(ledger=LedgerName.FINDINGS, filters={"live": "all"}, search=word)
        found = list(ledger.every(year, query, ["description"]))
        folded = unicodedata.normalize("NFKC", word).lower()
        in_wording = [r for r in found if folded in unicodedata.normalize("NFKC", r.cells[0]).lower()]
        assert len(in_wording) >= counted > 0, word


def test_a_merged_enterprise_is_one(year: Workspace) -> None:
    first, second = (row.enterprise for row in _register(year)[:2])
    both = ids(year, enterprise=first.id) | ids(year, enterprise=second.id)
    enterprise_merge.merge_enterprises(year, first.id, second.id)
    assert ids(year, enterprise=first.id) == ids(year, enterprise=second.id) == both
    register = [row.id for row in ledger.every(year, LedgerQuery(ledger=LedgerName.ENTERPRISES))]
    assert first.id in register
    assert second.id not in register
    assert len(register) == ledger.count(year, LedgerQuery(ledger=LedgerName.ENTERPRISES)) == 2


@pytest.mark.spoils
def test_keys_with_holes_are_counted_right(year: Workspace) -> None:
    before = ledger.count(year, FINDINGS)
    with year.books() as db:
        db.conn.execute("DELETE FROM finding_facts WHERE n = (SELECT min(n) FROM finding_facts WHERE is_live = 1)")
    assert ledger.count(year, FINDINGS) == before - 1
    assert sum(ledger.tally(year, FINDINGS).values()) == before - 1
    assert len(list(ledger.every(year, FINDINGS))) == before - 1


def test_a_wrong_query_is_refused_with_every_fault(year: Workspace) -> None:
    wrong = LedgerQuery(
        ledger=LedgerName.FINDINGS, sort="basis", search="\ud800",
        filters={"from": "2026-13-01", "to": "今天", "grade": "general|big", "colours": "red", "overdue": "maybe"},
    )  # fmt: skip
    for ask in (
        ledger.count,
        ledger.tally,
        lambda ws, q: ledger.page(ws, q, 0, 1),
        lambda ws, q: list(ledger.every(ws, q)),
    ):
        with pytest.raises(Refused) as refused:
            ask(year, wrong)
        found = {(p.code, p.where) for p in refused.value.problems}
        assert found == {
            (ProblemCode.DATE_WRONG, "filters.from"), (ProblemCode.DATE_WRONG, "filters.to"),
            (ProblemCode.VALUE_NOT_ALLOWED, "filters.grade"), (ProblemCode.VALUE_NOT_ALLOWED, "filters.colours"),
            (ProblemCode.VALUE_NOT_ALLOWED, "filters.overdue"), (ProblemCode.VALUE_NOT_ALLOWED, "sort"),
            (ProblemCode.CHARACTER_FORBIDDEN, "search"),
        }  # fmt: skip
    with pytest.raises(Refused) as refused:
        ledger.page(year, FINDINGS, 0, 1, ["number", "numbr", "number"])
    assert len(refused.value.problems) == 2


def test_rows_lead_to_where_they_belong(year: Workspace) -> None:
    for row in ledger.every(year, FINDINGS, ["found_on", "enterprise", "description", "document", "status"]):
        found = rows.finding(year, row.id)
        assert found is not None
        assert row.inspection_id == found.finding.inspection_id
        day, name, description, document, _ = row.cells
        assert (day, name, description, document) == (
            found.finding.found_at.date().isoformat(), found.enterprise_name, found.finding.description,
            found.document_number,
        )  # fmt: skip
    numbers = [row.cells[0] for row in ledger.page(year, FINDINGS, 4, 3, ["number"])]
    assert numbers == ["5", "6", "7"]


def test_a_page_walks_indexes_and_looks_up_only_what_it_shows(year: Workspace) -> None:
    """Every order that has an index is read from the index alone, and every filter of figures by one."""
    with year.reader() as db:
        for spec in SPECS.values():
            for column in spec.columns:
                if not column.index:
                    continue
                keys = Keys(spec, LedgerQuery(ledger=spec.name, sort=column.key), Asked(db=db, today=DAY, filters={}))
                plan = db.conn.execute("EXPLAIN QUERY PLAN " + keys._order_sql("")).fetchall()
                assert len(plan) == 1, (spec.name, column.key, plan)
                assert f"USING COVERING INDEX {column.index}" in plan[0][3], plan
        for key, value in (("district", "石桥镇"), ("sector", "hazmat"), ("status", "closed"), ("grade", "major"),
                           ("from", "2026-01-01"), ("due_to", "2026-01-01"), ("accepted_from", "2026-01-01"),
                           ("item", "x"), ("assignee", "x")):  # fmt: skip
            test = spec_of(LedgerName.FINDINGS).filters[key].test(Asked(db=db, today=DAY, filters={}), value)
            assert test is not None
            sql = f"EXPLAIN QUERY PLAN SELECT x.n FROM finding_facts x WHERE {test.where}"
            plan = db.conn.execute(sql, test.values).fetchall()
            assert "USING COVERING INDEX" in plan[0][3], (key, plan)


def test_the_documents_and_visits_of_a_period(year: Workspace) -> None:
    orders = LedgerQuery(ledger=LedgerName.DOCUMENTS, filters={"kind": DocumentKind.RECTIFICATION_ORDER.value})
    row = ledger.page(year, orders, 0, 5, ["document", "enterprise", "lines"])
    assert len(row) == ledger.count(year, orders) == 2
    assert [r.cells[2] for r in row] == ["3", "2"]
    served = LedgerQuery(ledger=LedgerName.DOCUMENTS, filters={"served": "no"})
    assert ledger.count(year, served) == 4
    day = (year.today() - timedelta(days=9)).isoformat()
    visits = LedgerQuery(ledger=LedgerName.INSPECTIONS, filters={"from": day, "took_place": "yes"})
    assert [row.cells[0] for row in ledger.every(year, visits, ["findings"])] == ["3", "2", "2"]
    visited = LedgerQuery(ledger=LedgerName.ENTERPRISES, filters={"from": day, "to": year.today().isoformat()})
    assert ledger.count(year, visited) == 3
    never = LedgerQuery(ledger=LedgerName.ENTERPRISES, filters={"visited": "no"})
    enterprises.register_enterprise(year, EnterpriseDraft(name="清河县无人问津厂"))
    assert [row.cells[0] for row in ledger.every(year, never, ["name"])] == ["清河县无人问津厂"]
    assert ledger.count(year, LedgerQuery(ledger=LedgerName.ENTERPRISES, search="qhxw")) == 1


def test_every_filter_of_every_ledger_answers(year: Workspace) -> None:
    for name in LedgerName:
        for key, spec in spec_of(name).filters.items():
            value = str(spec.words[0]) if spec.words else {FilterKind.DAY: "2026-11-25"}.get(spec.kind, "石桥镇")
            query = LedgerQuery(ledger=name, filters={key: value}, search="清河")
            assert len(list(ledger.every(year, query))) == ledger.count(year, query), (name, key)
            assert sum(ledger.tally(year, query).values()) in (0, ledger.count(year, query)), (name, key)
        offered = ledger.filters_of(year, name)
        assert len({one.title for one in offered}) == len(offered), "no two filters are called the same"
        titles = [column.title for column in ledger.columns_of(name)]
        assert len(set(titles)) == len(titles), name


def test_facts_fold_the_words_of_a_search_as_those_of_the_text() -> None:
    assert facts.phrase_query("ＧＤ－０３") == facts.phrase_query("gd-03")
