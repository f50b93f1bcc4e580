# SPDX-License-Identifier: MulanPSL-2.0
"""What the program is made of is pinned, hashed and named; the paper about it is current."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"build_{name}", ROOT / "build" / f"{name}.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    return module("sbom")


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_pinned_and_has_hashes(sbom: ModuleType, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = list(sbom.pinned(text))
    assert len(lines) == len(re.findall(r"(?m)^[a-zA-Z0-9]", text)) >= 40
    assert [line[0] for line in lines if not line[3]] == []
    assert not re.search(r"(?m)^\s*(-e|-r|--(index|extra|find|trusted|no-binary)|git\+|https?:|file:)|@ ", text)


def test_a_line_without_a_hash_or_a_version_is_found(sbom: ModuleType) -> None:
    ((_, _, _, hashes, _),) = sbom.pinned("one==1.0\n    # via two\n")
    assert hashes == ()
    with pytest.raises(SystemExit):
        list(sbom.pinned("one>=1.0 \\\n"))


def test_the_program_is_installed_with_hashes_only() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in made.splitlines():
        if "pip install" in line and "-r requirements" in line:
            assert "--require-hashes" in line, line


def test_everything_has_a_licence_a_purpose_and_a_hash_and_the_paper_is_current(sbom: ModuleType) -> None:
    assert sbom.faults() == []
    assert (ROOT / "docs" / "licences.md").read_text(encoding="utf-8") == sbom.licence_page(), "make sbom"


def test_the_licences_are_those_that_were_looked_at(sbom: ModuleType) -> None:
    """A new licence is looked at by a person before it comes in."""
    known = {
        "MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "PSF-2.0", "Zlib",
        "LGPL-3.0-only", "Apache-2.0 OR BSD-3-Clause", "Apache-2.0 OR BSD-2-Clause", "BSD-3-Clause AND Apache-2.0",
    }  # fmt: skip
    assert {part.licence for part in sbom.parts()} <= known


def test_the_sbom_names_every_package_and_font_with_its_hashes(sbom: ModuleType) -> None:
    made = sbom.sbom()
    assert made == sbom.sbom(), "the same requirements give the same document"
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", made["serialNumber"]
    )
    refs = [c["bom-ref"] for c in made["components"]]
    assert len(refs) == len(set(refs)) == len(sbom.parts()) + len(sbom.fonts())
    assert all(c["hashes"] and c["licenses"] for c in made["components"])
    assert all(re.fullmatch(r"[0-9a-f]{64}", h["content"]) for c in made["components"] for h in c["hashes"])
    known = {*refs, made["metadata"]["component"]["bom-ref"]}
    lines = made["dependencies"]
    assert {line["ref"] for line in lines} <= known and {r for line in lines for r in line["dependsOn"]} <= known
    reached = reach(lines, made["metadata"]["component"]["bom-ref"])
    assert {c["bom-ref"] for c in made["components"] if c["type"] == "library"} <= reached
    json.dumps(made)


def reach(lines: list[dict], start: str) -> set[str]:
    below = {line["ref"]: line["dependsOn"] for line in lines}
    found, waiting = set(), [start]
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += below.get(ref, [])
    return found


def test_an_audit_that_could_not_ask_is_no_clean_audit() -> None:
    audit = module("audit")
    skipped = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": []}]}
    assert audit._judged(skipped, "pypi") == (audit.CLEAN, ["a"])
    found = {"dependencies": [{"name": "b", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": []}]}]}
    assert audit._judged(found, "pypi") == (audit.FOUND, [])
