"""Hypothesis strategy for issues with every inline node in every place, every block in every block.

Other than in `documents`, what is wanted are not texts but witnesses: words, addresses and pictures
that occur once. An edition that shows all of them has lost nothing.

    @given(scattered("hugo"))
    def test_nothing_is_lost(made):
        assert not made.lost(shown_text, shown_pictures)

Slots of the templates: {w} a word, {u} an address, {p} a picture, {n} a footnote's mark, {i} inline
Markdown, {h} inline HTML, {c} what a cell may hold, {b} blocks, which go on under their own marker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

INLINES = (
    "{w}", "{w}", "**{i}**", "*{i}*", "~~{w} {i}~~", "<mark>{i}</mark>", "<sup>{i}</sup>",
    "<sub>{i}</sub>", "<u>{i}</u>", "<b>{i}</b>", "<kbd>{w}</kbd>", "<small>{i}</small>", "`{w}`",
    r"$x_{{w}}$", r"$\frac{a}{\text{{w}}}$", "[{w} {i}]({u})", "[{i}](#top)", "![{w}]({p})",
    "[![{w}]({p})]({u})", '<a href="{u}">{w} {i}</a>', '<img src="{p}" alt="{w}">', "{w}{n}",
    "{w}<br>{w}", "{w}  \n{w}", "<{u}>", "{u} ", ":rocket: {w}", "👩‍👩‍👧 {w} 🇩🇪", "[[{w}]]",
    "**{w} *{i}* {w}**", "{w}<!-- aside -->{w}", "<ruby>{w}<rt>{w}</rt></ruby>", "&amp;&lt;{w}",
    '<span style="color:red">{i}</span>', "<q>{w}</q>", "（{i}）", "“{i}”", r"\*{w}\*",
)  # fmt: skip
HTML_INLINES = (
    "{w}", "{w}", "<b>{h}</b>", "<i>{h}</i>", "<s>{h}</s>", "<mark>{h}</mark>", "<sup>{h}</sup>",
    "<code>{w}</code>", '<a href="{u}">{w}</a>', '<img src="{p}" alt="{w}">', "{w}<br>{w}",
    '<a href="{u}"><img src="{p}" alt="{w}"></a>', "<u>{h}</u>", "<o:p>{h}</o:p>",
    "<span lang=EN-US style='mso-bidi:x'>{h}</span>", "<font color=red>{h}</font>",
)  # fmt: skip
CELLS = tuple(t.replace("{i}", "{c}") for t in INLINES if "\n" not in t)
BLOCKS = (
    "{i}", "{i} {i}\n{i}", "# {i}", "### {i}", "###### {i}", "{w} {i}\n---", "- {i}\n- {i}",
    "- {i}\n\n  {b}\n- {i}", "- {b}", "1. {i}\n   - {i}\n     - {b}", "- [ ] {i}\n- [x] {i}",
    "2. {b}", "> {b}", "> [!NOTE] {i}\n> {b}", "> [!tip]- {i}\n> {b}", "> {i}\n>\n> > {b}",
    "```py\n{w}\n\n    {w}\n```", "    {w}\n    {w}", "$$\nx = {w}\n$$",
    "| {c} | {c} |\n|---|:-:|\n| {c} | {c} |", '![{w}]({p} "{w}")', "![{w}]({p}) ![{w}]({p})",
    "<details>\n<summary>{h}</summary>\n\n{b}\n\n</details>", "<hr>", "<!--more-->",
    "<!-- x:post -->",
    "<figure><img src={p} alt={w}><figcaption>{h}</figcaption></figure>",
    "<figure><a href={u}><img src={p}></a><figcaption>{h}</figcaption></figure>",
    "<table><tr><th colspan=2>{h}</th></tr><tr><td rowspan=2>{h}</td><td>{h}</td></tr></table>",
    "<table><tr><td><p>{h}</p><ul><li>{h}</li></ul></td></tr></table>",
    "<!-- only: telegram, wechat, substack, x -->\n\n{b}\n\n<!-- /only -->",
    "<dl><dt>{h}</dt><dd>{h}</dd></dl>", "<p class=MsoNormal>{h}</p>",
    "<aside>\n💡 {h}\n\n</aside>",
    "<ul><li>{h}<ol><li>{h}</li></ol></li><li><p>{h}</p></li></ul>", "<h3>{h}</h3>",
    "<blockquote><p>{h}</p><blockquote>{h}</blockquote></blockquote>", "{w} {n} {i}",
    '<div class="note" markdown="1">\n\n{b}\n\n</div>',
    '<div markdown="1">\n<div class=row markdown=1>\n{i}\n</div>\n</div>\n\n{i}',
)  # fmt: skip
DIALECTS: Mapping[str, tuple[str, ...]] = {
    "jekyll": (
        '{% include figure.liquid path="{p}" caption="{w}" %}', "{i}\n{: .lead #x}",
        "{% highlight ruby linenos %}\n{w}\n{% endhighlight %}", "{% raw %}{w}{% endraw %}",
        '<div class="row">\n{% include figure.liquid path="{p}" %}\n</div>',
        '<div class="row">\n\n{b}\n\n</div>\n<div class="caption">\n{w}\n</div>',
    ),
    "hugo": (
        '{{< figure src="{p}" caption="{w}" >}}',
        '{{< details summary="{w}" >}}\n{b}\n{{< /details >}}',
        "{{< youtube dQw4w9WgXcQ >}}\n\n{i}", "{{< highlight go >}}\n{w}\n{{< /highlight >}}",
    ),
    "obsidian": ("![[{p}|300]]", "> [!faq]- {i}\n> {b}", "{w} %%aside%% {i}", "=={w}== {i} ^block"),
}  # fmt: skip
SLOT = re.compile(r"\{([wupnihcb])\}")
DEEPEST = 3
MOST_PICTURES = 12
NOTES = 3


@dataclass(frozen=True, slots=True)
class Scattered:
    """An issue's body and the witnesses in it."""

    markdown: str
    words: tuple[str, ...]
    pictures: tuple[str, ...]

    def lost(self, text: str, pictures: Sequence[str]) -> list[str]:
        """`words` hold those of the addresses, too."""
        return [w for w in self.words if w not in text] + [
            p for p in self.pictures if p not in pictures
        ]


