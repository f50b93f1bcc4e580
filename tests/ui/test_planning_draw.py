# SPDX-License-Identifier: MulanPSL-2.0
"""计划抽查 · 双随机抽查: freeze, seed before a witness, draw, recompute, replace, publish, void; what is done stays."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.change import Op
from inspector_app.domain.draw import DrawState, PickState
from inspector_app.domain.draw_conditions import Exclusion
from inspector_app.ledgers import draws, organs
from inspector_app.operations.draws import DrawResult, make_draw
from inspector_app.operations.organs import OfficerDraft, add_officer
from inspector_app.storage.record_rows import put_record
from inspector_app.ui import theme
from inspector_app.ui.widgets.draw_page import DrawPage
from inspector_app.ui.widgets.draw_step import StepState
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_frame import type_text
from tests.helpers.pages_planning import PlanningWindow, said


@pytest.fixture
def window(qapp: QApplication, unit: Workspace) -> Iterator[PlanningWindow]:
    theme.apply_theme(qapp, "light", 1.0)
    for n in range(6):
        an_enterprise(unit, n + 1)
    for n in range(3):
        add_officer(unit, OfficerDraft(name=f"抽选员{n}", certificate_no=f"1309270010{n}", unit="清河县应急管理局"))
    made = PlanningWindow(unit)
    yield made
    made.close()


def a_draft(window: PlanningWindow, wanted: int = 3) -> DrawPage:
    """Fill in a new draw as a person does."""
    page = window.draws()
    window.press(page.first) if page.empty.isVisible() else window.press(page.new)
    form = page.steps.form
    for name, text in (("operator", "周操作"), ("supervisor", "吴监督"), ("place", "三楼会议室")):
        form.fields[name].edit.clear()
        type_text(form.fields[name].edit, text)
    form.wanted.selectAll()
    type_text(form.wanted, str(wanted))
    form.edited.emit()
    window.settle()
    return page


def a_draw(window: PlanningWindow, wanted: int = 3) -> DrawPage:
    """Freeze and draw."""
    page = a_draft(window, wanted)
    window.primary()
    seed(page, "2026135", "双色球第2026135期", "郑见证")
    window.primary()
    return page


def seed(page: DrawPage, number: str, source: str, witness: str) -> None:
    for name, text in (("seed", number), ("seed_source", source), ("witness", witness)):
        page.steps.seed.fields[name].edit.clear()
        type_text(page.steps.seed.fields[name].edit, text)


def states(page: DrawPage) -> list[StepState]:
    return [card.state for card in page.steps.cards]


DONE, NOW, LATER = StepState.DONE, StepState.NOW, StepState.LATER


def test_freeze_seed_draw_and_recompute(window: PlanningWindow) -> None:
    page = a_draft(window)
    assert (
        tr("{count} units, {drawable} can be drawn", count="6", drawable="6")
        in page.steps.preview.facts.words().values()
    )
    window.ask.yes = False
    window.primary()
    assert draws.draws(window.ws) == ()  # the question was answered with no
    window.ask.yes = True
    window.primary()
    assert states(page) == [DONE, DONE, NOW, LATER, LATER]
    assert not page.steps.form.isVisible()  # the conditions are read only now
    (row,) = draws.draws(window.ws)
    hashes = [text.replace("\u200b", "") for text in page.steps.frozen.words().values()]
    assert {row.draw.objects_sha256, row.draw.officers_sha256} <= set(hashes)
    assert page.steps.conditions.words()[tr("Supervised by")] == "吴监督"

    window.primary()  # nothing is entered yet
    assert page.steps.seed.fields["seed"].words.isVisible() and row.draw.state is DrawState.FROZEN
    seed(page, "2026135", "双色球第2026135期", "抽选员1")  # he may be drawn himself
    window.primary()
    assert page.steps.seed.fields["witness"].words.isVisible()
    assert draws.draws(window.ws)[0].draw.state is DrawState.FROZEN
    seed(page, "2026135", "双色球第2026135期", "郑见证")
    window.primary()
    assert states(page) == [DONE, DONE, DONE, DONE, NOW]
    assert page.steps.seeded.words()[tr("Seed")] == "2026135"
    kept = draws.draw(window.ws, row.draw.id)
    assert [page.steps.result.model.cells(n)[1] for n in range(3)] == [p.enterprise_name for p in kept.picks]
    assert all(len(p.officers) == 2 for p in kept.picks)

    window.press(page.steps.after.verify)
    words = page.steps.after.outcome.words.text()
    assert page.steps.after.outcome.property("band") == "ok"
    assert "2026135" in words and kept.result_sha256 in words.replace("\u200b", "")


@pytest.mark.spoils
def test_recomputing_finds_a_result_that_was_changed(window: PlanningWindow) -> None:
    page = a_draw(window)
    (row,) = draws.draws(window.ws)
    first = draws.draw(window.ws, row.draw.id).picks[0].pick
    with window.ws.operation(Op.REPLACE_PICK) as step:
        put_record(step.db, dataclasses.replace(first, officers=tuple(reversed(first.officers))))
    window.press(page.steps.after.verify)
    assert page.steps.after.outcome.property("band") == "bad"
    assert "draw_picks" in page.steps.after.outcome.words.text()


def test_a_unit_is_replaced_with_a_reason_and_both_stay_in_sight(window: PlanningWindow) -> None:
    page = a_draw(window)
    window.press(page.steps.result.replace)
    assert page.steps.reason.isVisible()
    window.send(page.steps.reason)
    assert page.steps.reason.fields["reason"].words.isVisible()
    window.fill(page.steps.reason, reason="企业已关闭")
    window.send(page.steps.reason)
    assert not page.steps.reason.isVisible()
    (row,) = draws.draws(window.ws)
    kept = draws.draw(window.ws, row.draw.id)
    assert [p.pick.state for p in kept.picks] == [PickState.REPLACED, PickState.DRAWN, PickState.DRAWN, PickState.DRAWN]
    model = page.steps.result.model
    assert model.cells(0)[5] == tr("{words} by no. {number}", words=word(PickState.REPLACED), number=4)
    assert model.cells(3)[6] == tr("for no. {number}: {reason}", number=1, reason="企业已关闭")
    assert not page.steps.result.replace.isVisible()  # what was replaced is not replaced again
    window.press(page.steps.after.verify)
    assert page.steps.after.outcome.property("band") == "ok"


def test_an_officer_is_replaced(window: PlanningWindow) -> None:
    page = a_draw(window, 1)
    before = page.steps.result.model.cells(0)[4]
    window.press(page.steps.result.officer)
    leaving = page.steps.officer.currentText()
    window.fill(page.steps.reason, reason="与法定代表人是亲属")
    window.send(page.steps.reason)
    after = page.steps.result.model.cells(1)[4]
    assert leaving in before and leaving not in after
    assert set(after.split("、")) - set(before.split("、"))


def test_an_inspection_of_a_drawn_unit_begins_with_its_officers(window: PlanningWindow) -> None:
    page = a_draw(window)
    current = page.steps.result.current()
    assert current is not None
    window.press(page.steps.result.start)
    assert [o.id for o in sorted(page.start.officers.chosen(), key=lambda o: o.id)] == sorted(
        o.id for o in current.officers
    )
    page.start.packs.boxes["common"].setChecked(True)
    window.press(page.start.start)
    assert window.window.place == "inspection"
    (row,) = draws.draws(window.ws)
    assert draws.draw(window.ws, row.draw.id).picks[0].pick.inspection_id == window.window.current_inspection
    window.window.go("planning")
    window.settle()
    assert page.steps.result.open.isVisible() and not page.steps.result.start.isVisible()


def test_publication_record_and_paper(window: PlanningWindow, tmp_path: Path) -> None:
    page = a_draw(window)
    window.press(page.steps.after.publish)
    window.fill(page.steps.publication, channel="县政府网站")
    window.send(page.steps.publication)
    (row,) = draws.draws(window.ws)
    assert row.draw.channel == "县政府网站" and row.draw.published_on == window.ws.today()
    assert page.steps.after.facts.words()[tr("Made public on")] == window.ws.today().isoformat()
    window.ask.target = tmp_path / "记录"
    window.press(page.steps.after.record)
    data = (tmp_path / "记录.json").read_bytes()
    assert json.loads(data)["seed"]["text"] == "2026135" and draws.verify_record(data).is_right
    window.ask.target = tmp_path / "记录.pdf"
    window.press(page.steps.after.save)
    assert (tmp_path / "记录.pdf").read_bytes().startswith(b"%PDF")


def test_a_draw_is_voided_with_a_reason_and_after_a_question(window: PlanningWindow) -> None:
    page = a_draw(window)
    window.press(page.steps.after.void)
    window.fill(page.steps.reason, reason="名录有误")
    window.ask.yes = False
    window.send(page.steps.reason)
    assert draws.draws(window.ws)[0].draw.state is DrawState.DRAWN
    window.ask.yes = True
    window.send(page.steps.reason)
    assert draws.draws(window.ws)[0].draw.state is DrawState.VOID
    assert window.screen.heading().chip == word(DrawState.VOID)
    assert page.steps.after.facts.words()[tr("Void because")] == "名录有误"
    assert not page.steps.result.start.isVisible() and not page.steps.after.void.isVisible()
    assert page.steps.after.verify.isVisible()  # it can still be recomputed


def test_what_stands_in_the_way_is_said_before_anything_is_frozen(window: PlanningWindow) -> None:
    page = a_draft(window, 50)
    assert page.steps.preview.problems.count() >= 1
    assert not page.steps.freeze.isEnabled() and not window.screen.primary_action.isEnabled()


def test_units_visited_this_year_are_left_out_unless_they_are_wanted(window: PlanningWindow) -> None:
    from inspector_app.ledgers.enterprises import find_enterprises

    an_inspection(window.ws, find_enterprises(window.ws)[0].enterprise)
    page = a_draft(window)
    assert page.steps.figures is not None and page.steps.figures.drawable == 5
    page.steps.form.skipped[Exclusion.VISITED].click()
    page.steps.form.edited.emit()
    window.settle()
    assert page.steps.figures.drawable == 6


def test_an_exclusion_and_an_avoidance_by_name_are_noted_with_reasons(window: PlanningWindow) -> None:
    page = a_draft(window)
    form = page.steps.form
    window.press(form.exclusions.add)
    window.press(form.exclusions.keep)
    assert form.exclusions.exclusions() == ()  # without a reason nothing is noted
    type_text(form.exclusions.reason.edit, "正在办理案件")
    window.press(form.exclusions.keep)
    assert [one.reason for one in form.exclusions.exclusions()] == ["正在办理案件"]
    window.press(form.avoidances.add)
    type_text(form.avoidances.people.search, "抽选员2")
    window.settle()
    form.avoidances.all.setChecked(True)
    type_text(form.avoidances.reason.edit, "亲属在辖区企业任职")
    window.press(form.avoidances.keep)
    form.edited.emit()
    window.settle()
    assert page.steps.figures is not None
    assert (page.steps.figures.drawable, page.steps.figures.drawable_officers) == (5, 4)
    window.primary()
    (row,) = draws.draws(window.ws)
    kept = draws.draw(window.ws, row.draw.id)
    (avoiding,) = [o for o in organs.officers(window.ws) if o.name == "抽选员2"]
    assert [a.officer_id for a in kept.conditions.avoidances] == [avoiding.id]


def test_an_interrupted_draw_goes_on_with_the_recorded_seed(window: PlanningWindow) -> None:
    page = a_draft(window)
    window.primary()
    from inspector_app.operations.draws import record_seed

    (row,) = draws.draws(window.ws)
    record_seed(window.ws, row.draw.id, seed="778899", seed_source="开奖", witness="郑见证")
    window.screen.refresh()
    window.settle()
    assert page.steps.seed.send.text() == tr("Go on drawing with this seed")
    assert page.steps.seed.fields["seed"].edit.isReadOnly() and page.steps.seed.fields["seed"].text() == "778899"
    window.primary()
    assert draws.draws(window.ws)[0].draw.state is DrawState.DRAWN


def test_the_same_lists_and_seed_give_the_same_result_in_the_window_and_outside(window: PlanningWindow) -> None:
    page = a_draft(window)
    window.primary()
    (row,) = draws.draws(window.ws)
    outside: DrawResult = make_draw(
        window.ws, row.draw.id, seed="2026135", seed_source="双色球", witness="郑见证"
    ).value
    window.screen.refresh()
    window.settle()
    shown = [page.steps.result.picks[page.steps.result.model.id_at(n)].pick.enterprise_id for n in range(3)]
    assert shown == [p.enterprise_id for p in outside.picks]
    assert said(page.result) != ""
