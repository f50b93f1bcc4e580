# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever is typed into a search, the answer is rows or a refusal in words; the language of FTS5 is never spoken."""

from __future__ import annotations

from random import Random

import pytest

from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import Refused
from inspector_app.ledgers import enterprises, findings, ledger
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_enterprise, an_inspection

WORDS = (
    '"', '""', "'", "*", "^", "-", "+", "(", ")", "{", "}", ":", ",", "\\", "%", "_", ";", "--", "/*", "AND", "OR",
    "NOT", "NEAR", "NEAR(", "NEAR/3", "text :", "rowid:", "{a b}:", "\0", "\ud800", "\u202e", "\n", "\t", "　", "报警",
    "器", "1=1", "' OR 1=1 --", '") OR ("', "MATCH", "bm25()", "?", "?1", ":x", "$x", "@x", "=1+1", "[", "]", "<", ">",
    "é", "ﬁ", "ａ", "𠮷", "0", "-1", "1e999", "NULL", "x" * 300, "报" * 300,
)  # fmt: skip
COUNT = 20_000
MANY = 400  # against every ledger, which asks several queries


def queries(seed: int, count: int) -> list[str]:
    chance = Random(seed)
    made = []
    for _ in range(count):
        words = [chance.choice(WORDS) for _ in range(chance.randrange(1, 6))]
        made.append(chance.choice(("", " ", "  ")).join(words))
    return made


@pytest.fixture
def filled(unit: Workspace) -> Workspace:
    visit = an_inspection(unit, an_enterprise(unit, name="报警器厂"))
    a_finding(unit, visit, description='可燃气体报警器"GD-03"被人为关闭 100%_x')
    return unit


def test_twenty_thousand_searches_for_findings(filled: Workspace) -> None:
    refused = 0
    for text in queries(1, COUNT):
        try:
            findings.rows(filled, search=text)
        except Refused as error:
            refused += 1
            assert error.problems
    assert refused < COUNT


@pytest.mark.parametrize("text", ['"GD-03"', "100%_x", "报警", "报警器 GD"])
def test_what_is_there_is_found_as_it_is_written(filled: Workspace, text: str) -> None:
    assert len(findings.rows(filled, search=text)) == 1


def test_searches_of_the_register_and_of_every_ledger(filled: Workspace) -> None:
    for text in queries(2, MANY):
        for ask in (
            lambda text=text: enterprises.find_enterprises(filled, text),
            *(
                lambda kind=kind, text=text: ledger.page(filled, LedgerQuery(ledger=kind, search=text), 0, 9)
                for kind in LedgerName
            ),
        ):
            try:
                ask()
            except Refused as error:
                assert error.problems
