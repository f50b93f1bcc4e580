# SPDX-License-Identifier: MulanPSL-2.0
"""What each step beside an order must state (handbook 4.7, 4.8): `follow_ups.toml`, read strictly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.follow_up import FOLLOW_UP_LIVES, FollowUpKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.records import Record, read_toml

FILE_NAME = "follow_ups.toml"
OPEN = "open"  # the step that begins one; every other step has the word of its verb
WITH_WORDS = (FieldType.CHOICE, FieldType.CHOICES)
MOST = 999


class Subject(StrEnum):
    """What a follow-up is about."""

    FINDING = "finding"
    DOCUMENT = "document"
    CASE = "case"  # the whole case: no subject is named


@dataclass(frozen=True, slots=True, kw_only=True)
class StepField:
    """A field of a step, and what the law asks of it beyond its type.

    `when` (`sort=criminal`) asks for it only then. One that `may_be_known` need not be written again. `least`
    is the least number of rows, `wanted` a word (`duty=expert`) that one row must have. A date that `grows` must be
    later than the one before; one `after_step` not before the day of the step. `fulfils` names the one of the
    五落实 that the field shows. `bars` (`result=failed`) are words of a row with which the step is not possible.
    """

    spec: FieldSpec
    mark: FactMark
    source: str
    when: str = ""
    may_be_known: bool = False
    least: int = 0
    wanted: str = ""
    grows: bool = False
    after_step: bool = False
    fulfils: str = ""
    bars: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLaw:
    """One step: its fields, and which documents of the case may carry it."""

    verb: str
    fields: tuple[StepField, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    document_when: str = ""  # the document's field and word: `result=agreed`
    finding_verb: str = ""  # what becomes of the finding that it is about

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        """The fields as a page or a file has them; required ones that depend are not marked."""
        return tuple(f.spec for f in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """When something is due: a period of the law or months from a step, or a date that was written down.

    It runs from the newest of the steps `from_steps` until one of the steps `until`.
    """

    name: str
    from_steps: tuple[str, ...]
    until: tuple[str, ...]
    basis: str
    mark: FactMark
    period: str = ""  # key of periods.toml, from `start` or the day of the step
    months: int = 0  # instead: so many months
    field: str = ""  # instead: the date in this field
    start: str = ""  # the field with the day or time from which the period runs
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRules:
    """One kind of follow-up."""

    kind: FollowUpKind
    name: str
    basis: str
    mark: FactMark
    subjects: tuple[Subject, ...]
    needs_major: bool
    documents: tuple[DocumentKind, ...]  # of which kinds its subject may be
    document_when: str
    steps: Mapping[str, StepLaw]
    timers: tuple[Timer, ...]

    def step(self, verb: str) -> StepLaw:
        """Give what a step asks for; nothing where the file says nothing."""
        return self.steps.get(verb, StepLaw(verb=verb))


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLaw:
    """All kinds of follow-ups."""

    kinds: Mapping[FollowUpKind, KindRules] = field(default_factory=dict)

    def of(self, kind: FollowUpKind) -> KindRules:
        """Give the rules of a kind."""
        return self.kinds[kind]


def holds(condition: str, values: FieldValues) -> bool:
    """Whether values meet a condition like `sort=criminal` or `measures=a|b`; the empty one is always met."""
    name, _, words = condition.partition("=")
    value = values.get(name, "")
    found = (value,) if isinstance(value, str) else value
    return not condition or any(word in found for word in words.split("|"))


def load_follow_ups(folder: Path) -> FollowUpLaw:
    """Read the file. Refuses every fault at once: LAW_DATA_FAULTY and those of single values."""
    problems: list[Problem] = []
    values = read_toml(folder / FILE_NAME, problems)
    if problems:
        raise Refused(problems)
    top = Record(values, FILE_NAME, problems)
    top.number("format", 1, 1, required=True)
    found: dict[FollowUpKind, KindRules] = {}
    for entry in top.records("follow_up", "kind"):
        rules = _rules(entry)
        entry.close()
        if rules is not None:
            found[rules.kind] = rules
    top.close()
    problems += [_fault(kind, "-") for kind in FollowUpKind if kind not in found]
    if problems:
        raise Refused(problems)
    return FollowUpLaw(kinds=found)


def _fault(place: str, found: str) -> Problem:
    fields = {"file": FILE_NAME, "place": place, "found": found}
    return Problem(code=ProblemCode.LAW_DATA_FAULTY, where=f"{FILE_NAME}:{place}", fields=fields)


def _rules(entry: Record) -> KindRules | None:
    kind = entry.word("kind", FollowUpKind)
    verbs = _verbs(kind)
    steps = {step.verb: step for step in (_step(s, verbs) for s in entry.records("step", "verb"))}
    names = {f.spec.name for step in steps.values() for f in step.fields}
    timers = entry.records("timer", "name") if "timer" in entry else ()
    rules = KindRules(
        kind=kind or FollowUpKind.TALK, name=entry.text("name"), basis=entry.text("basis"),
        mark=entry.word("mark", FactMark) or FactMark.FM,
        subjects=tuple(s for s in Subject if s in _listed(entry, "subjects", Subject)),
        needs_major=entry.flag("needs_major"), documents=_kinds(entry),
        document_when=entry.text("document_when", required=False), steps=steps,
        timers=tuple(_timer(t, verbs, names) for t in timers),
    )  # fmt: skip
    return None if kind is None else rules


def _verbs(kind: FollowUpKind | None) -> frozenset[str]:
    lives = FOLLOW_UP_LIVES[kind].table if kind else {}
    return frozenset({OPEN, *(verb.value for verbs in lives.values() for verb in verbs)})


def _listed(entry: Record, name: str, words: Iterable[str]) -> tuple[str, ...]:
    allowed = sorted(words)
    found = entry.texts(name)
    for word in found:
        if word not in allowed:
            entry.not_allowed(name, word, ", ".join(allowed))
    return found


def _kinds(entry: Record) -> tuple[DocumentKind, ...]:
    found = _listed(entry, "documents", DocumentKind)
    return tuple(DocumentKind(kind) for kind in found if kind in tuple(DocumentKind))


def _step(entry: Record, verbs: frozenset[str]) -> StepLaw:
    verb = entry.text("verb")
    if verb not in verbs:
        entry.not_allowed("verb", verb, ", ".join(sorted(verbs)))
    fields = entry.records("field", "name") if "field" in entry else ()
    step = StepLaw(
        verb=verb, fields=tuple(_field(f) for f in fields), documents=_kinds(entry),
        document_when=entry.text("document_when", required=False),
        finding_verb=entry.text("finding_verb", required=False),
    )  # fmt: skip
    entry.close()
    return step


def _field(entry: Record) -> StepField:
    spec = _spec(entry)
    made = StepField(
        spec=spec, mark=entry.word("mark", FactMark) or FactMark.FM, source=entry.text("source"),
        when=entry.text("when", required=False), may_be_known=entry.flag("may_be_known"),
        least=entry.number("least", 1, MOST) or 0, wanted=entry.text("wanted", required=False),
        grows=entry.flag("grows"), after_step=entry.flag("after_step"),
        fulfils=entry.text("fulfils", required=False), bars=entry.text("bars", required=False),
    )  # fmt: skip
    for name in ("wanted", "bars"):
        column, _, word = getattr(made, name).partition("=")
        known = {c.name: c.words for c in spec.columns}
        if column and word not in known.get(column, ()):
            entry.not_allowed(name, getattr(made, name), ", ".join(known))
    if (made.grows or made.after_step) and spec.type is not FieldType.DAY:
        entry.not_allowed("type", spec.type, FieldType.DAY)
    entry.close()
    return made


def _spec(entry: Record) -> FieldSpec:
    kind = entry.word("type", FieldType) or FieldType.TEXT
    choices = entry.records("choices", "word") if kind in WITH_WORDS else ()
    columns = entry.records("columns", "name") if kind is FieldType.ROWS else ()
    words = tuple((c.text("word"), c.text("label")) for c in choices)
    made = FieldSpec(
        name=entry.text("name"), label=entry.text("label"), type=kind, required=entry.flag("required"),
        choices=words, columns=tuple(_spec(c) for c in columns), help=entry.text("help", required=False),
    )  # fmt: skip
    for inner in (*choices, *columns):
        inner.close()
    return made


def _timer(entry: Record, verbs: frozenset[str], names: set[str]) -> Timer:
    made = Timer(
        name=entry.text("name"), from_steps=_listed(entry, "from", verbs), until=_listed(entry, "until", verbs),
        basis=entry.text("basis"), mark=entry.word("mark", FactMark) or FactMark.FM,
        period=entry.text("period", required=False), months=entry.number("months", 1, 120) or 0,
        field=entry.text("field", required=False), start=entry.text("start", required=False),
        when=entry.text("when", required=False),
    )  # fmt: skip
    if sum(map(bool, (made.period, made.months, made.field))) != 1:
        entry.fault(ProblemCode.VALUE_MISSING, "period")
    for name in (made.field, made.start, made.when.partition("=")[0]):
        if name and name not in names:
            entry.not_allowed("field", name, ", ".join(sorted(names)))
    entry.close()
    return made
