"""Pictures and files on an idea: seen where it is seen, removed with a reason, gone with what they belong to."""

from __future__ import annotations

import io
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from config.settings import settings
from tests import makers
from tests.makers import a_sent_idea
from tracker import attachment, clock, idea, value
from tracker.attachment import LARGEST_FILE, Upload, store
from tracker.tenancy import current_council, session

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 300
WRITTEN = {"title": "A quiet room", "problem": "The lounge is loud.", "proposal": "Use the linen room.", "service": ""}


def sent(*files: tuple[bytes, str]) -> dict[str, object]:
    return {"files": [(io.BytesIO(content), name) for content, name in files]}


def by_hand(fields: dict[str, str], files: dict[str, bytes]) -> dict[str, object]:
    """A form as a browser writes it; the client of the tests leaves a file of its own open for a large one."""
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    parts += [f'name="files"; filename="{name}"\r\n\r\n'.encode() + content for name, content in files.items()]
    body = b"".join(b"--b\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=b"}


def files_of(side, ref: str) -> list[attachment.FileEntry]:
    with side.door():
        return attachment.files_on(idea=makers.idea_of(ref))


@pytest.fixture
def settle(monkeypatch):
    """Set a setting for this test."""

    def settled(**environment: str) -> None:
        for name, told in environment.items():
            monkeypatch.setenv(name, told)
        settings.cache_clear()

    yield settled
    monkeypatch.undo()
    settings.cache_clear()


