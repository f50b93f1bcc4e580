# SPDX-License-Identifier: MulanPSL-2.0
"""The code of a paper as somebody types it: thousands of damaged ones; each is refused in words or found out."""

from __future__ import annotations

from random import Random

from inspector_app.domain.paper_check import PaperVerdict
from inspector_app.domain.paper_seal import seal_of
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations.paper_checks import check_paper
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import an_order
from tests.helpers.clock import Clock
from tests.hostile.kinds import Syntax
from tests.hostile.mutants import damaged

COUNT, SEED = 3_000, 20_261_122
ODD = (
    "", "AJ1:", "AJ1::", "AJ1:" * 2_000, "AJ1:" + "A" * 1_000_000, "\0", "\ud800", "AJ1:（青）〔2026〕1号:", "aj1:x:y",
    "AJ1:1:" + "=" * 999, "AJ9:1:AAAA", "https://example.invalid/AJ1:", "AJ1:\u202e:AAAA", "AJ1:x:" + "ａ" * 200,
)  # fmt: skip


def test_damaged_codes_of_papers_are_refused_or_told(unit: Workspace, clock: Clock) -> None:
    genuine = seal_of(an_order(unit, clock)).code
    assert check_paper(unit, genuine).verdict is PaperVerdict.GENUINE
    chance = Random(SEED)
    made = [damaged(chance, Syntax.ANY, genuine.encode()).decode("utf-8", "replace") for _ in range(COUNT)]
    found: dict[str, int] = {}
    for text in (*ODD, *made):
        try:
            said = check_paper(unit, text).verdict.value
        except Refused as refused:
            (problem,) = refused.problems
            assert problem.code is ProblemCode.PAPER_CODE_SHAPE, text[:200]
            said = "refused"
        if said == PaperVerdict.GENUINE.value:
            same = "".join(text.split()).upper().rstrip("=") == "".join(genuine.split()).upper()
            assert same or genuine in text or text.strip() in genuine, text[:300]
        found[said] = found.get(said, 0) + 1
    assert found["refused"] > COUNT / 2
    assert unit.check().is_well
