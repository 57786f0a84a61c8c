"""Who is signed in, and the publication."""

from __future__ import annotations

from sandbox.exchange import Answer, Exchange, Json, html_answer, json_answer
from sandbox.substack.errors import CAPTCHA, not_authorized, refuse, signed_out
from sandbox.substack.fields import section_names
from sandbox.substack.rows import PUBLICATION_ID, USER_ID, State

SUBSCRIPTION_ID = 4004
SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in - Substack</title></head><body></body></html>"


class Profile:
    def __init__(self, state: State) -> None:
        self._switches = state.switches

    def me(self, _exchange: Exchange) -> Answer:
        """A suspended account signs in, and has no publication."""
        role = self._switches.word("role")
        rows: list[Json] = []
        if not self._switches.flag("suspended") and role != "none":
            rows = [{"role": role, "is_primary": True, "publication": self._publication()}]
        shown: dict[str, Json] = {
            "id": USER_ID,
            "name": "Sandbox Writer",
            "handle": "sandboxwriter",
            "publicationUsers": rows,
        }
        if self._switches.word("profile") == "older":
            shown["primaryPublication"] = self._publication() if rows else None
        return json_answer(shown)

    def itself(self, _exchange: Exchange) -> Answer:
        """user/self: 403 even for those who are signed in."""
        raise refuse(not_authorized())

    def subscription(self, _exchange: Exchange) -> Answer:
        ids = {"id": SUBSCRIPTION_ID, "user_id": USER_ID, "publication_id": PUBLICATION_ID}
        return json_answer(ids)

    def publication(self, _exchange: Exchange) -> Answer:
        return json_answer({**self._publication(), "logo_url": None})

    def checklist(self, _exchange: Exchange) -> Answer:
        """What is left to do before a publication starts, with how many read it by mail."""
        number = self._switches.number("subscribers")
        shapes: dict[str, dict[str, Json]] = {
            "count": {"subscriberCount": number},
            "list": {"subscribers": [{"id": each} for each in range(1, number + 1)]},
            "none": {},
        }
        return json_answer(shapes[self._switches.word("checklist")])

    def sections(self, _exchange: Exchange) -> Answer:
        rows = self._sections()
        shape = self._switches.word("sections_shape")
        return json_answer({"sections": rows} if shape == "object" else rows)

    def subscriptions(self, _exchange: Exchange) -> Answer:
        """The older way to the sections: by exact host name."""
        publication: dict[str, Json] = {
            "id": PUBLICATION_ID,
            "hostname": f"{self._switches.word('publication')}.substack.com",
            "sections": self._sections(),
        }
        return json_answer({"publications": [publication]})

    def login(self, _exchange: Exchange) -> Answer:
        raise refuse(signed_out(CAPTCHA))

    def sign_in_page(self, _exchange: Exchange) -> Answer:
        return html_answer(SIGN_IN)

    def _publication(self) -> dict[str, Json]:
        name = self._switches.word("publication")
        return {
            "id": PUBLICATION_ID,
            "name": name.title(),
            "subdomain": name,
            "custom_domain": self._switches.word("custom_domain") or None,
            "custom_domain_optional": False,
        }

    def _sections(self) -> list[Json]:
        return [
            {
                "id": number,
                "name": name,
                "description": None,
                "slug": name.lower().replace(" ", "-"),
                "is_live": True,
                "is_default_on": True,
            }
            for number, name in section_names(self._switches).items()
        ]
