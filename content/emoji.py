"""Emoji that are written with several code points, as X's own counter knows them (Emoji 11).

A single code point needs no table: it weighs 2 with and without one. Newer sequences weigh the sum
of their parts here, never less than the 2 that a newer table would give, so the count stays safe.
"""

from __future__ import annotations

import re

SKIN = "[\U0001f3fb-\U0001f3ff]"
VS16 = "\ufe0f"
ZWJ = "\u200d"

# What may carry a skin tone; a variation selector may stand between the two in the second set.
TONED = (
    "\u270a\u270b\U0001f385\U0001f3c2-\U0001f3c4\U0001f3c7\U0001f3ca\U0001f442\U0001f443"
    "\U0001f446-\U0001f450\U0001f466-\U0001f469\U0001f46e\U0001f470-\U0001f478\U0001f47c"
    "\U0001f481-\U0001f483\U0001f485-\U0001f487\U0001f4aa\U0001f57a\U0001f595\U0001f596"
    "\U0001f645-\U0001f647\U0001f64b-\U0001f64f\U0001f6a3\U0001f6b4-\U0001f6b6\U0001f6c0"
    "\U0001f6cc\U0001f918-\U0001f91c\U0001f91e\U0001f91f\U0001f926\U0001f930-\U0001f939"
    "\U0001f93d\U0001f93e\U0001f9b5\U0001f9b6\U0001f9b8\U0001f9b9\U0001f9d1-\U0001f9dd"
)
TONED_SYMBOLS = "\u261d\u26f7\u26f9\u270c\u270d\U0001f3cb\U0001f3cc\U0001f574\U0001f575\U0001f590"

# Symbols that VS16 turns into pictures.
SYMBOLS = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf"
    "\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe"
    "\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u2620\u2622\u2623\u2626\u262a\u262e\u262f"
    "\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267f"
    "\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4"
    "\u26c5\u26c8\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f8\u26fa\u26fd\u2702"
    "\u2708\u2709\u270f\u2712\u2714\u2716\u271d\u2721\u2733\u2734\u2744\u2747\u2757\u2763"
    "\u2764\u27a1\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f004\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f202\U0001f21a\U0001f22f\U0001f237"
    "\U0001f321\U0001f324-\U0001f32c\U0001f336\U0001f37d\U0001f396\U0001f397\U0001f399-\U0001f39b"
    "\U0001f39e\U0001f39f\U0001f3cd\U0001f3ce\U0001f3d4-\U0001f3df\U0001f3f3\U0001f3f5\U0001f3f7"
    "\U0001f43f\U0001f441\U0001f4fd\U0001f549\U0001f54a\U0001f56f\U0001f570\U0001f573"
    "\U0001f576-\U0001f579\U0001f587\U0001f58a-\U0001f58d\U0001f5a5\U0001f5a8\U0001f5b1\U0001f5b2"
    "\U0001f5bc\U0001f5c2-\U0001f5c4\U0001f5d1-\U0001f5d3\U0001f5dc-\U0001f5de\U0001f5e1\U0001f5e3"
    "\U0001f5e8\U0001f5ef\U0001f5f3\U0001f5fa\U0001f6cb\U0001f6cd-\U0001f6cf\U0001f6e0-\U0001f6e5"
    "\U0001f6e9\U0001f6f0\U0001f6f3"
)

# Countries and territories that have a flag; two other indicators are two emoji.
FLAGS = """
AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA
EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY
HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA
LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""


def _flag(code: str) -> str:
    return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in code)


def _subdivision(code: str) -> str:
    return "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"


_GENDER = f"{ZWJ}[\u2640\u2642]{VS16}"
_PROFESSIONS = (
    f"(?:[\u2695\u2696\u2708]{VS16}|[\U0001f33e\U0001f373\U0001f393\U0001f3a4\U0001f3a8\U0001f3eb"
    "\U0001f3ed\U0001f4bb\U0001f4bc\U0001f527\U0001f52c\U0001f680\U0001f692\U0001f9b0-\U0001f9b3])"
)
# Who comes as a woman and as a man: with any skin, with a skin or VS16, without skin.
_GENDERED = (
    "\U0001f3c3\U0001f3c4\U0001f3ca\U0001f46e\U0001f471\U0001f473\U0001f477\U0001f481\U0001f482"
    "\U0001f486\U0001f487\U0001f645-\U0001f647\U0001f64b\U0001f64d\U0001f64e\U0001f6a3"
    "\U0001f6b4-\U0001f6b6\U0001f926\U0001f935\U0001f937-\U0001f939\U0001f93d\U0001f93e"
    "\U0001f9b8\U0001f9b9\U0001f9d6-\U0001f9dd"
)
_GENDERED_SYMBOLS = "\u26f9\U0001f3cb\U0001f3cc\U0001f574\U0001f575"
_GENDERED_GROUPS = "\U0001f46f\U0001f93c\U0001f9de\U0001f9df"
_MAN, _WOMAN, _BOY, _GIRL = "\U0001f468", "\U0001f469", "\U0001f466", "\U0001f467"
_HEART = f"{ZWJ}\u2764{VS16}{ZWJ}(?:\U0001f48b{ZWJ})?"
_PARENTS = f"(?:{_MAN}{ZWJ}[{_MAN}{_WOMAN}]|{_WOMAN}{ZWJ}{_WOMAN}|[{_MAN}{_WOMAN}])"
_CHILDREN = f"(?:{_BOY}{ZWJ}{_BOY}|{_GIRL}{ZWJ}[{_BOY}{_GIRL}]|[{_BOY}{_GIRL}])"

SEQUENCE = re.compile(
    "|".join(
        (
            f"[{_MAN}{_WOMAN}]{SKIN}?{ZWJ}{_PROFESSIONS}",
            f"[{_GENDERED_SYMBOLS}](?:{SKIN}|{VS16}){_GENDER}",
            f"[{_GENDERED}]{SKIN}?{_GENDER}",
            f"[{_GENDERED_GROUPS}]{_GENDER}",
            f"{_MAN}{_HEART}{_MAN}|{_WOMAN}{_HEART}[{_MAN}{_WOMAN}]",
            f"{_PARENTS}{ZWJ}{_CHILDREN}",
            f"\U0001f3f3{VS16}{ZWJ}\U0001f308",
            f"\U0001f3f4{ZWJ}\u2620{VS16}",
            f"\U0001f441{ZWJ}\U0001f5e8",
            f"[#*0-9]{VS16}?\u20e3",
            f"[{TONED_SYMBOLS}](?:{VS16}{SKIN}?|{SKIN})",
            f"[{SYMBOLS}]{VS16}",
            f"[{TONED}]{SKIN}",
            "|".join(_subdivision(code) for code in ("gbeng", "gbsct", "gbwls")),
            "|".join(_flag(code) for code in FLAGS.split()),
        )
    )
)

# Without one of these no two code points make an emoji.
JOINER = re.compile(f"[{VS16}{ZWJ}\u20e3\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff\U000e007f]")
