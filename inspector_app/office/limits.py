# SPDX-License-Identifier: MulanPSL-2.0
"""How much of everything the office's reception bears at once."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.handoff.header import PART_LIMIT

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    part_bytes: int = PART_LIMIT + MEGABYTE  # a part and what its encryption adds
    device_bytes: int = 8 * 1024 * MEGABYTE  # begun and not finished, of one laptop
    device_parts: int = 64
    reserve_bytes: int = 256 * MEGABYTE  # stays free on the disk
    text_bytes: int = 4096  # of a request that is no upload
    connections: int = 256
    uploads: int = 24
    device_uploads: int = 2
    commits: int = 64  # that wait for the one that is read
    greeting_seconds: float = 15.0  # until the first byte, and again for the TLS handshake
    head_seconds: float = 20.0  # for the whole head of a request
    idle_seconds: float = 30.0  # without one byte of a body, or without one byte being fetched
    slowest_bytes: int = 256  # a second, over a whole request
    tolerance_seconds: int = 300  # between the time of a signature and the office's
    keep_days: int = 30  # of an upload that nobody went on with
