"""Which site a path belongs to: Jekyll, Hugo, an Obsidian vault or a plain folder."""

from __future__ import annotations

from pathlib import Path

from content.problems import Level, Problem
from content.site import Site
from content.siteconfig import find_root, read_site


class BadSite(Exception):
    """The site's own configuration cannot be read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def detect(path: Path) -> Site:
    """The site around a post or a folder. Raises BadSite; a mere warning of its is let pass."""
    site, problems = read_site(find_root(path.absolute()))
    for problem in problems:
        if problem.level is Level.ERROR:
            raise BadSite(problem)
    return site
