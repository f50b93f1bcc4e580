# SPDX-License-Identifier: MulanPSL-2.0
"""conflicts on the command line: list, show, settle, merge and separate entries of the register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.domain.enterprise import Enterprise
from inspector_app.operations import organs
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.cli.conftest import Cli
from tests.helpers.differing import amended
from tests.helpers.makers import a_unit, an_enterprise
from tests.helpers.unit import exchange


@pytest.fixture
def other(cli: Cli) -> Iterator[Workspace]:
    """A second laptop; the command line works on the first."""
    create_workspace(cli.data_dir).close()
    made = create_workspace(cli.folder / "other")
    made.actor = "李慧敏"
    a_unit(made)
    yield made
    made.close()


@pytest.fixture
def known(cli: Cli, other: Workspace) -> Enterprise:
    """An enterprise whose address both laptops amended."""
    made = an_enterprise(other, 1, name="清河县恒源化工有限公司")
    own = open_workspace(cli.data_dir)
    own.actor = "王建国"
    exchange(own, other)
    amended(own, made, address="东路1号", note="甲")
    amended(other, made, address="西路2号", note="甲")
    exchange(own, other)
    own.close()
    return made


def taken_in(cli: Cli, other: Workspace) -> None:
    own = open_workspace(cli.data_dir)
    exchange(own, other)
    own.close()


def test_conflicts_are_listed_shown_and_settled(cli: Cli, other: Workspace, known: Enterprise) -> None:
    said = cli.json("conflicts", "list")
    (seen,) = said["conflicts"]
    assert said["open"] == 1 and seen["id"] == f"enterprises:{known.id}:address"
    assert seen["choices"] == ["1", "2", "other"]
    assert {s["text"] for s in seen["sides"]} == {"东路1号", "西路2号"}
    listed = cli("conflicts", "list", expect=0).out
    assert "清河县恒源化工有限公司" in listed and "地址" in listed and seen["id"] in listed
    shown = cli("conflicts", "show", seen["id"], expect=0).out
    assert "王建国" in shown and "李慧敏" in shown and "（现用）" in shown and "--take 1 | 2 | other" in shown
    done = cli.json(
        "conflicts", "settle", seen["id"], "--take", "right", "--reason", "以证照为准", "--person", "周科长"
    )
    assert done == {"settled": seen["id"], "choice": "right", "left": 0}
    assert cli("conflicts", "list", expect=0).out.strip() == "没有冲突：各电脑内容一致。"
    taken_in(cli, other)
    found = cli.json("enterprises", "show", known.id)
    assert seen["sides"][1]["text"] in str(found)


def test_another_value_may_be_given_and_is_checked(cli: Cli, known: Enterprise) -> None:
    name = f"enterprises:{known.id}:address"
    assert cli("conflicts", "settle", name, "--value", "路" * 201, "--json", expect=1).codes == ["text_too_long"]
    cli("conflicts", "settle", name, "--value", "中路3号", expect=0)
    assert "中路3号" in cli("enterprises", "show", known.id, expect=0).out


def test_wrong_words_are_refused_with_what_is_possible(cli: Cli, known: Enterprise) -> None:
    name = f"enterprises:{known.id}:address"
    refused = cli("conflicts", "settle", name, "--take", "3", expect=1)
    assert "1、2、other" in refused.err
    assert cli("conflicts", "settle", "enterprises:no:name", "--take", "left", "--json", expect=1).codes == [
        "conflict_unknown"
    ]
    assert cli("conflicts", "show", "x", "--json", expect=1).codes == ["conflict_unknown"]
    assert "--take" in cli("conflicts", "settle", name, expect=2).err
    assert "--take" in cli("conflicts", "settle", name, "--take", "left", "--value", "x", expect=2).err


def test_entries_are_merged_through_the_proposal_or_by_their_ids_and_separated(cli: Cli, other: Workspace) -> None:
    one = an_enterprise(other, 7, name="清河恒源化工有限公司")
    own = open_workspace(cli.data_dir)
    two = an_enterprise(own, 7, name="清河县恒源化工有限公司")
    exchange(own, other)
    own.close()
    (seen,) = cli.json("conflicts", "list")["conflicts"]
    assert seen["id"] == f"enterprise:{one.credit_code}" and seen["choices"] == ["1", "2", "different"]
    keep = [s["row_id"] for s in seen["sides"]].index(two.id) + 1
    assert cli.json("conflicts", "settle", seen["id"], "--take", keep)["merged"] == [one.id]
    assert cli.json("conflicts", "list")["conflicts"] == []
    assert cli.json("enterprises", "show", one.credit_code)["enterprise"]["id"] == two.id
    cli("conflicts", "separate-enterprise", one.id, expect=0)
    assert len(cli.json("conflicts", "list")["conflicts"]) == 1
    made = cli.json("conflicts", "merge-enterprises", one.id, two.id, "--take", "name")
    assert made["enterprise"]["name"] == "清河县恒源化工有限公司"
    refused = cli("conflicts", "merge-enterprises", one.id, two.id, "--take", "colour", "--json", expect=1)
    assert refused.codes == ["value_not_allowed"]
    cli("conflicts", "separate-enterprise", two.id, expect=0)
    cli("conflicts", "settle", seen["id"], "--take", "different", expect=0)
    assert cli.json("conflicts", "list", "--all")["conflicts"] == []


def test_a_person_who_amended_the_organ_elsewhere_is_asked_about(cli: Cli, other: Workspace) -> None:
    taken_in(cli, other)
    own = open_workspace(cli.data_dir)
    for ws, phone in ((own, "0319-1"), (other, "0319-2")):
        values = {
            "name": "清河县应急管理局",
            "short_name": "清河",
            "review_organ": "清河县人民政府",
            "court": "清河县人民法院",
        }
        organs.set_organ(ws, organs.OrganDraft(**values, phone=phone))
    exchange(own, other)
    own.close()
    (seen,) = cli.json("conflicts", "list")["conflicts"]
    assert (seen["thing"], seen["label"]) == ("清河县应急管理局", "电话")
