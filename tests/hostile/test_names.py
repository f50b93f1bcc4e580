# SPDX-License-Identifier: MulanPSL-2.0
"""Names of files as nobody should choose them: shown so that they cannot act, never used as paths."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from inspector_app.domain.problems import Refused
from inspector_app.operations.files import read_small_file
from tests.cli.conftest import Cli, chinese, cli, unit_cli
from tests.helpers.pictures import corners, photo
from tests.helpers.records import a_record, write_record

__all__ = ["chinese", "cli", "unit_cli"]  # fixtures

ACTING = [
    chr(c)
    for c in (*range(0x09), *range(0x0B, 0x20), 0x7F, 0x9B, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
]
NAMES = (
    "a\u202egpj.exe", "\x1b[2J\x1b[1;1H假.jpg", "CON", "con.jpg", "aux.", "name.", "name ", " name", "-rf", "--json",
    "😀.jpg", "a\nb.jpg", "a\tb.jpg", "%s%n.jpg", "{path}.jpg", "$(touch x).jpg", "`id`.jpg", "é.jpg", "e\u0301.jpg",
    "中" * 80 + ".jpg", "x" * 255, "..jpg", "...", "a\\..\\b.jpg", "<b>x<b>.jpg", "\u200b.jpg", "\udcff.jpg",
)  # fmt: skip


def laid(cli: Cli, n: int, name: str, data: bytes) -> Path:
    path = cli.folder / f"in{n}" / name
    path.parent.mkdir()
    path.write_bytes(data)
    return path


def test_a_file_with_any_name_is_kept_under_its_hash_and_named_harmlessly(unit_cli: Cli) -> None:
    visit = unit_cli.json("inspect", write_record(unit_cli.folder, a_record()))["inspection"]
    home = ("--data-dir", unit_cli.data_dir)
    for n, name in enumerate(NAMES):
        path = laid(unit_cli, n, name, photo(corners(200 + n, 200)))
        before = names_of(unit_cli.data_dir)
        said = unit_cli("attachments", "add", *home, "--kind", "other", "--", visit, path, data_dir=False)
        assert said.code in (0, 1), (name, said)
        assert not set(ACTING) & set(said.out + said.err), name
        new = names_of(unit_cli.data_dir) - before
        assert all(set(part) <= set("0123456789abcdef") for part in new), (name, new)
    listed = unit_cli("attachments", "list", visit, expect=0)
    assert not set(ACTING) & set(listed.out)


def names_of(folder: Path) -> set[str]:
    return {path.name for path in (folder / "files").rglob("*")} - {"aside"}


def test_a_refusal_shows_a_name_so_that_it_cannot_act(unit_cli: Cli) -> None:
    home = ("--data-dir", unit_cli.data_dir)
    for n, name in enumerate(NAMES):
        path = laid(unit_cli, n, name, b"nothing of that kind")
        said = unit_cli("packs", "import", *home, "--", path, data_dir=False)
        assert (said.code, said.out) == (1, ""), (name, said)
        assert not set(ACTING) & set(said.err), name
        machine = unit_cli("packs", "import", *home, "--json", "--", path, data_dir=False)
        assert machine.code == 1 and json.loads(machine.out)["problems"], name


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "中" * 200, ""], ids=["long", "NUL", "long Chinese", "none"])
def test_a_name_that_no_disk_takes_is_refused(unit_cli: Cli, name: str) -> None:
    for words in (("packs", "import"), ("inspect",), ("bundle", "read"), ("check-form",), ("holidays", "add")):
        said = unit_cli(*words, name, "--json")
        assert said.code == (1 if name else 2), (words, said)


def test_a_record_cannot_name_files_outside_its_folder(unit_cli: Cli) -> None:
    """What a RECORD.json names is read only as a picture; of what is none, not one byte is told."""
    secret = unit_cli.folder / "secret.txt"
    secret.write_text("TOP-SECRET-7", encoding="utf-8")
    folder = unit_cli.folder / "case"
    folder.mkdir()
    for name in ("../secret.txt", str(secret), "/etc/passwd", "/dev/zero", "/proc/self/environ", "..", "\0"):
        record = a_record()
        record["findings"][0]["photos"] = [name]
        said = unit_cli("inspect", write_record(folder, record), "--json", expect=1)
        assert "TOP-SECRET" not in said.out + said.err and "root:" not in said.out
    assert unit_cli.json("inspections", "list")["inspections"] == []


@pytest.mark.parametrize("name", ["../../x", "../items.toml", "/etc/passwd", "a/b.jpg", "..", "C:\\x", "a\\b.jpg", ""])
def test_a_pack_cannot_name_a_picture_outside_its_folder(unit_cli: Cli, name: str) -> None:
    source = Path(__file__).parents[2] / "checklists" / "fire_exit"
    pack = unit_cli.folder / "fire_exit"
    pack.mkdir()
    (pack / "pack.toml").write_bytes((source / "pack.toml").read_bytes())
    text = (source / "items.toml").read_text(encoding="utf-8")
    head, mark, rest = text.partition("[[item]]\n")
    picture = f"picture = {{ name = {json.dumps(name)} }}\n"
    (pack / "items.toml").write_text(head + mark + picture + rest, encoding="utf-8")
    said = unit_cli("check-pack", pack, "--json", expect=1)
    assert set(said.codes) <= {
        "pack_field_wrong",
        "pack_field_missing",
        "value_missing",
        "file_missing",
        "pack_text_empty",
    }, said.codes
    assert "root:" not in said.out


def test_a_file_that_grows_while_it_is_read_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(b"x")

    def grow() -> None:
        with path.open("ab") as file:
            for _ in range(30):
                file.write(bytes(1_000_000))
                file.flush()

    thread = threading.Thread(target=grow)
    thread.start()
    is_refused = False
    while not is_refused:  # it ends at the latest when the file has its 30 MB
        try:
            assert len(read_small_file(path, 1_000_000)) <= 1_000_000
        except Refused as refused:
            assert refused.problems[0].code == "file_too_large"
            is_refused = True
    thread.join()


def test_a_kernel_file_of_no_size_is_read_to_the_limit_and_not_further() -> None:
    with pytest.raises(Refused) as refused:
        read_small_file(Path("/proc/kallsyms"), 1_000)
    assert refused.value.problems[0].code in ("file_too_large", "file_unreadable")
