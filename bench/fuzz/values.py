"""What may be typed, sent or put into an address: nasty values of every kind, drawn by a seed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence

File = tuple[bytes, str]
Value = str | list[str] | File

DAYS = (
    "31/12/9999", "31 December 9999", "01/01/0001", "1 January 0001", "0001-01-01", "01/01/28", "28", "29/02/2023",
    "29 February 2024", "infinity", "-infinity", "now", "today", "epoch", "31/12/2199", "01/01/2200", "31/12/1899",
    "01/01/1900", "00/00/0000", "2026-13-45", "10000-01-01", "1/1/99999999999", "٣١/١٢/٢٠٢٦", "2026-W01-1",
)  # fmt: skip
NUMBERS = (
    "1" * 32, "0." + "3" * 35, "NaN", "sNaN", "-NaN", "Infinity", "-Infinity", "1e5", "1e400", "1E-400", "0x10",
    "-1", "-0", "+5", "²", "٣", "½", "1,2,3", "£1", "999999999999.995", "1000000000001", "99999999999999",
    "2147483648", "9223372036854775808", "9" * 4299, "9" * 4301, "9" * 9000, "1.", ".5", "--1", "1 000", "0" * 50 + "1",
)  # fmt: skip
TEXTS = (
    "", " ", "\t\n", "\u00a0", "\u200b", "\ufeff", "a\0b", "\0", "\ud800", "x\udfffy", "\ufffe\uffff", "\u202egnp",
    "e\u0301" * 300, "👩‍👩‍👧‍👦" * 50, "\U0010ffff", "<script>alert(1)</script>", "{{ 7 * 7 }}", "{role.owner}", "{0}",
    "%s%n%(x)s", "' OR 1=1 --", "\\", "\r\nBcc: x@example.org", "=1+1", "../../etc/passwd", "null", "undefined", "true",
    "a" * 121, "a" * 10_001, "word " * 3_000, "\x1b[31m", "\x7f\x80\x9f", "😀" * 121, "[]", "__proto__", "*", "OLD-1",
)  # fmt: skip
ADDRESSES = ("a@b", "a@b.example\r\nX: y", "@", "a" * 300 + "@example.org", "ünï@exämple.org", "a@[127.0.0.1]")
WORDS = ("go", "hold", "stop", "return", "conditional_go", "radical", "lead", "full", "worked", "y", "no", "else")
FEW = 4
# Files as they come in at a door: cut short, of another kind than they say, with names that lead astray.
JPEG, PNG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
BODIES = (
    b"", JPEG, PNG, JPEG + b"\0" * 70_000, PNG + b"\xff" * 300, b"GIF89a", b"RIFF\0\0\0\0WEBP",
    b"PK\x03\x04" + b"\0" * 40,
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html><script>alert(1)</script>", b"MZ\x90\0",
    b"%PDF-1.7\n", b"\xef\xbb\xbftext", b"\0\0\0 ftypheic\0\0\0\0", b"#!/bin/sh\nrm -rf /\n",
    b"\x1f\x8b\x08" + b"\0" * 20,
)  # fmt: skip
NAMES = (
    "a.jpg", "a.JPG.exe", "../../etc/passwd", "a\0.png", "", ".", "x" * 5_000 + ".png", "\u202egnp.exe", "con.png",
    "ünï.heic", 'a"; filename="b', "a\r\nX: y.png", "<b>.svg",
)  # fmt: skip


def nasty(rng: random.Random, offered: Sequence[str] = ()) -> Value:
    """One value to send: a string, several of one name, or a file."""
    kind = rng.randrange(12)
    if kind == 0:
        return rng.randbytes(rng.randrange(200)), rng.choice(("a.txt", "", "a\0.png", "x.csv"))
    if kind == 1:
        return [text(rng, offered) for _ in range(rng.randrange(FEW))] + rng.choice(([], [""]))
    return text(rng, offered)


def nasty_file(rng: random.Random) -> File:
    """One file to send."""
    return rng.choice((*BODIES, rng.randbytes(rng.randrange(4_000)))), rng.choice(NAMES)


def text(rng: random.Random, offered: Sequence[str] = ()) -> str:
    """One string to send; often one that a page offers, so that the rest of a form is looked at."""
    nobodys = (str(uuid.UUID(int=rng.getrandbits(128))),)
    pools: list[Sequence[str]] = [DAYS, NUMBERS, TEXTS, TEXTS, ADDRESSES, WORDS, nobodys]
    if offered:
        pools += [offered] * FEW
    return rng.choice(rng.choice(pools))


def for_address(rng: random.Random) -> str:
    """One string to put into an address; what a path cannot hold at all is left to a query."""
    return text(rng).replace("/", "⁄")[:2_000] or "x"
