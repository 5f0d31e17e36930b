"""Which council is meant by what somebody wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tracker.exchange.words import letters_of


class CouncilNames:
    """Councils by the letters of their codes and names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        self.add(names)

    def add(self, names: Mapping[str, str]) -> None:
        """Know more councils, by code."""
        for code, name in names.items():
            for known in (code, name):
                self._codes[letters_of(known)].add(code)

    def meant(self, written: str) -> list[str]:
        """The codes of the councils that may be meant, in order."""
        return sorted(self._codes.get(letters_of(written), ()))
