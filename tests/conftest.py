"""What every test has: the zone data of the package, never the system's older one."""

from __future__ import annotations

import zoneinfo

zoneinfo.reset_tzpath(to=[])
