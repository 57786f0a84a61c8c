"""One call to each service that leaves something for readers, written from its documentation."""

from __future__ import annotations

import requests

TELEGRAM = "/telegram/bot1000000001:sandbox-token"
BEARER = {"authorization": "Bearer sandbox-user-bearer"}
COOKIE = {"cookie": "substack.sid=s%3Asandbox"}
CALLS = {  # what each of them is called in the log
    "telegram": "sendMessage",
    "x": "tweets/create",
    "substack": "drafts/create",
    "wechat": "draft/add",
}


class Raw:
    """Requests by hand to one sandbox; `make` answers with the raw response."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = self.cover = ""

    def make(self, service: str, words: str, timeout: float = 30) -> requests.Response:
        return {
            "telegram": self._telegram,
            "x": self._x,
            "substack": self._substack,
            "wechat": self._wechat,
        }[service](words, timeout)

    def prepare(self, service: str, picture: bytes) -> None:
        """What WeChat wants before the call itself; the others want nothing."""
        if service != "wechat":
            return
        self.sign_in()
        answer = requests.post(
            f"{self.url}/wechat/cgi-bin/material/add_material",
            params={"access_token": self.token, "type": "image"},
            files={"media": ("cover.png", picture, "image/png")},
            timeout=30,
        )
        self.cover = answer.json()["media_id"]

    def sign_in(self) -> None:
        """Fetch WeChat's access token, a new one if need be."""
        body = {
            "grant_type": "client_credential",
            "appid": "wx-sandbox",
            "secret": "sandbox-secret",
        }
        answer = requests.post(
            f"{self.url}/wechat/cgi-bin/stable_token", json=body, timeout=30
        ).json()
        self.token = answer["access_token"]

    def _telegram(self, words: str, timeout: float) -> requests.Response:
        body = {"chat_id": "@pressrun_sandbox", "text": words}
        return requests.post(f"{self.url}{TELEGRAM}/sendMessage", json=body, timeout=timeout)

    def _x(self, words: str, timeout: float) -> requests.Response:
        url = f"{self.url}/x/2/tweets"
        return requests.post(url, json={"text": words}, headers=BEARER, timeout=timeout)

    def _substack(self, words: str, timeout: float) -> requests.Response:
        body = {"draft_title": words, "draft_bylines": []}
        url = f"{self.url}/substack/pub/api/v1/drafts"
        return requests.post(url, json=body, headers=COOKIE, timeout=timeout)

    def _wechat(self, words: str, timeout: float) -> requests.Response:
        article = {"title": words, "content": f"<p>{words}</p>", "thumb_media_id": self.cover}
        url = f"{self.url}/wechat/cgi-bin/draft/add?access_token={self.token}"
        return requests.post(url, json={"articles": [article]}, timeout=timeout)
