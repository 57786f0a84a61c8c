from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.sentences import Span, clauses, enclosures, sentences


def quoted(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "parts",
    [
        ["今天发布了。", "真的吗？", "真的！", "太好了；", "再见"],
        ["不会吧？！", "是的……", "好。"],
        ["等等……", "然后呢……"],
        ["他说：“好。真的好。”", "然后走了。"],
        ["“天热。”", "他说。"],
        ["这是（很重要！）的事情。", "完。"],
        ["《你好，世界！》上映了。", "好看。"],
        ["“为什么？”、“怎么办？”都是问题。", "完。"],
        ["（见附录。）", "正文。"],
        ["太棒了！🎉 ", "下一句。"],
        ["有人说过。[1]", "下一句。"],
        ["没有开头的引号。”", "下一句。"],
    ],
    ids=lambda parts: "".join(parts),
)
def test_chinese_sentences(parts: list[str]) -> None:
    text = "".join(parts)
    assert quoted(text, sentences(text)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["It works. ", "Does it? ", "Yes! ", "Good."],
        ["Mr. Lin met Dr. Wu vs. the rest. ", "Then it rained."],
        ["Tools, e.g. Rust, i.e. Cargo, etc. are fine. ", "Next."],
        ["They moved to the U.S. in May. ", "Nobody knew."],
        ["They moved to the U.S. ", "The rest stayed."],
        ["J. K. Lin wrote it. ", "I read it."],
        ["See fig. 3 and no. 7 now. ", "He said no. ", "Really."],
        ["Well... maybe. ", "Wait... ", "What?! ", "Yes."],
        ['"Stop." ', "He stopped. ", "(So did I.) ", "End."],
        ['A 5" disk. ', 'A 6" one.'],
        ["Yahoo! is a name. ", "So what?"],
        ["Use 3.5 or v1.2.3 at 10:30. ", "Done."],
    ],
    ids=lambda parts: "".join(parts),
)
def test_english_sentences(parts: list[str]) -> None:
    text = "".join(parts)
    assert quoted(text, sentences(text)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["价格是$3.5，用GPT-4.1。", "It works.", "然后呢"],
        ["见https://a.com/?q=1.b!c。", "再见Claude.ai发布。"],
        ["见https://例子.测试/路径？", "是。"],
        ["1. 第一条\n", "2. 第二条\n\n", "正文。"],
        ["行一\n", "行二"],
        ["\n  开头。\n\n", "尾\n"],
    ],
    ids=lambda parts: "".join(parts),
)
def test_both_languages_lines_numbers_and_addresses(parts: list[str]) -> None:
    text = "".join(parts)
    assert quoted(text, sentences(text)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["首先，", "有A、", "B；", "其次：", "好。", "完"],
        ["共1,000元，", "在10:30（上午，早）到，", "好。"],
        ["Yes, ", "no; ", "well: ", "https://a.com:80, ", "end"],
        ["一边——", "另一边"],
        ["“先走，再说。”", "好"],
    ],
    ids=lambda parts: "".join(parts),
)
def test_clauses(parts: list[str]) -> None:
    text = "".join(parts)
    assert quoted(text, clauses(text)) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（一（二）三）和《四》", ["（一（二）三）", "《四》"]),
        ("没有（结束", []),
        ("跨（行\n）不算", []),
        (':) "a" and "b (c) d"', ['"a"', '"b (c) d"']),
        ("（左《右）", ["（左《右）"]),
    ],
)
def test_enclosures_are_the_outermost_pairs_of_a_line(text: str, found: list[str]) -> None:
    assert quoted(text, enclosures(text)) == found


def test_an_empty_text_has_none() -> None:
    assert sentences("") == ()


TOKENS = [*'aB1 。！？.!?…，,：；（）“”"《》\n中文', "e.g.", "http://a.b/?"]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@given(TEXTS)
def test_spans_cover_the_text(text: str) -> None:
    spans = [*sentences(text), *clauses(text)]

    assert "".join(quoted(text, tuple(spans))) == text * 2
    assert all(start < end for start, end in spans)


@given(TEXTS)
def test_every_sentence_border_is_a_clause_border(text: str) -> None:
    assert {end for _, end in sentences(text)} <= {end for _, end in clauses(text)}
