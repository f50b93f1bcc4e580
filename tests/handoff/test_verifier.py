# SPDX-License-Identifier: MulanPSL-2.0
"""The stand-alone verifier comes to the same verdicts as the program, and needs nothing of it."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.problems import Refused
from inspector_app.handoff.part_reader import check_part
from tests.handoff.damage import VERIFIER, their_verdict, verifier

FOLDER = Path(__file__).parents[1] / "fixtures" / "bundles"
ROOT = Path(__file__).parents[2]
INDEX = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
VERDICTS = sorted(INDEX["verdicts"].items())
IDENTITY = (FOLDER / "identity.txt").read_text(encoding="utf-8").split()[-1]


@pytest.mark.parametrize(("name", "expected"), VERDICTS)
def test_each_vector_has_its_verdict_with_both(name, expected):
    found = ""
    try:
        check_part(FOLDER / name, [IDENTITY])
    except Refused as refused:
        found = refused.problems[0].code.value
    assert found == expected
    assert their_verdict(verifier(), FOLDER / name, [IDENTITY]) is (expected == "")


def test_every_vector_is_listed_and_every_reason_has_one():
    assert {path.name for path in FOLDER.glob("*.ajb")} == set(INDEX["verdicts"])
    assert {"bundle_cut", "bundle_changed", "bundle_signature", "bundle_key", "bundle_newer", "bundle_malformed",
            "bundle_not_one", ""} == set(INDEX["verdicts"].values())  # fmt: skip


def test_the_vectors_come_out_as_they_lie_there(tmp_path):
    """Whoever changes the format without meaning to learns it here."""
    script = (
        "import sys; sys.path.insert(0, 'build'); import bundle_vectors as b; from pathlib import Path;"
        "wrong = [n for n, d in b.vectors().items() if (b.FOLDER / n).read_bytes() != d];"
        "print(wrong); sys.exit(bool(wrong))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_verifier_is_short_and_stands_alone():
    text = VERIFIER.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    imported = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"cryptography", "pyrage"}


def run(*args: str | Path, folder: Path) -> tuple[int, str]:
    """Run the verifier as an outsider would: a copy of the file, alone, in a folder of its own."""
    shutil.copy(VERIFIER, folder / "ajb_verify.py")
    done = subprocess.run(
        [sys.executable, "ajb_verify.py", *map(str, args)], cwd=folder, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode()


def test_it_says_who_sent_what_and_that_all_is_sound(tmp_path):
    code, said = run(
        FOLDER / "whole.ajb", "--office-key", INDEX["office_key"], "--receipt", FOLDER / "receipt.ajr", folder=tmp_path
    )
    assert code == 0
    for words in (
        "第 1/1 件",
        "第 1–3 条",
        "文件 3 个",
        INDEX["device_key"],
        "✓ 发送者属于本办公室",
        "✓ 办公室已收妥",
        "结论：完好\n",
    ):
        assert words in said
    code, said = run(FOLDER / "dispatch.ajb", "--office-key", INDEX["office_key"], folder=tmp_path)
    assert (code, "下发" in said) == (0, True)
    code, said = run(FOLDER / "encrypted.ajb", "--identity", FOLDER / "identity.txt", folder=tmp_path)
    assert (code, "完好，但未核实发送者" in said) == (0, True)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["whole.ajb", "cut.ajb"], 1, "被截断"),
        (["foot-signature.ajb"], 1, "签名无效"),
        (["encrypted.ajb"], 2, "没有能解开它的身份"),
        (["gone.ajb"], 2, "读不出"),
        (["whole.ajb", "--office-key", INDEX["device_key"]], 0, "✓ 发送者"),
        (["dispatch.ajb", "--office-key", INDEX["device_key"]], 1, "不是本办公室下发的"),
        (["empty.ajb", "--office-key", INDEX["office_key"]], 1, "✗ 发送者"),
        (["whole.ajb", "--receipt", "receipt-missing.ajr"], 1, "还缺这一件里的文件"),
        (["whole.ajb", "--receipt", "receipt-older.ajr"], 1, "回执不含"),
        (["whole.ajb", "--receipt", "identity.txt"], 1, "✗ 办公室已收妥"),
        (["whole.ajb", "--receipt", "receipt.ajr", "--office-key", "0" * 64], 1, "回执不是本办公室签发的"),
        (["two-1of2.ajb"], 1, "缺第 [2] 件"),
        (["two-1of2.ajb", "two-2of2.ajb"], 0, "各件齐全"),
        (["whole.ajb", "--identity", "gone.txt"], 2, ""),
        ([], 2, ""),
    ],
)  # fmt: skip
def test_it_ends_with_the_right_code(tmp_path, args, code, words):
    for path in FOLDER.iterdir():
        shutil.copy(path, tmp_path)
    found, said = run(*args, folder=tmp_path)
    assert (found, words in said) == (code, True), said


def test_an_empty_folder_is_not_sound(tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("empty", folder=tmp_path)[0] == 2
