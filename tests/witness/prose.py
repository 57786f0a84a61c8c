"""Hypothesis strategies for lines of prose whose visible text is known because they build it.

Every mark stands between Chinese words, at a line's end, or between spaces: places where an author
would be surprised if it did not work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.witness.wanted import PICTURE, Wanted, squeeze

PICTURE_NAME = "\ue001"  # replaced by the next picture's name when a document is put together
NUMBER = "\ue000"  # replaced by the part's number, so that notes and references stay apart


@dataclass(frozen=True, slots=True)
class Line:
    """Inline Markdown and what it shows; `stream` is as in Block."""

    markdown: str
    stream: str
    links: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def marks(self) -> Wanted:
        """Everything but the text."""
        return Wanted(links=self.links, bold=self.bold, codes=self.codes, figures=self.figures)


def joined(lines: Iterable[Line], between: str = "") -> Line:
    rows = tuple(lines)
    return Line(
        markdown=between.join(row.markdown for row in rows),
        stream="".join(row.stream for row in rows),
        links=tuple(link for row in rows for link in row.links),
        bold=tuple(text for row in rows for text in row.bold),
        codes=tuple(text for row in rows for text in row.codes),
        figures=tuple(source for row in rows for source in row.figures),
    )


def plain(text: str) -> Line:
    return Line(text, text)


def strong(inner: str, mark: str = "**") -> Line:
    return Line(f"{mark}{inner}{mark}", inner, bold=(squeeze(inner),))


def code(text: str, ticks: str = "`") -> Line:
    return Line(f"{ticks}{text}{ticks}", text, codes=(squeeze(text),))


def link(label: Line, target: str, written: str = "") -> Line:
    markdown = f"[{label.markdown}]({written or target})"
    return Line(markdown, label.stream, (target,), label.bold, label.codes)


# --- the words ----------------------------------------------------------------------------------

CHINESE = (
    "推理成本", "三家厂商", "数据迁移", "模型权重", "读者来信", "开源协议", "显存占用", "评测榜单",
    "编译器缺陷", "周末加班", "机房断电", "芯片出口", "备份策略", "权限收紧", "延迟下降",
    "论文复现",
    "发布GPT-5系列模型", "引用《长夜》一书", "所谓“护城河”之说", "试验（内部）阶段", "约35%用户",
    "第1,024次提交", "把2 * 3算成六", "字段user_id改名", "从A/B测试得出", "上线🚀新版", "夸❤️了一番",
    "参考𠮷野家案例", "日语ひらがな混排", "韩语한국어混排", "希伯来语שלום混排", "阿语مرحبا混排",
)  # fmt: skip
ENGLISH = (
    "the compiler", "latency", "three vendors", "open weights", "a postmortem", "readers",
    "backups (daily)", "the \"moat\"", "don't", "35% of users", "user_id", "2 * 3", "A/B tests",
    "naïve caching", "👩‍👩‍👧 families", "🫱🏻‍🫲🏿 deals", "e.g. tokens", "shipped & sold", "x < y",
)  # fmt: skip
INSIDE = (
    "重点", "重点（X）", "“如何更好”", "加粗：", "《书名》", "DORA（DevOps 研究）", "100%",
    "别急！", "【注意】", "提速🚀", "key point", "Gen 2 (beta)", "他说“好”。",
)  # fmt: skip
HAN = "的一是在不了有和人这中大为上个国我以要时来用们生到作地于出abcXYZ0189"
OTHER = "，。、；：！？（）《》“”‘’—…·😀🚀𠮷𪚥かなカナ한글שלمرح"
WILD = HAN + OTHER
TARGETS = (
    "https://news.example/2025/08/a-b_c.html",
    "https://wiki.example/wiki/Rust_(language)",
    "https://wiki.example/wiki/人工智能",
    "https://shop.example/?q=1&lang=zh#top",
    "https://mp.weixin.qq.com/s/AbC_dEf-123",
    "http://old.example",
)
BARE_TARGETS = tuple(target for target in TARGETS if target.isascii())

chinese = st.sampled_from(CHINESE)
inside = st.one_of(st.sampled_from(INSIDE), st.text(WILD, min_size=1, max_size=8))
targets = st.sampled_from(TARGETS)
bare_targets = st.sampled_from(BARE_TARGETS)
LITERALS = ("a ** b", "{% include x.html %}", "<div>", "[a](https://b.example)", "$x$", "--flag",
            "&amp;", "{{ page.title }}", "中文 参数", "\\n")  # fmt: skip
TEXTS: tuple[Line, ...] = (
    Line("甲&amp;乙", "甲&乙"),
    Line("&lt;标签&gt;", "<标签>"),
    Line("&#x4E2D;&#25991;", "中文"),
    Line("&copy;2025&nbsp;年", "©2025年"),
    Line(r"\*不是强调\*", "*不是强调*"),
    Line(r"\_下划线\_", "_下划线_"),
    Line(r"\[方括号\]", "[方括号]"),
    Line(r"\`反引号\`", "`反引号`"),
    Line(r"反斜杠\\与\#井号", "反斜杠\\与#井号"),
    plain("从$5到$10"),
    plain("每百万$0.8，批量$2.0"),
    plain("约~100~元"),
    plain("[方括号]不是链接"),
    plain("[^未定义]不是脚注"),
    plain("花括号{a}与管道"),
)
TAGS: tuple[Line, ...] = (
    Line("<kbd>Ctrl</kbd>", "Ctrl"),
    Line("<u>划线</u>", "划线"),
    Line("<mark>高亮</mark>", "高亮"),
    Line("<b>粗体</b>", "粗体", bold=("粗体",)),
    Line("换行<br>之后", "换行之后"),
    Line("前文<!-- 私下说 -->后文", "前文后文"),
)

MARKS: dict[str, st.SearchStrategy[Line]] = {
    "strong": inside.map(strong),
    "emphasis": inside.map(lambda text: Line(f"*{text}*", text)),
    "both": inside.map(lambda text: strong(text, "***")),
    "strike": inside.map(lambda text: Line(f"~~{text}~~", text)),
    "code": st.sampled_from((*map(code, LITERALS), code(" x`y ", "``"))),
    "link": st.builds(link, chinese.map(plain), targets),
    "strong link": st.builds(link, st.sampled_from(INSIDE).map(strong), targets),
    "bracketed link": st.builds(
        lambda text, target: link(Line(f"{text} [实录]", f"{text} [实录]"), target, f"<{target}>"),
        chinese,
        targets,
    ),
    "titled link": st.builds(
        lambda text, target: link(plain(text), target, f'{target} "题目"'), chinese, targets
    ),
    "bare link": st.builds(
        lambda url, mark: Line(f" {url}{mark}", f"{url}{mark}", (url,)),
        bare_targets,
        st.sampled_from(("，", "。", "）", "；", "、", "这里", " ")),
    ),
    "autolink": bare_targets.map(lambda url: Line(f"<{url}>", url, (url,))),
    "text": st.sampled_from(TEXTS),
    "tag": st.sampled_from(TAGS),
    "superscript": st.just(Line("x<sup>2</sup>", "x2")),
    "inline picture": st.just(
        Line(
            f"![替代文字](/assets/img/{PICTURE_NAME})",
            PICTURE,
            figures=(f"/assets/img/{PICTURE_NAME}",),
        )
    ),
    "wild": st.text(WILD, min_size=1, max_size=12).map(plain),
}
RARE = frozenset({"superscript", "inline picture"})  # only where a test asks for them


# --- sentences ----------------------------------------------------------------------------------


def sentences(without: frozenset[str]) -> st.SearchStrategy[Line]:
    """Chinese (with marks between words) or English (with marks between spaces)."""
    marks = st.one_of([MARKS[name] for name in MARKS if name not in without])
    return st.one_of(_chinese_sentences(marks), _english_sentences(without))


def _chinese_sentences(marks: st.SearchStrategy[Line]) -> st.SearchStrategy[Line]:
    middle = st.lists(st.tuples(marks, chinese), max_size=2)
    ends = st.sampled_from(("。", "！", "？", "；", "：", "……", ""))
    return st.builds(_chinese_sentence, chinese, st.integers(0, 999), middle, ends)


def _chinese_sentence(first: str, number: int, middle: list[tuple[Line, str]], end: str) -> Line:
    pairs = [part for mark, word in middle for part in (mark, plain(word))]
    head = [plain(f"{first}第{number}次")] if number % 4 or not pairs else []
    return joined([*head, *pairs, plain(end)])


def _english_sentences(without: frozenset[str]) -> st.SearchStrategy[Line]:
    word = st.sampled_from(ENGLISH).map(plain)
    kept: list[Callable[[str], Line]] = [strong, lambda text: Line(f"_{text}_", text)]
    marked = st.builds(lambda mark, text: mark(text), st.sampled_from(kept), st.just("key point"))
    linked = st.builds(link, st.just(plain("the report")), targets)
    addresses = bare_targets.map(lambda url: Line(url, url, (url,)))
    choices = [word, word, marked] if "strong" not in without else [word]
    choices += [linked] if "link" not in without else []
    choices += [addresses] if "bare link" not in without else []
    return st.lists(st.one_of(choices), min_size=1, max_size=4).map(_english_sentence)


def _english_sentence(words: list[Line]) -> Line:
    line = joined([plain("Meanwhile"), *words, plain("ended.")], " ")
    return Line(line.markdown, line.stream, line.links, line.bold, line.codes)


def runs(without: frozenset[str]) -> st.SearchStrategy[Line]:
    """One to three sentences on one line."""
    return st.lists(sentences(without), min_size=1, max_size=3).map(
        lambda lines: joined(lines, " ")
    )
