"""States that the demonstration lacks, each in a town of its own."""

from tests.approved.states.councils import COUNCIL, LATER, SHARING
from tests.approved.states.gates import GATES, NUDGES
from tests.approved.states.ideas import IDEAS, TRIAGE
from tests.approved.states.odd import ODD

STATES = [*TRIAGE, *GATES, *NUDGES, *IDEAS, *SHARING, *COUNCIL, *LATER, *ODD]
