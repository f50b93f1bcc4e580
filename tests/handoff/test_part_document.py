# SPDX-License-Identifier: MulanPSL-2.0
"""docs/bundle-format.md says what the program does: its example, its fields, its limits."""

from __future__ import annotations

import re
from pathlib import Path

from inspector_app.handoff import header as limits
from inspector_app.handoff.header import header_json
from inspector_app.handoff.strict_json import COLUMNS_LIMIT, DEPTH_LIMIT
from tests.helpers import bundles

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "bundle-format.md").read_text(encoding="utf-8")


def test_the_bytes_of_the_example_are_those_of_the_vector():
    data = (ROOT / "tests" / "fixtures" / "bundles" / "whole.ajb").read_bytes()
    example = TEXT.split("```hex\n")[1].split("```")[0]
    lines = re.findall(r"^([0-9a-f]{4})  ((?:[0-9a-f]{2} ?)+)", example, flags=re.MULTILINE)
    assert len(lines) > 20
    for offset, found in lines:
        wanted = bytes.fromhex(found)
        assert data[int(offset, 16) : int(offset, 16) + len(wanted)] == wanted, offset
    head, frames, foot = bundles.frames_of(data)
    assert (len(head), len(foot), len(data)) == (0x820, 0x64, 0xD68 + 0x64)
    assert len(frames) == 3


def test_every_field_of_the_header_is_described():
    table = TEXT.split("## The header")[1].split("## Operations")[0]
    described = {
        name for row in re.findall(r"^\| (`.*?) \|", table, flags=re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert described == header_json(bundles.a_header([])).keys()


def test_the_limits_are_those_of_the_program():
    table = TEXT.split("## Limits")[1].split("## What")[0]
    mib = 1 << 20
    for words in (
        f"{limits.PART_LIMIT // mib} MiB", f"{limits.HEADER_LIMIT // mib} MiB; {limits.CHAINS_LIMIT:,} chains",
        f"{limits.FILES_LIMIT:,} files", f"{limits.OPERATIONS_LIMIT:,} operations", f"{limits.FRAME_LIMIT // mib} MiB",
        f"{limits.FILE_LIMIT // mib} MiB", f"{limits.OPERATION_LIMIT // mib} MiB, {limits.CHANGES_LIMIT:,} changes",
        f"at most {DEPTH_LIMIT} deep", f"at most {COLUMNS_LIMIT:,} members",
    ):  # fmt: skip
        assert words in table, words
    assert f"| `level` | number | of the tables that the operations are about, {limits.LEVEL} now" in TEXT


def test_its_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#h][^)]*)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }
    for target in re.findall(r"\]\(#([^)]*)\)", TEXT):
        assert target in anchors, target
