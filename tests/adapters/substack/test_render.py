from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.base import Phase, Pictures, canonical_json, edition_parts
from adapters.substack import Options
from adapters.substack.render import edition
from adapters.substack.schema import faults
from content.document import Block, Document, List, ListItem, Paragraph, Text
from content.meta import Meta
from tests.adapters.substack.samples import (
    blocks,
    document,
    edition_of,
    issue_of,
    part,
    payload,
    pictures_for,
)
from tests.golden_files import check_golden

SAMPLES = {
    "paragraphs": "One, **bold**, *italic* and `code`.  \nA line.\n\nTwo ~~three~~.",
    "nested-marks": "**bold *both* [link `code`](https://example.org/a)** plain",
    "chinese": "**DORA（DevOps）**是报告；前文**（括号）**后文。\n第二行接着写。",
    "headings": "# One\n\n## Two\n\n###### Six",
    "bullets": "- one\n- two\n    - inner\n        - inmost\n- three\n\n  more of three",
    "numbers": "3. three\n4. four\n   1. inner",
    "tasks": "- [x] done\n- [ ] open",
    "code-in-list": "1. first\n\n   ```bash\n   ls\n   ```\n\n   after it\n2. second",
    "picture-in-list": "1. first ![](img/a.png) after\n2. second",
    "empty-item": "-\n- ```\n  x\n  ```",
    "quote": "> one\n>\n> - a\n> - b\n>\n> ### head\n>\n> > inner",
    "code-in-quote": "> one\n>\n> ```python\n> x = 1\n> ```\n>\n> two",
    "callout": "> [!WARNING] Careful\n> Back up first.",
    "code": "```Python\ndef f(x):\n    return x < 1\n```",
    "table": "| model | score |\n|:--|--:|\n| a | 98.5 |\n| b | **9** |",
    "formula": "Energy $E=mc^2$ and\n\n$$\na^2+b^2=c^2\n$$",
    "figure": "![a cat](img/cat.png)",
    "caption": '<figure><img src="img/cat.png" alt="cat"><figcaption>See '
    '<a href="https://example.org/cat">the page</a></figcaption></figure>',
    "linked-figure": "[![](img/a.png)](https://example.org/full)",
    "inline-picture": "before ![](img/a.png) after",
    "footnotes": "One[^a], two[^b].\n\n[^b]: Second:\n\n    - x\n    - y\n\n[^a]: First.",
    "footnote-twice": "One[^a], two[^b], again[^a].\n\n[^a]: First.\n\n[^b]: Second.",
    "details": "<details><summary>More</summary>\n\nFolded.\n\n</details>",
    "rule": "above\n\n---\n\nbelow",
    "youtube": '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
    "vimeo": '<iframe src="https://player.vimeo.com/video/146022717"></iframe>',
    "comment": "words\n\n<!-- substack:comment -->",
    "pullquote": "> [!quote]\n> One thing is **sure**.\n>\n> It runs.",
    "pullquote-titled": "> [!quote] Ada\n> One thing is sure.",
    "code-alias": "```c++\nint x;\n```\n\n```text\nx\n```\n\n```\ny\n```",
    "only": "<!-- only: substack -->\nhere\n<!-- /only -->\n\n"
    "<!-- only: x -->\nthere\n<!-- /only -->",
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name: str) -> None:
    made = document(edition_of(SAMPLES[name]))

    assert faults(made) == []
    check_golden(f"substack/{name}.json", json.dumps(made, ensure_ascii=False, indent=1) + "\n")


def test_lists_in_lists_are_written_however_deep() -> None:
    held: tuple[Block, ...] = (Paragraph((Text("deep"),), 1),)
    for _ in range(80):
        held = (List((ListItem(held, 1),), 1),)

    draft = payload(edition(issue_of("", document=Document(held)), Pictures(), Options()), "draft")

    inner = '{"type":"paragraph","content":[{"type":"text","text":"deep"}]}'
    first = '{"type":"paragraph"},'
    item = '{"type":"bullet_list","content":[{"type":"list_item","content":['
    assert draft["draft_body"] == (
        '{"type":"doc","content":[' + (item + first) * 79 + item + inner + "]}]}" * 80 + "]}"
    )


def test_the_draft_holds_what_stands_around_the_text() -> None:
    made = payload(edition_of("Opening words. More.\n\n## One\n\nText."), "draft")

    assert {name: value for name, value in made.items() if name != "draft_body"} == {
        "draft_title": "Small Models 7: Quiet",
        "draft_subtitle": "Opening words. More.",
        "draft_bylines": [],
        "type": "newsletter",
        "audience": "everyone",
        "section_chosen": False,
        "draft_section_id": None,
    }


def test_the_document_is_encoded_once_and_raw() -> None:
    body = payload(edition_of("小模型"), "draft")["draft_body"]

    assert json.loads(body)["type"] == "doc"
    assert "小模型" in body


@pytest.mark.parametrize(
    ("mode", "kinds", "mails"),
    [
        ("draft", ["draft", "settings"], False),
        ("web", ["draft", "settings", "publish"], False),
        ("web+email", ["draft", "settings", "publish"], True),
    ],
)
def test_mail_goes_out_only_when_asked_for(mode: str, kinds: list[str], *, mails: bool) -> None:
    made = edition_of("Text.", mode)

    assert [part.kind for part in made.parts] == kinds
    assert payload(made, "settings")["should_send_email"] is mails
    assert [part.payload for part in made.parts if part.kind == "publish"] == [
        {"send": mails}
    ] * len(kinds[2:])


