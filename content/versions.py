"""Posts that are one: the language versions of each, of which one stands for all."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from content.folder import Head
from content.posts import below
from content.site import Site
from content.translations import family, language_told, parted

Versions = tuple[Head, ...]  # of one post; the first stands for all


def by_path(paths: Iterable[Path], site: Site) -> list[list[Path]]:
    """The files together that differ by the language of their path alone."""
    found: dict[tuple[str, ...], list[Path]] = {}
    for path in paths:
        found.setdefault(parted(below(path, site.root))[0], []).append(path)
    return list(found.values())


def by_post(heads: Iterable[Head], site: Site, known: Container[str]) -> list[Versions]:
    """Each post once, in the order of the first version of it.

    `known` are the keys of issues that have a release: such a version stands for its post. Else it
    is the one whose path tells no language, then one that no channel is told to speak, then that
    of the site's first language.
    """
    posts: list[list[Head]] = []
    at_path: dict[tuple[str, ...], list[Head]] = {}
    seen: set[tuple[tuple[str, ...], str]] = set()
    of_kin: dict[tuple[Path, tuple[str, str]], list[Head]] = {}
    for head in heads:
        place = parted(below(head.path, site.root))
        names = [(head.path.parent, name) for name in head.kin]
        kindred = (of_kin[name] for name in names if name in of_kin)
        beside = at_path.get(place[0]) if place not in seen else None
        post = beside or next((post for post in kindred if _is_new(head, post)), None)
        if post is None:
            post = []
            posts.append(post)
        post.append(head)
        at_path.setdefault(place[0], post)
        seen.add(place)
        for name in names:
            of_kin.setdefault(name, post)
    return [tuple(sorted(post, key=lambda head: _rank(head, site, known))) for post in posts]


def _is_new(head: Head, post: list[Head]) -> bool:
    """Whether it is in a language in which the post is not there yet."""
    return bool(head.lang) and all(other.lang not in ("", head.lang) for other in post)


def _rank(head: Head, site: Site, known: Container[str]) -> tuple[bool, bool, bool, bool, str]:
    told = language_told(below(head.path, site.root))
    spoken = {family(str(chosen.get("lang") or "")) for chosen in site.choices.values()} - {""}
    first = family(site.languages[0]) if site.languages else ""
    return head.key not in known, bool(told), head.lang in spoken, head.lang != first, head.name
