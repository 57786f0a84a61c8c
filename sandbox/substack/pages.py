"""Substack as its readers see it, what the writer sees in the editor, and the feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from sandbox.exchange import Answer, Exchange, Json, html_answer
from sandbox.service import Post
from sandbox.substack.addresses import local_editor, local_picture, local_post
from sandbox.substack.document import Look, body_html, read_document, shown_pictures, visible_text
from sandbox.substack.editor import Model
from sandbox.substack.fields import section_names
from sandbox.substack.lists import Lists
from sandbox.substack.rows import Draft, State
from sandbox.substack.schema import hidden

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
MISSING = "<!doctype html><title>Substack</title><p>Page not found</p>"
STYLE = "body{margin:0;padding:8px;font:16px/1.6 Georgia,serif}img{max-width:100%;height:auto}"


class Pages:
    def __init__(self, state: State, lists: Lists, settle: Callable[[], None]) -> None:
        self._state = state
        self._lists = lists
        self._settle = settle

    def post(self, exchange: Exchange) -> Answer:
        """GET /p/<slug>: what is published."""
        self._settle()
        draft = self._lists.published(exchange.params["slug"])
        return self._page(draft, edited=False)

    def editor(self, exchange: Exchange) -> Answer:
        """GET /publish/post/<id>: the draft as it stands, and what the editor makes of it."""
        self._settle()
        draft = self._state.drafts.get(exchange.params["id"])
        return self._page(draft, edited=True)

    def dashboard(self, _exchange: Exchange) -> Answer:
        self._settle()
        rows = [
            {
                "url": local_editor(draft.id),
                "title": draft.fields["draft_title"] or "Untitled",
                "state": self._state.standing_now(draft),
                "when": _when(draft.updated_at),
            }
            for draft in reversed(self._standing())
        ]
        template = _templates().get_template("substack_dashboard.html.j2")
        name = self._state.switches.word("publication")
        return html_answer(template.render(name=name, rows=rows), headers=HEADERS)

    def feed(self) -> list[Post]:
        self._settle()
        return [self._shown(draft) for draft in self._standing()]

    def deleted(self) -> list[Post]:
        gone = [d for d in self._state.drafts.values() if d.deleted_at is not None]
        return [self._shown(draft) for draft in gone]

    def faults(self, body: object) -> list[str]:
        model = Model(hidden(self._state.switches), self._state.pictures.get)
        return model.faults(read_document(body))

    def _standing(self) -> list[Draft]:
        return [d for d in self._state.drafts.values() if d.deleted_at is None]

    def _page(self, draft: Draft | None, *, edited: bool) -> Answer:
        if draft is None or draft.deleted_at is not None:
            return html_answer(MISSING, 404, HEADERS)
        copy = _draft_copy(draft) if edited else draft.post
        template = _templates().get_template("substack_post.html.j2")
        cover = draft.fields["cover_image"]
        page = template.render(
            publication=self._state.switches.word("publication"),
            title=copy["title"],
            subtitle=copy["subtitle"],
            body=Markup(self._html(copy["body"])),  # noqa: S704 - the document is escaped in it
            cover=self._picture(str(cover)) if cover else "",
            filed=self._filed(draft) if edited else {},
            when=_when(draft.published_at or draft.updated_at),
            state=self._state.standing_now(draft) if edited else "",
            mailed=self._state.mailed(draft),
            faults=self.faults(copy["body"]) if edited else [],
        )
        return html_answer(page, headers=HEADERS)

    def _html(self, body: object) -> str:
        return body_html(body, Look(self._picture, hidden(self._state.switches)))

    def _picture(self, source: str) -> str:
        """Only what was uploaded renders; an address elsewhere stays blank."""
        return local_picture(source) if self._state.pictures.get(source) else ""

    def _shown(self, draft: Draft) -> Post:
        """What readers see of a post that is out, and the writer's draft of one that is not."""
        out = self._state.standing_now(draft) == "published"
        copy = draft.post if out else _draft_copy(draft)
        html = self._html(copy["body"])
        return Post(
            id=str(draft.id),
            kind="post" if out else "draft",
            title=copy["title"],
            text=visible_text(html),
            created_at=draft.published_at if out and draft.published_at else draft.created_at,
            pictures=tuple(shown_pictures(html)),
            url=local_post(draft.fields["slug"]) if out else local_editor(draft.id),
            html=f"<style>{STYLE}</style>{html}",
            details=self._details(draft, copy),
        )

    def _filed(self, draft: Draft) -> dict[str, str]:
        """What the settings beside the text say, by their labels in the editor."""
        fields = draft.fields
        rows = {
            "Section": self._section(draft),
            "Tags": ", ".join(self._tags(draft)),
            "Address": fields["slug"],
            "Description": fields["description"],
            "Social title": fields["social_title"],
            "SEO title": fields["search_engine_title"],
            "SEO description": fields["search_engine_description"],
        }
        return {label: str(value) for label, value in rows.items() if value}

    def _section(self, draft: Draft) -> str:
        """The name of its section; "" where it has none, or one that is gone."""
        chosen = draft.fields["draft_section_id"]
        return section_names(self._state.switches).get(chosen, "") if chosen else ""

    def _tags(self, draft: Draft) -> list[str]:
        rows = [row for row in self._state.tagged.values() if row.post_id == draft.id]
        found = [self._state.tags.get(row.post_tag_id) for row in rows]
        return [tag.name for tag in found if tag is not None]

    def _details(self, draft: Draft, copy: dict[str, str]) -> dict[str, Json]:
        fields = draft.fields
        return {
            "subtitle": copy["subtitle"],
            "slug": fields["slug"],
            "emailed": self._state.mailed(draft),
            "should_send_email": fields["should_send_email"],
            "cover": self._picture(str(fields["cover_image"])) if fields["cover_image"] else "",
            "description": fields["description"],
            "social_title": fields["social_title"],
            "search_engine_title": fields["search_engine_title"],
            "section": self._section(draft),
            "tags": [*self._tags(draft)],
            "search_engine_description": fields["search_engine_description"],
            "bylines": fields["draft_bylines"],
            "section_chosen": fields["section_chosen"],
            "schedules": [*draft.schedules],
            "body": copy["body"],
            "editor_faults": [*self.faults(copy["body"])],
            "ignored_keys": [*draft.ignored],
            "stale_writes": draft.stale_writes,
        }


def _draft_copy(draft: Draft) -> dict[str, str]:
    names = ("title", "subtitle", "body")
    return {name: str(draft.fields[f"draft_{name}"] or "") for name in names}


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")


def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent.parent / "templates")
    return Environment(loader=loader, autoescape=True)
