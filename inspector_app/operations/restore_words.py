# SPDX-License-Identifier: MulanPSL-2.0
"""What a backup would bring and what would be missing afterwards, in sentences."""

from __future__ import annotations

from inspector_app.domain.change import Op
from inspector_app.operations.restoring import Preview
from inspector_app.wording import op_name, tr

MOST_ACTS, MOST_PAPERS = 12, 20  # lines; what is more is counted


def preview_lines(seen: Preview) -> list[str]:
    """Say what a backup holds and what would be missing."""
    b, now, counts = seen.backup, seen.present, seen.backup.counts
    lines = [
        tr("Backup of {time}: {organ}", time=f"{b.made_at:%Y-%m-%d %H:%M}", organ=seen.organ or "-"),
        tr(
            "{enterprises} enterprises, {inspections} inspections, {findings} findings, {documents} documents, "
            "{files} files",
            enterprises=counts.get("enterprises", 0), inspections=counts.get("inspections", 0),
            findings=counts.get("findings", 0), documents=counts.get("documents", 0), files=b.files,
        ),
    ]  # fmt: skip
    if b.last_at is not None:
        lines.append(tr("Last act in it: {act}, {time}", act=_act(b.last_act), time=f"{b.last_at:%Y-%m-%d %H:%M}"))
    if now.is_readable and now.lost_acts:
        lines.append(tr("Done after it, and missing afterwards: {count} steps", count=now.lost_acts))
        every = sorted((now.lost_by_act or {}).items(), key=lambda pair: -pair[1])
        lines += [f"  {_act(name)} × {count}" for name, count in every[:MOST_ACTS]]
        if len(every) > MOST_ACTS:
            lines.append("  …")
    elif now.is_readable:
        lines.append(tr("The present data hold nothing that is not in the backup."))
    if now.lost_papers:
        shown = "、".join(now.lost_papers[:MOST_PAPERS]) + ("…" if len(now.lost_papers) > MOST_PAPERS else "")
        lines.append(tr("Documents issued after it (their paper is valid): {numbers}", numbers=shown))
    if seen.comes_back:
        lines.append(
            tr(
                "What was handed over to the office comes back with its next dispatch. Leased numbers end; "
                "ask for new ones."
            )
        )
    return lines


def _act(name: str) -> str:
    try:
        return op_name(Op(name))
    except ValueError:
        return name or "-"
