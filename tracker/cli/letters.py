"""Show letters that failed, and decide what becomes of them."""

from __future__ import annotations

from uuid import UUID

import click

from tracker.cli.command import at_work, say, seedbed

MOST = 100_000


@seedbed.group("letters", invoke_without_command=True)
@click.pass_context
def letters_(asked: click.Context) -> None:
    """Show letters that failed, try them again, or take them as delivered."""
    if asked.invoked_subcommand is None:
        _show()


def _show() -> None:
    """Print each letter that failed, by the ends of its address, with its cause."""
    from tracker import post, tenancy

    with at_work(), tenancy.directory():
        counts, found = post.outbox(), post.troubled(limit=MOST)
    for one in found:
        state = "in doubt" if one.in_doubt else "given up" if one.given_up_at else "waits"
        click.echo(f"{one.id}  {state:<8}  {one.kind:<8}  {one.address}  {one.last_error}".rstrip())
    say(f"{counts.waiting} waiting, {counts.given_up} given up, {counts.in_doubt} perhaps delivered.")


@letters_.command("retry")
def retry() -> None:
    """Try all letters again that were given up, once their cause is mended."""
    from tracker import post, tenancy

    with at_work(), tenancy.directory():
        begun = post.try_all_again()
    say(f"Tried again from now on: {begun}.")


@letters_.command("send-again")
@click.argument("ids", metavar="[ID]...", nargs=-1, type=click.UUID)
@click.option("--all", "every", is_flag=True, help="All that are perhaps delivered")
def send_again(*, ids: tuple[UUID, ...], every: bool) -> None:
    """Send letters again that are perhaps delivered, under the same Message-ID."""
    say(f"Sent again from now on: {_decide(ids, every=every, leaves=False)}.")


@letters_.command("leave")
@click.argument("ids", metavar="[ID]...", nargs=-1, type=click.UUID)
@click.option("--all", "every", is_flag=True, help="All that are perhaps delivered, or came back and were given up")
def leave(*, ids: tuple[UUID, ...], every: bool) -> None:
    """Take letters as done that are perhaps delivered, or came back and were given up."""
    say(f"Taken as done: {_decide(ids, every=every, leaves=True)}.")


def _decide(ids: tuple[UUID, ...], *, every: bool, leaves: bool) -> int:
    """Decide upon letters in doubt, or leave those that came back, those named or all; return how many there were."""
    from tracker import post, tenancy

    if bool(ids) == every:
        msg = "Name the letters, or say --all. `seedbed letters` shows which there are."
        raise click.UsageError(msg)
    with at_work(), tenancy.directory():
        open_ones = [one for one in post.troubled(limit=MOST) if (one.can_be_left if leaves else one.in_doubt)]
        decided = [one.id for one in open_ones if every or one.id in ids]
        for letter_id in decided:
            (post.leave if leaves else post.try_again)(letter_id)
    return len(decided)
