"""Words about lessons."""

from __future__ import annotations

WORKED = ("yes", "mixed", "no")  # whether what was tried worked
