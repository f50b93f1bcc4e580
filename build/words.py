# SPDX-License-Identifier: MulanPSL-2.0
"""Merge the translators' files into the one catalogue the program reads: `make words`.

    python build/words.py           # resources/translations/zh_CN/*.po -> zh_CN/LC_MESSAGES/inspector_app.mo
    python build/words.py --check   # write nothing; fail if the .mo is old or a word has no Chinese

Each author has a file of his own; the same English in two files must have the same Chinese.
"""

from __future__ import annotations

import ast
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "resources" / "translations" / "zh_CN"
TARGET = SOURCES / "LC_MESSAGES" / "inspector_app.mo"
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: zh_CN\n"


@dataclass
class Merged:
    """All translations, and what is wrong with them."""

    words: dict[str, str] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, source: str, english: str, chinese: str) -> None:
        """Take one translation; note conflicts and blanks that do not fit."""
        if english in self.words and self.words[english] != chinese:
            told = f"{self.origin[english]}: {self.words[english]!r}, {source}: {chinese!r}"
            self.faults.append(f"two translations of {english!r}: {told}")
            return
        if placeholders(english) != placeholders(chinese):
            self.faults.append(f"{source}: other blanks than in {english!r}: {chinese!r}")
        self.words[english] = chinese
        self.origin[english] = source


def placeholders(text: str) -> frozenset[str] | None:
    """Give the names between braces; none if the text is no template."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def merge(folder: Path = SOURCES) -> Merged:
    """Read every .po file of the folder."""
    merged = Merged()
    for path in sorted(folder.glob("*.po")):
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale="zh_CN", abort_invalid=True)
        except (PoFileError, ValueError, UnicodeError) as error:
            merged.faults.append(f"{path.name}: {error}")
            continue
        for message in catalogue:
            if not isinstance(message.id, str):
                merged.faults.append(f"{path.name}: plural forms are not used here: {message.id!r}")
            elif message.id and message.fuzzy:
                merged.faults.append(f"{path.name}: still marked fuzzy: {message.id!r}")
            elif message.id and isinstance(message.string, str) and message.string:
                merged.add(path.name, message.id, message.string)
    return merged


def compile_words(words: Mapping[str, str]) -> bytes:
    """Give the .mo file: sorted, with nothing of day or tool in it, so equal words give equal bytes."""
    rows = sorted((key.encode(), value.encode()) for key, value in {**words, "": HEADER}.items())
    keys_at = 28 + 16 * len(rows)
    values_at = keys_at + sum(len(key) + 1 for key, _ in rows)
    table = [bytearray(), bytearray()]
    for column, start in enumerate((keys_at, values_at)):
        at = start
        for row in rows:
            table[column] += struct.pack("<II", len(row[column]), at)
            at += len(row[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 28 + 16 * len(rows))
    texts = b"".join(key + b"\0" for key, _ in rows) + b"".join(value + b"\0" for _, value in rows)
    return head + bytes(table[0]) + bytes(table[1]) + texts


def used_words(package: Path = ROOT / "inspector_app") -> dict[str, str]:
    """Give every English text that the program may ask for, with the place that asks."""
    sys.path.insert(0, str(ROOT))
    from inspector_app.wording import problem_sentences, values, verification_words, words

    used: dict[str, str] = {}
    for text in problem_sentences.SENTENCES.values():
        used[text] = "wording/problem_sentences.py"
    for _, text in problem_sentences.SHORTER.values():
        used[text] = "wording/problem_sentences.py"
    used.update(dict.fromkeys(verification_words.FAULT_SENTENCES.values(), "wording/verification_words.py"))
    for table in words.WORDS.values():
        used.update(dict.fromkeys(table.values(), "wording/words.py"))
    for inside in (*values.VALUES.values(), values.FOUND_TYPES, values.FOUND_FORMATS):
        used.update(dict.fromkeys(inside.values(), "wording/values.py"))
    for path in sorted(package.rglob("*.py")):
        for call in tr_calls(path):
            argument = call.args[0] if call.args else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                used[argument.value] = f"{path.relative_to(package)}:{call.lineno}"
    return used


def tr_calls(path: Path) -> Iterator[ast.Call]:
    """Give every call of `tr` or `wording.tr` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func
            called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
            if called == "tr":
                yield node


def main(arguments: list[str]) -> int:
    """Compile, or check only; give the exit code."""
    merged = merge()
    faults = list(merged.faults)
    faults += [f"no Chinese for {text!r} ({place})" for text, place in used_words().items() if text not in merged.words]
    data = compile_words(merged.words)
    if "--check" in arguments:
        if not TARGET.is_file() or TARGET.read_bytes() != data:
            faults.append(f"{TARGET.relative_to(ROOT)} is old: run `make words`")
    else:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_bytes(data)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(merged.words)} words, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
