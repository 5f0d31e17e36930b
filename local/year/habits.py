"""What people do when they are asked: some answer soon, some late, some never, and some leave."""

from __future__ import annotations

import enum
import random

from tracker.nudge import Reply

LEAVES_IN_A_YEAR = 0.08  # of those who look after ideas


class Habit(enum.Enum):
    """How likely somebody answers on a working day on which something of theirs waits for an answer."""

    PROMPT = 0.6
    SLOW = 0.08
    SILENT = 0.0

    @classmethod
    def drawn(cls, draw: random.Random) -> Habit:
        """One person's habit: half answer soon, three in ten late, one in five never."""
        return draw.choices([cls.PROMPT, cls.SLOW, cls.SILENT], [50, 30, 20])[0]

    def answers(self, draw: random.Random) -> bool:
        """Say whether they answer today."""
        return draw.random() < self.value


def reply(draw: random.Random) -> Reply:
    """What somebody answers: most go on, some need help, park it or hand it over."""
    return draw.choices([Reply.STILL_GOING, Reply.NEED_HELP, Reply.PARK_IT, Reply.HAND_OVER], [82, 8, 4, 6])[0]
