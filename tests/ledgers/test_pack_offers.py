# SPDX-License-Identifier: MulanPSL-2.0
"""What the start of an inspection offers first and chooses by itself."""

from __future__ import annotations

import pytest

from inspector_app.domain.enterprise import Enterprise
from inspector_app.ledgers.pack_offers import PackOffer, offers
from inspector_app.operations import pack_manager
from inspector_app.workspace import Workspace
from tests.helpers.kept_packs import PACK, bring, version_one
from tests.helpers.makers import an_enterprise, an_inspection


def chosen(found: tuple[PackOffer, ...]) -> set[str]:
    return {offer.id for offer in found if offer.is_chosen}


def fitting(found: tuple[PackOffer, ...]) -> set[str]:
    return {offer.id for offer in found if offer.fits}


@pytest.mark.parametrize(
    ("name", "industry", "wanted", "first"),
    [
        ("清河县第一化工有限公司", "", {"hazmat"}, set()),
        ("清河县净水厂", "污水处理", {"confined_space"}, set()),
        ("清河县老味道酱菜厂", "酱菜腌制", {"confined_space"}, set()),
        ("清河县大森家具厂", "木工家具制造", {"combustible_dust"}, set()),
        ("清河县粮库", "粮食仓储", {"combustible_dust"}, {"fire_exit"}),
        ("清河县钢铁有限公司", "炼铁", {"metallurgy"}, set()),
        ("清河县红旗酒店", "住宿", {"crowded_place"}, {"fire_exit"}),
        ("清河县第一中学", "学校", {"crowded_place"}, {"fire_exit"}),
        ("清河县第二建筑公司", "建筑施工", {"construction"}, {"construction_score"}),
        ("清河县杂货店", "", set(), set()),
    ],
)
def test_words_of_the_register_suggest_checklists(
    unit: Workspace, name: str, industry: str, wanted: set[str], first: set[str]
) -> None:
    found = offers(unit, an_enterprise(unit, name=name, industry=industry))
    assert chosen(found) == {"common", *wanted}
    assert fitting(found) == {"common", *wanted, *first}
    assert [offer.fits for offer in found] == sorted((offer.fits for offer in found), reverse=True)
    assert {offer.id for offer in found} == {entry.id for entry in unit.catalogue.entries}


def test_an_imported_checklist_fits_by_its_title_or_industry(unit: Workspace) -> None:
    bring(unit, version_one())
    found = offers(unit, an_enterprise(unit, name="清河县老张家", industry="餐饮"))
    assert PACK in chosen(found)
    assert PACK not in fitting(offers(unit, an_enterprise(unit, 2, name="清河县铁匠铺", industry="铁")))


def test_what_was_used_here_last_time_is_chosen_and_nothing_else(unit: Workspace) -> None:
    where: Enterprise = an_enterprise(unit, industry="危险化学品")
    an_inspection(unit, where, pack_ids=("fireworks",))
    found = offers(unit, where)
    assert chosen(found) == {"fireworks"}
    assert fitting(found) == {"fireworks", "common", "hazmat"}


def test_a_switched_off_checklist_is_not_offered(unit: Workspace) -> None:
    where = an_enterprise(unit, industry="危险化学品")
    an_inspection(unit, where, pack_ids=("hazmat",))
    pack_manager.choose_pack(unit, "hazmat", is_enabled=False)
    found = offers(unit, where)
    assert "hazmat" not in {offer.id for offer in found}
    assert chosen(found) == {"common"}
