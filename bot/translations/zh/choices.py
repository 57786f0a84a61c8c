"""What is chosen for one channel: its language, tags, intro and outro."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "{what} (`channels.{channel}.{key}`).": "{what:words}（`channels.{channel}.{key}`）。",
    "`{told}` is no language.": "`{told}` 不是语言代码。",
    "Write a language such as zh or en.": "请写语言代码，例如 zh 或 en。",
    "{channel} is to speak {language}, and the issue has no translation into it.":
        "{channel} 设为 {language}，但这一期没有这种语言的译文。",
    "Write `{file}` beside it, or delete `{channel}.lang`.":
        "请在旁边写好 `{file}`，或删掉 `{channel}.lang`。",
    "`pressrun.{channel}` must hold keys.": "`pressrun.{channel}` 下面应为字段。",
    "`{key}` of {channel} must be text.": "{channel} 的 `{key}` 应为文字。",
    "`tags` of {channel} must be a list of words.": "{channel} 的 `tags` 应为一组词。",
    "Write `tags: [one, two]`.": "请写成 `tags: [one, two]`。",
    # intro and outro
    "The {key} for {channel} cannot be filled in: {why}.":
        "{channel} 的 {key} 无法填写：{why:words}。",
    "The {key} for {channel} has a footnote, which only an issue can have.":
        "{channel} 的 {key} 里有脚注，而脚注只能写在文章里。",
    "Write the note into the text.": "请把脚注写进正文。",
    "this issue has no `{name}`": "这一期没有 `{name}`",
    "Put it between {{% if {name} is defined %}} and {{% endif %}}.":
        "请放在 {{% if {name} is defined %}} 和 {{% endif %}} 之间。",
    "it has more than {most} characters": "超过了 {most} 个字符",
    "it makes more than {most} characters of a value": "它把一个值变成了超过 {most} 个字符",
    "it unpacks a value, which a template may not": "它展开了一个值，模板不允许这样做",
    "a filter lacks what it needs": "有个过滤器缺少参数",
    "it cannot be read": "无法读取",
    "it is nested too deeply": "嵌套太深",
    "Make it simpler.": "请写得简单些。",
    "the filter `{name}` is not known": "不认识过滤器 `{name}`",
    "the test `{name}` is not known": "不认识测试 `{name}`",
    "`{name}` is not known": "不认识 `{name}`",
    "it reaches inside a value, which a template may not": "它读取了值的内部，模板不允许这样做",
    "it uses what a template may not ({what})": "它用了模板不允许的写法（{what}）",
    "It may use {names} and {{% if … %}}.": "可以用 {names} 和 {{% if … %}}。",
    "Mend it. It may use {names} and {{% if … %}}.": "请改正。可以用 {names} 和 {{% if … %}}。",
    # how far a channel goes
    "The settings let {channel} go no further than `{most}`, not to `{mode}`.":
        "设置里 {channel} 最多到 `{most}`，不能到 `{mode}`。",
    "Set `channels.{channel}.mode: {mode}` in pressrun.yaml if every issue may go so far, or write "
    "`mode: {most}` here.":
        "如果每一期都可以这样，请在 pressrun.yaml 里设 `channels.{channel}.mode: {mode}`；"
        "否则请在这里写 `mode: {most}`。",
    "`{mode}` is no mode of {channel}.": "{channel} 没有 `{mode}` 这种模式。",
    "Write {modes}.": "请写 {modes}。",
}  # fmt: skip
