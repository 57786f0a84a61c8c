"""How letters begin: good morning, how are you. Friendly in a letter, empty in a teaser."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.measure import x_weight
from content.sentences import sentences_of

LONGEST = 100  # X weight: a longer sentence that greets says something else besides

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ALL = r"(?:there|again|all|everyone|everybody|folks|friends?|readers?|subscribers?|team)"
GREETING = re.compile(
    rf"(?:(?:Hi|Hello|Hey)(?:\s+{_ALL})*\s*[,!.]|Dear\s+(?:\w+\s+)?{_ALL}\b"
    rf"|Good (?:morning|afternoon|evening)\b|Happy (?:new year|holidays|{_DAY})\b"
    r"|Welcome (?:back )?to\b"
    r"|(?:大家|各位|亲爱的|朋友们|读者们)[^，。！!]{0,10}[好安][，。！!]"
    r"|亲爱的[^，。！!]{0,10}[：:，]|(?:你|您|你们)好[，。！!]|[嗨哈][喽啰]?[，。！!]"
    r"|欢迎(?:来到|回到|阅读|打开|订阅|收[看听]))",
    re.IGNORECASE,
)
COURTESY = re.compile(
    r"(?:(?:I )?hope (?:you|this|everyone)\b|it'?s (?:[a-z]+day|me)\b|happy [a-z]+day\b"
    r"|thank(?:s| you) for (?:reading|subscribing|joining|opening|being)\b"
    r"|this (?:is|week's) issue\b|(?:sponsored|brought to you) by\b"
    r"|感谢|谢谢|这里是|这是第|我是|祝|希望(?:大家|你|您|各位)|又到|又是|又见面|本期赞助)",
    re.IGNORECASE,
)


def matter(paragraphs: Sequence[str]) -> tuple[int, int]:
    """The paragraph, and the offset in it, where a letter comes to its matter.

    Behind the last paragraph when it never does.
    """
    opening = GREETING
    for number, text in enumerate(paragraphs):
        for start, end in sentences_of(text):
            words = text[start:end].strip()
            if not opening.match(words) or x_weight(words) > LONGEST:
                return number, start
            opening = COURTESY
    return len(paragraphs), 0
