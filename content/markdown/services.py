"""Embedded media: which service shows it, and under which address a reader finds it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

_YOUTUBE = re.compile(r"(?:youtube(?:-nocookie)?\.com|youtu\.be)$")
_POST = re.compile(r"(?:^|\.)(?:twitter|x)\.com$")
_VIDEO_FILE = re.compile(r"\.(?:mp4|webm|mov|m4v|ogv)$", re.IGNORECASE)
_AUDIO_FILE = re.compile(r"\.(?:mp3|m4a|ogg|oga|wav|flac)$", re.IGNORECASE)


def service_and_address(url: str) -> tuple[str, str]:
    """("youtube", the page to watch it on) for a player's address, and so on; "" if unknown."""
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    host = parts.netloc.lower().removeprefix("www.")
    if _YOUTUBE.search(host):
        return "youtube", youtube(_youtube_id(host, parts.path, parts.query)) or url
    if host.endswith("bilibili.com"):
        return "bilibili", _bilibili_page(parts.query) or url
    if host == "player.vimeo.com":
        return "vimeo", f"https://vimeo.com/{parts.path.rsplit('/', 1)[-1]}"
    if _POST.search(host):
        return "x", url
    return _by_file(parts.path) or _by_host(host), url


def youtube(video: str) -> str:
    return f"https://www.youtube.com/watch?v={video}" if video else ""


def bilibili(video: str) -> str:
    return f"https://www.bilibili.com/video/{video}" if video else ""


def _youtube_id(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        return path.strip("/")
    if path.startswith(("/embed/", "/shorts/", "/v/", "/live/")):
        return path.split("/")[2]
    return parse_qs(query).get("v", [""])[0]


def _bilibili_page(query: str) -> str:
    asked = parse_qs(query)
    if "bvid" in asked:
        return bilibili(asked["bvid"][0])
    return bilibili(f"av{asked['aid'][0]}") if "aid" in asked else ""


def _by_file(path: str) -> str:
    if _VIDEO_FILE.search(path):
        return "video"
    return "audio" if _AUDIO_FILE.search(path) else ""


def _by_host(host: str) -> str:
    known = {"vimeo.com": "vimeo", "open.spotify.com": "spotify", "codepen.io": "codepen"}
    return known.get(host, "")
