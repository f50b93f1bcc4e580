# SPDX-License-Identifier: MulanPSL-2.0
"""The printed record of a draw, or before it the sheet of the frozen lists to be signed (handbook 7.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from inspector_app.documents.draw_pdf import DrawPaper, draw_content
from inspector_app.documents.plain import render_plain
from inspector_app.domain.draw import Draw, DrawState
from inspector_app.domain.draw_conditions import REST, DrawConditions, Exclusion, ObjectFilter, StratumRule
from inspector_app.domain.draw_lists import read_objects, read_officers
from inspector_app.ledgers.draws import DrawView, PickRow, draw
from inspector_app.storage import organs
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import masked

Say = Callable[..., str]
_EXCLUDED = {Exclusion.OPERATOR: "is_operator", Exclusion.SUPERVISOR: "is_supervisor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper as a PDF."""

    pdf: bytes
    pages: int


def draw_paper(ws: Workspace, draw_id: str, *, masks: bool = False) -> Printed:
    """Draw the paper of a draw; `masks` leaves no number of a person readable, seed and hashes stay.

    Refuses NOT_FOUND, FILE_MISSING, FILE_CHANGED.
    """
    say: Say = partial(ws.law.planning_words.say, "draw")
    view = draw(ws, draw_id)
    with ws.reader() as db:
        organ = organs.get_organ(db)
    frozen = view.draw.conditions["frozen"]
    assert isinstance(frozen, Mapping)
    named = organ.name if organ else ""
    notice = say("demo") if organ is not None and organ.is_demo else ""
    paper = _paper(ws, view, str(frozen["organ"]) or named, frozen, say, notice)
    made = render_plain(draw_content(masked(paper) if masks else paper, say), ws.fonts)
    return Printed(pdf=made.pdf, pages=made.pages)


def _paper(ws: Workspace, view: DrawView, organ: str, frozen: Mapping[str, object], say: Say, notice: str) -> DrawPaper:
    found = view.draw
    is_drawn = bool(found.record_sha256)
    titles = {DrawState.VOID: "title_void", DrawState.FROZEN: "title_frozen", DrawState.DRAWN: "title"}
    units, people = _names(ws, view)
    conditions = view.conditions
    return DrawPaper(
        organ=organ, title=say(titles[found.state]), name=found.name, people=tuple(_people(view, say)),
        bases=tuple(_bases(found, frozen, say)), conditions=tuple(_conditions(conditions, found.per_unit, say)),
        strata=tuple(
            (_stratum(s.name, say), _rule(s.name, conditions, say), str(s.listed), str(s.drawable), str(s.quota))
            for s in view.strata
        ),
        excluded=tuple(_excluded(view, say)),
        named=tuple((units.get(one.enterprise_id, one.enterprise_id), one.reason) for one in conditions.exclusions),
        avoided=tuple(
            (
                people.get(a.officer_id, a.officer_id),
                units.get(a.enterprise_id, a.enterprise_id) if a.enterprise_id else say("all_units"),
                a.reason,
            )
            for a in conditions.avoidances
        ),
        algorithm=found.algorithm, seed=tuple(_seed(view, say)) if found.seed else (),
        picks=tuple(_pick(row, say) for row in view.picks), hashes=tuple(_hashes(view, say)),
        notes=tuple(_notes(found, say)), is_drawn=is_drawn, notice=notice,
    )  # fmt: skip


