# SPDX-License-Identifier: MulanPSL-2.0
"""Reviewing a case (`inspector-app review`), and passing a warning with a reason that is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.domain.review import Rule, RuleLevel, RulePass, RuleStage
from inspector_app.law.rules import Rules
from inspector_app.operations.review.gather import gather_case
from inspector_app.operations.review.registry import RULES
from inspector_app.operations.visits import inspection_in
from inspector_app.storage import confirmations, documents
from inspector_app.workspace import Step, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a rule found, and the reason with which a warning was passed."""

    rule: Rule
    problem: Problem
    passed_by: RulePass | None = None

    @property
    def level(self) -> RuleLevel:
        """What it does here: a rule may be stricter or milder in some cases."""
        if self.rule.level is RuleLevel.INFO:
            return RuleLevel.INFO
        return RuleLevel.BLOCK if self.problem.severity is Severity.BLOCK else RuleLevel.WARN

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in Chinese."""
        return self.problem.fields["sentence"]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.level is RuleLevel.BLOCK or (self.level is RuleLevel.WARN and self.passed_by is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that the rules found in a case, in the order of the catalogue."""

    inspection_id: str
    results: tuple[Result, ...]

    def count(self, level: RuleLevel) -> int:
        """How many results have that level."""
        return sum(result.level is level for result in self.results)

    @property
    def is_clean(self) -> bool:
        """Whether nothing blocks and every warning has its reason."""
        return not any(result.is_open for result in self.results)


def review(ws: Workspace, inspection_id: str, stage: RuleStage = RuleStage.CASE) -> Review:
    """Look at a whole case with the rules of a stage. Refuses NOT_FOUND."""
    rules = ws.law.rules
    with ws.reader() as db:
        case = gather_case(ws, db, inspection_id)
        passes = confirmations.list_passes(db, inspection_id)
    found = (
        _result(rules, rule, problem, passes) for rule in rules.at(stage) for problem in RULES[rule.id](case, rules)
    )
    return Review(inspection_id=inspection_id, results=tuple(_each_once(found)))


def _result(rules: Rules, rule: Rule, problem: Problem, passes: Sequence[RulePass]) -> Result:
    fitting = [p for p in passes if (p.rule, p.where) == (rule.id, problem.where)]
    may_pass = problem.severity is Severity.WARN and rule.level is not RuleLevel.INFO
    return Result(rule=rule, problem=problem, passed_by=fitting[-1] if fitting and may_pass else None)


def _each_once(results: Iterator[Result]) -> Iterator[Result]:
    """Several documents may break the same rule at the same place in the same words."""
    seen: set[tuple[str, str, str]] = set()
    for result in results:
        key = (result.rule.id, result.problem.where, result.sentence)
        if key not in seen:
            seen.add(key)
            yield result


def pass_rule(
    ws: Workspace, inspection_id: str, rule_id: str, where: str, reason: str, document_id: str = ""
) -> Done[RulePass]:
    """Pass a warning with a reason that is kept.

    Refuses NOT_FOUND (inspection, document, rule), REASON_MISSING, and RULE_BROKEN for what blocks.
    """
    with ws.operation(Op.PASS_RULE) as step:
        passed = pass_rule_in(ws, step, inspection_id, rule_id, where, reason, document_id)
    return Done(value=passed, changes=step.changes)


def pass_rule_in(
    ws: Workspace, step: Step, inspection_id: str, rule_id: str, where: str, reason: str, document_id: str = ""
) -> RulePass:
    """Pass a warning inside an open operation."""
    reason, where = texts.cleaned(reason), texts.cleaned(where)
    inspection_in(step, inspection_id)
    document = documents.get_document(step.db, document_id) if document_id else None
    if document_id and (document is None or document.inspection_id != inspection_id):
        fields = {"kind": "document", "id": document_id[:80]}
        refuse([Problem(code=ProblemCode.NOT_FOUND, where=document_id[:80], fields=fields)])
    if rule_id not in ws.law.rules:
        fields = {"kind": "rule", "id": rule_id[:80]}
        refuse([Problem(code=ProblemCode.NOT_FOUND, where=rule_id[:80], fields=fields)])
    if not reason:
        fields = {"act": Op.PASS_RULE.value}
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
    refuse((*texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT), *texts.problems_of(where, "where")))
    _refuse_block(ws, step, inspection_id, rule_id, where)
    passed = RulePass(
        id=step.new_id(), inspection_id=inspection_id, rule=rule_id, where=where, document_id=document_id,
        reason=reason, person=ws.actor, at=step.now,
    )  # fmt: skip
    confirmations.put_pass(step.db, passed)
    return passed


def _refuse_block(ws: Workspace, step: Step, inspection_id: str, rule_id: str, where: str) -> None:
    """What blocks is mended, not passed: by its rule, or in this case."""
    rules = ws.law.rules
    entry = rules.entries[rule_id]
    found = [p for p in RULES[rule_id](gather_case(ws, step.db, inspection_id), rules) if p.where == where]
    blocks = [p for p in found if p.severity is Severity.BLOCK]
    never = RuleLevel.WARN not in (entry.rule.level, entry.other_level)
    if blocks or never:
        said = blocks[0].fields["sentence"] if blocks else entry.rule.check
        fields = {"rule": rule_id, "sentence": said}
        refuse([Problem(code=ProblemCode.RULE_BROKEN, where=where, fields=fields)])
