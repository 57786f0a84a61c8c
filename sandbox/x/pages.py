"""What readers see: a thread on one page, and the pictures in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from sandbox.exchange import Answer, Exchange, html_answer
from sandbox.service import Post
from sandbox.x.reading import Reading
from sandbox.x.rows import MediaRow, PostRow, State

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
MISSING = "<!doctype html><title>X</title><p>This page does not exist.</p>"


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain text, or a link when `href` is there."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    address: str
    pieces: tuple[Piece, ...]
    shots: tuple[Shot, ...]
    when: str
    asked: bool


class Pages:
    def __init__(self, state: State, reading: Reading) -> None:
        self._state, self._reading = state, reading

    def thread(self, exchange: Exchange) -> Answer:
        """GET /x/<user>/status/<id>: the post with the whole conversation around it."""
        post = self._state.posts.get(exchange.params["id"])
        username = exchange.params["user"]
        if post is None or post.deleted_at is not None:
            return html_answer(MISSING, 404, HEADERS)
        author = self._reading.username(post.user_id)
        if username != author:
            return Answer(302, b"", headers={"location": self._reading.page(post)})
        cards = [self._card(one, asked=one.id == post.id) for one in self._conversation(post)]
        page = _templates().get_template("x_thread.html.j2").render(username=author, cards=cards)
        return html_answer(page, headers=HEADERS)

    def picture(self, exchange: Exchange) -> Answer:
        row = self._state.media.get(exchange.params["id"])
        if row is None or not row.digest:
            return html_answer(MISSING, 404, HEADERS)
        return Answer(200, self._state.store.blob(row.digest), row.media_type)

    def feed(self) -> list[Post]:
        """Every post that stands, in the order of writing."""
        standing = [post for post in self._state.posts.values() if post.deleted_at is None]
        return [self._shown(post) for post in standing]

    def deleted(self) -> list[Post]:
        gone = [post for post in self._state.posts.values() if post.deleted_at is not None]
        return [self._shown(post) for post in gone]

    def _conversation(self, post: PostRow) -> list[PostRow]:
        return [
            one
            for one in self._state.posts.values()
            if one.conversation_id == post.conversation_id and one.deleted_at is None
        ]

    def _shown(self, post: PostRow) -> Post:
        rows = self._reading.media_of(post)
        api = self._reading.whole(post)
        return Post(
            id=post.id,
            kind="reply" if post.reply_to else "post",
            title="",
            text=post.text,
            created_at=post.created_at,
            pictures=tuple(_source(row) for row in rows),
            url=self._reading.page(post),
            html="".join(map(_html, _pieces(post))),
            details={
                "reply_to": post.reply_to,
                "conversation_id": post.conversation_id,
                "user_id": post.user_id,
                "username": self._reading.username(post.user_id),
                "api_text": api.text,
                "urls": [*api.urls],
                "alts": [row.alt for row in rows],
            },
        )

    def _card(self, post: PostRow, *, asked: bool) -> Card:
        shots = tuple(Shot(_source(row), row.alt) for row in self._reading.media_of(post))
        when = datetime.fromtimestamp(post.created_at, UTC).strftime("%Y-%m-%d %H:%M")
        return Card(post.id, self._reading.page(post), _pieces(post), shots, when, asked)


def _pieces(post: PostRow) -> tuple[Piece, ...]:
    pieces, done = [], 0
    for link in post.links:
        written = link["text"]
        href = written if written.lower().startswith("http") else f"http://{written}"
        pieces += [Piece(post.text[done : link["start"]]), Piece(written, href)]
        done = link["end"]
    return (*pieces, Piece(post.text[done:]))


def _html(piece: Piece) -> str:
    words = escape(piece.text)
    return f'<a href="{escape(piece.href)}">{words}</a>' if piece.href else words


def _source(row: MediaRow) -> str:
    return f"/x/media/{row.id}"


def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent.parent / "templates")
    return Environment(loader=loader, autoescape=True)
