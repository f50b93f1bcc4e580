# SPDX-License-Identifier: MulanPSL-2.0
"""Photos that answer an item: they are its answer, and what is no such item takes none."""

from __future__ import annotations

import pytest

from inspector_app.domain.inspection import AnswerResult, Inspection
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers.inspections import view
from inspector_app.operations import inspections, photos
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers import pictures
from tests.helpers.forms import a_form, keep_form
from tests.helpers.makers import a_finding, an_inspection


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    keep_form(unit, a_form())
    return an_inspection(unit, pack_ids=("trial",))


def take(ws: Workspace, visit: Inspection, *numbers: int, item_code: str = "gate"):
    sources = [photos.PhotoSource(name=f"{n}.jpg", data=pictures.photo() + b"%d" % n) for n in numbers]
    return photos.add_photos(ws, visit.id, sources, item_code=item_code).value.photos


def gate(ws: Workspace, visit: Inspection) -> tuple[AnswerResult, str, str]:
    answer = view(ws, visit.id).answers["gate"]
    return answer.result, answer.value, answer.label


def test_photos_are_the_answer_and_taking_them_out_opens_it_again(unit: Workspace, visit: Inspection) -> None:
    first, second = take(unit, visit, 1, 2)
    assert gate(unit, visit) == (AnswerResult.RECORDED, "2", "照片2张")
    assert {p.item_code for p in view(unit, visit.id).photos} == {"gate"}
    photos.remove_photo(unit, first.id, "重复")
    assert gate(unit, visit) == (AnswerResult.RECORDED, "1", "照片1张")
    photos.remove_photo(unit, second.id, "重复")
    assert gate(unit, visit) == (AnswerResult.NOT_CHECKED, "", "")


def test_undo_takes_photos_and_answer_back_together(unit: Workspace, visit: Inspection) -> None:
    take(unit, visit, 1)
    undo_last(unit)
    assert not view(unit, visit.id).photos
    assert "gate" not in view(unit, visit.id).answers


def test_photos_of_an_item_are_put_in_order(unit: Workspace, visit: Inspection) -> None:
    first, second, third = take(unit, visit, 1, 2, 3)
    photos.arrange_item_photos(unit, visit.id, "gate", [third.id, first.id])
    shown = sorted(view(unit, visit.id).photos, key=lambda photo: photo.ordinal)
    assert [photo.id for photo in shown] == [third.id, first.id, second.id]


def test_a_photo_is_given_to_a_finding_to_an_item_or_back(unit: Workspace, visit: Inspection) -> None:
    (photo,) = take(unit, visit, 1)
    finding = a_finding(unit, visit)
    after = photos.assign_photo(unit, photo.id, finding.id).value
    assert (after.finding_id, after.item_code) == (finding.id, "")
    assert gate(unit, visit)[0] is AnswerResult.NOT_CHECKED
    after = photos.assign_photo(unit, photo.id, None, item_code="gate").value
    assert (after.finding_id, after.item_code) == (None, "gate")
    assert gate(unit, visit)[0] is AnswerResult.RECORDED
    after = photos.assign_photo(unit, photo.id, None).value
    assert (after.finding_id, after.item_code) == (None, "")
    assert gate(unit, visit)[0] is AnswerResult.NOT_CHECKED


@pytest.mark.parametrize("code", ["contact", "TK-01", "no-such-item"])
def test_only_an_item_that_asks_for_photos_takes_them(unit: Workspace, visit: Inspection, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        take(unit, visit, 1, item_code=code)
    assert [p.code for p in refusal.value.problems] == [ProblemCode.ITEM_UNKNOWN]
    assert not view(unit, visit.id).photos


def test_a_finding_and_an_item_at_once_is_refused(unit: Workspace, visit: Inspection) -> None:
    finding = a_finding(unit, visit)
    source = photos.PhotoSource(name="a.jpg", data=pictures.photo())
    with pytest.raises(Refused):
        photos.add_photos(unit, visit.id, [source], finding.id, item_code="gate")


def test_a_finished_visit_keeps_its_answer(unit: Workspace, visit: Inspection, clock) -> None:
    take(unit, visit, 1)
    clock.move(minutes=30)
    inspections.finish_inspection(unit, visit.id)
    with pytest.raises(Refused) as refusal:
        take(unit, visit, 2)
    assert [p.code for p in refusal.value.problems] == [ProblemCode.INSPECTION_FINISHED]
    assert gate(unit, visit)[1] == "1"
