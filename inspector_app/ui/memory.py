# SPDX-License-Identifier: MulanPSL-2.0
"""Memory that is free goes back to the system: the C library keeps it otherwise, for every thread by itself.

Measured with a city's year: 590 MB after two minutes of random use without this, of which 140 MB were free.
"""

from __future__ import annotations

import ctypes
import linecache
import sys

_ARENA_MAX, _TRIM_THRESHOLD, _MMAP_THRESHOLD = -8, -1, -3  # of mallopt(3)
_ONE_ARENA, _KEEP, _OWN_PAGES_FROM = 1, 4 << 20, 1 << 20  # bytes, the last two


def keep_no_sources() -> None:
    """Keep PySide from reading the source of every module that is imported from now on.

    It looks for `from __feature__ import`, which this program has nowhere; the sources would stay in memory (18 MB),
    and reading them is a tenth of the time of an import.
    """
    known = vars(sys.modules.get("shibokensupport.feature", sys))
    if "_mod_uses_pyside" in known:  # its own name, not promised: without it all is as PySide has it
        known["_mod_uses_pyside"] = lambda _module: False
        linecache.clearcache()


def share_one_heap() -> None:
    """Let all threads take memory from one heap, and large pieces from pages of their own; before threads begin."""
    libc = _libc()
    if libc is not None:
        libc.mallopt(_ARENA_MAX, _ONE_ARENA)
        libc.mallopt(_MMAP_THRESHOLD, _OWN_PAGES_FROM)
        libc.mallopt(_TRIM_THRESHOLD, _KEEP)


def give_back() -> None:
    """Give free memory back; takes some milliseconds, so not while somebody waits."""
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)


def _libc() -> ctypes.CDLL | None:
    """Give the GNU C library; others (Windows, musl) keep less and have no such calls."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
