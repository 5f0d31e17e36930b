"""How a thing is told, and not what it is: who does or gets it tells it otherwise than who pays for it or plans it.

Of all by which two tellings of one matter differ, a tenth lies in one direction of the vectors: from plain words to an
office's. `config/reference/manner.txt` keeps that direction, 384 whole numbers: the mean of what those who pay and plan
say of fifty matters, less the mean of what those who do and get say of them (`tests/data/alike/manner.csv`, our own
sentences). It is taken out of each vector, so that two are near by their matter. Solomonoff and others, "Advances in
channel compensation for SVM speaker recognition", 2005, take out the telephone of a voice so.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path

MANNER = Path(__file__).parents[3] / "config/reference/manner.txt"


@functools.cache
def manner() -> Sequence[float]:
    """The direction in which a text tells by whom it is told, of length one."""
    numbers = [int(number) for number in MANNER.read_text(encoding="utf-8").split()]
    length = math.hypot(*numbers)
    return tuple(number / length for number in numbers)
