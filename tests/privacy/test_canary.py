# SPDX-License-Identifier: MulanPSL-2.0
"""promises.md 2.11: a day of work under a password, killed, leaves no word of it that can be read without a key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.privacy.words import NAMES, PICTURE_NOISE, forms, hits, word

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600


def a_day(folder: Path, mode: str) -> None:
    """Run the day in a process of its own, with a temp folder of its own, up to its kill."""
    temp = folder / "temp"
    temp.mkdir()
    env = {**os.environ, "TMPDIR": str(temp), "TEMP": str(temp), "TMP": str(temp), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "tests.privacy.canary_day", str(folder), mode]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.stdout.strip().endswith("done"), done.stderr[-3000:]
    assert done.returncode == -signal.SIGKILL


def test_the_words_are_as_many_as_promised_and_the_search_finds_them_in_other_clothes(tmp_path: Path) -> None:
    assert len({word(name) for name in NAMES}) == len(NAMES) >= 40
    for n, form in enumerate(forms(word("enterprise"))):
        (tmp_path / f"{n}").write_bytes(b"\xff\x00" + form + b"\xff")
    (tmp_path / "packed").write_bytes(b"begin" + zlib.compress(word("phone").encode()) + b"end")
    (tmp_path / "picture").write_bytes(PICTURE_NOISE)
    (tmp_path / f"{word('chief')}.txt").write_bytes(b"")
    found = hits(tmp_path)
    assert {name for _, name in found} == {"enterprise", "phone", "picture", "chief"}
    assert len([file for file, name in found if name == "enterprise"]) == n + 1


def test_nothing_of_a_protected_day_can_be_read(tmp_path: Path) -> None:
    a_day(tmp_path, "protected")
    assert (tmp_path / "data" / "inspector.db").stat().st_size > 100_000
    assert any((tmp_path / "data" / "logs").glob("crash-*.txt"))
    assert any((tmp_path / "temp").iterdir()), "the command line's report of a fault"
    assert hits(tmp_path / "data") == set()
    assert hits(tmp_path / "temp") == set()
    given = {name for _, name in hits(tmp_path / "outside")}
    assert {"enterprise", "phone", "caption", "picture"} <= given, "what is given out on purpose is whole"
    ways = (
        "case", "case for others", "plan.pdf", "map.geojson", "figures.pdf", "figures.xlsx", "numbers.pdf", "due.ics",
        "lists.xlsx", "paper.pdf", "draft.pdf", "file-0.jpg", "findings.json", "register.xlsx", "evidence.pdf",
    )  # fmt: skip
    assert [way for way in ways if not (tmp_path / "outside" / way).exists()] == [], "every way out was gone"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_no_log_no_report_and_no_name_tells_anything_without_protection_either(tmp_path: Path) -> None:
    a_day(tmp_path, "open")
    data = tmp_path / "data"
    assert (data / "logs" / "inspector.log").stat().st_size > 0
    assert hits(data / "logs") == set()
    assert hits(tmp_path / "temp") == set()
    assert len({name for _, name in hits(data)}) >= 35, "the search sees what lies open"
    assert not [path for path in data.rglob("*") for name in NAMES if word(name) in path.name]