def _names(ws: Workspace, view: DrawView) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Name units and officers that exclusions and avoidance speak of, as the frozen lists name them."""
    conditions = view.conditions
    if not conditions.exclusions and not conditions.avoidances:
        return {}, {}
    units = read_objects(ws.files.read(view.draw.objects_sha256, name=view.draw.name).decode())
    people = read_officers(ws.files.read(view.draw.officers_sha256, name=view.draw.name).decode())
    return {row.id: row.name for row in units}, {row.id: row.name for row in people}


def _people(view: DrawView, say: Say) -> Iterator[tuple[str, str]]:
    found = view.draw
    yield say("place"), found.place
    yield say("frozen_at"), _moment(found.made_at.isoformat(timespec="minutes"))
    yield say("operator"), found.operator
    yield say("supervisor"), found.supervisor
    if found.seed:
        yield say("seed_at"), _moment(view.seed_recorded_at)
    if found.record_sha256 and found.drawn_at is not None:
        yield say("drawn_at"), _moment(found.drawn_at.isoformat(timespec="minutes"))


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")


def _bases(found: Draw, frozen: Mapping[str, object], say: Say) -> Iterator[tuple[str, str, str, str]]:
    for name, digest in (("objects", found.objects_sha256), ("officers", found.officers_sha256)):
        counts = frozen[name]
        assert isinstance(counts, Mapping)
        yield say(name), str(counts["count"]), str(counts["drawable"]), digest


def _conditions(conditions: DrawConditions, per_unit: int, say: Say) -> Iterator[str]:
    parts = list(_filter(conditions.objects, say))
    yield "".join(parts) if parts else say("filter_none")
    if conditions.officers:
        yield say("officers_note", text=conditions.officers)
    yield say("per_unit", count=per_unit)


def _filter(wanted: ObjectFilter, say: Say) -> Iterator[str]:
    values = {
        "districts": wanted.districts, "sectors": tuple(say(word) for word in wanted.sectors),
        "grades": tuple(say("grade", grade=word) for word in wanted.grades),
        "risk_grades": tuple(say(word) for word in wanted.risk_grades),
    }  # fmt: skip
    for name, words in values.items():
        if words:
            yield say("filter_part", name=say(name), values=say("join").join(words))
    if wanted.with_hazard:
        yield say("with_hazard")
    if wanted.with_equipment:
        yield say("with_equipment")


def _stratum(name: str, say: Say) -> str:
    return say("rest") if name == REST else name


def _rule(name: str, conditions: DrawConditions, say: Say) -> str:
    rule = next((rule for rule in conditions.strata if rule.name == name), StratumRule(name=name))
    if rule.count is not None:
        said = say("rule_count", count=rule.count)
    elif rule.percent is not None:
        said = say("rule_percent", percent=rule.percent)
    elif not conditions.strata:
        said = say("rule_all")
    else:
        said = say("rule_weight", weight=rule.weight)
    return "".join((*_filter(rule.where, say), said))


def _excluded(view: DrawView, say: Say) -> Iterator[tuple[str, str, str]]:
    for reason in Exclusion:
        units, people = view.excluded_objects.get(reason, 0), view.excluded_officers.get(reason, 0)
        if units or people:
            yield say(_EXCLUDED.get(reason, reason.value)), str(units or "—"), str(people or "—")


def _seed(view: DrawView, say: Say) -> Iterator[tuple[str, str]]:
    yield say("seed").partition("、")[2] or say("seed"), view.draw.seed
    yield say("seed_source"), view.draw.seed_source
    yield say("witness"), view.draw.witness


def _pick(row: PickRow, say: Say) -> tuple[str, ...]:
    people = "\n".join(say("pair", name=o.name, number=o.certificate_no) for o in row.officers)
    remarks = []
    if row.replaced_officer:
        name = row.replaced_officer_name
        remarks.append(say("replaces_officer", number=row.replaces, name=name, reason=row.pick.reason))
    elif row.replaces:
        remarks.append(say("replaces_unit", number=row.replaces, reason=row.pick.reason))
    if row.replaced_by:
        remarks.append(say("replaced_by", number=row.replaced_by))
    if row.pick.published_on is not None:
        remarks.append(say("published_day", day=row.pick.published_on.isoformat()))
    place = say("place_of", stratum=_stratum(row.stratum, say), rank=row.rank)
    unit = f"{row.enterprise_name}\n{row.credit_code}" if row.credit_code else row.enterprise_name
    return str(row.pick.ordinal), unit, place, people, "\n".join(remarks)


def _hashes(view: DrawView, say: Say) -> Iterator[str]:
    yield say("frozen_hash", hash=view.frozen_sha256)
    if view.draw.record_sha256:
        yield say("result_hash", hash=view.result_sha256)
        yield say("record_hash", hash=view.draw.record_sha256)


def _notes(found: Draw, say: Say) -> Iterator[str]:
    if found.record_sha256:
        yield say("recompute")
    if found.published_on is not None:
        yield say("published", day=found.published_on.isoformat(), channel=found.channel, link=found.link)
    if found.state is DrawState.VOID:
        yield say("void", reason=found.void_reason)
