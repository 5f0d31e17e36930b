"""Make councils and people."""

from __future__ import annotations

import sys

import click

from tracker.cli.command import at_work, say, seedbed

NATIONS = ["england", "scotland", "wales", "northern_ireland"]
ROLES = ["contributor", "owner", "lead", "sponsor", "observer", "admin"]


@seedbed.group("council")
def council_() -> None:
    """Make councils."""


@council_.command("create")
@click.option("--code", required=True, help="Short, lower case, for ever: knowsley")
@click.option("--name", required=True)
@click.option("--prefix", help="What its references begin with: KNW")
@click.option("--nation", type=click.Choice(NATIONS), help="Whose bank holidays it keeps; none: weekends only")
@click.option("--admin-email", required=True)
@click.option("--admin-name", required=True)
@click.option(
    "--password-stdin", is_flag=True, help="Read the admin's password from stdin instead of inviting by email"
)
def council_create(
    *,
    code: str,
    name: str,
    prefix: str | None,
    nation: str | None,
    admin_email: str,
    admin_name: str,
    password_stdin: bool,
) -> None:
    """Make a council and its first admin, who is invited by email."""
    from tracker import council, tenancy

    with at_work(), tenancy.directory():
        made = council.create(code=code, name=name, prefix=prefix, nation=nation)
        _add(made, email=admin_email, name=admin_name, roles=("admin", "lead"), password_stdin=password_stdin)


@seedbed.group("person")
def person_() -> None:
    """Make people."""


@person_.command("create")
@click.option("--council", "code", required=True, help="The council's code")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), default=["contributor"], show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of inviting by email")
def person_create(*, code: str, email: str, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Make somebody a member of a council."""
    from tracker import council, tenancy

    with at_work(), tenancy.directory():
        _add(council.by_code(code), email=email, name=name, roles=roles, password_stdin=password_stdin)


def _add(place: object, *, email: str, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    from tracker import council

    if not isinstance(place, council.Council):
        raise TypeError(place)
    person = council.add_person(
        council_id=place.id, email=email, name=name, roles=[council.Role(role) for role in roles]
    )
    if password_stdin:
        council.choose_password(person_id=person.id, password=sys.stdin.readline().rstrip("\n"))
        say(f"{person.name} can sign in to {place.name} as {person.email}.")
    else:
        council.send_link(person=person, purpose=council.LinkPurpose.INVITATION, council=place)
        say(f"An invitation to {place.name} goes to {person.email} when the worker next runs.")
