"""The account and its publication, put together."""

from __future__ import annotations

from sandbox.exchange import Answer, Exchange
from sandbox.service import Operation, Post, Setting
from sandbox.substack import errors
from sandbox.substack.addresses import MEDIA, PUB, Addresses
from sandbox.substack.drafts import Drafts
from sandbox.substack.gate import Call, Gate
from sandbox.substack.images import Images
from sandbox.substack.lists import Lists
from sandbox.substack.pages import Pages
from sandbox.substack.profile import Profile
from sandbox.substack.publishing import Publishing
from sandbox.substack.rows import State
from sandbox.substack.tags import Tags

# Addresses that clients have tried in vain: contract 3.2.
DEAD_ENDS = (
    ("POST", "postSchedules"), ("POST", "schedules"), ("POST", "drafts/{id}/schedule"),
    ("GET", "post_tags"), ("POST", "post_tags"),
)  # fmt: skip


class Substack:
    def __init__(self, setting: Setting) -> None:
        self.state = State(setting)
        addresses = Addresses(setting.switches)
        self.drafts = Drafts(self.state, addresses)
        self.publishing = Publishing(self.state, self.drafts)
        self._images = Images(self.state)
        self._tags = Tags(self.state)
        self._profile = Profile(self.state)
        self._lists = Lists(self.state, addresses)
        self.pages = Pages(self.state, self._lists, self.publishing.settle)

    def operations(self) -> list[Operation]:
        calls = [
            *self._account_calls(),
            *self._publication_calls(),
            *self._draft_calls(),
            *self._post_calls(),
        ]
        gate = Gate(self.state, self.publishing.settle)
        return [*gate.operations(calls), *self._reader_pages()]

    def feed(self) -> list[Post]:
        return self.pages.feed()

    def deleted(self) -> list[Post]:
        return self.pages.deleted()

    def _account_calls(self) -> list[Call]:
        me, drafts = self._profile, self.drafts
        on = ("drafts_host", "account")
        image = ("image_host", "account")
        return [
            Call("profile", "GET", "account", "user/profile/self", me.me, "user"),
            Call("user/self", "GET", "account", "user/self", me.itself, "anyone"),
            Call("login", "POST", "account", "login", me.login, "anyone"),
            Call("image", "POST", "account", "image", self._images.upload, switch=image),
            Call("drafts/create", "POST", "account", "drafts", drafts.create, switch=on),
            Call("drafts/get", "GET", "account", "drafts/{id}", drafts.get, switch=on),
            Call("drafts/put", "PUT", "account", "drafts/{id}", drafts.put, switch=on),
        ]

    def _publication_calls(self) -> list[Call]:
        me, tags = self._profile, self._tags
        image = ("image_host", "publication")
        return [
            Call("subscription", "GET", "pub", "subscription", me.subscription, "user"),
            Call("subscriptions", "GET", "pub", "subscriptions", me.subscriptions, "user"),
            Call("publication", "GET", "pub", "publication", me.publication),
            Call("checklist", "GET", "pub", "publication_launch_checklist", me.checklist),
            Call("sections", "GET", "pub", "publication/sections", me.sections),
            Call("image", "POST", "pub", "image", self._images.upload, switch=image),
            Call("post-tag/list", "GET", "pub", "publication/post-tag", tags.all),
            Call("post-tag/create", "POST", "pub", "publication/post-tag", tags.create),
            Call("tag/list", "GET", "pub", "post/{id}/tag", tags.of_post),
            Call("tag/attach", "POST", "pub", "post/{id}/tag/{tag}", tags.attach),
            Call("tag/detach", "DELETE", "pub", "post/{id}/tag/{tag}", tags.detach),
        ]

    def _draft_calls(self) -> list[Call]:
        drafts, publishing = self.drafts, self.publishing
        on = ("drafts_host", "publication")
        release = "drafts/{id}/scheduled_release"
        return [
            Call("drafts/list", "GET", "pub", "drafts", drafts.bare, switch=on),
            Call("drafts/create", "POST", "pub", "drafts", drafts.create, switch=on),
            Call("drafts/get", "GET", "pub", "drafts/{id}", drafts.get, switch=on),
            Call("drafts/put", "PUT", "pub", "drafts/{id}", drafts.put, switch=on),
            Call("drafts/delete", "DELETE", "pub", "drafts/{id}", drafts.delete, switch=on),
            Call("prepublish", "GET", "pub", "drafts/{id}/prepublish", publishing.prepublish),
            Call("publish", "POST", "pub", "drafts/{id}/publish", publishing.publish),
            Call("schedule", "POST", "pub", release, publishing.schedule),
            Call("unschedule", "DELETE", "pub", release, publishing.unschedule),
            Call("unpublish", "POST", "pub", "drafts/{id}/unpublish", publishing.unpublish),
        ]

    def _post_calls(self) -> list[Call]:
        lists = self._lists
        return [
            Call("post_management/counts", "GET", "pub", "post_management/counts", lists.counts),
            Call("post_management/{list}", "GET", "pub", "post_management/{list}", lists.manage),
            Call("archive", "GET", "pub", "archive", lists.archive, "anyone"),
            Call("posts/by-id", "GET", "pub", "posts/by-id/{id}", lists.by_id, "anyone"),
            Call("posts/slug", "GET", "pub", "posts/{slug}", lists.by_slug, "anyone"),
            *[Call("dead_end", how, "pub", path, _dead_end) for how, path in DEAD_ENDS],
        ]

    def _reader_pages(self) -> list[Operation]:
        pages = self.pages
        shown = [
            ("p", f"{PUB}/p/{{slug}}", pages.post),
            ("editor", f"{PUB}/publish/post/{{id}}", pages.editor),
            ("home", f"{PUB}/publish/home", pages.dashboard),
            ("posts", f"{PUB}/publish/posts/{{list}}", pages.dashboard),
            ("media", f"{MEDIA}/public/images/{{name}}", self._images.show),
            ("sign-in", "/substack/account/sign-in", self._profile.sign_in_page),
        ]
        return [Operation(name, path, page, ("GET",), reader=True) for name, path, page in shown]


def _dead_end(_exchange: Exchange) -> Answer:
    raise errors.refuse(errors.not_found())
