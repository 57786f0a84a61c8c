"""Templates fill in a few values and reach nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.document import Paragraph, plain_text
from content.markdown.tree import parse_document
from content.templates import NAMES, BadTemplate, check, fill

VALUES = {"title": "C* & [x]", "number": "12", "url": "https://b.test/a (1)/", "lang": "en"}


def test_values_stand_where_they_are_named() -> None:
    assert fill("No. {{ number }} in {{ lang }}", VALUES) == "No. 12 in en"


def test_a_title_keeps_its_signs_in_markdown() -> None:
    document, _ = parse_document(fill("**{{ title }}**", VALUES), file="x")

    assert [plain_text(b.children) for b in document.blocks if isinstance(b, Paragraph)] == [
        "C* & [x]"
    ]


def test_an_address_stays_one_link() -> None:
    assert fill("[all]({{ url }})", VALUES) == "[all](https://b.test/a%20%281%29/)"


def test_a_condition_leaves_out_what_is_not_known() -> None:
    assert fill("a{% if date is defined %} on {{ date }}{% endif %}", VALUES) == "a"


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("{{ title.__class__ }}", 1, "reaches inside"),
        ("{{ title['__class__'] }}", 1, "reaches inside"),
        ("{{ title|attr('__class__') }}", 1, "filter `attr`"),
        ("a\n{{ title.upper() }}", 2, "may not (Call)"),
        ("{{ ''.__class__.__mro__ }}", 1, "reaches inside"),
        ("{{ range(9) }}", 1, "may not (Call)"),
        ("{{ config }}", 1, "`config` is not known"),
        ("{{ 'a' * 999999999 }}", 1, "may not (Mul)"),
        ("{{ 9 ** 9 ** 9 }}", 1, "may not (Pow)"),
        ("{% for x in title %}{{ x }}{% endfor %}", 1, "may not (For)"),
        ("{% include 'etc' %}", 1, "may not (Include)"),
        ("{% set title = 1 %}", 1, "may not (Assign)"),
        ("{% macro a() %}{% endmacro %}", 1, "may not (Macro)"),
        ("one\n\n{{ title", 3, "unexpected end"),
        ("{% if %}", 1, "Expected an expression"),
        ("{{ title|join }}", 1, "filter `join`"),
        ("x" * 10_001 + "{{ title }}", 1, "more than 10,000"),
        ("{{ title" + "|upper" * 1_600 + " }}", 1, "nested too deeply"),
        ("{{ " + "1 if title else " * 600 + "2 }}", 1, "nested too deeply"),
        ("{% autoescape true %}{% endautoescape %}", 1, "may not (Scope"),
        ("{{ title|default(**title) }}", 1, "unpacks a value"),
    ],
)
def test_what_a_template_may_not_do_is_refused_with_its_line(
    template: str, line: int, reason: str
) -> None:
    with pytest.raises(BadTemplate) as caught:
        check(template)

    assert (caught.value.line, reason in str(caught.value)) == (line, True)
    assert caught.value.step


def test_a_value_that_the_issue_has_not_is_an_error_with_a_way_out() -> None:
    with pytest.raises(BadTemplate) as caught:
        fill("Hello\n{{ date }}", VALUES)

    assert (str(caught.value), caught.value.line) == ("this issue has no `date`", 2)
    assert caught.value.step == "Put it between {% if date is defined %} and {% endif %}."


@pytest.mark.parametrize(
    "template",
    [
        "{{ title" + "|replace('', 'aaaaaaaaaa')" * 12 + " }}",
        "{{ title" + "|replace('C', title|replace('C', 'CCCCCCCCCC'))" * 12 + " }}",
        "{{ 'a'" + "|replace('a', 'aaaaaaaaaa')" * 12 + " }}",
    ],
)
def test_a_template_cannot_grow_without_end(template: str) -> None:
    with pytest.raises(BadTemplate, match="more than 10,000 characters"):
        fill(template, VALUES)


def test_a_filter_without_what_it_needs_is_refused() -> None:
    with pytest.raises(BadTemplate):
        fill("{{ title|replace('a') }}", VALUES)


def test_text_without_marks_is_taken_as_it_is() -> None:
    assert fill("100 % {of} it", {}) == "100 % {of} it"


TITLES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


@given(TITLES)
def test_any_title_is_shown_as_it_is(title: str) -> None:
    document, problems = parse_document(fill("x {{ title }} x", {"title": title}), file="x")

    shown = "".join(plain_text(b.children) for b in document.blocks if isinstance(b, Paragraph))
    assert (shown, problems) == (f"x {title} x", ())


@given(st.text(st.sampled_from("{%}#|.()[]'\" \n_titlenumber*~+-09"), max_size=40))
def test_any_text_is_filled_or_refused(template: str) -> None:
    try:
        filled = fill(template, dict.fromkeys(NAMES, "v"))
    except BadTemplate:
        filled = ""

    assert len(filled) <= 10 * len(template) + 10
