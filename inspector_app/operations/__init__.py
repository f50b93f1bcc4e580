# SPDX-License-Identifier: MulanPSL-2.0
"""Everything that may be done, one function each, inside `workspace.operation`.

A public verb opens the operation and gives `Done(value, changes)`; its `…_in(step, …)` twin does the same
inside an operation that is already open. Refusals are `Refused`; anything else that is raised is a bug.
"""
