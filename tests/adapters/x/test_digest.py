"""The rules of choosing and filling, one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from content.measure import x_weight
from tests.adapters.x.issues import issue_at, rendered, sources, texts

Digest = Callable[..., list[str]]
PROSE = "镇上的钟楼修好了，从今天起每到整点都会敲响，外地来的客人要习惯一阵子。"
NEWS = f"{PROSE}守钟人说，他自己倒是最后一个听见的，因为那天他在山下买油，回来才知道。"
SHORT = "这一条只有一句话，别的什么也没有。"


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    """The posts between the first and the last, without their numbers."""

    def posts(body: str, front: str = "") -> list[str]:
        issue = issue_at(tmp_path, f"---\ntitle: 试刊\n{front}---\n\n{body}")
        return [text.rpartition("\n\n")[0] for text in texts(rendered(issue))[1:-1]]

    return posts


def sections(*pairs: tuple[str, str]) -> str:
    return "\n\n".join(f"{heading}\n\n{body}" for heading, body in pairs)


# --- choosing ---------------------------------------------------------------------------------


def test_ten_stories_at_most_and_the_longest_of_them(digest: Digest) -> None:
    stories = [(f"## 小节{n:02}", SHORT if n in (3, 7) else NEWS) for n in range(12)]

    shown = digest(sections(("# 总", ""), *stories))

    told = [text.partition("\n")[0] for text in shown]
    assert told == [f"小节{n:02}" for n in range(12) if n not in (3, 7)]


def test_opinions_come_before_length(digest: Digest) -> None:
    crowd = [(f"## 小节{n:02}", NEWS) for n in range(10)]
    takes = [f"观点：{PROSE}这是第{n}个人说的。" for n in range(2)]
    small = [(f"## 有话要说{n}", f"{SHORT}\n\n{take}") for n, take in enumerate(takes)]

    shown = digest(sections(("# 总", ""), *crowd, *small))

    assert shown[-2:] == [f"有话要说{n}\n\n{SHORT}\n\n{take}" for n, take in enumerate(takes)]


def test_each_top_level_heading_is_heard_before_a_second_story_of_one(digest: Digest) -> None:
    crowd = [(f"## 小节{n:02}", PROSE * 2) for n in range(12)]

    shown = digest(sections(("# 甲", ""), *crowd, ("# 乙", SHORT)))

    assert shown[-1].endswith(f"\n\n乙\n\n{SHORT}")


def test_stories_stand_in_the_order_of_the_issue(digest: Digest) -> None:
    shown = digest(sections(("# 一", NEWS), ("# 二", NEWS + PROSE), ("# 三", NEWS + SHORT)))

    assert [text.split("\n")[0] for text in shown] == ["一", "二", "三"]


def test_free_posts_go_to_long_items_which_then_leave_their_list(digest: Digest) -> None:
    links = "\n".join(
        f"- [河边的短消息第{n}条，占去一行](https://a.example.com/{n})" for n in range(4)
    )
    long = f"- [值得细读的长文](https://a.example.com/9)：{PROSE}{PROSE}"

    shown = digest(f"# 阅读\n\n{links}\n{long}\n")

    assert shown == [
        "阅读\n\n" + "\n".join(f"• 河边的短消息第{n}条，占去一行" for n in range(4)),
        f"值得细读的长文\n\n{PROSE}{PROSE}",
    ]


# --- filling ------------------------------------------------------------------------------------


def test_pieces_are_whole_and_stop_at_the_first_that_does_not_fit(digest: Digest) -> None:
    items = [f"第{n}项的内容写得不长不短，刚好能占去一行多一点的位置" for n in range(6)]
    body = "".join(f"- {item}\n" for item in items)
    others = [(f"# 另{n}", NEWS) for n in range(3)]

    shown, *_ = digest(sections(("# 甲", body), *others))

    assert shown == "甲\n\n" + "\n".join(f"• {item}" for item in items[:4])


def test_what_few_sections_say_is_told_whole_where_posts_are_free(digest: Digest) -> None:
    items = [f"第{n}项的内容写得不长不短，刚好能占去一行多一点的位置" for n in range(6)]
    lines = [f"• {item}" for item in items]

    shown = digest("# 甲\n\n" + "".join(f"- {item}\n" for item in items))

    assert shown == ["甲\n\n" + "\n".join(lines[:3]), "\n".join(lines[3:])]


def test_a_part_of_a_long_story_begins_with_the_first_item_of_a_list(digest: Digest) -> None:
    items = [f"• 第{n}项的内容写得不长不短，刚好能占去一行多一点的位置" for n in range(3)]
    told = [PROSE.replace("钟楼", each) for each in ("钟楼", "水塔", "渡口", "码头")]
    written = "\n".join(items).replace("• ", "- ")

    shown = digest(f"# 甲\n\n{told[0]}{told[1]}\n\n{written}\n\n{told[2]}{told[3]}\n")

    assert shown == [
        f"甲\n\n{told[0]}{told[1]}", "\n".join(items), f"{told[2]}{told[3]}",
    ]  # fmt: skip


def test_words_that_lead_in_stay_only_where_they_say_of_whom(digest: Digest) -> None:
    body = "甲公司的：\n\n- 销量比去年同期多了三成左右\n\n要点：\n\n- 门店也比去年多开了二十几家\n"

    (shown,) = digest(f"# 业绩\n\n{body}")

    assert shown == (
        "业绩\n\n甲公司的：\n• 销量比去年同期多了三成左右\n\n• 门店也比去年多开了二十几家"
    )


def test_a_sentence_that_only_names_sources_is_passed_over(digest: Digest) -> None:
    named = "[北方大学](https://a.example.com)和[南方研究院](https://b.example.com)都说了。"

    assert digest(f"# 甲\n\n{named}{PROSE}\n") == [f"甲\n\n{PROSE}"]


def test_a_sentence_with_an_address_is_passed_over(digest: Digest) -> None:
    assert digest(f"# 甲\n\n官网是 https://a.example.com 欢迎光临。{PROSE}\n") == [f"甲\n\n{PROSE}"]


def test_words_without_an_end_above_a_list_are_passed_over(digest: Digest) -> None:
    body = "内容很多，这里先挑两条放在前面\n\n- 第一条写的是春天的事情\n- 第二条写的是秋天的事情\n"

    (shown,) = digest(f"# 甲\n\n{body}")

    assert shown == "甲\n\n• 第一条写的是春天的事情\n• 第二条写的是秋天的事情"


def test_an_opinion_that_only_points_elsewhere_is_left_out(digest: Digest) -> None:
    pointing = "_观点：可以看[我写的另一篇更长的文章](https://a.example.com/long)_"

    assert digest(f"# 甲\n\n{PROSE}\n\n{pointing}\n") == [f"甲\n\n{PROSE}"]


def test_a_long_opinion_is_cut_at_a_clause(digest: Digest) -> None:
    clause = "这里先说一半的道理，"
    opinion = f"观点：{clause * 14}说完了。"

    (shown,) = digest(f"# 甲\n\n{PROSE}\n\n{opinion}\n")

    assert shown.startswith(f"甲\n\n{PROSE}\n\n观点：{clause}")
    assert shown.endswith("道理…")
    assert x_weight(shown) > 240


def test_an_opinion_gives_way_so_that_the_first_sentence_stays_whole(digest: Digest) -> None:
    sentence = "河水一夜之间涨到了桥面，" * 8 + "后来桥就封了。"
    clause = "早就有人说过桥墩太矮了，该修一修了，"

    (shown,) = digest(f"# 甲\n\n{sentence}\n\n观点：{clause * 3}没人听。\n")

    assert shown == f"甲\n\n{sentence}\n\n观点：{clause[:-1]}…"


def test_a_sentence_too_long_begins_behind_what_the_heading_says(digest: Digest) -> None:
    lead = "远山公司发布了[新一代的掌上翻译机](https://a.example.com)，"
    rest = "它能听懂一百二十种方言，" * 9 + "而且不用联网。"

    (shown,) = digest(f"# 远山公司发布翻译机\n\n{lead}{rest}\n")

    assert shown == f"远山公司发布翻译机\n\n{rest}"


def test_a_sentence_too_long_is_else_cut_at_a_clause(digest: Digest) -> None:
    clause = "河水一夜之间涨到了桥面，"

    (shown,) = digest(f"# 甲\n\n{clause * 14}桥封了。\n")

    assert shown == f"甲\n\n{clause * 10}河水一夜之间涨到了桥面…"


def test_a_list_too_long_comes_down_to_its_bold_words(digest: Digest) -> None:
    names = ["路由的配置写错了", "输出的内容被损坏", "编译器算错了近似"]
    items = "".join(f"{n}. **{name}**：{PROSE}\n" for n, name in enumerate(names, start=1))

    (shown,) = digest(f"# 三次故障\n\n{items}")

    assert shown == "三次故障\n\n" + "\n".join(
        f"{n}. {name}" for n, name in enumerate(names, start=1)
    )


def test_a_round_up_says_when_items_are_missing(digest: Digest) -> None:
    items = [f"一条有二十个字左右的新闻标题第{n:02}号" for n in range(12)]
    body = "".join(f"- [{item}](https://a.example.com/{item[-3:-1]})\n" for item in items)

    first, second, *_ = digest(f"# 快讯\n\n{body}")

    *lines, mark = first.split("\n")[2:]
    assert lines == [f"• {item}" for item in items[: len(lines)]]
    assert mark == "…"
    assert second.startswith(f"快讯\n\n• {items[len(lines)]}\n")


def test_what_the_first_post_says_is_not_said_again(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, f"---\ntitle: 钟楼\n---\n\n# 钟楼\n\n{PROSE * 6}{SHORT}\n")

    first, second, *_ = texts(rendered(issue))

    assert PROSE in first
    assert second == f"钟楼\n\n{SHORT}\n\n2/3"


def test_the_first_post_does_not_repeat_the_title(tmp_path: Path) -> None:
    links = "- [一则新闻的标题](https://a.example.com/1)\n- [另一则的标题](https://a.example.com/2)"
    issue = issue_at(tmp_path, f"---\ntitle: 钟楼快讯\n---\n\n# 钟楼快讯\n\n{links}\n")

    assert texts(rendered(issue))[0] == "钟楼快讯\n\n1/3"


def test_many_headings_left_out_end_in_an_ellipsis(tmp_path: Path) -> None:
    body = sections(*((f"## 很长很长的小节标题之第{n:02}号", PROSE) for n in range(40)))
    issue = issue_at(tmp_path, f"---\ntitle: 试\n---\n\n# 总\n\n{body}\n")

    last = texts(rendered(issue))[-1]

    assert "…\n\n全文：" in last
    assert x_weight(last) <= 280


def test_a_marked_list_item_is_the_one_that_is_told(digest: Digest) -> None:
    body = f"{PROSE}\n\n- 第一项内容平平无奇\n\n<!-- x:post -->\n- 第二项才是要说的内容\n"

    assert digest(f"# 甲\n\n{body}") == ["甲\n\n• 第二项才是要说的内容"]


def test_thirty_pictures_give_each_story_its_first(tmp_path: Path) -> None:
    pictures = ["\n\n".join(f"![](/img/p{n}-{m}.png)" for m in range(3)) for n in range(10)]
    body = sections(*((f"# 节{n}", f"{PROSE}{PROSE}\n\n{pictures[n]}") for n in range(10)))
    issue = issue_at(tmp_path, f"---\ntitle: 试\n---\n\n{body}\n")

    assert sources(rendered(issue))[1:-1] == [[f"p{n}-0.png"] for n in range(10)]
