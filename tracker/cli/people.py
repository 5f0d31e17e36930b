"""Make councils and people."""

from __future__ import annotations

import sys
from uuid import UUID

import click

from tracker.cli.command import at_work, say, seedbed


class OneOf(click.ParamType[str]):
    """A word of one of a council's closed lists, which is loaded only where it is asked for."""

    def __init__(self, words_of: str) -> None:
        self.name = words_of.lower()
        self._words_of = words_of

    def _choice(self) -> click.Choice[str]:
        from tracker import council

        return click.Choice([str(word) for word in getattr(council, self._words_of)])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a word of the list."""
        return str(self._choice().convert(value, param, ctx))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Name every word of the list."""
        return self._choice().get_metavar(param, ctx)


@seedbed.group("council")
def council_() -> None:
    """Make councils."""


@council_.command("create")
@click.option("--code", required=True, help="Short, lower case, for ever: knowsley")
@click.option("--name", required=True)
@click.option("--prefix", help="What its references begin with: KNW")
@click.option("--nation", type=OneOf("Nation"), help="Whose bank holidays it keeps; none: weekends only")
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

    with at_work():
        with tenancy.directory():
            made = council.create(code=code, name=name, prefix=prefix, nation=nation)
            added = _add(
                code, email=admin_email, name=admin_name, roles=("admin", "lead"), with_password=password_stdin
            )
        _note(made.id, added, ("admin", "lead"))


@seedbed.group("person")
def person_() -> None:
    """Make people."""


@person_.command("create")
@click.option("--council", "code", help="The council's code; an operator needs none")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, type=OneOf("Role"), default=["contributor"], show_default=True)
@click.option("--operator", is_flag=True, help="Let them run the platform: /ops, and no idea of anybody")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of inviting by email")
def person_create(
    *, code: str | None, email: str, name: str, roles: tuple[str, ...], operator: bool, password_stdin: bool
) -> None:
    """Make somebody a member of a council, or an operator, who runs the platform and sees no idea.

    Making an operator needs DATABASE_OWNER_URL: the application itself can make nobody one.
    """
    from tracker import council, tenancy

    if operator == bool(code):
        told = "Name a --council, or make an --operator, who belongs to none."
        raise click.UsageError(told)
    if code is None:
        _make_operator(email=email, name=name, with_password=password_stdin)
        return
    with at_work():
        with tenancy.directory():
            place = council.by_code(code)
            added = _add(code, email=email, name=name, roles=roles, with_password=password_stdin)
        _note(place.id, added, roles)


@person_.command("sign-out")
@click.option("--email", required=True)
def person_sign_out(*, email: str) -> None:
    """End every signed-in browser of a person, as after a lost device."""
    from tracker import council, tenancy

    with at_work(), tenancy.directory():
        council.sign_out_everywhere(person_id=council.person_of(email=email))
        say(f"{email} is signed out everywhere, and can sign in again.")


def _make_operator(*, email: str, name: str, with_password: bool) -> None:
    """Make somebody an operator; who has no password yet reads one from stdin, or is sent a link to choose one."""
    from migrations import operators
    from tracker import council, tenancy

    with at_work() as wanted:
        if not wanted.database_owner_url:
            msg = "Set DATABASE_OWNER_URL: the address of the database as seedbed_owner."
            raise click.ClickException(msg)
        with tenancy.directory():
            known = council.has_password(email=email)
            if known and with_password:
                msg = f"{email} has an account and a password already: leave out --password-stdin."
                raise ValueError(msg)
            person = council.add_account(email=email, name=name)
            address = person.email
            if with_password:
                council.choose_password(person_id=person.id, password=sys.stdin.readline().rstrip("\n"))
            elif not known:
                council.send_link(person=person)
        operators.make(wanted.database_owner_url, email=address)
        say(f"{address} runs the platform, at {wanted.base_url}/ops.")
        if not known and not with_password:
            say("A link to choose a password goes to them when the worker next runs; it is good for two hours.")


def _add(code: str, *, email: str, name: str, roles: tuple[str, ...], with_password: bool) -> UUID | None:
    """Invite somebody, or make them a member with a password from stdin. Returns who was made a member."""
    from tracker import council

    place = council.by_code(code)
    chosen = [council.Role(role) for role in roles]
    if not with_password:
        council.invite(council_id=place.id, email=email, name=name, roles=chosen)
        say(f"An invitation to {place.name} goes to {email} when the worker next runs.")
        return None
    if council.has_password(email=email):
        msg = f"{email} has an account and a password already: invite them, without --password-stdin."
        raise ValueError(msg)
    person = council.add_person(council_id=place.id, email=email, name=name, roles=chosen)
    council.choose_password(person_id=person.id, password=sys.stdin.readline().rstrip("\n"))
    say(f"{person.name} can sign in to {place.name} as {person.email}.")
    return person.id


def _note(council_id: UUID, person_id: UUID | None, roles: tuple[str, ...]) -> None:
    """Record that somebody was made a member; who was invited records it by accepting."""
    from tracker import council, tenancy

    if person_id:
        with tenancy.as_council(council_id):
            council.note_member(person_id=person_id, roles=[council.Role(role) for role in roles])
