# SPDX-License-Identifier: MulanPSL-2.0
"""The printed plan of a year with its figures, units and changes (handbook 7.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from inspector_app.documents.plain import render_plain
from inspector_app.documents.plan_pdf import PlanPaper, plan_content
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnitState, PlanVerb, YearPlan
from inspector_app.ledgers.draw_paper import Printed
from inspector_app.ledgers.plans import PlanChangeRow, PlanUnitRow, changes, plan, units
from inspector_app.storage import organs
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import masked

Say = Callable[..., str]
_MOST = 1_000_000


def plan_paper(ws: Workspace, plan_id: str, *, masks: bool = False) -> Printed:
    """Draw the plan; `masks` leaves no number of a person readable. Refuses NOT_FOUND."""
    say: Say = partial(ws.law.planning_words.say, "plan")
    found = plan(ws, plan_id)
    rows = units(ws, plan_id, limit=_MOST)
    with ws.reader() as db:
        organ = organs.get_organ(db)
    notices = [say("demo")] if organ is not None and organ.is_demo else []
    if found.state is PlanState.DRAFT:
        notices.append(say("draft"))
    paper = PlanPaper(
        organ=organ.name if organ else "", title=found.title or say("title", year=found.year),
        version=say("version", version=found.version), figures=tuple(_figures(found, say)),
        texts=tuple(found.texts.items()), months=tuple(_months(rows, say)),
        key_units=tuple(_units(rows, PlanKind.KEY, say)), general_units=tuple(_units(rows, PlanKind.GENERAL, say)),
        changes=tuple(_change(row, say) for row in reversed(changes(ws, plan_id))), notice="  ".join(notices),
    )  # fmt: skip
    made = render_plain(plan_content(masked(paper) if masks else paper, say), ws.fonts)
    return Printed(pdf=made.pdf, pages=made.pages)


def _figures(p: YearPlan, say: Say) -> Iterator[tuple[str, str]]:
    yield say("officers"), str(p.officers)
    yield say("statutory_days"), str(p.statutory_days)
    yield say("all_days"), say("all_days_text", days=p.statutory_days, officers=p.officers, sum=p.all_days)
    yield say("other_days"), str(p.other_days)
    yield say("idle_days"), str(p.idle_days)
    rest = {"sum": p.all_days, "other": p.other_days, "idle": p.idle_days, "rest": p.visit_days}
    yield say("visit_days"), say("visit_days_text", **rest)
    for name in ("approved_by", "approval_no", "approved_on", "filed_with", "filed_on"):
        value = getattr(p, name)
        if value:
            yield say(name), str(value)


def _days(tenths: int) -> str:
    return f"{tenths / 10:g}" if tenths else ""


def _months(rows: Sequence[PlanUnitRow], say: Say) -> Iterator[tuple[str, ...]]:
    counted = [row.unit for row in rows if row.unit.state is not PlanUnitState.CANCELLED]
    for month in (*range(1, 13), 0):
        of_month = [unit for unit in counted if month in (0, unit.month)]
        kinds = [sum(unit.kind is kind for unit in of_month) for kind in (PlanKind.KEY, PlanKind.GENERAL)]
        name = say("month_text", month=month) if month else say("total")
        yield name, *(str(n) for n in kinds), _days(sum(unit.workdays for unit in of_month))


def _units(rows: Sequence[PlanUnitRow], kind: PlanKind, say: Say) -> Iterator[tuple[str, ...]]:
    of_kind = [row for row in rows if row.unit.kind is kind]
    for number, row in enumerate(of_kind, start=1):
        unit = row.unit
        name = f"{row.enterprise_name}\n{row.credit_code}" if row.credit_code else row.enterprise_name
        why = [unit.reason, *([f"{say('items')}：{say('join').join(unit.items)}"] if unit.items else [])]
        remarks = [say("cancelled")] if unit.state is PlanUnitState.CANCELLED else []
        remarks += [unit.note] if unit.note else []
        yield (
            str(number), name, say("month_text", month=unit.month), "\n".join(part for part in why if part),
            say("join").join(unit.officers), _days(unit.workdays), "\n".join(remarks),
        )  # fmt: skip


def _change(row: PlanChangeRow, say: Say) -> tuple[str, ...]:
    made = row.change
    verb = say("change_workdays" if made.verb is PlanVerb.WORKDAYS else made.verb.value)
    what = say("text", name=verb, text="  ".join(part for part in (row.enterprise_name, made.text) if part))
    approval = f"{made.approver}\n{made.approval_no}" if made.approval_no else made.approver
    return str(made.ordinal), made.at.date().isoformat(), what, made.reason, approval
