"""A plan that cannot be read, or that cannot be kept."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "the plan names {names} twice; keep one of the legs": "计划里 {names} 出现了两次，请只留一条",
    "cannot read {leg} in the plan; {hint}": "计划里的 {leg} 读不懂；{hint:words}",
    "did you mean {meant}?": "是不是 {meant}？",
    "write it like 'x +60m' or {example}": "请写成 'x +60m' 或 {example}",
    "no {what} {word} in {leg}; {hint}": "{leg} 里的 {word} 不是{what:words}；{hint:words}",
    "there are {names}": "可以用 {names}",
    "way to go out": "发布方式",
    "way out": "后备办法",
    "in {leg}, {why}": "{leg} 有误：{why:words}",
    "{channel} cannot wait for itself; name another channel behind 'after'":
        "{channel} 不能等自己；请在 'after' 后面写另一个渠道",
    "in the plan {links}, so none of them ever goes; drop one 'after'":
        "计划里互相等待（{links}），谁也发不出去；请去掉一个 'after'",
    "{why}; name one of {others} behind 'after'": "{why:words}；请在 'after' 后面写 {others} 之一",
    "{why}; write {better}": "{why:words}；请写成 {better}",
    "{channel} waits for {after}, which this newsletter does not use":
        "{channel} 要等 {after}，而这份通讯没有用它",
    "{channel} waits for {after}, but a draft has no address":
        "{channel} 要等 {after}，但草稿没有地址",
}  # fmt: skip
