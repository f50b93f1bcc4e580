# SPDX-License-Identifier: MulanPSL-2.0
"""No font comes in: what is drawn with lies in the program, is the file that is named, and nothing else is opened."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.documents import FontSet
from inspector_app.documents.fonts import CHAINS
from tests.cli.conftest import Cli, chinese, cli, unit_cli

__all__ = ["chinese", "cli", "unit_cli"]  # fixtures

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "resources" / "fonts"
SUFFIXES = (".ttf", ".otf", ".ttc", ".woff", ".woff2", ".pfb", ".pcf", ".dfont")
# Calls by which a font gets into a process; each stands where the bundled ones are loaded, and nowhere else.
CALLS = re.compile(r"\b(TTFont\(|registerFont\(|addApplicationFont\w*\(|ImageFont\.truetype\(|EmbeddedType1Face\()")
PLACES = {"documents/fonts.py", "documents/slim_face.py", "ui/theme.py", "photos/marks.py"}


def test_fonts_are_loaded_in_few_places() -> None:
    found = {
        path.relative_to(ROOT / "inspector_app").as_posix()
        for path in (ROOT / "inspector_app").rglob("*.py")
        if CALLS.search(path.read_text(encoding="utf-8"))
    }
    assert found and found <= PLACES


def test_every_face_is_one_of_the_table_and_has_its_hash() -> None:
    table = (FONTS / "LICENSES.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", table, re.MULTILINE))
    on_disk = {p.relative_to(FONTS).as_posix() for p in FONTS.rglob("*") if p.suffix.lower() in SUFFIXES}
    assert on_disk == set(rows)
    for name, digest in rows.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest, name
    used = {name for chain in CHAINS.values() for name in chain}
    assert {name for name in used if (FONTS / name).exists()} <= set(rows)


def test_a_font_in_the_data_folder_is_not_opened(unit_cli: Cli) -> None:
    """A font that a person, or a hostile file, lays beside the data is never read: here it would hang the program."""
    name = CHAINS[next(iter(CHAINS))][0]
    for folder in ("fonts", "resources/fonts", "forms", "."):
        place = unit_cli.data_dir / folder / Path(name).name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to("/dev/zero")
    out = unit_cli.folder / "register.pdf"
    unit_cli("numbers", "register", "--out", out, expect=0)
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_font_is_no_file_of_a_case(unit_cli: Cli, suffix: str) -> None:
    path = unit_cli.folder / f"a{suffix}"
    source = FONTS / "NotoSansSC-Bold.ttf"
    path.write_bytes({".otf": b"OTTO", ".ttc": b"ttcf", ".woff": b"wOFF", ".woff2": b"wOF2"}.get(suffix, b"")
                     + source.read_bytes()[:2_000])  # fmt: skip
    assert unit_cli("packs", "import", path, "--json", expect=1).codes == ["file_unreadable"]


def test_a_broken_installation_is_told_and_no_other_font_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"(?i)font|face|Fandol|Noto"):
        FontSet(tmp_path).first()


def test_no_font_of_the_system_is_read_while_a_paper_is_made(tmp_path: Path) -> None:
    """By the audit hook of Python: every file that ends like a font and is opened lies in the program."""
    code = (
        "import sys\n"
        f"ends = {SUFFIXES!r}\n"
        "def hook(event, args):\n"
        "    if event == 'open' and isinstance(args[0], str) and args[0].lower().endswith(ends):\n"
        "        print(args[0])\n"
        "sys.addaudithook(hook)\n"
        "from pathlib import Path\n"
        "from inspector_app.documents import FontSet\n"
        f"fonts = FontSet(Path({str(FONTS)!r}))\n"
        "assert all(fonts.font_for(c) for c in '责令限期整改𠮷1a')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    opened = ended.stdout.split("\n")[:-1]
    assert opened and all(Path(name).is_relative_to(FONTS) for name in opened)
