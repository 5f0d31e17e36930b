"""The seven made-up people, the councils they work for and the collaborative that these share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tracker import collaborative, council
from tracker.council import Role
from tracker.idea import Refused

PASSWORD = "three green shoots"  # noqa: S105 - shown by `make demo`; these people exist in demonstrations alone
CODE = "warm-homes"
NEIGHBOURS = "Neighbours first"  # a strand of its work


@dataclass(frozen=True)
class Persona:
    """A made-up person: what they are in which council."""

    name: str
    email: str
    job: str
    roles: Mapping[str, tuple[Role, ...]]

    @property
    def job_title(self) -> str:
        """Their job, marked as made up."""
        return f"{self.job} (made-up person)"


AMINA = Persona(
    "Amina Yusuf", "amina.yusuf@knowsley.example.org", "Neighbourhood officer", {"knowsley": (Role.CONTRIBUTOR,)}
)
DAN = Persona("Dan Whitfield", "dan.whitfield@knowsley.example.org", "Housing manager", {"knowsley": (Role.OWNER,)})
RUTH = Persona(
    "Ruth Adeyemi", "ruth.adeyemi@knowsley.example.org", "Innovation lead", {"knowsley": (Role.LEAD, Role.ADMIN)}
)
COLIN = Persona(
    "Colin Hartley",
    "colin.hartley@knowsley.example.org",
    "Director of place",
    {"knowsley": (Role.SPONSOR, Role.OBSERVER)},
)
JO = Persona(
    "Jo Brierley", "jo.brierley@oldham.example.org", "Innovation lead", {"oldham": (Role.LEAD, Role.OWNER, Role.ADMIN)}
)
FARAH = Persona(
    "Farah Begum",
    "farah.begum@tower-hamlets.example.org",
    "Innovation lead, two days a week in Oldham",
    {"tower-hamlets": (Role.LEAD, Role.OWNER, Role.ADMIN), "oldham": (Role.CONTRIBUTOR,)},
)
PERSONAS = (AMINA, DAN, RUTH, COLIN, JO, FARAH)
OPERATOR = Persona("Sam Okoro", "sam.okoro@seedbed.example.org", "Runs the platform", {})
PLACES = ("knowsley", "oldham", "tower-hamlets")


@dataclass(frozen=True)
class Crew:
    """Who does what in one council of the demonstration."""

    council_id: UUID
    contributor: UUID
    owner: UUID
    lead: UUID
    sponsor: UUID | None


def settle() -> dict[str, Crew]:
    """Make the people members and found their collaborative. Asked in the directory; twice is once."""
    at = {code: council.by_code(code).id for code in PLACES}
    ids = {persona.email: _member(persona, at) for persona in PERSONAS}
    council.add_account(email=OPERATOR.email, name=OPERATOR.name)
    _share(at)
    return {
        "knowsley": Crew(at["knowsley"], ids[AMINA.email], ids[DAN.email], ids[RUTH.email], ids[COLIN.email]),
        "oldham": Crew(at["oldham"], ids[FARAH.email], ids[JO.email], ids[JO.email], None),
        "tower-hamlets": Crew(at["tower-hamlets"], ids[FARAH.email], ids[FARAH.email], ids[FARAH.email], None),
    }


def _member(persona: Persona, at: Mapping[str, UUID]) -> UUID:
    for code, roles in persona.roles.items():
        person = council.add_person(
            council_id=at[code], email=persona.email, name=persona.name, roles=roles, job_title=persona.job_title
        )
    return person.id


def _share(at: Mapping[str, UUID]) -> None:
    try:
        made = collaborative.found(
            code=CODE,
            name="Warm homes together (made up)",
            theme="warm, dry homes",
            shared_target="Nobody in our three places spends a winter in a cold home",
            convenor_id=at["knowsley"],
        )
    except Refused:
        return  # founded by an earlier planting that did not come to its end
    for code in ("oldham", "tower-hamlets"):
        collaborative.join(collaborative_id=made.id, council_id=at[code], role="broker")


def sign_ins() -> list[str]:
    """Who may sign in to the demonstration, one line each, and the password that all of them have."""
    lines = [f"{'Sign in as':<40}{'who is'}"]
    for persona in PERSONAS:
        roles = "; ".join(f"{', '.join(roles)} in {code}" for code, roles in persona.roles.items())
        lines.append(f"{persona.email:<40}{persona.name}, {roles}")
    lines.append(f"{OPERATOR.email:<40}{OPERATOR.name}, operator of the platform, at /ops")
    return [*lines, f"The password of each is: {PASSWORD}", "These people and their ideas are made up."]
