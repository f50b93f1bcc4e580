# SPDX-License-Identifier: MulanPSL-2.0
"""The template behind an audit as a checklist, and the audit's answers in the checklist's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice, LeftOut, Logic
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, DeadlineClass, ItemGrade, Section, Verified
from inspector_app.domain.problems import Problem
from inspector_app.packs.frozen import with_hash
from inspector_app.packs.safetyculture.audit import Audit, AuditItem, Response, read_audit

ORIGIN = "safetyculture"
SHORT = 8
_KINDS = {
    "information": AnswerKind.NOTE,
    "textsingle": AnswerKind.TEXT,
    "text": AnswerKind.TEXT,
    "address": AnswerKind.TEXT,
    "scanner": AnswerKind.CODE,
    "slider": AnswerKind.NUMBER,
    "media": AnswerKind.PHOTO,
    "dynamicfield": AnswerKind.ENTRIES,
}
_CHOSEN = ("question", "list", "checkbox", "switch")
_FRAMES = ("section", "category", "element", "primeelement", "smartfield")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What the audit says of one item; `entry` is the item id of the entry it stands in, else empty."""

    code: str
    kind: AnswerKind
    value: str
    label: str
    failed: bool
    entry: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAnswers:
    """All answers, the entries in their order, and what a person must know about the import."""

    answers: tuple[GivenAnswer, ...]
    entries: tuple[tuple[str, str], ...]  # code of the ENTRIES item, item id of the entry
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Tree:
    by_id: dict[str, AuditItem]
    children: dict[str, list[AuditItem]]
    codes: dict[str, str] = field(default_factory=dict)


def checklist_of(audit: Audit, version: str) -> ChecklistPack:
    """Give the template as a checklist; its id comes from the template's, codes from the items' ids."""
    tree = _tree(audit)
    sections: dict[str, list[ChecklistItem]] = {}
    for item in (*audit.header, *audit.items):
        made = _made(item, tree, audit)
        if made is not None:
            sections.setdefault(made.section, []).append(made)
    return with_hash(
        ChecklistPack(
            id=f"sc_{audit.template_id.removeprefix('template_').lower()[:40]}",
            version=version,
            title=audit.title or audit.template_id,
            industry=ORIGIN,
            issuer=ORIGIN,
            valid_from=None,
            sections=tuple(Section(name=name, items=tuple(items)) for name, items in sections.items()),
            sha256="",
            origin=ORIGIN,
            left_out=_not_shown(audit),
        )
    )


def version_of(audit: Audit) -> str:
    """Give a version for the template: the file names none, so the day on which the audit began stands in."""
    day = audit.started_at
    return f"{day.year}.{day.month}.{day.day}" if day is not None else "1.0"


def read_audit_pack(data: bytes, name: str) -> tuple[ChecklistPack | None, tuple[Problem, ...]]:
    """Read an audit file for its checklist alone."""
    audit, problems = read_audit(data, name)
    return (None if audit is None else checklist_of(audit, version_of(audit))), problems


def answers_of(audit: Audit) -> AuditAnswers:
    """Give what was answered, in the codes of `checklist_of`."""
    tree = _tree(audit)
    found: list[GivenAnswer] = []
    entries: list[tuple[str, str]] = []
    left_out: list[LeftOut] = []
    for item in (*audit.header, *audit.items):
        entry = _entry_of(item, tree)
        if item.type == "element" and not item.is_inactive:
            owner = tree.by_id.get(item.parent_id)
            if owner is not None and owner.type == "dynamicfield":
                entries.append((tree.codes[owner.id], item.id))
        given = _given(item, _template_of(item, tree), tree, entry)
        if given is not None:
            found.append(given)
        left_out += [LeftOut(where=item.where, what="media", text=name) for name in item.media if name]
    return AuditAnswers(answers=tuple(found), entries=tuple(entries), left_out=tuple(left_out))


def _tree(audit: Audit) -> _Tree:
    every = (*audit.header, *audit.items)
    tree = _Tree(by_id={item.id: item for item in every}, children={})
    for item in every:
        tree.children.setdefault(item.parent_id, []).append(item)
    short: dict[str, int] = {}
    for item in tree.by_id.values():
        short[_short(item.id)] = short.get(_short(item.id), 0) + 1
    for item in tree.by_id.values():
        name = _short(item.id)
        tree.codes[item.id] = f"SC-{name}" if short[name] == 1 else f"SC-{sha256(item.id.encode()).hexdigest()[:20]}"
    return tree


def _short(item_id: str) -> str:
    plain = "".join(c for c in item_id if c.isascii() and c.isalnum())
    return plain[:SHORT].lower() or sha256(item_id.encode()).hexdigest()[:SHORT]


def _ancestors(item: AuditItem, tree: _Tree) -> Iterator[AuditItem]:
    seen = {item.id}
    while (parent := tree.by_id.get(item.parent_id)) is not None and parent.id not in seen:
        seen.add(parent.id)
        yield parent
        item = parent


def _entry_of(item: AuditItem, tree: _Tree) -> str:
    """Give the entry (an `element`) in which an item stands; the template's prototype is none."""
    return next((a.id for a in _ancestors(item, tree) if a.type == "element"), "")


def _template_of(item: AuditItem, tree: _Tree) -> AuditItem:
    """Give the prototype's part that an entry's part is a copy of: same type, same label, same turn."""
    element = next((a for a in _ancestors(item, tree) if a.type == "element"), None)
    owner = tree.by_id.get(element.parent_id) if element else None
    if element is None or owner is None:
        return item
    prime = next((c for c in tree.children.get(owner.id, ()) if c.type == "primeelement"), None)
    if prime is None:
        return item
    own = [c for c in _below(element, tree) if (c.type, c.label) == (item.type, item.label)]
    models = [c for c in _below(prime, tree) if (c.type, c.label) == (item.type, item.label)]
    turn = next((n for n, c in enumerate(own) if c.id == item.id), 0)
    return models[turn] if turn < len(models) else item


