# SPDX-License-Identifier: MulanPSL-2.0
"""The papers of a draw, and verifying what lies in the data folder."""

from __future__ import annotations

import dataclasses

import pypdfium2
import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.draw_conditions import Avoidance
from inspector_app.domain.draw_record import Difference
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.ledgers import draws as ledger
from inspector_app.ledgers.draw_paper import draw_paper
from inspector_app.operations import draws
from inspector_app.storage.record_rows import put_record
from inspector_app.workspace import Workspace
from tests.helpers.draws import SEED, by_name, drawn, frozen, place_officer, populate, refused


@pytest.fixture
def place(unit: Workspace) -> Workspace:
    return populate(unit)


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "").replace("\n", "")


def test_a_void_draw_keeps_everything_and_can_still_be_recomputed(place: Workspace) -> None:
    made = drawn(place)
    with refused(P.REASON_MISSING):
        draws.void_draw(place, made.draw.id, "")
    draws.void_draw(place, made.draw.id, "名录有误")
    for act in (
        lambda: draws.void_draw(place, made.draw.id, "再次"), lambda: draws.replace_pick(place, made.picks[0].id, "x"),
        lambda: draws.publish_draw(place, made.draw.id, on=place.today(), channel="网站"),
    ):  # fmt: skip
        with refused(P.DRAW_STATE):
            act()
    assert ledger.verify(place, made.draw.id).is_right
    assert "已作废" in text_of(draw_paper(place, made.draw.id).pdf)
    again = frozen(place, name="重新抽取", wanted=20)  # what a void draw drew can be drawn again
    assert again.wanted == 20


def test_the_paper_before_and_after_the_draw(place: Workspace) -> None:
    avoiding = Avoidance(officer_id=place_officer(place, "张2").id, enterprise_id=by_name(place, 3).id, reason="同学")
    made = frozen(place, place="三楼会议室", avoidances=(avoiding,))
    before = text_of(draw_paper(place, made.id).pdf)
    for words in ("双随机抽查名录冻结单", "三楼会议室", made.objects_sha256[:32], "张2", "同学", "当场填写", "见证人"):
        assert words in before
    assert "抽取结果" not in before
    result = draws.make_draw(place, made.id, **SEED).value
    draws.replace_pick(place, result.picks[0].id, "企业已停产")
    view = ledger.draw(place, made.id)
    after = text_of(draw_paper(place, made.id).pdf)
    for words in (
        "双随机抽查抽取记录", "sha256-rank-v1", SEED["seed"], SEED["seed_source"], "赵监督", "替换第1号：企业已停产",
        "由第7号替换", view.frozen_sha256, view.result_sha256, view.draw.record_sha256,
        *(row.enterprise_name for row in view.picks),
    ):  # fmt: skip
        assert words.replace(" ", "") in after.replace(" ", ""), words


def test_a_changed_list_file_or_row_is_found_by_verifying_in_place(place: Workspace) -> None:
    made = drawn(place)
    picks = ledger.draw(place, made.draw.id).picks
    with place.operation(Op.REPLACE_PICK) as step:  # as a program that goes around the rules would
        put_record(step.db, dataclasses.replace(picks[2].pick, enterprise_id=picks[1].pick.enterprise_id))
    found = ledger.verify(place, made.draw.id)
    assert (found.difference, found.place) == (Difference.RESULT, "draw_picks[3]")


@pytest.mark.spoils
def test_a_lost_list_is_said_by_name(place: Workspace) -> None:
    made = frozen(place)
    path = place.files.path(made.objects_sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"x")
    with refused(P.FILE_CHANGED):
        draws.make_draw(place, made.id, **SEED)
