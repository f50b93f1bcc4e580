# SPDX-License-Identifier: MulanPSL-2.0
"""A warning of the rules passes only with a reason that is kept (handbook 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspector_app.domain import texts
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.review import RulePass
from inspector_app.operations.document_facts import Gathered
from inspector_app.storage import confirmations
from inspector_app.storage.driver import Database
from inspector_app.wording import sentence
from inspector_app.workspace import Step

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reasons as a person gave them: by rule, by rule and place (`R22 finding:ID:photos`), or one for all (`*`)."""

    given: Mapping[str, str] = field(default_factory=dict)

    def of(self, problem: Problem) -> str:
        """Give the reason for one warning; empty where there is none."""
        rule = rule_of(problem)
        for key in (f"{rule} {problem.where}", rule, EVERY):
            reason = texts.cleaned(self.given.get(key, ""))
            if reason:
                return reason
        return ""


def rule_of(problem: Problem) -> str:
    """Give the rule that a problem belongs to; empty for what is no rule of the catalogue."""
    return problem.fields.get("rule", "")


def needing(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Give the warnings that pass only with a reason."""
    return (p for p in problems if p.severity is Severity.WARN and rule_of(p))


def without_reason(
    db: Database, gathered: Gathered, problems: Sequence[Problem], reasons: Reasons
) -> Iterator[Problem]:
    """Refuse every warning that has no reason, now or from before: REASON_NEEDED."""
    known = {(p.rule, p.where) for p in confirmations.list_passes(db, gathered.inspection.id)}
    for problem in needing(problems):
        if not reasons.of(problem) and (rule_of(problem), problem.where) not in known:
            fields = {"rule": rule_of(problem), "sentence": sentence(problem)}
            yield Problem(code=ProblemCode.REASON_NEEDED, where=problem.where, fields=fields)


def keep_passes_in(
    step: Step, document: OfficialDocument, problems: Sequence[Problem], reasons: Reasons, person: str
) -> None:
    """Keep the reasons with the document that was issued all the same."""
    for problem in needing(problems):
        reason = reasons.of(problem)
        if reason:
            made = RulePass(
                id=step.new_id(), inspection_id=document.inspection_id, rule=rule_of(problem), where=problem.where,
                document_id=document.id, reason=reason, person=person, at=step.now,
            )  # fmt: skip
            confirmations.put_pass(step.db, made)
