# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about case-file review (案卷评查): look at a case, pass a warning with a reason, list the rules."""

from __future__ import annotations

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import Word
from inspector_app.cli.names import about
from inspector_app.cli.result import Result as Outcome
from inspector_app.cli.result import flat, plain, short, table
from inspector_app.domain.review import RuleLevel, RuleStage
from inspector_app.operations.review import review as verbs
from inspector_app.wording import tr, word

STAGES = (RuleStage.ISSUE, RuleStage.SERVICE, RuleStage.CASE)


@click.command("review", cls=Command, help=about("review"))
@click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))
@click.option(
    "--stage",
    type=Word(RuleStage),
    default=RuleStage.CASE.value,
    help=tr("the rules of which moment; else of the case"),
)
def review(inspection: str, stage: RuleStage) -> Outcome:
    """Run the rules over a case. It is a report: what it finds is no failure of the command."""
    with opened() as ws:
        found = verbs.review(ws, inspection, stage)
    counts = {level: found.count(level) for level in RuleLevel}
    data = {
        "inspection": inspection,
        "clean": found.is_clean,
        "blocks": counts[RuleLevel.BLOCK],
        "warnings": counts[RuleLevel.WARN],
        "infos": counts[RuleLevel.INFO],
        "results": [_as_object(result) for result in found.results],
    }
    said = tr(
        "{blocks} faults that stop documents, {warnings} that need a reason, {infos} for information.",
        blocks=counts[RuleLevel.BLOCK],
        warnings=counts[RuleLevel.WARN],
        infos=counts[RuleLevel.INFO],
    )
    return Outcome(data=data, lines=[said, *_lines(found)])


def _lines(found: verbs.Review) -> list[str]:
    if not found.results:
        return []
    rows = [(tr("Rule"), tr("Level"), tr("What is wrong"), tr("Where"), tr("Basis"), tr("Reason"))]
    for result in found.results:
        reason = result.passed_by.reason if result.passed_by else ""
        rows.append(
            (
                result.rule.id,
                word(result.level),
                result.sentence,
                result.problem.where,
                result.rule.basis,
                reason,
            )
        )
    return table(rows)


def _as_object(result: verbs.Result) -> dict[str, object]:
    rule, passed = result.rule, result.passed_by
    return {
        "rule": rule.id,
        "level": result.level.value,
        "code": result.problem.code.value,
        "sentence": result.sentence,
        "where": result.problem.where,
        "mend": rule.mend,
        "basis": rule.basis,
        "mark": rule.mark,
        "passed": passed is not None,
        "reason": passed.reason if passed else "",
        "person": passed.person if passed else "",
    }


@click.command("pass-rule", cls=Command, help=about("pass-rule"))
@click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))
@click.option("--rule", "rule_id", required=True, metavar="RULE", help=tr("the rule, as `rules` lists it"))
@click.option("--where", required=True, metavar="PLACE", help=tr("the place, as `review` shows it"))
@click.option("--reason", required=True, metavar="TEXT", help=tr("why it is right all the same"))
@click.option("--document", default="", metavar="DOCUMENT", help=tr("the document that it is about"))
def pass_rule(inspection: str, rule_id: str, where: str, reason: str, document: str) -> Outcome:
    """Keep why a warning is passed."""
    with opened() as ws:
        made = verbs.pass_rule(ws, inspection, rule_id, where, reason, document).value
    data = flat(made)
    return Outcome(
        data=data, lines=[tr("{rule} is passed with this reason: {reason}", rule=made.rule, reason=made.reason)]
    )


@click.command("rules", cls=Command, help=about("rules"))
def rules() -> Outcome:
    """List the catalogue as this unit uses it."""
    with opened() as ws:
        entries = tuple(ws.law.rules.entries.values())
    rows = [(tr("Rule"), tr("Level"), tr("When"), tr("What it looks at"), tr("Basis"))]
    listed = []
    for entry in entries:
        rule = entry.rule
        stages = [stage for stage in STAGES if stage in rule.stages]
        rows.append(
            (rule.id, word(rule.level), "、".join(map(word, stages)), short(rule.check, 60), short(rule.basis, 40))
        )
        listed.append(
            {
                **flat(rule, without=["stages"]),
                "stages": plain(stages),
                "adjustable": entry.is_adjustable,
                "other_level": plain(entry.other_level),
                "other_when": entry.other_when,
            }
        )
    return Outcome(data={"rules": listed}, lines=table(rows))
