"""Telegram's bubbles."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "A quotation within a quotation is not set off.": "引用里的引用不再单独标出。",
    "The whole issue would make more than {most} bubbles; a summary is sent.":
        "全文会超过 {most} 条消息，改发摘要。",
    "Set telegram.layout to plates or sections to send all of it.":
        "要发全文，请把 telegram.layout 设为 plates 或 sections。",
    "Telegram lets a bot delete a post only for {hours} hours after it was sent.":
        "Telegram 只允许机器人删除 {hours} 小时内发出的消息。",
    "Delete older ones in Telegram, beginning with {url}":
        "更早的请到 Telegram 里自己删除，从这一条开始：{url}",
    "Telegram nests {most} levels; what lies deeper stands at the last of them.":
        "Telegram 最多嵌套 {most} 层，更深的放在最后一层。",
    "The summary names the issue's sections and leaves out their text.":
        "摘要只列出各节的标题，不含正文。",
    "A summary has no room for Telegram's intro and outro.":
        "摘要里放不下 Telegram 的开场白和结束语。",
    "Shorten them, or set telegram.layout to plates or sections.":
        "请把它们写短，或把 telegram.layout 设为 plates 或 sections。",
}  # fmt: skip
