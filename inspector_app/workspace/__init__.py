# SPDX-License-Identifier: MulanPSL-2.0
"""One inspector's open data folder."""

from inspector_app.workspace.folder import (
    Clock,
    Health,
    MakeId,
    Step,
    Workspace,
    create_workspace,
    open_workspace,
    random_id,
    system_clock,
)

__all__ = [
    "Clock",
    "Health",
    "MakeId",
    "Step",
    "Workspace",
    "create_workspace",
    "open_workspace",
    "random_id",
    "system_clock",
]