def _below(item: AuditItem, tree: _Tree) -> Iterator[AuditItem]:
    waiting, seen = list(tree.children.get(item.id, ())), {item.id}
    while waiting:
        at = waiting.pop(0)
        if at.id not in seen:
            seen.add(at.id)
            yield at
            waiting[:0] = tree.children.get(at.id, ())


def _made(item: AuditItem, tree: _Tree, audit: Audit) -> ChecklistItem | None:
    if item.type in _FRAMES or _entry_of(item, tree):
        return None
    above = list(_ancestors(item, tree))
    section = next((a.label for a in reversed(above) if a.type == "section" and a.label), audit.title or ORIGIN)
    group = next((a.label for a in above if a.type == "category" and a.label), "")
    parent = next((tree.codes[a.id] for a in above if a.type == "dynamicfield"), "")
    spec = _spec(item, audit.response_sets.get(item.response_set, ()))
    weight = (item.numbers or {}).get("weighting", "")
    return ChecklistItem(
        code=tree.codes[item.id],
        section=section,
        applies_to="",
        check=item.label or item.type,
        methods=(),
        criterion="",
        basis=(),
        grade=ItemGrade.GENERAL,
        finding="",
        measure="",
        deadline_class=DeadlineClass.WITHIN_DAYS,
        deadline_days=None,
        suspend=False,
        verified=Verified.M,
        authority="",
        answer=spec,
        logic=Logic(
            required="true()" if item.is_mandatory and spec.kind.is_asked else "", relevant=_relevant(above, tree)
        ),
        group=group,
        parent=parent,
        weight=_decimal(weight) if spec.can_fail else None,
    )


def _relevant(above: Sequence[AuditItem], tree: _Tree) -> str:
    """Say when an item below a smart field is asked: when one of the field's values was chosen."""
    tests = []
    for field_ in (a for a in above if a.type == "smartfield"):
        owner = tree.by_id.get(field_.parent_id)
        values = [_name(value) for value in field_.condition_values]
        if owner is not None and values:
            code = tree.codes[owner.id]
            tests.append("(" + " or ".join(f"selected(${{{code}}}, '{value}')" for value in values) + ")")
    return " and ".join(tests)


def _spec(item: AuditItem, responses: Sequence[Response]) -> AnswerSpec:
    if item.type in ("checkbox", "switch"):
        pair = (Choice(name=YES, text=YES), Choice(name=NO, text=NO, fails=NO in item.failed_responses))
        return AnswerSpec(kind=AnswerKind.CHOICE, choices=pair, choice_list="yes_no", foreign_type=item.type)
    if item.type in _CHOSEN:
        choices = [Choice(name=_name(r.id), text=r.label, fails=r.id in item.failed_responses) for r in responses]
        known = {choice.name for choice in choices}
        choices += [Choice(name=_name(r.id), text=r.label) for r in item.selected if _name(r.id) not in known]
        kind = AnswerKind.CHOICES if item.several else AnswerKind.CHOICE
        return AnswerSpec(kind=kind, choices=tuple(choices), choice_list=_name(item.response_set))
    if item.type == "datetime":
        kind = AnswerKind.INSTANT if item.has_date and item.has_time else AnswerKind.DATE
        return AnswerSpec(kind=kind if item.has_date else AnswerKind.TIME)
    kind = _KINDS.get(item.type, AnswerKind.UNSUPPORTED)
    numbers = item.numbers or {}
    if kind is AnswerKind.NUMBER:
        least, most, step = (_decimal(numbers.get(name, "")) for name in ("min", "max", "increment"))
        return AnswerSpec(kind=kind, foreign_type=item.type, least=least, most=most, step=step)
    return AnswerSpec(kind=kind, foreign_type=item.type)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _name(response_id: str) -> str:
    """Give a response's id as the name of a choice: no blanks, never empty."""
    plain = "".join(c if c.isalnum() or c in "-_." else "_" for c in response_id)
    return (f"r{plain}" if not plain[:1].isalpha() else plain)[:64]


def _given(item: AuditItem, model: AuditItem, tree: _Tree, entry: str) -> GivenAnswer | None:
    """Give the answer of an item, or none where nothing was said."""
    if item.type in _FRAMES or item.is_inactive:
        return None
    value, label = _value(item)
    if not value:
        return None
    kind = _spec(item, ()).kind
    return GivenAnswer(
        code=tree.codes[model.id], kind=kind, value=value, label=label, failed=item.failed, entry=entry,
        where=item.where,
    )  # fmt: skip


def _value(item: AuditItem) -> tuple[str, str]:
    if item.type in ("checkbox", "switch"):
        word = {"1": YES, "true": YES, "True": YES, "0": NO, "false": NO, "False": NO}.get(item.value, "")
        return word, word
    if item.type in _CHOSEN:
        return " ".join(_name(r.id) for r in item.selected), "、".join(r.label for r in item.selected)
    if item.type == "datetime":
        return item.instant, item.instant
    if item.type == "slider":
        return item.value, item.value
    return item.text or item.value, item.text or item.value


def _not_shown(audit: Audit) -> tuple[LeftOut, ...]:
    """Name the kinds that this program keeps but does not ask."""
    found: Mapping[str, LeftOut] = {
        item.id: LeftOut(where=item.where, what=item.type, text=item.label)
        for item in (*audit.header, *audit.items)
        if item.type not in (*_FRAMES, *_CHOSEN, *_KINDS, "datetime")
    }
    return tuple(found.values())
