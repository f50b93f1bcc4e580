# SPDX-License-Identifier: MulanPSL-2.0
"""What the program is made of: an SBOM (CycloneDX 1.6) and the table of licences, from the pinned requirements.

    python build/sbom.py            # dist/sbom.json and docs/licences.md: make sbom
    python build/sbom.py --check    # write nothing; fail if docs/licences.md is not what it should be

Name, version and hashes come from requirements.txt; the licence from what is installed; what each is for from its
`via` lines and the table here. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements.txt"
FONTS = ROOT / "resources" / "fonts"
SBOM = ROOT / "dist" / "sbom.json"
LICENCES = ROOT / "docs" / "licences.md"

# What we ask for ourselves; the rest is needed by these, as its line in requirements.txt says.
PURPOSES: Mapping[str, str] = {
    "pyside6-essentials": "the window (Qt); its libraries are loaded, not linked in, and can be exchanged",
    "sqlcipher3": "the database: SQLite with SQLCipher",
    "sqlite-utils": "tables and text index of the database",
    "reportlab": "PDF",
    "pillow": "photos, in a child process",
    "pillow-heif": "photos in HEIC, in a child process",
    "pypdfium2": "pages of PDFs, in a child process and in the preview",
    "pypdf": "putting PDFs together",
    "segno": "the code on papers (QR)",
    "zxing-cpp": "reading the code of a paper",
    "pypinyin": "search by the initials of pinyin",
    "python-calamine": "reading XLSX and XLS, in a child process",
    "xlsxwriter": "writing XLSX",
    "pyxform": "reading XLSForms",
    "elementpath": "XPath of XLSForms",
    "platformdirs": "where a person's data lie",
    "icalendar": "calendar files",
    "click": "the command line",
    "cryptography": "signatures and keys",
    "pyrage": "encryption of bundles (age)",
    "psutil": "sticks and disks",
    "starlette": "the office's server",
    "uvicorn": "the office's server",
    "httpx": "the courier to the office",
    "tzdata": "time zones on Windows",
    "hatchling": "only to build the package",
    "editables": "only to build the package",
}
# Where the installed package names none, or is not for this system: read in its own files on 2026-11-22.
KNOWN: Mapping[str, str] = {
    "colorama": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "pyrage": "MIT",
    "pyxform": "BSD-2-Clause",
    "sqlcipher3": "Zlib",
    "click-default-group": "BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "xlrd": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
    "defusedxml": "PSF-2.0",
    "editables": "MIT",
    "pathspec": "MPL-2.0",
    "trove-classifiers": "Apache-2.0",
    "pyside6-essentials": "LGPL-3.0-only",  # of the three that are offered
    "shiboken6": "LGPL-3.0-only",
}
_PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)(?: ; (?P<marker>.*?))? ?\\?$")
_HASH = re.compile(r"\s+--hash=sha256:([0-9a-f]{64}) ?\\?$")
_FONT_ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|.*`([0-9a-f]{64})` \|$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that the program is made of; `hashes` are those of every file of it that may be installed."""

    name: str
    version: str
    licence: str
    purpose: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """One bundled font file, as resources/fonts/LICENSES.md has it."""

    path: str
    face: str
    source: str
    licence: str
    sha256: str


def pinned(text: str) -> Iterator[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
    """Give every pinned line: name, version, marker, hashes, what needs it."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line[:1].isalnum():
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    for first, *rest in blocks:
        found = _PIN.match(first)
        if found is None:
            raise SystemExit(f"not a pinned line: {first}")
        hashes = tuple(m[1] for line in rest if (m := _HASH.match(line)))
        comments = [line.strip().lstrip("#").strip().removeprefix("via").strip() for line in rest if "#" in line]
        via = tuple(c for c in comments if c)
        yield found["name"], found["version"], found["marker"] or "", hashes, via


def parts(text: str | None = None) -> tuple[Part, ...]:
    """Give everything that requirements.txt pins."""
    made = []
    for name, version, marker, hashes, via in pinned(text or REQUIREMENTS.read_text(encoding="utf-8")):
        needed_by = tuple(v for v in via if re.fullmatch(r"[a-z0-9._-]+", v) and v != "inspector-app")
        purpose = PURPOSES.get(name) or f"needed by {', '.join(needed_by)}"
        made.append(
            Part(
                name=name,
                version=version,
                licence=licence_of(name),
                purpose=purpose,
                marker=marker,
                hashes=hashes,
                needed_by=needed_by,
            )
        )
    return tuple(made)


def licence_of(name: str) -> str:
    """Give the licence: ours to know, else what the installed package says of itself, else nothing."""
    if name in KNOWN:
        return KNOWN[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    return str(told.get("License-Expression") or (told.get("License") or "").split("\n")[0]).strip()


def fonts() -> tuple[Font, ...]:
    """Give the bundled fonts of the table in LICENSES.md."""
    rows = (FONTS / "LICENSES.md").read_text(encoding="utf-8").splitlines()
    found = (_FONT_ROW.match(row) for row in rows)
    return tuple(Font(path=m[1], face=m[2], source=m[3], licence=m[4], sha256=m[5]) for m in found if m)


def sbom() -> dict[str, object]:
    """Give the CycloneDX document; the same requirements give the same document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = f"pkg:pypi/{project['name']}@{project['version']}"
    libraries, files = parts(), fonts()
    components = [_library(part) for part in libraries] + [_font(font) for font in files]
    mark = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    serial = f"{mark[:8]}-{mark[8:12]}-8{mark[13:16]}-8{mark[17:20]}-{mark[20:32]}"  # a UUID of the free kind (8)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{serial}",
        "metadata": {
            "component": {
                "type": "application", "bom-ref": root, "name": project["name"], "version": project["version"],
                "description": project["description"], "licenses": [{"expression": project["license"]}], "purl": root,
            },
        },
        "components": components,
        "dependencies": _dependencies(root, libraries),
    }  # fmt: skip


