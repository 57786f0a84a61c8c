"""WeChat's error codes, and what each means to the caller. A code decides, never a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater

DAY = 86_400.0
BUSY_DELAY = 60.0

TOKEN_REFUSED = frozenset({40001, 40014, 42001})  # refused before execution: renew once, repeat
BUSY = frozenset({-1, 9001002})  # nothing says that the write was not done
INVALID_MEDIA = 40007
DRAFT_GONE = INVALID_MEDIA  # what draft/get answers once a draft has left the box
ARTICLE_GONE = 53600
QUOTA_SPENT = 45009
UNAUTHORIZED = 48001  # of a call that this account may not make; others it may
WRONG_IP = 40164


@dataclass(frozen=True, slots=True)
class Meaning:
    """The decision a code leaves to the caller; `after` in seconds is for TryLater."""

    error: type[CallError]
    next_step: str = ""
    after: float = 0.0


_CREDENTIALS = "Compare AppID and AppSecret with the backstage, Settings and Development."
_BACKSTAGE = "Log in to mp.weixin.qq.com and follow what it asks for."
_BY_HAND = "Open the draft in the backstage and publish it there."
_DEFECT = "Report this as a defect of pressrun, with the code."

_NOT_ALLOWED = {
    _CREDENTIALS: (40001, 40014, 42001, 40013, 40125, 41002, 41004),
    _DEFECT: (41001,),
    _BACKSTAGE: (40243, 50004, 50007, 50002, 48003, 48004, 53500),
    "An administrator must confirm the call; then resume the account.": (89503,),
    "The administrator refused this IP address: resume after 24 hours.": (89506,),
    "The administrator refused this IP address: resume after an hour.": (89507,),
    "This account may not publish through the API: its draft is kept, publish it in the backstage. "
    "Set `mode: draft` for the next one.": (UNAUTHORIZED,),
    "Add this machine's IP address under Basic configuration > IP whitelist; "
    "it takes 5 to 10 minutes.": (WRONG_IP,),
}

_TRY_LATER = {
    QUOTA_SPENT: (DAY, "The day's quota of this call is spent."),
    45011: (60.0, "Too many calls in this minute."),
    48006: (30 * DAY, "The month's quota resets are spent."),
    53501: (600.0, "Another publish job may be running."),
    45028: (DAY, ""),
    45066: (60.0, ""),
    89504: (1_800.0, "An administrator has to confirm."),
    89505: (1_800.0, "An administrator has to confirm."),
}

_REJECTED = {
    _DEFECT: (40002, 43002, 40033, 40035, 40114, 47001, 41005, 41006, 40118),
    "Save the picture again as JPEG or PNG.": (40004, 40005, 40113, 40137),
    "Make the picture smaller.": (40006, 40009, 45001),
    "The material is gone or belongs to another account.": (INVALID_MEDIA,),
    "Give the issue a title.": (40227,),
    "Shorten the title: at most 32 characters.": (45003,),
    "Shorten the byline: at most 16 characters.": (45110,),
    "Shorten the description: at most 120 characters.": (45004,),
    "Shorten the article: fewer than 20,000 characters with its markup.": (45002,),
    "Correct the canonical URL.": (45005, 41039),
    "Turn comments off for this account.": (88000,),
    _BY_HAND: (53502, 53503, 53504, 53505, 53600),
    "": (
        *(44001, 44002, 44003, 44004, 44005, 45006, 45007, 45008, 45166),
        *(45067, 48021, 41040, 40152, 53404, 53405, 53406, 76001, 76002, 76003, 76004),
    ),
}


def _table() -> Mapping[int, Meaning]:
    table = {
        code: Meaning(NotAllowed, step) for step, codes in _NOT_ALLOWED.items() for code in codes
    }
    table |= {code: Meaning(TryLater, why, after) for code, (after, why) in _TRY_LATER.items()}
    table |= {code: Meaning(Rejected, step) for step, codes in _REJECTED.items() for code in codes}
    return table


MEANINGS = _table()
UNKNOWN_CODE = Meaning(Rejected)


def refusal(name: str, code: int, text: str, *, repeatable: bool) -> CallError:
    """The error for an answer with this errcode; `name` is the call, `text` its redacted errmsg."""
    meaning = _busy(repeatable) if code in BUSY else MEANINGS.get(code, UNKNOWN_CODE)
    message = f"{name}: {code} {text}"
    if meaning.error is TryLater:
        return TryLater(message, after=meaning.after, code=str(code), next_step=meaning.next_step)
    return meaning.error(message, code=str(code), next_step=meaning.next_step)


def _busy(repeatable: bool) -> Meaning:  # noqa: FBT001 - the one question there is
    if repeatable:
        return Meaning(TryLater, "", BUSY_DELAY)
    return Meaning(OutcomeUnknown)
