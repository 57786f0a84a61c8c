"""Words and patterns that the defaults and the lint go by: data, open to other values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """What a template may add in one language. `figure` takes the number as `{n}`."""

    full_issue: str
    figure: str
    joiner: str
    ellipsis: str = "…"
    bullet: str = "• "


WORDS: Mapping[str, Words] = {
    "zh": Words(full_issue="全文：", figure="〔图{n}〕", joiner="；"),
    "en": Words(full_issue="Full issue: ", figure="[fig {n}]", joiner=" · "),
}


_DIVIDER = r"\s*(?:[:：|｜—–]|-\s)\s*(?P<headline>.*)"


@dataclass(frozen=True, slots=True)
class Tables:
    """Compared without regard to case where words are compared.

    `channel_tags` name channels and platforms, which is no topic; `tag_names` spell tags whose
    punctuation carries the meaning; `opinion_markers` open the author's own word, before a colon;
    `lead_ins` are lead-in lines that say nothing of their items; `idle_labels` are link labels
    too common to name a reference; `placeholders` were meant to be filled in; `callouts` are the
    names of kinds, by language, where they are not called by their English ones.
    """

    channel_tags: frozenset[str] = frozenset({
        "blog", "博客", "substack", "medium", "wechat", "weixin", "微信", "公众号",
        "微信公众号", "telegram", "tg", "x", "twitter", "推特", "知乎", "zhihu", "掘金", "juejin",
        "小红书", "xiaohongshu", "weibo", "微博", "即刻", "jike", "csdn", "b站", "bilibili",
    })  # fmt: skip
    tag_names: Mapping[str, str] = field(default_factory=lambda: {
        "c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet", "node.js": "nodejs",
    })  # fmt: skip
    opinion_markers: tuple[str, ...] = (
        "Opinion", "My opinion", "My take", "Take", "Comment", "观点", "我的观点", "点评", "短评",
        "评论", "编者按", "个人看法", "看法",
    )  # fmt: skip
    lead_ins: tuple[str, ...] = (
        "关键点", "一些关键点", "要点", "重点", "亮点", "主要特点", "特点", "背景信息", "背景",
        "包括", "总结", "简单来说", "Key points", "Highlights", "Background", "Takeaways",
    )  # fmt: skip
    idle_labels: frozenset[str] = frozenset({
        "发布", "推出", "宣布", "官网", "链接", "文章", "原文", "这里", "详情", "开源", "论文",
        "报告", "here", "link", "this", "blog", "post", "article", "paper", "source", "announced",
        "released",
    })  # fmt: skip
    teaser_keys: tuple[str, ...] = ("description", "summary", "subtitle", "excerpt")
    teaser_overrides: tuple[str, ...] = ("teaser", "subtitle", "digest", "hook", "summary")
    cover_keys: tuple[str, ...] = (
        "cover", "image", "thumbnail", "og_image", "featured_image", "images",
        "header.og_image", "header.image", "header.teaser",
    )  # fmt: skip
    series: tuple[str, ...] = (
        r"(?P<name>.+?)\s*[（(]?\s*第\s*(?P<number>\d+)\s*[期号回篇]\s*[)）]?" + _DIVIDER,
        r"(?P<name>.+?)\s*(?:[#＃]|\b(?:No|Vol|Issue)\b\.?)\s*(?P<number>\d+)" + _DIVIDER,
        r"(?P<name>.+?)\s+(?P<number>\d+)\s*[:：]\s*(?P<headline>.*)",
    )  # fmt: skip
    callouts: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: {"zh": {
        "note": "备注", "info": "信息", "tip": "提示", "hint": "提示", "important": "重要",
        "attention": "注意", "caution": "注意", "warning": "警告", "danger": "危险",
        "error": "错误", "bug": "缺陷", "failure": "失败", "fail": "失败", "missing": "缺失",
        "success": "成功", "check": "完成", "done": "完成", "todo": "待办", "question": "问题",
        "help": "帮助", "faq": "常见问题", "abstract": "摘要", "summary": "总结",
        "tldr": "太长不看", "example": "示例", "quote": "引用", "cite": "引用",
    }})  # fmt: skip
    placeholders: tuple[str, ...] = ("TODO", "FIXME", "TBD", "待补充", "待补", "待写", "占位")
    # Visible characters: below the first a body is refused, below the second it is warned about.
    shortest_body: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: {"zh": (20, 80), "en": (40, 200)}
    )
    slug_cut_at: int = 50  # where the mirrors that name files from titles cut them
    cut_words: frozenset[str] = frozenset(
        {"a", "an", "and", "the", "of", "in", "to", "for", "with"}
    )


TABLES = Tables()
