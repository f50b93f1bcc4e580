# SPDX-License-Identifier: MulanPSL-2.0
"""The demonstration: a made-up county with a register, visits and papers, all made by the ordinary operations."""

from inspector_app.demo.county import DEFAULT_SEED
from inspector_app.demo.fill import fill_demo
from inspector_app.demo.papers import DemoPaper, DemoReport, make_demo

__all__ = ["DEFAULT_SEED", "DemoPaper", "DemoReport", "fill_demo", "make_demo"]
