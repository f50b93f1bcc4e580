# SPDX-License-Identifier: MulanPSL-2.0
"""Hostile files by how a file is written: what each is called, its bytes or how it is laid, what it must be called.

`Blame` is what a refusal has to say. The codes of "garbage" differ from door to door and stand with the doors.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.helpers.pictures import bomb_png, encode, photo, png_chunk
from tests.hostile.kinds import FIXTURES, Door, Syntax
from tests.sheets.makers import text_cell, xlsx

DEEP = 100_000
DIGITS = 6_000  # more than Python turns into a number
ODD = (1e308, 10**400, -1, True, None, [], [[]], {}, {"a": 1}, "\0", "\u202ex", "x" * 300_000, [None] * 50)


class Blame(StrEnum):
    """What a refusal has to say of a file."""

    GARBAGE = "garbage"  # not written as such a file is
    LARGE = "large"
    NO_FILE = "no file"
    CONTENT = "content"  # well written, but what it says cannot be: any code, told with its place
    ANYTHING = "anything"  # it may be taken in as well; it only may not harm


@dataclass(frozen=True, slots=True)
class Malice:
    """One hostile file. `lay` puts it at a path."""

    name: str
    blame: Blame
    lay: Callable[[Path], None]


def _bytes(data: bytes) -> Callable[[Path], None]:
    def lay(path: Path) -> None:
        path.write_bytes(data)

    return lay


def _made(name: str, blame: Blame, data: bytes | str) -> Malice:
    return Malice(name, blame, _bytes(data.encode() if isinstance(data, str) else data))


CORE = frozenset({
    "a pipe", "a folder", "a device without end", "nothing", "one byte too many", "empty", "noise", "half of it",
    "utf-16", "a photo", "lists in lists", "a number of thousands of digits", "thousands of keys, each twice",
    "a key of thousands of parts", "a bomb", "zeros inside", "a bomb of pixels", "another body",
})  # fmt: skip


def of_door(door: Door, sound: bytes, *, whole: bool = True) -> Iterator[Malice]:
    """Give every hostile file for a door, or those of the core; `sound` is a file that it takes."""
    for file in _every(door, sound):
        if whole or file.name in CORE:
            yield file


def _every(door: Door, sound: bytes) -> Iterator[Malice]:
    yield from _no_files(door, sound)
    yield from _garbage(door, sound)
    match door.syntax:
        case Syntax.JSON:
            yield from _json(sound)
        case Syntax.SIGNED:
            yield from _json(sound)
            yield from _signed(sound)
        case Syntax.TOML:
            yield from _toml(sound)
        case Syntax.TABLE | Syntax.BOOK:
            yield from _packed()
            yield from _csv()
        case Syntax.PICTURE | Syntax.SCAN:
            yield from _pictures(door)
        case Syntax.PART:
            yield from _parts()
        case Syntax.CODES:
            yield from _codes(sound)


# What is no file at all -----------------------------------------------------------------------------------------


def _no_files(door: Door, sound: bytes) -> Iterator[Malice]:
    yield Malice("a pipe", Blame.NO_FILE, lambda path: os.mkfifo(path))
    yield Malice("a folder", Blame.NO_FILE, lambda path: path.mkdir())
    yield Malice("a circle of links", Blame.NO_FILE, lambda path: path.symlink_to(path.name))
    yield Malice("a device without end", Blame.NO_FILE, lambda path: path.symlink_to("/dev/zero"))
    yield Malice("a socket", Blame.NO_FILE, _socket)
    yield Malice("nothing", Blame.NO_FILE, lambda path: None)
    if door.limit:
        yield Malice("one byte too many", Blame.LARGE, lambda path: _sparse(path, sound, door.limit + 1))


def _socket(path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(path.parent)  # a socket's path may have no more than some hundred bytes
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def _sparse(path: Path, begin: bytes, size: int) -> None:
    with path.open("wb") as file:
        file.write(begin)
        file.truncate(size)


# What belongs to another kind of file -----------------------------------------------------------------------------


def _garbage(door: Door, sound: bytes) -> Iterator[Malice]:
    garbage = Blame.GARBAGE if door.must_refuse else Blame.ANYTHING
    is_toml = door.syntax is Syntax.TOML  # an empty file is TOML, and half of one may be
    yield _made("empty", Blame.CONTENT if is_toml else Blame.ANYTHING if door.takes_empty else garbage, b"")
    yield _made("zeros", garbage, bytes(65_536))
    yield _made("noise", garbage, random.Random(7).randbytes(4_096))
    yield _made("a program", garbage, b"\x7fELF\x02\x01\x01" + bytes(200))
    half = Blame.ANYTHING if is_toml or door.syntax is Syntax.CODES else garbage
    yield _made("half of it", half, sound[: len(sound) // 2])
    yield _made("packed by gzip", garbage, gzip.compress(sound, mtime=0))
    if door.syntax in (Syntax.JSON, Syntax.TOML, Syntax.SIGNED):
        text = sound.decode()
        yield _made("utf-16", garbage, text.encode("utf-16"))
        yield _made("GBK", Blame.ANYTHING, text.encode("gb18030"))
        yield _made("a byte order mark", Blame.ANYTHING, b"\xef\xbb\xbf" + sound)
        yield _made("a NUL behind", garbage, sound + b"\0")
        yield _made("half a character", garbage, sound[:1] + b"\xed\xa0\x80" + sound[1:])
    if door.syntax not in (Syntax.PICTURE, Syntax.SCAN):
        yield _made("a photo", garbage, photo())
    if door.syntax not in (Syntax.TABLE, Syntax.BOOK, Syntax.CODES):
        yield _made("a workbook", garbage, xlsx(f'<row r="1">{text_cell("A1", "a")}</row>'))
    if door.syntax is not Syntax.SCAN:
        yield _made(
            "a PDF", garbage, b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript>>>>\nendobj\n%%EOF"
        )


# Text --------------------------------------------------------------------------------------------------------


def _json(sound: bytes) -> Iterator[Malice]:
    yield _made("lists in lists", Blame.GARBAGE, "[" * DEEP + "]" * DEEP)
    yield _made("lists without end", Blame.GARBAGE, "[" * DEEP)
    yield _made("objects in objects", Blame.GARBAGE, '{"a":' * 5_000 + "1" + "}" * 5_000)
    yield _made("forty levels", Blame.GARBAGE, '{"a":' + "[" * 40 + "]" * 40 + "}")
    yield _made("a number of thousands of digits", Blame.GARBAGE, '{"a":' + "9" * DIGITS + "}")
    yield _made("no number", Blame.CONTENT, '{"a": NaN, "b": -Infinity, "c": 1e999}')
    yield _made("a list", Blame.CONTENT, "[1, 2]")
    yield _made("null", Blame.CONTENT, "null")
    yield _made("a text", Blame.CONTENT, '"\\ud800"')
    names = ",".join(f'"k{n}": {n}' for n in range(40_000))
    yield _made("thousands of keys, each twice", Blame.CONTENT, "{" + names + "," + names + "}")
    value = json.loads(sound)
    if not isinstance(value, dict):
        return
    odd_ones = [(key, odd) for key in list(value)[:12] for odd in ODD]
    for key, odd in random.Random(len(sound)).sample(odd_ones, min(len(odd_ones), 16)):
        text = json.dumps({**value, key: odd}, ensure_ascii=False)
        yield _made(f"{key} = {str(odd)[:12]!r}", Blame.ANYTHING, text)
    yield _made("a key twice", Blame.ANYTHING, sound.decode().rstrip()[:-1] + ',"a":1,"a":2}')
    yield _made("1e999 for a number", Blame.ANYTHING, _first_number(sound.decode()))


def _first_number(text: str) -> str:
    import re

    return re.sub(r"(?<=[\[:, ])-?\d+(\.\d+)?(?=[,\]} ])", "1e999", text)


def _signed(sound: bytes) -> Iterator[Malice]:
    value = json.loads(sound)
    body = {**value, "body": {**value["body"], "name": "别的"}}
    yield _made("another body", Blame.CONTENT, json.dumps(body, ensure_ascii=False, sort_keys=True))
    yield _made("another key", Blame.CONTENT, json.dumps({**value, "key": "ab" * 32}))
    yield _made("no signature", Blame.CONTENT, json.dumps({**value, "signature": ""}))


def _toml(sound: bytes) -> Iterator[Malice]:
    text = sound.decode()
    yield _made("lists in lists", Blame.GARBAGE, "a = " + "[" * 50_000 + "]" * 50_000)
    yield _made("lists without end", Blame.GARBAGE, "a = " + "[" * 50_000)
    yield _made("tables in tables", Blame.GARBAGE, "a = " + "{b = " * 5_000 + "1" + "}" * 5_000)
    yield _made("a key of thousands of parts", Blame.GARBAGE, ".".join(["a"] * 30_000) + " = 1")
    yield _made("a table of thousands of parts", Blame.GARBAGE, "[" + ".".join(["a"] * 30_000) + "]")
    yield _made("many long keys", Blame.GARBAGE, "\n".join(f"{'.'.join(['a'] * 300)}.k{n} = 1" for n in range(60)))
    yield _made("a number of thousands of digits", Blame.GARBAGE, "a = " + "9" * DIGITS)
    yield _made("a key twice", Blame.GARBAGE, "a = 1\na = 2\n")
    yield _made("a control character", Blame.GARBAGE, 'a = "\x1b[2J"\n')
    yield _made("no number", Blame.CONTENT, "a = nan\nb = -inf\nc = 1e999\n")
    yield _made("a day that is none", Blame.GARBAGE, "a = 2026-02-30\n")
    yield _made("thousands of tables", Blame.CONTENT, "".join(f"[t{n}]\na = {n}\n" for n in range(4_000)))
    yield _made("unknown words before it", Blame.ANYTHING, f'zzz = "\u202ex"\n{text}')
    yield _made("a text of a megabyte", Blame.ANYTHING, f'zzz = "{"长" * 70_000}"\n{text}')


def _codes(sound: bytes) -> Iterator[Malice]:
    yield _made("a quote without end", Blame.GARBAGE, sound + b'990200,"' + b"x" * 1_000)
    yield _made("many lines", Blame.GARBAGE, sound + b"x\n" * 300_000)
    yield _made("a wide line", Blame.GARBAGE, sound + b"," * 1_000_000)
    yield _made("UTF-16 with zeros", Blame.GARBAGE, b"\xff\xfe" + b"\0\0" * 100)


# Tables ------------------------------------------------------------------------------------------------------


def _zip(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _overlapping() -> bytes:
    """Let the central directory name the same bytes a thousand times (CVE-2024-0450)."""
    data = _zip({"a": b"0" * 1_000_000})
    end = data.rindex(b"PK\x05\x06")
    at = struct.unpack_from("<I", data, end + 16)[0]
    entry, count = data[at:end], 1_000
    named = (entry[:46] + b"a") * count
    foot = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(named), at, 0)
    return data[:at] + named + foot


def _declared(data: bytes, size: int) -> bytes:
    """Let the central directory say that the first file inside is as large as this."""
    made = bytearray(data)
    at = made.index(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(made)


def _encrypted() -> bytes:
    data = bytearray(xlsx(f'<row r="1">{text_cell("A1", "a")}</row>'))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _with(name: str, text: str) -> bytes:
    made = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(xlsx(f'<row r="1">{text_cell("A1", "a")}</row>')))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.namelist():
            archive.writestr(entry, text if entry == name else source.read(entry))
    return made.getvalue()


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _packed() -> Iterator[Malice]:
    sheet = "xl/worksheets/sheet1.xml"
    first = f'<row r="1">{text_cell("A1", "a")}</row>'
    yield _made("a bomb", Blame.LARGE, _declared(xlsx(first), 250_000_000))
    rows = f"<worksheet {_MAIN}><sheetData>{first}{'<row/>' * 3_000_000}</sheetData></worksheet>"
    noise = random.Random(1).randbytes(200_000).hex()
    yield _made("a bomb within the bounds", Blame.ANYTHING, _with(sheet, rows.replace(first, f"<!--{noise}-->{first}")))
    yield _made("too many files inside", Blame.LARGE, _zip({f"xl/{n}.xml": b"" for n in range(2_001)}))
    yield _made("files that overlap", Blame.LARGE, _overlapping())
    yield _made("encrypted", Blame.GARBAGE, _encrypted())
    yield _made("names that lead away", Blame.GARBAGE, _zip({"../../x": b"1", "/etc/passwd": b"1", "C:\\x": b"1"}))
    yield _made("a zip in a zip", Blame.GARBAGE, _zip({"a.zip": _zip({"b": b"0" * 1_000_000})}))
    head = '<?xml version="1.0"?><!DOCTYPE w '
    outside = f'{head}[<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&{};</t></is></c></row>'
    body = f"<worksheet {_MAIN}><sheetData>{{}}</sheetData></worksheet>"
    yield _made("an entity from outside", Blame.ANYTHING, _with(sheet, outside + body.format(cell.format("x"))))
    laughs = f'{head}[<!ENTITY l0 "{"ha" * 50}">{_LAUGHS}]>'
    yield _made("entities in entities", Blame.ANYTHING, _with(sheet, laughs + body.format(cell.format("l9"))))
    corner = f'{first}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield _made("a cell in the last corner", Blame.GARBAGE, xlsx(corner))
    yield _made("elements in elements", Blame.GARBAGE, xlsx("<row>" * 200_000))
    yield _made("a formula", Blame.ANYTHING, xlsx('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'))
    yield _made("an OLE file", Blame.GARBAGE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40)


def _csv() -> Iterator[Malice]:
    yield _made("a field without end", Blame.GARBAGE, '企业名称\n"' + "x" * 300_000)
    yield _made("a line of commas", Blame.LARGE, "企业名称\n" + "," * 6_000_000)
    yield _made("lines of commas", Blame.LARGE, "企业名称\n" + ("," * 199 + "\n") * 60_000)
    yield _made("empty lines", Blame.LARGE, "企业名称\n" + "\n" * 300_000)
    yield _made("zeros inside", Blame.GARBAGE, "企业名称\n甲\0乙\n")
    yield _made("half an UTF-16", Blame.GARBAGE, b"\xff\xfe\x00")
    yield _made("only a byte order mark", Blame.ANYTHING, b"\xef\xbb\xbf")
    yield _made("GBK", Blame.ANYTHING, "企业名称,地址\n某厂‰,一号\n".encode("gb18030"))
    sheets = "".join(f"s{n},a\n" for n in range(100)) + "\n" * 190_000 + "".join(f"s{n},b\n" for n in range(100))
    yield _made("sheets that are spread out", Blame.ANYTHING, sheets)
    yield _made("formulas", Blame.ANYTHING, "企业名称,地址\n=cmd|' /C calc'!A0,@SUM(1)\n+1,-1\n\tx,\"=1\"\n")


# Pictures ----------------------------------------------------------------------------------------------------


def _pictures(door: Door) -> Iterator[Malice]:
    from tests.helpers.pictures import corners

    text = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 30_000_000, 9))
    yield _made("a bomb of pixels", Blame.LARGE, bomb_png(14_000, 14_000))
    yield _made("a bomb of text", Blame.GARBAGE, bomb_png(8, 8, extra=text))
    for form in ("EPS", "TIFF", "GIF", "BMP", "PPM", "ICO"):
        yield _made(f"{form} under another name", Blame.GARBAGE, encode(corners(), form))
    yield _made("PSD under another name", Blame.GARBAGE, b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 9, 9, 8, 3))
    yield _made("a picture of markers", Blame.GARBAGE, b"\xff\xd8\xff" + b"\xff\xe1\xff\xff" * 20_000)
    yield _made("SVG", Blame.GARBAGE, b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')
    yield _made(
        "two pictures in one", Blame.ANYTHING, encode(corners(), "MPO", save_all=True, append_images=[corners()])
    )
    yield _made("a program behind it", Blame.ANYTHING, photo() + b"MZ" + bytes(3_000))
    if door.syntax is Syntax.SCAN:
        yield _made("a PDF that is none", Blame.GARBAGE, b"%PDF-1.7\n" + bytes(3_000))
        pages = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        pages += b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999>>endobj\n"
        yield _made("pages in a circle", Blame.GARBAGE, pages + b"trailer<</Root 1 0 R>>\n%%EOF")


def _parts() -> Iterator[Malice]:
    index = json.loads((FIXTURES / "bundles" / "index.json").read_text(encoding="utf-8"))
    for path in sorted((FIXTURES / "bundles").glob("*.ajb")):
        yield _made(path.stem, Blame.CONTENT, path.read_bytes())
    assert index
