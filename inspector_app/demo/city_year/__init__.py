# SPDX-License-Identifier: MulanPSL-2.0
"""One city's published year, made up row by row: for figures, speed, and whoever wants to see the program full."""

from inspector_app.demo.city_year.city import Totals, read_city
from inspector_app.demo.city_year.fill import CityYear, make_city_year

__all__ = ["CityYear", "Totals", "make_city_year", "read_city"]
