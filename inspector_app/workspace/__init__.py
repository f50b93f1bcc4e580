# SPDX-License-Identifier: MulanPSL-2.0
"""One inspector's open data folder."""

from inspector_app.workspace.checking import Health
from inspector_app.workspace.clocks import Clock, MakeId, random_id, system_clock
from inspector_app.workspace.folder import Step, Workspace
from inspector_app.workspace.opening import create_workspace, open_workspace

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
