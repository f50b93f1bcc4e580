# SPDX-License-Identifier: MulanPSL-2.0
"""The catalogue of review rules (案卷评查, handbook 9) out of `rules.toml` and `vague.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity, blocking
from inspector_app.domain.review import Rule, RuleLevel, RuleStage
from inspector_app.law.records import Record, read_toml, shown

FILE_NAME = "rules.toml"
VAGUE = "vague.toml"
FORMAT = 1
WHAT = "what"  # the slot of a sentence that one of its faults fills

# What had a code of its own before the catalogue keeps it: people and programs know these words.
CODES: Mapping[tuple[str, str], ProblemCode] = {
    ("R01", "few"): ProblemCode.TOO_FEW_OFFICERS,
    ("R01", "expired"): ProblemCode.CERTIFICATE_EXPIRED,
    ("R12", "future"): ProblemCode.ISSUE_DATE_IN_FUTURE,
    ("R12", "before_visit"): ProblemCode.ISSUE_DATE_BEFORE_INSPECTION,
    ("R12", "no_deadline"): ProblemCode.DEADLINE_MISSING,
    ("R12", "not_after"): ProblemCode.DEADLINE_NOT_AFTER_ISSUE,
    ("R15", "no_place"): ProblemCode.FINDING_NO_PLACE,
    ("R16", "none"): ProblemCode.FINDING_NO_BASIS,
    ("R16", "unverified"): ProblemCode.BASIS_UNVERIFIED,
    ("R16", "not_yet"): ProblemCode.BASIS_NOT_IN_FORCE,
    ("R19", "repealed"): ProblemCode.BASIS_NOT_IN_FORCE,
    ("R22", ""): ProblemCode.FINDING_NO_PHOTO,
    ("R24", ""): ProblemCode.FILE_CHANGED,
    ("R30", "no_description"): ProblemCode.FINDING_NO_DESCRIPTION,
    ("R30", "slot"): ProblemCode.FINDING_SLOT_OPEN,
    ("R30", "no_measure"): ProblemCode.FINDING_NO_MEASURE,
    ("R40", ""): ProblemCode.MAJOR_DISTANT_DEADLINE,
}

_ID = re.compile(r"R\d\d")
_SLOT = re.compile(r"\{([a-z_]+)\}")

Param = int | str | tuple[str, ...] | Mapping[str, "Param"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """One rule with what surrounds it. In the case that `other_when` tells, `other_level` counts instead."""

    rule: Rule
    faults: Mapping[str, str] = field(default_factory=dict)  # texts for the slot {what}
    params: Mapping[str, Param] = field(default_factory=dict)
    is_adjustable: bool = False
    other_level: RuleLevel | None = None
    other_when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Wordings that say no fact by themselves, and how to say it better."""

    words: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules by id, and the vague wordings of R15."""

    entries: Mapping[str, RuleEntry]
    vague: tuple[Vague, ...] = ()
    fillers: tuple[str, ...] = ()

    def __contains__(self, rule_id: str) -> bool:
        return rule_id in self.entries

    def of(self, rule_id: str) -> Rule:
        """Give one rule."""
        return self.entries[rule_id].rule

    def at(self, stage: RuleStage) -> tuple[Rule, ...]:
        """Give the rules that are looked at then, in order."""
        return tuple(entry.rule for entry in self.entries.values() if stage in entry.rule.stages)

    def number(self, rule_id: str, name: str) -> int:
        """Give a number of a rule."""
        value = self.entries[rule_id].params[name]
        assert isinstance(value, int), (rule_id, name)
        return value

    def text(self, rule_id: str, name: str) -> str:
        """Give a word or pattern of a rule."""
        value = self.entries[rule_id].params[name]
        assert isinstance(value, str), (rule_id, name)
        return value

    def words(self, rule_id: str, name: str) -> tuple[str, ...]:
        """Give a list of words of a rule."""
        return _listed(self.entries[rule_id].params[name])

    def table(self, rule_id: str, name: str) -> Mapping[str, str]:
        """Give a table of words of a rule."""
        return {key: str(value) for key, value in self._table(rule_id, name).items()}

    def lists(self, rule_id: str, name: str) -> Mapping[str, tuple[str, ...]]:
        """Give a table of lists of words of a rule."""
        return {key: _listed(value) for key, value in self._table(rule_id, name).items()}

    def _table(self, rule_id: str, name: str) -> Mapping[str, Param]:
        value = self.entries[rule_id].params[name]
        assert isinstance(value, Mapping), (rule_id, name)
        return value

    def fault(self, rule_id: str, fault: str, **slots: object) -> str:
        """Give the text of one fault with its slots filled, for the slot {what}."""
        return _filled(self.entries[rule_id].faults[fault], slots)

    def sentence(self, rule_id: str, fault: str = "", **slots: object) -> str:
        """Say in Chinese what is wrong and what to do; `fault` names the case, every slot must be given."""
        if fault:
            slots = {**slots, WHAT: self.fault(rule_id, fault, **slots)}
        return _filled(self.of(rule_id).sentence, slots)

    def severity(self, rule_id: str, *, other: bool = False) -> Severity:
        """Say what a broken rule does; `other` in the case that `other_when` tells."""
        entry = self.entries[rule_id]
        level = entry.other_level if other and entry.other_level is not None else entry.rule.level
        return Severity.BLOCK if level is RuleLevel.BLOCK else Severity.WARN

    def problem(self, rule_id: str, where: str, fault: str = "", /, **slots: object) -> Problem:
        """Make the problem of a broken rule: its fields are the rule, the Chinese sentence and the slots."""
        return self._problem(rule_id, where, fault, self.severity(rule_id), slots)

    def other_problem(self, rule_id: str, where: str, fault: str = "", /, **slots: object) -> Problem:
        """Make the same at the other level, for the case that `other_when` tells."""
        return self._problem(rule_id, where, fault, self.severity(rule_id, other=True), slots)

    def _problem(
        self, rule_id: str, where: str, fault: str, severity: Severity, slots: Mapping[str, object]
    ) -> Problem:
        given = {name: str(value) for name, value in slots.items()}
        fields = {**given, "rule": rule_id, "sentence": self.sentence(rule_id, fault, **slots)}
        code = CODES.get((rule_id, fault), ProblemCode.RULE_BROKEN)
        return Problem(code=code, where=where, fields=fields, severity=severity)


def _filled(text: str, slots: Mapping[str, object]) -> str:
    return _SLOT.sub(lambda found: str(slots[found[1]]), text)


def _listed(value: Param) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value


def load_rules(folders: Sequence[Path]) -> Rules:
    """Read the catalogue of the program's folder, the first; organs' folders may change the level of adjustable rules.

    Refuses with every fault of every file at once: LAW_DATA_FAULTY, VALUE_MISSING and the like.
    """
    problems: list[Problem] = []
    entries = _entries(read_toml(folders[0] / FILE_NAME, problems, FILE_NAME), FILE_NAME, problems)
    vague, fillers = _vague(read_toml(folders[0] / VAGUE, problems, VAGUE), problems)
    for folder in folders[1:]:
        path = folder / FILE_NAME
        if path.is_file():
            name = f"{folder.parent.name}/{folder.name}/{FILE_NAME}"
            _adjust(entries, read_toml(path, problems, name), name, problems)
    if blocking(problems):
        raise Refused(problems)
    return Rules(entries=entries, vague=vague, fillers=fillers)


def _entries(values: Mapping[str, object], name: str, problems: list[Problem]) -> dict[str, RuleEntry]:
    if not values:
        return {}
    top = Record(values, name, problems)
    top.number("format", FORMAT, FORMAT, required=True)
    found: dict[str, RuleEntry] = {}
    for record in top.records("rule", "id"):
        entry = _entry(record, name)
        record.close()
        if entry.rule.id in found or not _ID.fullmatch(entry.rule.id):
            problems.append(_fault(name, f"{shown(entry.rule.id)}:id", shown(entry.rule.id)))
        found[entry.rule.id] = entry
    top.close()
    return found


def _entry(record: Record, name: str) -> RuleEntry:
    rule = Rule(
        id=record.text("id"),
        level=record.word("level", RuleLevel) or RuleLevel.BLOCK,
        basis=record.text("basis"),
        mark=record.word("mark", FactMark) or FactMark.FM,
        check=record.text("check"),
        sentence=record.text("sentence"),
        mend=record.text("mend"),
        stages=_stages(record),
    )
    entry = RuleEntry(
        rule=rule,
        faults=_faults(record),
        params=_params(record),
        is_adjustable=record.flag("adjustable"),
        other_level=record.word("other_level", RuleLevel, required=False),
        other_when=record.text("other_when", required=False),
    )
    _check_whole(entry, record, name)
    return entry


def _check_whole(entry: RuleEntry, record: Record, name: str) -> None:
    """Note what does not fit together: faults without their slot, another level without its case."""
    has_slot = WHAT in _SLOT.findall(entry.rule.sentence)
    if has_slot and not entry.faults:
        record.fault(ProblemCode.VALUE_MISSING, "faults")
    if (entry.other_level is None) != (not entry.other_when):
        record.fault(ProblemCode.VALUE_MISSING, "other_when" if entry.other_level else "other_level")
    if entry.other_level is entry.rule.level and entry.other_level is not None:
        record.problems.append(_fault(name, f"{entry.rule.id}:other_level", entry.other_level))


def _stages(record: Record) -> frozenset[RuleStage]:
    words = record.texts("stages")
    if not words:
        record.fault(ProblemCode.VALUE_MISSING, "stages")
    for word in words:
        if word not in tuple(RuleStage):
            record.not_allowed("stages", word, ", ".join(RuleStage))
    return frozenset(RuleStage(word) for word in words if word in tuple(RuleStage))


def _faults(record: Record) -> Mapping[str, str]:
    record.skip("faults")
    table = record.values.get("faults", {})
    if not isinstance(table, dict):
        record.fault(ProblemCode.VALUE_WRONG_TYPE, "faults", expected="table", found=shown(table))
        return {}
    texts = Record(table, f"{record.place}:faults", record.problems)
    return {key: texts.text(key) for key in table}


def _params(record: Record) -> Mapping[str, Param]:
    record.skip("params")
    table = record.values.get("params", {})
    found = _param(table, record, "params")
    return found if isinstance(found, Mapping) else {}


def _param(value: object, record: Record, place: str) -> Param:
    """Take a number, a text, a list of texts, or a table of these."""
    match value:
        case dict():
            return {str(key): _param(part, record, f"{place}.{key}") for key, part in value.items()}
        case bool():
            pass
        case int() | str():
            return value
        case list() if all(isinstance(part, str) for part in value):
            return tuple(value)
    record.fault(ProblemCode.VALUE_WRONG_TYPE, place, expected="list of texts", found=shown(value))
    return ""


def _vague(values: Mapping[str, object], problems: list[Problem]) -> tuple[tuple[Vague, ...], tuple[str, ...]]:
    if not values:
        return (), ()
    top = Record(values, VAGUE, problems)
    top.number("format", FORMAT, FORMAT, required=True)
    fillers = top.texts("fillers")
    found = []
    for record in top.records("vague", "hint"):
        words = record.texts("words")
        if not words or not all(words):
            record.fault(ProblemCode.VALUE_MISSING, "words")
        found.append(Vague(words=words, hint=record.text("hint")))
        record.close()
    top.close()
    return tuple(found), fillers


def _adjust(entries: dict[str, RuleEntry], values: Mapping[str, object], name: str, problems: list[Problem]) -> None:
    """Put an organ's levels in place; only those of adjustable rules."""
    if not values:
        return
    top = Record(values, name, problems)
    top.number("format", FORMAT, FORMAT, required=True)
    for record in top.records("rule", "id"):
        rule_id = record.text("id")
        level = record.word("level", RuleLevel)
        record.close()
        known = entries.get(rule_id)
        if known is None or not known.is_adjustable:
            problems.append(_fault(name, f"{shown(rule_id)}:id", shown(rule_id)))
        elif level is not None:
            entries[rule_id] = replace(known, rule=replace(known.rule, level=level))
    top.close()


def _fault(file: str, place: str, found: str) -> Problem:
    fields = {"file": file, "place": place, "found": found}
    return Problem(code=ProblemCode.LAW_DATA_FAULTY, where=f"{file}:{place}", fields=fields)
