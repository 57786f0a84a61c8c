"""The raw-text witness: by rule it reads what the made documents know by construction."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.witness.documents import DIALECTS, Made, documents
from tests.witness.page import CannotWitness
from tests.witness.prose import RARE
from tests.witness.raw_text import wanted
from tests.witness.wanted import PICTURE

POSTS = Path(__file__).resolve().parents[2] / "../shared/corpus/_posts"
TWELVE = POSTS / "2025-09-29-leotalk-ai-weekly-1-qwen-is-on-fire.md"
THIRTY = POSTS / "2025-09-22-leotalk-ai-weekly-1-an-experiment-in-information-e.md"
corpus = pytest.mark.skipif(not POSTS.is_dir(), reason="the shared corpus is not here")

few = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_agrees_with_documents_that_are_known_by_construction(dialect):
    @few
    @given(documents(dialect, also=RARE))
    def agree(made: Made) -> None:
        assert wanted(made.markdown) == made.wanted

    agree()


@corpus
@pytest.mark.parametrize(
    ("post", "figures", "links", "items", "headings", "bold"),
    [(TWELVE, 12, 38, 64, 11, 12), (THIRTY, 30, 42, 63, 19, 15)],
    ids=["12 pictures", "30 pictures"],
)
def test_it_counts_the_corpus_as_its_tables_do(post, figures, links, items, headings, bold):
    issue = wanted(post.read_text(encoding="utf-8"))

    counts = [len(issue.figures), len(issue.links), issue.list_items]
    assert counts == [figures, links, items]
    assert [len(issue.headings), len(issue.bold)] == [headings, bold]


@corpus
@pytest.mark.parametrize(
    ("post", "least", "most"), [(TWELVE, 4_000, 4_500), (THIRTY, 6_300, 6_900)]
)
def test_the_corpus_text_is_as_long_as_measured_with_its_spaces(post, least, most):
    issue = wanted(post.read_text(encoding="utf-8"))

    assert least < len(issue.text) < most


@corpus
@pytest.mark.parametrize("post", [TWELVE, THIRTY])
def test_every_chinese_character_of_the_corpus_is_wanted(post):
    source = post.read_text(encoding="utf-8").split("---\n", 2)[2]

    read = [char for char in wanted(post.read_text(encoding="utf-8")).text if "一" <= char <= "鿿"]

    assert read == [char for char in source if "一" <= char <= "鿿"]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**DORA（DevOps）**是Google", "DORA（DevOps）是Google"),
        ("前文**（括号）**后文", "前文（括号）后文"),
        ("_观点：_[**_深读_**](https://a.example)", "观点：深读"),
        ("一条 2 * 3 与 a_b_c", "一条2*3与a_b_c"),
        ("`**` 与 ``a`b``", "**与a`b"),
        (r"\*星\* &amp; &lt;b&gt; &#x4E2D;", "*星*&<b>中"),
        ("[a [b]](https://a.example/(x)) [c] d", "a[b][c]d"),
        ("[字][r] [r] [R][]\n\n[r]: https://a.example '题'", "字rR"),
        ("正文[^1]与[^x]\n\n[^1]: 注一\n    续\n\n尾", "正文与[^x]尾注一续"),
        ("<div>\n<p>甲<b>乙</b></p>\n</div>\n- 丙\n- 丁", "甲乙丙丁"),
        ("<details>\n<summary>摘</summary>\n\n**文**\n\n</details>", "摘文"),
        ("- [ ] 甲\n- [x] 乙\n  1. 丙\n\n     丁", "甲乙丙丁"),
        ("> [!NOTE] 题\n> 文\n续", "题文续"),
        ("| 甲 | `乙` |\n|---|:-:|\n| a\\|b | c |\n\n尾", "甲乙a|bc尾"),
        ("题\n===\n\n## 题二 ##\n***\n文", "题题二文"),
        ("~~~md\n**x** {% y %}\n~~~\n尾", "**x**{%y%}尾"),
        ("<!-- 私\n下 -->\n甲<!-- x -->乙{: .c}\n{: .d}", "甲乙"),
        ("甲\\\n乙  \n丙\n丁", "甲乙丙丁"),
        ("涨到$5到$10，约~100~元，~~废~~", "涨到$5到$10，约~100~元，废"),
        ("{% include unknown.html %}甲{% comment %}乙{% endcomment %}丙", "甲丙"),
        ("+++\ntitle = 'x'\n+++\n甲", "甲"),
    ],
)
def test_it_reads_the_visible_text(markdown, text):
    assert wanted(markdown).text == text


@pytest.mark.parametrize(
    "markdown",
    ["one\ntwo", "one  \ntwo", "one<br>two", "# one\ntwo", "- one\n- two", "<p>one<br>two</p>",
     "| one | two |\n|---|---|", "one**中**two", "<div>\none\n</div>\ntwo"],
)  # fmt: skip
def test_it_knows_which_words_stand_apart(markdown):
    assert wanted(markdown).words == ("one", "two")


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        ("见https://a.example/x?y=1，再看", ("https://a.example/x?y=1",)),
        ("（https://a.example/b_(c)）", ("https://a.example/b_(c)",)),
        ("(see https://a.example/b).", ("https://a.example/b",)),
        ("[甲](<https://a.example/b c> '题')", ("https://a.example/b c",)),
        ("[https://a.example](https://a.example)", ("https://a.example",)),
        ("<https://a.example> <a href='https://b.example'>乙</a>", ("https://a.example",
                                                                    "https://b.example")),
        ("`https://a.example`", ()),
    ],
)  # fmt: skip
def test_it_reads_links(markdown, links):
    assert wanted(markdown).links == links


@pytest.mark.parametrize(
    ("markdown", "stream"),
    [
        ("甲\n\n![替](/p.png '题')\n\n乙", f"甲{PICTURE}乙"),
        ('<div>\n {% include figure.liquid\n  path="/p.png"\n%}\n</div>\n乙', f"{PICTURE}乙"),
        ('{{< figure src="/p.png" caption="说" >}}', f"{PICTURE}说"),
        ("![[p.png|300]]", PICTURE),
        ('<figure><img src="/p.png"><figcaption>说</figcaption></figure>', f"{PICTURE}说"),
        ("[![替](/p.png)](https://a.example) 乙", f"{PICTURE}乙"),
        ('- 甲\n\n  <img src="/p.png" />\n- 乙', f"甲{PICTURE}乙"),
    ],
)  # fmt: skip
def test_it_reads_pictures_in_their_places(markdown, stream):
    issue = wanted(markdown)

    assert issue.stream == stream
    assert [source.lstrip("/") for source in issue.figures] == ["p.png"]


@pytest.mark.parametrize(
    "markdown",
    [
        "甲 $x^2$ 乙", "$$\nx\n$$", "[[维基链接]]", "==高亮==", "甲^[行内注]", "<T>参数",
        "<div>\n**粗**\n</div>", "甲**乙", "甲\n3. 乙", "{% raw %}甲{% endraw %}",
        "<!-- only: x -->\n甲\n<!-- /only -->", "[甲](https://a.example/b c)", "<script>x</script>",
        "[^1]: 没有人提到的注", "| `a|b` | c |\n|---|---|\n| d | e |", "{{ page.title }}",
    ],
)  # fmt: skip
def test_it_refuses_what_it_does_not_know(markdown):
    with pytest.raises(CannotWitness):
        wanted(markdown)
