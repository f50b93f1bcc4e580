# SPDX-License-Identifier: MulanPSL-2.0
"""T20: the day of the act decides which law of hazardous chemicals may be a basis."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.checklist import Clause
from inspector_app.packs.catalogue import load_catalogue
from tests.helpers.law import ROOT

BEFORE, FIRST_DAY = date(2026, 4, 30), date(2026, 5, 1)
HAZMAT_LAW = "中华人民共和国危险化学品安全法"


@pytest.fixture(scope="module")
def clauses() -> list[Clause]:
    """Every verified basis of the hazmat checklist, with the dates of its law from the library."""
    pack = load_catalogue([ROOT / "checklists"]).pack("hazmat")
    assert pack is not None
    return [clause for item in pack.items for clause in item.basis if clause.may_be_printed]


def test_t20_the_new_law_is_no_basis_for_an_act_of_the_day_before(clauses: list[Clause]) -> None:
    of_the_law = [clause for clause in clauses if clause.name == HAZMAT_LAW]
    assert len(of_the_law) > 20
    assert not any(clause.is_in_force(BEFORE) for clause in of_the_law)
    assert all(clause.is_in_force(FIRST_DAY) for clause in of_the_law)