def _library(part: Part) -> dict[str, object]:
    purl = f"pkg:pypi/{part.name}@{part.version}"
    told = [{"name": "inspector-app:purpose", "value": part.purpose}]
    if part.marker:
        told.append({"name": "inspector-app:marker", "value": part.marker})
    return {
        "type": "library", "bom-ref": purl, "name": part.name, "version": part.version, "purl": purl,
        "scope": "excluded" if part.name in _build_only(PURPOSES) else "required",
        "licenses": _licences(part.licence), "hashes": [{"alg": "SHA-256", "content": h} for h in part.hashes],
        "properties": told,
    }  # fmt: skip


def _build_only(purposes: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name, purpose in purposes.items() if purpose.startswith("only to build"))


def _licences(text: str) -> Sequence[Mapping[str, object]]:
    is_expression = re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*", text) is not None
    return [{"expression": text}] if is_expression else [{"license": {"name": text}}]


def _font(font: Font) -> dict[str, object]:
    return {
        "type": "file", "bom-ref": f"resources/fonts/{font.path}", "name": font.path, "description": font.face,
        "licenses": [{"license": {"name": font.licence}}], "hashes": [{"alg": "SHA-256", "content": font.sha256}],
        "properties": [{"name": "inspector-app:source", "value": font.source}],
    }  # fmt: skip


def _dependencies(root: str, libraries: Sequence[Part]) -> Sequence[Mapping[str, object]]:
    refs: dict[str, list[str]] = {}
    for part in libraries:
        refs.setdefault(part.name, []).append(f"pkg:pypi/{part.name}@{part.version}")
    ours = sorted(ref for name, found in refs.items() if name in PURPOSES for ref in found)
    lines: list[Mapping[str, object]] = [{"ref": root, "dependsOn": ours}]
    for name in sorted(refs):
        children = sorted(ref for part in libraries if name in part.needed_by for ref in refs[part.name])
        lines += [{"ref": ref, "dependsOn": sorted(set(children))} for ref in refs[name]]
    return lines


def licence_page() -> str:
    """Give docs/licences.md."""
    rows = [f"| {p.name} | {_version(p)} | {p.licence} | {p.purpose} |" for p in parts()]
    of_fonts = [f"| {f.path} | {f.face} | {f.licence} | {f.source} |" for f in fonts()]
    return "\n".join(
        (
            "# What the program is made of", "",
            "Made by `make sbom` from `requirements.txt` (every version and every file's hash is pinned) and from what",
            "the installed packages say of their licences; a test holds it current. The same as data, with hashes and",
            "dependencies: `dist/sbom.json` (CycloneDX 1.6). Each licence's text lies in its package.", "",
            "| name | version | licence | what for |", "|---|---|---|---|", *rows, "",
            "Qt (PySide6, Shiboken) is used under LGPL-3.0: its libraries lie beside the program as files of their",
            "own, and may be replaced by other builds of the same version. Its licence texts go along.",
            "", "## Fonts", "",
            "Hashes and changes: [resources/fonts/LICENSES.md](../resources/fonts/LICENSES.md).", "",
            "| file | face | licence | source |", "|---|---|---|---|", *of_fonts, "",
        )
    )  # fmt: skip


def _version(part: Part) -> str:
    return part.version if not part.marker else f"{part.version} ({part.marker})"


def faults() -> list[str]:
    """Say what is missing: a hash, a licence, a purpose; a font that is not the one of the table."""
    found = []
    for part in parts():
        if not part.hashes:
            found.append(f"{part.name}: no hash")
        if not part.licence:
            found.append(f"{part.name}: no licence is known; read it in the package and note it in KNOWN")
        if not part.purpose.removeprefix("needed by ").strip():
            found.append(f"{part.name}: say in PURPOSES what it is for")
    table = {font.path: font.sha256 for font in fonts()}
    on_disk = {p.relative_to(FONTS).as_posix(): p for p in FONTS.rglob("*") if p.suffix in (".ttf", ".otf", ".ttc")}
    found += [f"{name}: not in LICENSES.md" for name in sorted(on_disk.keys() - table.keys())]
    found += [f"{name}: in LICENSES.md, but not there" for name in sorted(table.keys() - on_disk.keys())]
    found += [
        f"{name}: not the font of LICENSES.md" for name, path in sorted(on_disk.items())
        if name in table and hashlib.sha256(path.read_bytes()).hexdigest() != table[name]
    ]  # fmt: skip
    return found


def main(argv: Sequence[str]) -> int:
    """Write both files, or compare."""
    found, page = faults(), licence_page()
    if "--check" in argv:
        if not LICENCES.is_file() or LICENCES.read_text(encoding="utf-8") != page:
            found.append("docs/licences.md is old: make sbom")
    else:
        SBOM.parent.mkdir(exist_ok=True)
        SBOM.write_text(json.dumps(sbom(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        LICENCES.write_text(page, encoding="utf-8")
        print(f"{SBOM.relative_to(ROOT)}: {len(parts())} packages, {len(fonts())} fonts")
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
