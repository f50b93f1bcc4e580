# SPDX-License-Identifier: MulanPSL-2.0
"""The facts of a score sheet: the second site worked by hand, with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.score_sheet import Taken
from tests.documents.paper import make_facts
from tests.domain.test_jgj59 import FAIR
from tests.helpers.scores import scored

REASONS: Mapping[str, Taken] = {
    "JGJ59-B13-05": Taken(
        off=Decimal(9), reason="三层楼板东侧预留洞口1.2m×0.8m未设盖板和防护栏杆，六层电梯井口防护门未关闭"
    ),
    "JGJ59-B14-02": Taken(off=Decimal(9), reason="2号开关箱PE线断开"),
}
FIELDS = {
    "project": "清河县人民医院门诊综合楼", "area": "23500", "structure": "框架剪力墙",
    "project_manager": "赵明", "comment": "评定为合格，洞口防护和接地保护应当立即整改。",
}  # fmt: skip


def a_score_sheet(off: Mapping[str, object] = FAIR, **changes: object) -> DocumentFacts:
    """Give the facts of a score sheet."""
    score = scored(off, **(REASONS if off is FAIR else {}))
    facts = make_facts("inspection_record", 0, place="门诊综合楼工程", number="评分2026-3", fields=FIELDS)
    return replace(facts, **{"kind": DocumentKind.SCORE_SHEET, "items": (), "photos": (), "score": score, **changes})
