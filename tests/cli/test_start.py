# SPDX-License-Identifier: MulanPSL-2.0
"""Setting up: init, organ, officers, register, packs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code
from tests.helpers.records import ORGAN

ROOT = Path(__file__).resolve().parents[2]


def write(cli: Cli, text: str, name: str = "ORGAN.toml") -> Path:
    path = cli.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_init_makes_organ_and_officers(cli: Cli) -> None:
    made = cli.json("init", "--organ", write(cli, ORGAN))
    assert made.keys() == {"data_dir", "organ", "officers"} and len(made["officers"]) == 2
    organ = cli.json("organ", "show")["organ"]
    assert (organ["name"], organ["short_name"], organ["enforcement_power"]) == ("青岚县应急管理局", "青", "full")
    assert [o["valid_to"] for o in cli.json("officers", "list")["officers"]] == ["2030-12-31", None]
    assert "青岚县应急管理局" in cli("organ", "show").out


def test_the_documented_organ_file_is_accepted_without_warning(cli: Cli) -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert "warnings" not in cli.json("init", "--organ", write(cli, example[1]))


def test_keys_in_a_table_aliases_and_unknown_keys(cli: Cli) -> None:
    head, officers = ORGAN.split("[[officers]]", 1)
    text = "[organ]\n" + head.replace("numbering_word", "number_word") + 'colour = "red"\n[[officers]]' + officers
    made = cli.json("init", "--organ", write(cli, text))
    assert [w["where"] for w in made["warnings"]] == ["$.colour"]
    assert cli.json("organ", "show")["organ"]["numbering_word"] == "应急"


def test_a_second_init_is_refused_and_changes_nothing(cli: Cli) -> None:
    organ = write(cli, ORGAN)
    cli("init", "--organ", organ, expect=0)
    other = write(cli, ORGAN.replace("青岚县应急管理局", "别的机关"), "other.toml")
    assert cli("init", "--organ", other, "--json", expect=1).codes == ["workspace_exists"]
    assert cli.json("organ", "show")["organ"]["name"] == "青岚县应急管理局"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["value_missing"]),
        ("name = ", ["syntax_wrong"]),
        ("[" * 5000, ["syntax_wrong"]),
        ('name = "甲"', ["value_missing"]),
        (ORGAN.replace('"full"', '"strong"'), ["value_not_allowed"]),
        (ORGAN.replace('"青"', "5"), ["value_wrong_type"]),
        (ORGAN.replace("2030-12-31", '"2030-13-31"'), ["date_wrong"]),
        (ORGAN.replace("99012301002", "99012301001"), ["officer_duplicate"]),
        (ORGAN.replace("99012301002", "1"), ["certificate_length"]),
        (ORGAN.replace('"青"', '"' + "青" * 201 + '"'), ["text_too_long"]),
    ],
)
def test_faulty_organ_files_are_refused_before_anything_is_made(cli: Cli, text: str, codes: list[str]) -> None:
    said = cli("init", "--organ", write(cli, text), "--json", expect=1)
    assert set(said.codes) == set(codes)
    assert not (cli.data_dir / "inspector.db").exists()


def test_files_that_are_no_organ_files(cli: Cli) -> None:
    binary = cli.folder / "b.toml"
    binary.write_bytes(bytes(range(256)))
    for path in (binary, cli.folder, cli.folder / "none", Path("/dev/null")):
        said = cli("init", "--organ", path, "--json", expect=1)
        assert said.codes[0] in {"syntax_wrong", "file_unreadable", "file_missing"}


def test_the_organ_is_amended_from_a_file(unit_cli: Cli) -> None:
    path = write(unit_cli, ORGAN.replace('short_name = "青"', 'short_name = "青应"'), "new.toml")
    assert unit_cli.json("organ", "set", path)["organ"]["short_name"] == "青应"
    assert len(unit_cli.json("officers", "list")["officers"]) == 2


def test_officers_are_added_and_amended(unit_cli: Cli) -> None:
    made = unit_cli.json(
        "officers", "add", "--name", "陈䶮", "--certificate-no", "99012301003", "--valid-to", "2027-01-01"
    )
    assert made["officer"]["valid_to"] == "2027-01-01"
    said = unit_cli("officers", "add", "--name", "某", "--certificate-no", "99012301003", "--json", expect=1)
    assert said.codes == ["officer_duplicate"]
    amended = unit_cli.json("officers", "amend", "陈䶮", "--unit", "执法大队", "--inactive")["officer"]
    assert (amended["unit"], amended["is_active"], amended["valid_to"]) == ("执法大队", False, "2027-01-01")
    assert unit_cli.json("officers", "amend", "99012301003", "--active")["officer"]["is_active"] is True


def test_enterprises_are_added_found_amended_and_shown(unit_cli: Cli) -> None:
    code = a_code(7)
    made = unit_cli.json("enterprises", "add", "--name", "青岚县永和𠮷化工有限公司", "--credit-code", code.lower())
    key = made["enterprise"]["id"]
    assert made["enterprise"]["credit_code"] == code
    for text in ("永和", "qlxyh", code, code[4:12]):
        assert [e["id"] for e in unit_cli.json("enterprises", "find", text)["enterprises"]] == [key], text
    assert unit_cli.json("enterprises", "find", "没有")["enterprises"] == []
    amended = unit_cli.json("enterprises", "amend", code, "--phone", "15400000009")["enterprise"]
    assert (amended["id"], amended["phone"], amended["name"]) == (key, "15400000009", "青岚县永和𠮷化工有限公司")
    assert unit_cli.json("enterprises", "show", "青岚县永和𠮷化工有限公司")["enterprise"]["id"] == key
    said = unit_cli("enterprises", "add", "--name", "乙", "--credit-code", code[:17] + "0", "--json", expect=1)
    assert said.codes[0].startswith("credit_code")


def test_a_register_is_imported_with_its_bad_rows_named(unit_cli: Cli) -> None:
    rows = [
        "企业名称,统一社会信用代码,地址",
        f"青岚县甲化工,{a_code(1)},一路",
        f"青岚县乙化工,{a_code(2)[:-1]}?,二路",
        ",,三路",
    ]
    table = write(unit_cli, "\n".join(rows), "register.csv")
    said = unit_cli("enterprises", "import", table, "--json", expect=1)
    assert {p["where"].split(":")[1] for p in said.json["problems"]} == {"3", "4"}
    assert "第 3 行" in unit_cli("enterprises", "import", table, expect=1).err
    preview = unit_cli.json("enterprises", "import", table, "--preview")
    assert (preview["added"], preview["skipped"], preview["rows"]) == (1, 2, 3)
    assert unit_cli.json("enterprises", "find", "青岚")["enterprises"] == []
    done = unit_cli.json("enterprises", "import", table, "--skip-bad")
    assert (done["added"], done["updated"], done["same"], done["skipped"]) == (1, 0, 0, 2)
    assert unit_cli.json("enterprises", "import", table, "--skip-bad")["same"] == 1
    assert len(unit_cli.json("enterprises", "find", "青岚")["enterprises"]) == 1


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b"PK\x03\x04" + b"x" * 500, b"a,b\n1,2\n", b"\xff\xfe\x00\x01"])
def test_files_that_are_no_registers_are_refused(unit_cli: Cli, data: bytes) -> None:
    path = unit_cli.folder / "register.xlsx"
    path.write_bytes(data)
    assert unit_cli("enterprises", "import", path, "--json", expect=1).codes
    assert unit_cli("enterprises", "import", unit_cli.folder, "--json", expect=1).codes


def test_packs_are_listed(unit_cli: Cli) -> None:
    packs = {p["id"]: p for p in unit_cli.json("packs", "list")["packs"]}
    assert {"common", "hazmat", "construction", "special_equipment", "fireworks"} <= packs.keys()
    assert packs["common"]["items"] == 64 and packs["common"]["problems"] == []


def test_the_bundled_packs_have_no_faults(cli: Cli) -> None:
    assert cli.json("check-pack", ROOT / "checklists", data_dir=False)["problems"] == []


def test_a_faulty_pack_is_refused_with_every_fault(cli: Cli) -> None:
    folder = cli.folder / "mine"
    folder.mkdir()
    (folder / "pack.toml").write_text('id = "MINE"\n', encoding="utf-8")
    (folder / "items.toml").write_text('[[item]]\ncode = "x"\n[[item]]\ncode = "x"\n', encoding="utf-8")
    said = cli("check-pack", folder, "--json", data_dir=False, expect=1)
    assert len(said.codes) > 5
    assert all(any("一" <= c <= "鿿" for c in p["message"]) for p in said.json["problems"])
    for path in (cli.folder / "none", Path("/dev/null"), ROOT / "README.md"):
        assert cli("check-pack", path, "--json", data_dir=False, expect=1).codes
