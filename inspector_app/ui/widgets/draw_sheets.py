# SPDX-License-Identifier: MulanPSL-2.0
"""What the steps of a draw show once they are done: frozen lists with their hashes, the seed, what was published."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inspector_app.domain.draw import Draw
from inspector_app.domain.draw_conditions import DrawConditions, ObjectFilter, StratumRule
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import RiskGrade, SponsorGrade
from inspector_app.ledgers.draws import DrawView
from inspector_app.ui import theme
from inspector_app.ui.models.planning_draws import BaseFigures, excluded_words, stratum_word
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.page import column
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import tr, word

Fact = tuple[str, str, str]
HALF = 32  # letters of a hash before the place where a line may break
MOST_PROBLEMS = 5  # are seen without scrolling


class FiguresView(QWidget):
    """The lists as they would be frozen now: how many, of them drawn, and what stands in the way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Facts()
        self.problems = ProblemList()
        self.problems.hide()
        self.setLayout(column(self.facts, self.problems))

    def show_reading(self) -> None:
        """Say that the lists are being looked at."""
        self.facts.show_facts([(tr("Lists"), tr("Looking at the lists …"), "muted")])
        self.problems.hide()

    def show_figures(self, figures: BaseFigures) -> None:
        """Show the figures."""
        self.facts.show_facts(figure_facts(figures))
        self.problems.show_problems(figures.problems)
        self.problems.setVisible(bool(figures.problems))
        self.problems.setFixedHeight(theme.dp(40) * min(MOST_PROBLEMS, max(1, len(figures.problems))))


def figure_facts(figures: BaseFigures) -> list[Fact]:
    """Say the figures of both lists, and how many are drawn of which group."""
    units = tr("{count} units, {drawable} can be drawn", count=f"{figures.objects:,}", drawable=f"{figures.drawable:,}")
    people = tr(
        "{count} officers, {drawable} can be drawn",
        count=f"{figures.officers:,}",
        drawable=f"{figures.drawable_officers:,}",
    )
    return [
        (tr("List of units"), units, "" if figures.drawable else "bad"),
        (tr("Not drawn"), excluded_words(figures.excluded_objects), "muted"),
        (tr("List of officers"), people, "" if figures.drawable_officers else "bad"),
        (tr("Not drawn either"), excluded_words(figures.excluded_officers), "muted"),
        (tr("Are drawn"), strata_words(figures.strata), ""),
    ]


def strata_words(strata: Sequence[tuple[str, int, int]]) -> str:
    """Say how many are drawn of each group."""
    parts = [
        tr("{name} {drawn} of {drawable}", name=name, drawn=drawn, drawable=drawable)
        for name, drawable, drawn in strata
    ]
    total = sum(drawn for _, _, drawn in strata)
    return tr("{total}: {parts}", total=total, parts="、".join(parts)) if len(parts) > 1 else "".join(parts)


def condition_facts(draw: Draw, conditions: DrawConditions) -> list[Fact]:
    """Say what was fixed before the draw."""
    strata = "；".join(_stratum_words(rule) for rule in conditions.strata)
    skipped = "、".join(word(reason) for reason in conditions.skipped)
    named = "；".join(one.reason for one in conditions.exclusions)
    avoiding = "；".join(one.reason for one in conditions.avoidances)
    return [
        (tr("Drawn by"), draw.operator, ""), (tr("Supervised by"), draw.supervisor, ""),
        (tr("Place of the draw"), draw.place, ""),
        (tr("Which units"), filter_words(conditions.objects) or tr("All of the register"), ""),
        (tr("Not drawn"), skipped, ""),
        (tr("Left out by name"), tr("{count}: {reasons}", count=len(conditions.exclusions), reasons=named)
         if named else "", ""),
        (tr("Groups"), strata, ""),
        (tr("Which officers"), conditions.officers, ""),
        (tr("Avoidances"), tr("{count}: {reasons}", count=len(conditions.avoidances), reasons=avoiding)
         if avoiding else "", ""),
        (tr("Officers for each"), str(draw.per_unit), ""),
    ]  # fmt: skip


def filter_words(where: ObjectFilter) -> str:
    """Say which units are meant; no words where all are."""
    parts = [
        "、".join(where.districts),
        "、".join(word(Industry(name)) for name in where.sectors),
        "、".join(word(SponsorGrade(name)) for name in where.grades),
        "、".join(word(RiskGrade(name)) for name in where.risk_grades),
        tr("With a major hazard source") if where.with_hazard else "",
        tr("With special equipment") if where.with_equipment else "",
    ]
    return "；".join(part for part in parts if part)


def _stratum_words(rule: StratumRule) -> str:
    if rule.count is not None:
        share = tr("{count} units", count=rule.count)
    elif rule.percent is not None:
        share = f"{rule.percent} %"
    else:
        share = tr("weight {weight}", weight=rule.weight)
    where = filter_words(rule.where)
    return (
        tr("{name} ({where}): {share}", name=rule.name, where=where, share=share) if where else f"{rule.name}: {share}"
    )


def frozen_facts(view: DrawView) -> list[Fact]:
    """Say what was frozen: how many, and the hashes by which anybody can see that nothing was changed."""
    draw = view.draw
    drawable = sum(stratum.drawable for stratum in view.strata)
    people = draw.officers - sum(view.excluded_officers.values())
    strata = [(stratum_word(s.name), s.drawable, s.quota) for s in view.strata]
    return [
        (tr("Frozen at"), draw.made_at.strftime("%Y-%m-%d %H:%M"), ""),
        (tr("List of units"), tr("{count} units, {drawable} can be drawn", count=draw.objects, drawable=drawable), ""),
        (tr("Not drawn"), excluded_words(view.excluded_objects), "muted"),
        (tr("SHA-256 of the units"), breakable_hash(draw.objects_sha256), "muted"),
        (tr("List of officers"), tr("{count} officers, {drawable} can be drawn", count=draw.officers, drawable=people),
         ""),
        (tr("Not drawn either"), excluded_words(view.excluded_officers), "muted"),
        (tr("SHA-256 of the officers"), breakable_hash(draw.officers_sha256), "muted"),
        (tr("Are drawn"), strata_words(strata), ""),
        (tr("SHA-256 of all that is frozen"), breakable_hash(view.frozen_sha256), "muted"),
    ]  # fmt: skip


def seed_facts(view: DrawView) -> list[Fact]:
    """Say which seed was recorded, when, from where, before whom."""
    draw = view.draw
    at = view.seed_recorded_at.replace("T", " ")[:16]
    return [
        (tr("Seed"), draw.seed, ""), (tr("Where it comes from"), draw.seed_source, ""),
        (tr("Witness"), draw.witness, ""), (tr("Recorded at"), at, ""), (tr("Algorithm"), draw.algorithm, "muted"),
    ]  # fmt: skip


def breakable_hash(text: str) -> str:
    """Let a hash break in the middle where there is no room for all of it."""
    return "\u200b".join(text[at : at + HALF] for at in range(0, len(text), HALF))