@dataclass(slots=True)
class _Filling:
    """One issue in the making."""

    draw: Callable[[st.SearchStrategy[str]], str]
    blocks: tuple[str, ...]
    words: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fill(self, template: str, depth: int) -> str:
        lines = [self._line(line, depth) for line in template.split("\n")]
        return "\n".join(lines)

    def _line(self, line: str, depth: int) -> str:
        def filled(match: re.Match[str]) -> str:
            made = self._slot(match[1], depth)
            before = line[: match.start()]
            under = before if set(before) <= {">", " "} else " " * len(before)
            return made.replace("\n", f"\n{under}") if match[1] == "b" else made

        return SLOT.sub(filled, line)

    def _slot(self, kind: str, depth: int) -> str:
        match kind:
            case "w":
                return self._word()
            case "u":
                return f"https://way.example/{self._word()}"
            case "p":
                self.pictures.append(f"p{len(self.pictures) % MOST_PICTURES}.png")
                return self.pictures[-1]
            case "n":
                return self._note()
            case _ if depth == 0:
                return self._word()
            case "b":
                return self.fill(self.draw(st.sampled_from(self.blocks)), depth - 1)
            case _:
                templates = {"i": INLINES, "h": HTML_INLINES, "c": CELLS}[kind]
                return self.fill(self.draw(st.sampled_from(templates)), depth - 1)

    def _word(self) -> str:
        self.words.append(f"wit{len(self.words)}ness")
        return self.words[-1]

    def _note(self) -> str:
        if len(self.notes) >= NOTES:
            return self._word()
        self.notes.append("")
        place = len(self.notes)
        self.notes[place - 1] = f"[^n{place}]: {self.fill('{i}', 2)}"
        return f"[^n{place}]"


def scattered(dialect: str, most: int = 4) -> st.SearchStrategy[Scattered]:
    return _scattered(BLOCKS + DIALECTS[dialect] * 3, most)


@st.composite
def _scattered(draw: st.DrawFn, blocks: tuple[str, ...], most: int) -> Scattered:
    task = _Filling(draw, blocks)
    parts = [task.fill("{b}", DEEPEST + 1) for _ in range(draw(st.integers(1, most)))]
    body = "\n\n".join([*parts, *task.notes])
    return Scattered(body, tuple(task.words), tuple(task.pictures))
