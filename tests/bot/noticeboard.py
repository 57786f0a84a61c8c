"""A service of notices that can be edited, removed and touched by a person; a shop that uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.base import (
    Absent,
    Account,
    Anchor,
    CannotTell,
    ChannelSpec,
    Edition,
    Found,
    Intent,
    Part,
    Phase,
    Pictures,
    Receipt,
    Receipts,
)
from adapters.changes import by_hand, delete_key, edit_key, standing
from adapters.errors import OutcomeUnknown
from adapters.overwriting import STANDS
from adapters.remote import Gone, Released, Remote, Touched, Untouched
from bot.newsletters import Newsletters
from bot.publishing import Wish, carry_out, propose
from bot.release.ledger import Ledger
from bot.release.owners import Owner
from bot.release.records import Delivery
from bot.store.db import open_store
from bot.surroundings import Pool
from bot.wiring import Home, Workshop
from config.settings import Settings
from content.issue import Issue
from tests.bot.fakes import SPEC, FakeClock

LINE = "\nAlso on:"
REST = "And so on. " * 30  # an issue has some length; the channel leaves this out


@dataclass
class Notice:
    text: str
    public: bool


@dataclass
class NoticeBoard:
    """What hangs there by its number, the keys of the calls so far, and what the next ones meet."""

    notices: dict[str, Notice] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    before: list[Exception | None] = field(default_factory=list)
    after: list[Exception] = field(default_factory=list)
    blind: bool = False
    made: int = 0
    more: list[str] = field(default_factory=list)  # where its messages linked to

    def texts(self) -> list[str]:
        return [notice.text for notice in self.notices.values()]


@dataclass
class BoardChannel:
    """One notice for each paragraph; with `drafted` one draft, published by a second call.

    With `edits` False a person has to edit what is public.
    """

    key: str
    board: NoticeBoard
    verb: str = "web"
    drafted: bool = False
    edits: bool = True
    account: str = "1"

    @property
    def spec(self) -> ChannelSpec:
        return SPEC

    def prepare(self, issue: Issue) -> Pictures:
        return Pictures()

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        body = issue.path.read_text(encoding="utf-8").split("---\n", 2)[2]
        body = body.partition(REST)[0].strip()
        if not self.drafted:
            texts = enumerate(body.split("\n\n"), 1)
            url = issue.canonical_url or ""
            parts = [
                Part(f"message/{n}", "message", {"text": text, "more": url}) for n, text in texts
            ]
            return Edition(self.key, tuple(parts))
        draft = Part("draft", "draft", {"text": body}, phase=Phase.PREPARE)
        publish = Part("publish", "publish", {}, waits_for=("draft",))
        return Edition(self.key, (draft,) if self.verb == "draft" else (draft, publish))

    def whoami(self) -> Account:
        return Account(self.key, "loopback", self.account)

    def anchor(self) -> Anchor:
        return Anchor()

    def send(self, part: Part, sent: Receipts) -> Receipt:
        refusal = self.board.before.pop(0) if self.board.before else None
        if refusal:
            raise refusal
        receipt = self._do(part, sent)
        self.board.calls.append(part.key)
        if self.board.after:
            raise self.board.after.pop(0)
        return receipt

    def find(self, part: Part, sent: Receipts, intent: Intent) -> Found | Absent | CannotTell:
        if self.board.blind:
            return CannotTell("nothing can be read there")
        words = dict(part.payload)  # type: ignore[arg-type]
        notices = self.board.notices
        match part.kind:
            case "delete":
                return Absent() if words["id"] in notices else Found(Receipt(str(words["id"])))
            case "edit":
                there = notices[str(words["id"])].text == words["text"]
                return Found(Receipt(str(words["id"]))) if there else Absent()
            case _:
                ids = [n for n, notice in notices.items() if notice.text == words.get("text")]
                return Found(self._receipt(ids[0])) if ids else Absent()

    def revise(self, old: Edition, sent: Receipts, new: Edition) -> Edition:
        there, wanted = _texts(old), _texts(new)
        parts, problems = [], []
        for key, text in wanted.items():
            if there.get(key) == text and _links(old).get(key) == _links(new).get(key):
                continue
            public = not self.drafted or "publish" in sent
            if key not in sent or (public and not self.edits):
                where = (sent[key].url if key in sent else None) or "the end"
                problems.append(by_hand(self.key, f"{there.get(key)} -> {text}", where))
                continue
            expected = {STANDS: there[key]} if self.drafted else {}
            job = {"id": sent[key].id, "text": text, **expected}
            phase = Phase.PREPARE if self.drafted else Phase.SEND
            parts.append(Part(edit_key(key), "edit", job, repeatable=not self.drafted, phase=phase))
        if self.verb != "draft" and "publish" not in sent:
            parts += [p for p in new.parts if p.key == "publish"]
        return Edition(self.key, tuple(parts), tuple(problems))

    def remove(self, sent: Receipts) -> Edition:
        kept = {k: r for k, r in standing(sent).items() if k != "publish"}
        if any(not r.id for r in kept.values()) or not self.edits:
            return Edition(self.key, (), (by_hand(self.key, "only you can", "there"),))
        parts = [Part(delete_key(k), "delete", {"id": r.id}) for k, r in kept.items()]
        return Edition(self.key, tuple(reversed(parts)))

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        others = {t: url for t, url in links.items() if t.lower() != self.key}
        if not others:
            return edition
        last = [p for p in edition.parts if p.kind != "publish"][-1]
        text = str(dict(last.payload)["text"]).partition(LINE)[0]  # type: ignore[arg-type]
        line = " ".join([LINE, *(f"{title} {url}" for title, url in others.items())])
        named = replace(last, payload={"text": text + line})
        parts = tuple(named if p is last else p for p in edition.parts)
        return edition if parts == edition.parts else replace(edition, parts=parts)

    def inspect(self, edition: Edition, sent: Receipts) -> Remote:
        for key, text in _texts(edition).items():
            if key not in sent:
                continue
            notice = self.board.notices.get(sent[key].id)
            if notice is None:
                return Gone("https://board.example")
            if self.drafted and notice.public and "publish" not in sent:
                return Released(f"https://{self.key}.example/{sent[key].id}")
            if notice.text != text:
                return Touched("Someone has changed its text.")
        return Untouched()

    def _do(self, part: Part, sent: Receipts) -> Receipt:
        words = dict(part.payload)  # type: ignore[arg-type]
        notices = self.board.notices
        match part.kind:
            case "publish":
                notices[sent["draft"].id].public = True
                return Receipt(sent["draft"].id, f"https://{self.key}.example/{sent['draft'].id}")
            case "edit":
                number = str(words["id"])
                if words.get(STANDS) and notices[number].text != words[STANDS]:
                    raise OutcomeUnknown("Someone has changed its text.")
                notices[number].text = str(words["text"])
            case "delete":
                number = str(words["id"])
                del notices[number]
            case _:
                self.board.made += 1
                self.board.more.append(str(words.get("more", "")))
                number = str(self.board.made)
                notices[number] = Notice(str(words["text"]), public=part.kind == "message")
        return self._receipt(number)

    def _receipt(self, number: str) -> Receipt:
        place = f"backstage/{number}" if self.drafted else number
        return Receipt(number, f"https://{self.key}.example/{place}")


def _texts(edition: Edition) -> dict[str, str]:
    """What the parts say by their keys, each as the edits behind it left it."""
    found: dict[str, str] = {}
    for part in edition.parts:
        words = dict(part.payload)  # type: ignore[arg-type]
        if "text" in words:
            found[part.key.removeprefix("edit/")] = str(words["text"])
    return found


def _links(edition: Edition) -> dict[str, object]:
    """Where messages link to, by their keys; no edit changes it."""
    rows = {part.key: dict(part.payload).get("more") for part in edition.parts}  # type: ignore[arg-type]
    return {key: url for key, url in rows.items() if url}


# --- the shop ---------------------------------------------------------------------------------


@dataclass
class Shop:
    """A workshop with an issue; `boards` by channel."""

    works: Workshop
    issue: Path
    boards: dict[str, NoticeBoard]
    clock: FakeClock

    def write(self, *paragraphs: str) -> None:
        head = '---\ntitle: "Weekly 1: one"\ndate: 2026-11-23\n---\n'
        text = "\n\n".join((*paragraphs, REST))
        self.issue.write_text(f"{head}\n{text}\n", encoding="utf-8")

    def publish(self) -> list[Delivery]:
        proposal = propose(self.works, Wish(self.issue))
        return carry_out(self.works, proposal, approved_by="me")

    def standing(self, channel: str) -> str:
        return propose(self.works, Wish(self.issue)).standings[channel].word

    def deliveries(self, purpose: str) -> list[Delivery]:
        return [d for d in self.works.ledger.deliveries() if d.purpose == purpose]


@contextmanager
def a_shop(
    folder: Path, *channels: BoardChannel, store: str = "store", **settings: object
) -> Iterator[Shop]:
    """In a folder that has a site already it is another machine's, with a `store` of its own."""
    clock = FakeClock()
    posts = folder / "site" / "_posts"
    is_new = not posts.exists()
    posts.mkdir(parents=True, exist_ok=True)
    (folder / "site" / "_config.yml").write_text("url: https://w.example\n", encoding="utf-8")
    issue = posts / "2026-11-23-weekly-1.md"
    database = f"sqlite:///{folder / store}.db"
    engine = open_store(database)
    chosen = Settings.model_validate({"gate": False, "receipts": False, **settings})
    by_key = {channel.key: channel for channel in channels}
    with Owner(folder / "owners") as owner:
        newsletters = Newsletters(engine)
        works = Workshop(
            chosen, by_key, engine, Ledger(engine, clock, owner.id), owner, clock, newsletters,
            Pool(newsletters, lambda _settings, key: by_key[key]), Home(folder, folder), database,
        )  # type: ignore[arg-type]  # fmt: skip
        shop = Shop(works, issue, {key: c.board for key, c in by_key.items()}, clock)
        if is_new:
            shop.write("One.", "Two.")
        yield shop
    engine.dispose()
