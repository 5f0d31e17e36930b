"""The settings of letters: how they leave, by a mail server or by GOV.UK Notify, and how long that may take."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

from config import notify_service
from config.mail_server import MailServer


class LetterSettings(BaseSettings):
    """What the carriers of letters are set to, a part of the settings of a process."""

    mail_url: str = Field(
        "smtp://127.0.0.1:1025",
        description="The mail server: `smtp://USER:PASSWORD@HOST:587` (with STARTTLS where it is offered) or `smtps://`.",
        repr=False,
    )
    notify_key: str = Field(
        "",
        description="A key of GOV.UK Notify, whole as it is shown once: letters go by Notify, and `MAIL_URL` rests.",
        repr=False,
    )
    notify_template: str = Field(
        "",
        description="The id of the email template at Notify that letters go in: its subject is `((subject))`, its"
        " message `((body))`.",
    )
    notify_url: str = Field(
        "https://api.notifications.service.gov.uk", description="The address of Notify's API, or of a stand-in for it."
    )
    mail_from: str = Field(
        "Seedbed <no-reply@seedbed.invalid>", description="The sender of every letter; replies to it reach nobody."
    )
    mail_return: str = Field(
        "",
        pattern=r"^([^@\s<>]+@[^@\s<>]+)?$",
        description="Where mail servers report that a letter did not arrive: an address that pipes what it gets into"
        " `seedbed bounced`. Without one they tell that of `MAIL_FROM`.",
    )
    mail_timeout_seconds: int = Field(
        300,
        ge=1,
        le=300,
        description="Seconds to wait for the mail server before a letter's words go (RFC 5321 §4.5.3.2: 5 minutes).",
    )
    mail_data_timeout_seconds: int = Field(
        600,
        ge=1,
        le=600,
        description="Seconds to wait for its answer once they went (RFC 5321 §4.5.3.2.6: 10 minutes); without one the"
        " letter is perhaps delivered.",
    )
    letter_lease_seconds: int = Field(
        900,
        ge=3,
        le=86_400,
        description="Seconds for which a worker may hold a letter before another tries it: longer than the mail server"
        " may take.",
    )

    @model_validator(mode="after")
    def _notify_is_whole(self) -> Self:
        if self.notify_key and (fault := notify_service.fault(self.notify_key, self.notify_template, self.notify_url)):
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _lease_outlasts(self) -> Self:
        longest = max(2 * self.mail_timeout_seconds, self.mail_data_timeout_seconds)
        if self.letter_lease_seconds <= longest:
            msg = (
                f"LETTER_LEASE_SECONDS must be more than {longest}: a letter stays held while the mail server may take"
                " its time. Take it away for 900, or make MAIL_TIMEOUT_SECONDS and MAIL_DATA_TIMEOUT_SECONDS shorter."
            )
            raise ValueError(msg)
        return self

    @property
    def mail(self) -> MailServer:
        """Where letters are handed in, taken apart from MAIL_URL."""
        return MailServer.at(self.mail_url)

    @property
    def mail_sender(self) -> str:
        """The sender on the envelope, whom a mail server tells that a letter did not arrive (RFC 5321 §4.4)."""
        return self.mail_return or parseaddr(self.mail_from)[1]

    @property
    def mail_domain(self) -> str:
        """The domain of the sender, which every Message-ID carries."""
        return parseaddr(self.mail_from)[1].rpartition("@")[2]
