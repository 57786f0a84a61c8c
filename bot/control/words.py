"""Everything the control room says, by key, in English and Chinese; the texts hold no markup."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from bot.control.words_en import WORDS as ENGLISH
from bot.control.words_zh import WORDS as CHINESE
from content.markdown.cjk import is_cjk

CATALOGUES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}


def say(lang: str, key: str, /, **values: object) -> str:
    """A plain text with its values filled in; English for a language that there is not.

    Whoever makes HTML of it escapes it as a whole. Raises KeyError for an unknown key or a value
    that is missing.
    """
    said = ""
    for literal, name, _, _ in Formatter().parse(CATALOGUES.get(lang, ENGLISH)[key]):
        said = _joined(said, literal)
        if name is not None:
            said = _joined(said, str(values[name]))
    return said


def count(lang: str, what: str, n: int) -> str:
    """So many of something: `2 pictures`, `1 picture`."""
    return say(lang, f"{what}.one" if n == 1 else f"{what}.many", n=n)


def language(code: str | None) -> str:
    """The one of ours that fits Telegram's `language_code`."""
    return "zh" if (code or "").lower().startswith("zh") else "en"


def _joined(before: str, after: str) -> str:
    """Side by side; the space that sets a Latin value off from Chinese goes for a Chinese one."""
    if (
        before[-2:-1]
        and before[-1] == " "
        and is_cjk(before[-2])
        and after[:1]
        and is_cjk(after[0])
    ):
        return before[:-1] + after
    if after[:1] == " " and before and is_cjk(before[-1]) and after[1:2] and is_cjk(after[1]):
        return before + after[1:]
    return before + after
