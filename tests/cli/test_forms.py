# SPDX-License-Identifier: MulanPSL-2.0
"""The commands about forms, as an author of an organ's own form uses them."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.document import DocumentKind
from tests.cli.conftest import Cli

KIND = "rectification_order"


def test_the_forms_are_listed_with_what_is_to_be_verified(unit_cli: Cli) -> None:
    forms = {form["kind"]: form for form in unit_cli.json("forms", "list")["forms"]}
    assert set(forms) == set(DocumentKind)
    order = forms[KIND]
    assert (order["own"], order["title"]) == (False, "责令限期整改指令书")
    assert "页码" in order["open_parts"]
    assert order["marks"]["FM"] >= 3
    assert "township" in order["sectors"]
    assert "none" not in order["powers"]
    assert "责令限期整改指令书" in unit_cli("forms", "list", expect=0).out


def test_a_form_shows_its_fields_and_sources(unit_cli: Cli) -> None:
    shown = unit_cli.json("forms", "show", "seizure_decision")
    fields = {field["name"]: field for field in shown["fields"]}
    assert (fields["measure"]["type"], fields["measure"]["required"]) == ("choice", True)
    assert ["seize", "扣押"] in fields["measure"]["choices"]
    assert all(part["source"] and part["mark"] for part in shown["parts"])
    text = unit_cli("forms", "show", "seizure_inventory", expect=0).out
    assert "goods.name" in text


def test_an_author_copies_changes_and_checks_a_form(unit_cli: Cli) -> None:
    path = Path(unit_cli.json("forms", "copy", KIND)["path"])
    assert unit_cli("forms", "copy", KIND, "--json", expect=1).codes == ["form_exists"]
    good = unit_cli("check-form", path, "--json", expect=0).json
    assert good["problems"] == []
    assert {w["code"] for w in good["warnings"]} == {"form_unverified"}
    said = unit_cli("check-form", path, expect=0)
    assert "没有错误" in said.out
    assert "待核" in said.err
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("copies = 2", "copies = 0").replace("{order_basis}", "{basis}"), encoding="utf-8")
    bad = unit_cli("check-form", path, "--json", expect=1)
    assert bad.codes == ["form_field_wrong", "form_slot_unknown"]
    listed = {form["kind"]: form for form in unit_cli.json("forms", "list")["forms"]}
    assert len(listed[KIND]["problems"]) == 2
    assert unit_cli("check-form", path.parent / "none.toml", "--json", data_dir=False, expect=1).codes == [
        "file_missing"
    ]


def test_a_part_is_confirmed_in_a_persons_name(unit_cli: Cli) -> None:
    unit_cli.json("forms", "confirm", KIND, "页码", "--person", "林知远")
    parts = {part["name"]: part for part in unit_cli.json("forms", "show", KIND)["parts"]}
    assert parts["页码"]["confirmed_by"] == "林知远"
    forms = {form["kind"]: form for form in unit_cli.json("forms", "list")["forms"]}
    assert "页码" not in forms[KIND]["open_parts"]
    refused = unit_cli("forms", "confirm", KIND, "标题", "--person", "林知远", "--json", expect=1)
    assert refused.codes == ["not_found"]
    assert "待核的部分" in refused.json["problems"][0]["message"]
    assert unit_cli("forms", "confirm", KIND, "页码", expect=2).out == ""
