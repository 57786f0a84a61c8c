"""How a stored post looks: to the API, with t.co links, and to a reader, with the real ones."""

from __future__ import annotations

from typing import Any

from sandbox.x.rows import MediaRow, PostRow, State
from sandbox.x.text import Rules, Shown, show, t_co, weight

LONG_POST = 280


class Reading:
    def __init__(self, state: State) -> None:
        self._state = state

    def rules(self) -> Rules:
        switches = self._state.switches
        return Rules(switches.flag("newer_tlds"), switches.flag("newer_emoji_is_two"))

    def shown(self, post: PostRow) -> Shown:
        """The `text` of the API and its entities; of a long post only the beginning."""
        if not post.is_long:
            return self.whole(post)
        cut = _fitting(post.text, self.rules())
        links = [link for link in post.links if link["end"] <= cut]
        tail = [self._self_link(post)]
        return show(f"{post.text[:cut].rstrip()}…", links, tail, escaped=self._escaped())

    def whole(self, post: PostRow) -> Shown:
        tail = [self._picture_link(post)] if post.media_ids else []
        return show(post.text, post.links, tail, escaped=self._escaped())

    def is_long(self, written: str) -> bool:
        return weight(written, self.rules()) > LONG_POST

    def username(self, user_id: str) -> str:
        account = self._state.accounts.get(user_id)
        return account.username if account else user_id

    def media_of(self, post: PostRow) -> list[MediaRow]:
        rows = (self._state.media.get(media_id) for media_id in post.media_ids)
        return [row for row in rows if row is not None]

    def page(self, post: PostRow) -> str:
        return f"/x/{self.username(post.user_id)}/status/{post.id}"

    def _escaped(self) -> bool:
        return self._state.switches.flag("html_escaping")

    def _picture_link(self, post: PostRow) -> dict[str, Any]:
        url = t_co(f"media {post.id}")
        first = self.media_of(post)[0]
        kind = "photo" if first.kind == "photo" else "video"
        address = f"https://x.com/{self.username(post.user_id)}/status/{post.id}/{kind}/1"
        return {
            "url": url,
            "expanded_url": address,
            "display_url": f"pic.x.com/{url.rpartition('/')[2]}",
            "media_key": first.key,
        }

    def _self_link(self, post: PostRow) -> dict[str, Any]:
        address = f"https://x.com/{self.username(post.user_id)}/status/{post.id}"
        return {"url": t_co(f"self {post.id}"), "expanded_url": address, "display_url": address[8:]}


def _fitting(written: str, rules: Rules) -> int:
    """How many characters of a long post fit before the ellipsis and the link to itself."""
    low, high = 0, min(len(written), LONG_POST)
    while low < high:
        middle = (low + high + 1) // 2
        if weight(written[:middle], rules) <= LONG_POST - 26:
            low = middle
        else:
            high = middle - 1
    return low