def test_everything_but_the_public_call_is_prepared() -> None:
    made = edition_of("![](a.png)\n\n![](b.png)", "web")

    assert [(p.kind, p.phase, p.repeatable) for p in made.parts] == [
        ("image", Phase.PREPARE, True),
        ("image", Phase.PREPARE, True),
        ("draft", Phase.PREPARE, False),
        ("settings", Phase.PREPARE, False),
        ("publish", Phase.SEND, False),
    ]
    assert part(made, "draft").waits_for == tuple(p.key for p in made.parts[:2])


@pytest.mark.parametrize(
    ("slug", "sent"),
    [
        ("issue-7", "issue-7"),
        ("Issue-7", "issue-7"),
        ("Reading notes 3", "issue-2025-11-03-92c9b2"),
        ("周刊-7", "issue-2025-11-03-92c9b2"),
    ],
)
def test_a_slug_is_one_that_an_address_can_hold(slug: str, sent: str) -> None:
    meta = Meta(title="周刊", date=datetime(2025, 11, 3, tzinfo=UTC))

    made = payload(edition_of("Text.", slug=slug, meta=meta), "settings")

    assert made["slug"] == sent


def test_the_issue_may_say_its_own_title_and_slug() -> None:
    meta = Meta(title="Long", own={"substack": {"title": "Short", "slug": "short"}})

    made = edition_of("Text.", meta=meta)

    assert payload(made, "draft")["draft_title"] == "Short"
    assert payload(made, "settings")["slug"] == "short"


def test_an_empty_issue_is_an_empty_paragraph() -> None:
    assert blocks(edition_of("")) == [{"type": "paragraph"}]


def test_a_picture_that_could_not_be_converted_leaves_its_caption_and_an_open_row() -> None:
    issue = issue_of('<figure><img src="gone.png"><figcaption>words</figcaption></figure>')

    made = edition(issue, Pictures(), Options())

    assert [b["type"] for b in blocks(made)] == ["paragraph"]
    assert [(row.source, row.open) for row in made.images] == [("gone.png", True)]
    assert [problem.code for problem in made.errors] == ["picture-missing"]


def test_two_paywalls_are_an_error() -> None:
    made = edition_of("a\n\n<!-- substack:paywall -->\n\nb\n\n<!-- substack:paywall -->\n\nc")

    assert [(problem.code, problem.line) for problem in made.errors] == [("paywall-twice", 7)]


@pytest.mark.parametrize(
    ("markdown", "code"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table-as-rows"),
        ("$x$", "formula-as-source"),
        ("==x==", "style-plain"),
        ("<u>x</u>", "style-plain"),
        ("- a\n\n  ```\n  x\n  ```", "code-lifted"),
        ("> ### a", "flattened"),
        ("- a\n  > b", "flattened"),
        ("a[^1]\n\n[^1]: b\n\n    - c", "flattened"),
        ("a[^1]\n\n[^1]: b\n\n    ```\n    c\n    ```", "flattened"),
        ("<details><summary>a</summary>\n\nb\n\n</details>", "details-open"),
        ('<iframe src="https://player.vimeo.com/video/1"></iframe>', "embed-as-link"),
        ("a\n\n<!-- substack:suscribe -->", "mark-idle"),
        ("> a\n>\n> <!-- substack:share -->\n>\n> b", "mark-idle"),
        ("- a\n\n  <!-- substack:paywall -->\n\n  b", "mark-idle"),
    ],
)
def test_every_loss_is_reported_once_with_its_line(markdown: str, code: str) -> None:
    made = edition_of(markdown)

    assert [(p.code, p.line > 0) for p in made.problems] == [(code, True)]


def test_what_the_editor_has_loses_nothing() -> None:
    made = edition_of(
        "# a\n\n**b** *c* ~~d~~ `e` [f](mailto:a@b.example)[^1]\n\n- g\n\n> h\n\n---\n\n"
        "$$\nx\n$$\n\n```\ny\n```\n\n![](a.png)\n\n[^1]: z"
    )

    assert made.problems == ()


def test_notes_of_passages_for_other_channels_are_left_out() -> None:
    made = edition_of(
        "a[^1].\n\n<!-- only: x -->\nb[^2].\n<!-- /only -->\n\nc[^3].\n\n"
        "[^1]: d\n\n[^2]: e\n\n[^3]: f"
    )

    notes = [block for block in blocks(made) if block["type"] == "footnote"]
    assert [_words(note) for note in notes] == ["d", "f"]
    assert made.errors == ()


def _words(node: dict[str, Any]) -> str:
    return str(node.get("text", "")) + "".join(map(_words, node.get("content", [])))


def test_rendering_twice_gives_the_same_bytes() -> None:
    markdown = "\n\n".join(text for name, text in SAMPLES.items() if name != "paywall")
    first, second = (edition_of(markdown) for _ in range(2))

    assert canonical_json(edition_parts(first)) == canonical_json(edition_parts(second))
    assert pictures_for(issue_of(markdown)).rows
    assert first.hash == second.hash


def test_rendering_needs_no_network_library() -> None:
    code = (
        "import sys; from adapters.substack import Substack; import adapters.substack.render; "
        "print(sorted({'requests', 'urllib3'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
