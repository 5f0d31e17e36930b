"""What can be broken in a file of the product. A mutant that is drawn still parses: as Python, template or table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.mutants import product
from bench.mutants.kinds import python, sql, table, template
from bench.mutants.mutant import Mutant, mutants_of

# A mutant of these could stop or delete what is not its own: they are broken by hand, in a machine of their own.
ACTS_ON_THE_MACHINE = re.compile(r"os\.kill|killpg|rmtree|\.unlink\(|\.terminate\(|os\.chown|PR_SET")


@dataclass
class Product:
    """All files of the product that can be broken, read once."""

    root: Path = product.ROOT
    texts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = {name: (self.root / name).read_text(encoding="utf-8") for name in product.files(self.root)}

    @cached_property
    def enums(self) -> dict[str, list[str]]:
        """Closed lists by name, with their members: one member may stand where another should."""
        return python.enums(text for name, text in self.texts.items() if name.endswith(".py"))

    @cached_property
    def mutants(self) -> list[Mutant]:
        """Every mutant there is, in the order of files and places; `holds` says which of them parse."""
        return [mutant for name in self.texts for mutant in self.mutants_of(name)]

    def mutants_of(self, name: str) -> list[Mutant]:
        """Every mutant of one file."""
        text = self.texts[name]
        if name.endswith(".py"):
            edits = [] if self._acts_on_the_machine(name) else [*python.edits(text, self.enums), *sql.edits(text)]
        elif name.endswith(".csv"):
            edits = table.edits(text, self._readers(name))
        else:
            edits = template.edits(text)
        return mutants_of(name, text, edits)

    def holds(self, mutant: Mutant) -> bool:
        """Say whether a mutant still parses and differs from what stands there."""
        before = self.texts[mutant.file]
        differs = {".py": python.differs, ".csv": table.differs}.get(Path(mutant.file).suffix, template.differs)
        return differs(before, mutant.applied_to(before))

    def _acts_on_the_machine(self, name: str) -> bool:
        return name.startswith("local/") and bool(ACTS_ON_THE_MACHINE.search(self.texts[name]))

    def _readers(self, name: str) -> str:
        """The modules that name a table, as one text; a table that nobody names cannot be broken."""
        file = Path(name).name
        return "\n".join(text for other, text in self.texts.items() if other.endswith(".py") and f'"{file}"' in text)
