"""The text of a first pressrun.yaml: the few lines that are needed, the rest as examples."""

from __future__ import annotations

from pathlib import Path

from bot.init.found import Found, ZoneFrom
from bot.release.plan import DEFAULT_PLAN

KINDS = {"jekyll": "a Jekyll site", "hugo": "a Hugo site", "hexo": "a Hexo site",
         "obsidian": "an Obsidian vault", "plain": "a plain folder"}  # fmt: skip
EXAMPLE_ZONE = "Asia/Shanghai"

TEXT = """\
# pressrun's settings of this newsletter: {kind}, posts in {posts}.
# What is not said here has its default; docs/reference/configuration.md has every option.
# Secrets never stand here: docs/quickstart.md says where they go, under "The first real draft".

# The time zone of plans, and of dates that name none. {said}
{zone}

# When each channel goes out, counted from the release time: s, m, h or d.
plan: {plan}

# Only the channels named here are used; delete a section to do without that channel.
channels:
  telegram: # no drafts: what is sent is public at once, so begin with a private channel
    chat: "" # your channel, "@name" or its number; needed to publish
  substack:
    publication: "" # the name before .substack.com; needed to publish
    mode: draft # a draft, which you publish there; or web, or web+email to mail all subscribers
  wechat:
    app_id: "" # AppID, under Settings and Development > Basic configuration; needed to publish
    mode: draft # a draft, which you publish there; or publish, with a verified account
{x}
# More that you may want one day. Take the "# " off a line, and it holds.

# Nothing goes out in these hours of your time zone.
# quiet: 22:00-08:00

# The channels of an issue name each other once all of it is out.
# also_on: true

# Releases that recur: the next issue of the folder, with your approval (docs/recurring.md).
# cadences: {{ weekly: every monday at 08:00 }}

# The Telegram user ids of those who may steer it from a phone (docs/telegram-control-room.md).
# control: {{ operators: [123456789] }}

# Template tags of your own theme, and what they become (docs/front-matter.md).
# tags: {{ plate: figure }}
"""

X = """\
  x: # no drafts here either; X charges for each post, and the plan shows what
    mode: digest # a thread of the highlights; or full, or manual
"""
NO_X = """\
# A thread on X ends with a link to the page of the issue, whose address is not known here. Write
# `canonical_url` into the post, or the site's address into its configuration; then take the "# "
# off the next line.
#   x: { mode: digest } # X charges for each post, and the plan shows what
"""
SAID = {
    ZoneFrom.SITE: 'The site\'s own holds;\n# take the "# " off to use another one.',
    ZoneFrom.MACHINE: "The site names none:\n# this is the zone of the machine that wrote it.",
    ZoneFrom.NOBODY: 'None was found, so\n# UTC holds; take the "# " off and write yours.',
}


def settings_text(found: Found) -> str:
    """YAML that changes two things at most: the zone where the site names none, and X is left out
    where it would refuse the issue for want of an address."""
    name = EXAMPLE_ZONE if found.zone_from is ZoneFrom.NOBODY else found.site.zone
    mark = "" if found.zone_from is ZoneFrom.MACHINE else "# "
    return TEXT.format(
        kind=KINDS[found.site.kind],
        posts=_one_line(within(found.posts, found.folder)),
        said=SAID[found.zone_from],
        zone=f"{mark}timezone: {name}",
        plan=DEFAULT_PLAN,
        x=X if found.address else NO_X,
    )


def within(path: Path, folder: Path) -> str:
    """The path as seen from the folder, which itself is `this folder`."""
    if path == folder:
        return "this folder"
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _one_line(text: str) -> str:
    """A folder's name may hold anything; a comment ends with its line."""
    return "".join(c if c.isprintable() else "?" for c in text)
