"""The account that is stood in for, put together."""

from __future__ import annotations

from sandbox.exchange import Answer, Exchange, NotModelled
from sandbox.service import Operation, Post, Setting
from sandbox.wechat.addresses import Addresses
from sandbox.wechat.drafts import Drafts
from sandbox.wechat.errors import refused
from sandbox.wechat.gate import Gate, Quota
from sandbox.wechat.materials import Materials
from sandbox.wechat.pages import Pages
from sandbox.wechat.publishing import Publishing
from sandbox.wechat.tokens import Tokens


class WeChat:
    def __init__(self, setting: Setting) -> None:
        addresses = Addresses(setting.switches)
        self.setting = setting
        self.tokens = Tokens(setting)
        self.quota = Quota(setting)
        self.materials = Materials(setting)
        self.drafts = Drafts(setting, self.materials, addresses)
        self.publishing = Publishing(setting, self.drafts, addresses)
        self._pages = Pages(self.drafts, self.publishing)

    def operations(self) -> list[Operation]:
        gate = Gate(self.setting, self.tokens, self.quota, self.publishing.settle)
        call, drafts, publishing = gate.call, self.drafts, self.publishing
        return [
            gate.open("token", "GET", self.tokens.plain),
            gate.open("stable_token", "POST", self.tokens.stable),
            call("openapi/quota/get", "POST", self.quota.show),
            call("clear_quota", "POST", self.quota.clear),
            call("media/uploadimg", "POST", self.materials.upload_picture),
            call("media/upload", "POST", self.materials.add_temporary),
            call("material/add_material", "POST", self.materials.add),
            call("draft/add", "POST", drafts.add),
            call("draft/update", "POST", drafts.update),
            call("draft/get", "POST", drafts.get),
            call("draft/batchget", "POST", drafts.batchget),
            call("draft/delete", "POST", drafts.delete),
            call("draft/count", "GET", drafts.count),
            call("draft/switch", "POST", drafts.switch),
            call("freepublish/submit", "POST", publishing.submit),
            call("freepublish/get", "POST", publishing.get),
            call("freepublish/batchget", "POST", publishing.batchget),
            call("freepublish/getarticle", "POST", publishing.getarticle),
            call("freepublish/delete", "POST", publishing.delete),
            call("message/mass/sendall", "POST", self._mass_send),
            Operation("s", "/wechat/s", self._pages.show, ("GET",), reader=True),
            Operation(
                "mmbiz",
                "/wechat/mmbiz/{kind}/{key}/{size}",
                self.materials.show_picture,
                ("GET",),
                reader=True,
            ),
        ]

    def feed(self) -> list[Post]:
        return self._pages.feed()

    def deleted(self) -> list[Post]:
        return self._pages.deleted()

    def _mass_send(self, _exchange: Exchange) -> Answer:
        if self.setting.switches.word("account") != "verified":
            raise refused(48001)
        raise NotModelled("a mass send is outside what pressrun does")
