"""Real SMTP on loopback that behaves as it is told, for each address and each try, and notes what it accepted."""

from __future__ import annotations

import asyncio
import email
import enum
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.policy import default as policy
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from local import ports

LONG = 3600.0  # seconds that outlast whoever waits


class Behaviour(enum.StrEnum):
    """What the server does with one letter. What it accepted by then stands in brackets."""

    TAKE = "take"  # accepts it (once)
    SLOW = "slow"  # accepts it after a while (once)
    HANG = "hang"  # never answers to its words (not)
    LOSE_ANSWER = "lose answer"  # accepts it, and the answer never comes (once)
    TRICKLE = "trickle"  # answers a piece now and then, and never to an end (not)
    DEAF = "deaf"  # never answers to its address (not)
    DEFER = "defer"  # refuses its words for now (not)
    DEFER_ADDRESS = "defer address"  # refuses its address for now (not)
    REFUSE = "refuse"  # refuses its words for good (not)
    REFUSE_ADDRESS = "refuse address"  # refuses its address for good (not)
    DIE_AT_ADDRESS = "die at address"  # hangs up on its address (not)
    DIE = "die"  # hangs up once its words came (not)
    DIE_AFTER = "die after"  # accepts it and hangs up before it says so (once)
    GIBBERISH = "gibberish"  # accepts it and answers nonsense (once)
    GOING_AWAY = "going away"  # says 421 to its address (not)


ACCEPTING = {Behaviour.TAKE, Behaviour.SLOW, Behaviour.LOSE_ANSWER, Behaviour.DIE_AFTER, Behaviour.GIBBERISH}
UNSEEN = {
    Behaviour.HANG,
    Behaviour.LOSE_ANSWER,
    Behaviour.TRICKLE,
    Behaviour.DIE,
    Behaviour.DIE_AFTER,
    Behaviour.GIBBERISH,
}
Behaves = Callable[[str, int], Behaviour]


class UnrulyServer:
    """What aiosmtpd calls. `behaves` says what is done with an address at which of its tries."""

    def __init__(self, behaves: Behaves, *, slow: float = 0.3) -> None:
        self._behaves, self._slow, self._lock = behaves, slow, threading.Lock()
        self.accepted: list[tuple[str, str]] = []  # the address and the Message-ID, in order
        self.handed: list[tuple[str, str]] = []  # whatever words came, accepted or not
        self.tries: Counter[str] = Counter()
        self.at_once = self.most_at_once = 0
        self.port = ports.free_port()

    @property
    def settings(self) -> dict[str, str]:
        """The setting that leads to it."""
        return {"MAIL_URL": f"smtp://127.0.0.1:{self.port}"}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take an address, or not."""
        with self._lock:
            self.tries[address] += 1
            session.behaviour = self._behaves(address, self.tries[address])
        match session.behaviour:
            case Behaviour.DEAF:
                await asyncio.sleep(LONG)
            case Behaviour.DEFER_ADDRESS:
                return "450 4.2.1 come back later"
            case Behaviour.REFUSE_ADDRESS:
                return f"550 5.1.1 <{address}> nobody here"
            case Behaviour.GOING_AWAY:
                return "421 4.3.2 going away"
            case Behaviour.DIE_AT_ADDRESS:
                server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 go on"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Do with the words of a letter what its behaviour says."""
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(server, session.behaviour, envelope)
        finally:
            with self._lock:
                self.at_once -= 1

    async def _answer(self, server: SMTP, behaviour: Behaviour, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.original_content, policy=policy)
        came = (envelope.rcpt_tos[0], str(message["Message-ID"]))
        if behaviour is Behaviour.SLOW:
            await asyncio.sleep(self._slow)
        with self._lock:
            self.handed.append(came)
            if behaviour in ACCEPTING:
                self.accepted.append(came)
        match behaviour:
            case Behaviour.HANG | Behaviour.LOSE_ANSWER:
                await asyncio.sleep(LONG)
            case Behaviour.TRICKLE:
                while True:
                    await server.push("250-still looking")
                    await asyncio.sleep(0.2)
            case Behaviour.DIE | Behaviour.DIE_AFTER:
                server.transport.abort()
            case Behaviour.DEFER:
                return "451 4.3.0 not now"
            case Behaviour.REFUSE:
                return "554 5.7.1 not this"
            case Behaviour.GIBBERISH:
                return "what was that?"
        await asyncio.sleep(0.01)  # the server's disk: it is in this moment that a kill makes a repeat
        return "250 taken"


@contextmanager
def serving(server: UnrulyServer) -> Iterator[UnrulyServer]:
    """Serve on loopback."""
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        for task in asyncio.all_tasks(controller.loop):
            controller.loop.call_soon_threadsafe(task.cancel)
        controller.stop()
