"""Is an issue Chinese or English? The front matter says so, else its own characters."""

from __future__ import annotations

import re

from content.document import Document, plain_text
from content.runs import runs

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_NAMES = {"zh": "zh", "cn": "zh", "chinese": "zh", "中文": "zh", "en": "en", "english": "en"}


SAMPLE = 2000  # characters; the language of an issue shows long before


def language_of(lang: str, document: Document) -> str:
    """ "zh" or "en": the declared language (`zh-Hans-CN`), else by the share of Han characters."""
    declared = _NAMES.get(re.split(r"[-_]", lang.strip().lower())[0])
    return declared or by_characters(_sample(document))


def _sample(document: Document) -> str:
    taken: list[str] = []
    room = SAMPLE
    for run, _ in runs(document):
        taken.append(plain_text(run))
        room -= len(taken[-1])
        if room <= 0:
            break
    return "\n".join(taken)


def by_characters(text: str) -> str:
    """Chinese when Han characters outnumber Latin words: a Chinese tech text is full of names."""
    return "zh" if len("".join(_HAN.findall(text))) > len(_LATIN_WORD.findall(text)) else "en"
