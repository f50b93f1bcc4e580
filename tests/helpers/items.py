# SPDX-License-Identifier: MulanPSL-2.0
"""Items of every kind of answer, a pack of them, and that pack in a unit's own folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice, Logic
from inspector_app.domain.change import Op
from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.domain.inspection import Inspection
from inspector_app.packs.frozen import freeze, with_hash
from inspector_app.storage import kept_packs
from inspector_app.workspace import Workspace
from tests.helpers.makers import CLAUSE, an_inspection

PLAIN = ChecklistItem(
    code="X",
    section="现场",
    applies_to="",
    check="看一看",
    methods=("查现场",),
    criterion="",
    basis=(),
    grade=ItemGrade.GENERAL,
    finding="",
    measure="",
    deadline_class=DeadlineClass.IMMEDIATE,
    deadline_days=None,
    suspend=False,
    verified=Verified.M,
    authority="",
)


def item(code: str, kind: AnswerKind = AnswerKind.TICK, **changes: Any) -> ChecklistItem:
    """Make an item; fields of the answer and of the logic may be named directly."""
    spec = {n: changes.pop(n) for n in AnswerSpec.__dataclass_fields__ if n in changes}
    logic = {n: changes.pop(n) for n in Logic.__dataclass_fields__ if n in changes}
    spec = {
        n: Decimal(v) if isinstance(v, str | int) and n not in ("unit", "calculator") else v for n, v in spec.items()
    }
    made = replace(PLAIN, code=code, answer=AnswerSpec(kind=kind, **spec), logic=Logic(**logic))
    return replace(made, **changes)


def failing(code: str, kind: AnswerKind = AnswerKind.TICK, **changes: Any) -> ChecklistItem:
    """Make an item that can turn out 不符合, with wording and basis for its finding."""
    words = {"finding": f"{code} 不符合要求", "measure": "立即改正", "basis": (CLAUSE,)}
    return item(code, kind, **{**words, **changes})


def choices(*names: str, fails: Sequence[str] = (), **facts: dict[str, str]) -> tuple[Choice, ...]:
    """Make choices; the text of each is its name in brackets."""
    return tuple(Choice(name=n, text=f"「{n}」", fails=n in fails, facts=facts.get(n, {})) for n in names)


def pack_of(items: Sequence[ChecklistItem], pack_id: str = "own", **changes: Any) -> ChecklistPack:
    """Make a pack; its sections are those that the items name."""
    names = dict.fromkeys(i.section for i in items)
    sections = tuple(Section(name=n, items=tuple(i for i in items if i.section == n)) for n in names)
    made = ChecklistPack(
        id=pack_id, version="2026.1", title=f"{pack_id}清单", industry="测试", issuer="本单位", valid_from=None,
        sections=sections, sha256="",
    )  # fmt: skip
    return with_hash(replace(made, **changes))


def keep(ws: Workspace, pack: ChecklistPack) -> ChecklistPack:
    """Keep a pack as an imported one of this unit."""
    stored = ws.files.keep(freeze(pack))
    with ws.operation(Op.KEEP_PACK) as step:
        row = kept_packs.PackRow(
            id=step.new_id(), pack_id=pack.id, version=pack.version, sha256=stored.sha256, title=pack.title,
            source_name="", source_format="", source_sha256="", kept_at=step.now,
        )  # fmt: skip
        kept_packs.put_pack(step.db, row)
    return pack


def visit(ws: Workspace, *items: ChecklistItem, **changes: object) -> Inspection:
    """Start an inspection with a pack of these items."""
    keep(ws, pack_of(items))
    return an_inspection(ws, pack_ids=("own",), **changes)
