# SPDX-License-Identifier: MulanPSL-2.0
"""Photos as evidence: read and judged in a child process, shown and printed from derived pictures only."""
