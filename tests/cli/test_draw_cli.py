# SPDX-License-Identifier: MulanPSL-2.0
"""draw on the command line: from the lists to a record that is verified without a data folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code

PEOPLE = ("--operator", "林知远", "--supervisor", "苏晓棠")


@pytest.fixture
def city(unit_cli: Cli) -> Cli:
    """A unit with four more officers and ten enterprises."""
    for n in range(4):
        unit_cli("officers", "add", "--name", f"张{n}", "--certificate-no", f"0201120020{n}", expect=0)
    for n in range(1, 11):
        name = f"青岚县第{n}化工有限公司"
        unit_cli("enterprises", "add", "--name", name, "--credit-code", a_code(n), expect=0)
    return unit_cli


def test_a_draw_from_the_lists_to_the_signed_record(city: Cli, tmp_path: Path) -> None:
    words = ("--name", "春季抽查", "--wanted", "3", *PEOPLE, "--place", "三楼会议室")
    assert city.json("draw", "preview", *words)["drawable"] == 10
    made = city.json(
        "draw", "freeze", *words, "--exclude", "青岚县第1化工有限公司=已列入专项检查",
        "--avoid", "张0=青岚县第2化工有限公司=近亲属",
    )  # fmt: skip
    assert (made["draw"]["state"], made["excluded"], made["strata"][0]["drawable"]) == ("frozen", {"named": 1}, 9)
    sheet = tmp_path / "冻结单.pdf"
    city("draw", "print", "春季抽查", "--out", sheet, expect=0)
    assert sheet.read_bytes().startswith(b"%PDF")
    city("draw", "record", "春季抽查", "--out", tmp_path / "x.json", expect=1)
    seeded = ("--seed", "20261350308", "--source", "福彩3D第2026135期", "--witness", "赵监督")
    drawn = city.json("draw", "make", "春季抽查", *seeded)
    assert [pick["ordinal"] for pick in drawn["picks"]] == [1, 2, 3]
    assert all(len(pick["officers"]) == 2 for pick in drawn["picks"])
    assert city("draw", "make", "春季抽查", *seeded, "--json").codes == ["draw_state"]
    replaced = city.json("draw", "replace", "春季抽查", "2", "--reason", "企业已关闭")["pick"]
    assert (replaced["ordinal"], replaced["replaces"]) == (4, 2)
    city("draw", "publish", "春季抽查", "--channel", "县政府网站", expect=0)
    record = tmp_path / "记录.json"
    digest = city.json("draw", "record", "春季抽查", "--out", record)["sha256"]
    assert hashlib.sha256(record.read_bytes()).hexdigest() == digest
    said = city("draw", "show", "春季抽查", expect=0)
    assert "替换第 2 号：企业已关闭" in said.out
    assert "由第 4 号替换" in said.out
    assert city.json("draw", "list")["draws"][0]["picks"] == 4
    assert city.json("draw", "verify", "--draw", "春季抽查")["is_right"]


def test_a_record_is_verified_without_a_data_folder(city: Cli, tmp_path: Path) -> None:
    city("draw", "freeze", "--name", "a", "--wanted", "2", *PEOPLE, expect=0)
    city("draw", "make", "a", "--seed", "123456", "--source", "抽签", "--witness", "赵", expect=0)
    record = tmp_path / "r.json"
    city("draw", "record", "a", "--out", record, expect=0)
    found = city.json("draw", "verify", record, data_dir=False)
    assert (found["is_right"], found["picks"], found["objects"]) == (True, 2, 10)
    digest = hashlib.sha256(record.read_bytes()).hexdigest()
    city("draw", "verify", record, "--sha256", digest, data_dir=False, expect=0)
    wrong = city.json("draw", "verify", record, "--sha256", "0" * 64, data_dir=False, expect=1)
    assert wrong["difference"] == "paper"
    changed = json.loads(record.read_text(encoding="utf-8"))
    changed["seed"]["text"] = "654321"
    record.write_text(json.dumps(changed), encoding="utf-8")
    said = city("draw", "verify", record, data_dir=False, expect=1)
    assert "不一致：种子被改动" in said.out
    record.write_bytes(b"nothing")
    assert city.json("draw", "verify", record, data_dir=False, expect=1)["difference"] == "unreadable"
    assert city("draw", "verify", tmp_path / "gone.json", data_dir=False).code == 1
    city("draw", "verify", data_dir=False, expect=2)


def test_anybody_can_rank_the_written_lists_by_hand(city: Cli, tmp_path: Path) -> None:
    city("draw", "freeze", "--name", "a", "--wanted", "10", *PEOPLE, expect=0)
    drawn = city.json("draw", "make", "a", "--seed", "种子123456", "--source", "抽签", "--witness", "赵")
    city("draw", "lists", "a", "--out", tmp_path, expect=0)
    objects = (tmp_path / "objects.csv").read_bytes()
    assert hashlib.sha256(objects).hexdigest() == drawn["draw"]["objects_sha256"]
    ids = [line.split(",")[0] for line in objects.decode().splitlines()[1:]]
    by_hand = sorted(ids, key=lambda name: hashlib.sha256(f"种子123456|{name}".encode()).hexdigest())
    assert [pick["enterprise_id"] for pick in drawn["picks"]] == by_hand


@pytest.mark.parametrize(
    "words",
    [("--stratum", "重点"), ("--stratum", "重点:grade=Z:5"), ("--stratum", "重点::x5%"),
     ("--stratum", "重点:colour=red:5"),
     ("--stratum", "::5"), ("--exclude", "没有等号"), ("--avoid", "张0=缺理由")],
)  # fmt: skip
def test_words_that_are_not_written_so_are_wrong_use(city: Cli, words: tuple[str, ...]) -> None:
    city("draw", "freeze", "--name", "a", "--wanted", "2", *PEOPLE, *words, expect=2)


def test_strata_are_read_as_they_are_written(city: Cli) -> None:
    found = city.json(
        "draw", "preview", "--name", "a", "--wanted", "4", *PEOPLE, "--stratum", "重点:grade=A,B;hazard:50%",
        "--stratum", "辖区:district=东丽区:2",
    )  # fmt: skip
    assert found["strata"] == [{"name": "general", "drawable": 10, "quota": 2}] or found["problems"] == [
        "draw_too_many"
    ]


def test_refusals_of_a_draw(city: Cli) -> None:
    said = city("draw", "freeze", "--name", "a", "--wanted", "99", *PEOPLE, "--json", expect=1)
    assert said.codes == ["draw_too_many"]
    city("draw", "freeze", "--name", "a", "--wanted", "2", *PEOPLE, expect=0)
    city("draw", "void", "a", expect=1)
    city("draw", "void", "a", "--reason", "名录有误", expect=0)
    assert city("draw", "make", "a", "--seed", "123456", "--source", "x", "--witness", "y", "--json").codes == [
        "draw_state"
    ]
    assert city("draw", "show", "b", "--json").codes == ["not_found"]