def test_a_picture_comes_with_an_idea_and_is_a_download_for_whoever_sees_it(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    led = author.post("/ideas/new", {**WRITTEN, "send": "y", **sent((JPEG, "../lounge\u202e.png"))}).headers["Location"]
    ref = led.split("/")[2]
    page = browse(ours.observer).get(f"/ideas/{ref}").text
    [address] = re.findall(rf'href="(/ideas/{ref}/files/[^"/]+)"', page)
    assert ">lounge.jpg</a>" in page
    got = browse(ours.observer).client.get(address)
    assert got.data == JPEG
    assert got.headers["Content-Disposition"] == "attachment; filename=\"lounge.jpg\"; filename*=UTF-8''lounge.jpg"
    assert (got.headers["Content-Type"], got.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert got.headers["Cache-Control"] == "no-store"
    browse(world.theirs.lead).get(address, status=404)
    author.post(f"/ideas/{ref}/confidence", {"audience": "confidential"})
    browse(ours.observer).get(address, status=404)
    assert browse(ours.lead).client.get(address).data == JPEG


def test_what_is_wrong_with_a_file_is_told_beside_its_field_and_nothing_typed_is_lost(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    files = {"a.exe": b"MZ\0", "b.pdf": b"%PDF" + b"x" * (2 * LARGEST_FILE)}
    page = author.client.post(
        "/ideas/new", **by_hand({"csrf_token": author.token(), **WRITTEN, "send": "y"}, files)
    ).text
    assert "a.exe is no file that can be taken" in page
    assert "b.pdf is larger than 8 MB" in page
    assert "Use the linen room." in page
    # what is fine stays with a draft while something else is mended
    page = author.post("/ideas/new", {**WRITTEN, "title": "", "send": "y", **sent((JPEG, "a.jpg"))}, status=200).text
    ref = re.search(r'action="/ideas/([^/]+)/edit"', page)[1]
    assert "Give it a few words" in page
    author.post(f"/ideas/{ref}/edit", {**WRITTEN, "send": "y"})
    assert [file.name for file in files_of(ours, ref)] == ["a.jpg"]
    assert "Choose a file" in author.post(f"/ideas/{ref}/files", {}, status=200).text
    author.post(f"/ideas/{ref}/files", {"files": "no file"}, status=200)
    huge = author.client.post(f"/ideas/{ref}/files", data={"x": "y"}, environ_overrides={"CONTENT_LENGTH": str(10**9)})
    assert huge.status_code == 413
    assert "larger than" in huge.text


def test_what_was_seen_brings_its_picture_which_stands_beside_it(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours)
    with ours.door():
        made = value.claim(idea=makers.idea_of(ref), by=ours.owner.id, indicator="Damp flats")
    owner = browse(ours.owner)
    seen = {"evidence-claim_id": str(made.id), "evidence-kind": "account", "evidence-note": "It is dry now."}
    wrong = {**seen, "evidence-pictures": (io.BytesIO(b"MZ"), "a.exe")}
    assert "a.exe is no file that can be taken" in owner.post(f"/ideas/{ref}/current/evidence", wrong, status=200).text
    owner.post(f"/ideas/{ref}/current/evidence", {**seen, "evidence-pictures": (io.BytesIO(JPEG), "dry.jpg")})
    page = owner.get(f"/ideas/{ref}").text
    assert ">dry.jpg</a>" in page.partition("It is dry now.")[2].partition("</li>")[0]
    assert 'id="files"' not in page


def test_a_file_is_removed_with_a_reason_that_stays_and_its_bytes_go(world, browse):
    ours, ref = world.ours, a_sent_idea(world.ours)
    author = browse(ours.contributor)
    author.post(f"/ideas/{ref}/files", sent((JPEG, "face.jpg"), (b"words", "notes.txt")))
    first, second = files_of(ours, ref)
    address = f"/ideas/{ref}/files/{first.id}"
    browse(ours.owner).get(f"{address}/remove", status=403)
    assert "Say why it is removed" in author.post(f"{address}/remove", {"because": " "}, status=200).text
    author.post(f"{address}/remove", {"because": "It shows a face."})
    author.get(address, status=404)
    author.get(f"{address}/remove", status=404)
    assert "It shows a face." in author.get(f"/ideas/{ref}/files").text
    page = author.get(f"/ideas/{ref}").text
    assert "face.jpg" not in page.partition('id="history"')[0].partition('id="files"')[2]
    with ours.door():
        attachment.clear_files()
        assert store.get(current_council(), first.id) is None
        assert store.get(current_council(), second.id) == b"words"


def test_files_go_with_a_draft_and_what_has_no_row_is_cleared_away_after_a_day(world):
    ours = world.ours
    with ours.door():
        council_id, stray = current_council(), uuid4()
        draft = idea.log_draft(by=ours.contributor.id, title="Not yet")
        kept, gone = attachment.attach(
            idea=draft, uploads=[Upload("a.txt", b"a"), Upload("b.txt", b"b")], by=ours.contributor.id
        )
        attachment.remove(attachment=gone, idea=draft, because="", by=ours.contributor.id)
        store.put(council_id, stray, b"killed before its row was kept")
        ids = (kept.id, gone.id, stray)
    with ours.door():
        attachment.clear_files()
        assert [store.get(council_id, each) is None for each in ids] == [False, False, False], "it may be on its way"
        idea.discard_draft(idea=makers.idea_of(draft.ref), by=ours.contributor.id)
        assert session().query(attachment.Attachment).count() == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)), ours.door():
        attachment.clear_files()
        assert [store.get(council_id, each) for each in ids] == [None, None, None]


def test_who_runs_a_council_reads_what_its_files_take(world, browse, settle):
    settle(FILES_QUOTA_MB="3000")
    admin, address = browse(world.ours.admin), "/council"
    assert "Pictures and files on your ideas take nothing of 3,000 MB." in admin.get(address).text
    for side, megabytes in ((world.theirs, 3), (world.ours, 2)):
        with side.door():
            upload = Upload("a.txt", b"a" * megabytes * attachment.MEGABYTE)
            attachment.attach(idea=makers.idea_of(a_draft(side)), uploads=[upload], by=side.contributor.id)
    assert "Pictures and files on your ideas take 2 MB of 3,000 MB." in admin.get(address).text


def test_a_councils_files_fit_its_quota_and_what_goes_makes_room(world, settle):
    settle(FILES_QUOTA_MB="1")
    ours, half = world.ours, Upload("a.txt", b"a" * 600_000)
    with ours.door():
        found = makers.idea_of(a_draft(ours))
        [first] = attachment.attach(idea=found, uploads=[half], by=ours.contributor.id)
        with pytest.raises(idea.Refused, match="no room for more files"):
            attachment.attach(idea=found, uploads=[half], by=ours.contributor.id)
        attachment.remove(attachment=first, idea=found, because="", by=ours.contributor.id)
        session().flush()
        assert attachment.attach(idea=found, uploads=[half], by=None), "somebody without an account"
    with world.theirs.door():
        theirs = makers.idea_of(a_draft(world.theirs))
        assert attachment.attach(idea=theirs, uploads=[half], by=None)


def a_draft(side) -> str:
    return idea.log_draft(by=side.contributor.id, title="Not yet").ref


class _Bucket(BaseHTTPRequestHandler):
    """As much of S3 as the store asks for: put, get, a list of keys, and several deleted at once."""

    objects: dict[str, bytes] = {}  # noqa: RUF012 - one bucket for the test

    def log_message(self, *_: object) -> None: ...

    def _answer(self, status: int, body: str | bytes = b"") -> None:
        told = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.send_header("ETag", '"e"')
        self.send_header("Last-Modified", "Sun, 01 Nov 2020 08:00:00 GMT")
        self.end_headers()
        self.wfile.write(told)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def do_PUT(self) -> None:
        self.objects[urlsplit(self.path).path] = self._body()
        self._answer(200)

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.query:
            rows = "".join(
                f"<Contents><Key>{key.removeprefix('/bucket/')}</Key><Size>{len(held)}</Size><ETag>e</ETag>"
                "<LastModified>2020-11-01T08:00:00.000Z</LastModified></Contents>"
                for key, held in self.objects.items()
            )
            self._answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>")
        elif (held := self.objects.get(asked.path)) is not None:
            self._answer(200, held)
        else:
            self._answer(404)

    def do_POST(self) -> None:
        keys = re.findall(r"<Key>(.*?)</Key>", self._body().decode())
        for key in keys:
            self.objects.pop(f"/bucket/{key}", None)
        gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>")


def test_a_store_elsewhere_does_the_same_and_one_that_is_away_is_told_beside_the_field(world, browse, settle):
    ours, ref = world.ours, a_sent_idea(world.ours)
    author, server = browse(world.ours.contributor), ThreadingHTTPServer(("127.0.0.1", 0), _Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settle(
        FILES_AT="s3://bucket/of/files",
        FILES_ENDPOINT=f"http://127.0.0.1:{server.server_port}",
        FILES_KEY="key",
        FILES_SECRET="secret",
    )
    author.post(f"/ideas/{ref}/files", sent((b"words", "notes.txt")))
    [file] = files_of(ours, ref)
    [key] = _Bucket.objects
    assert key == f"/bucket/of/files/{ours.id}/{file.id}"
    assert author.client.get(f"/ideas/{ref}/files/{file.id}").data == b"words"
    with ours.door():
        assert [each.id for some in store.files_of(current_council()) for each in some] == [file.id]
        store.delete(current_council(), file.id)
        assert store.get(current_council(), file.id) is None
    server.shutdown()
    server.server_close()
    page = author.post(f"/ideas/{ref}/files", sent((b"more", "more.txt")), status=200).text
    assert "Files cannot be kept just now" in page
    assert author.client.get(f"/ideas/{ref}/files/{file.id}").status_code == 503
