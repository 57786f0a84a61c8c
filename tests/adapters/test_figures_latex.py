"""Which formulas can be drawn, what is said of the others, and that none can do anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.base import Json
from adapters.drawn.drawing import draw, lettering
from adapters.drawn.latex import NotRead, read_formula
from adapters.drawn.sketches import sketch
from adapters.drawn.symbols import ACCENTS, FUNCTIONS, LIMITED, MATRICES, SIGNS, STYLES
from content.document import MathBlock
from tests.adapters.figures import needs_typst, opened

KINDS = {
    "row", "sym", "text", "op", "frac", "binom", "sqrt", "attach", "fence", "middle", "mat",
    "cases", "lines", "style", "accent", "line", "space",
}  # fmt: skip
GOOD = [
    r"E = mc^2",
    r"x_1^2 + x_{12}^{n-1}",
    r"\frac{1}{2} \dfrac ab \tfrac12 \binom{n}{k}",
    r"\sqrt{2} + \sqrt[3]{x}",
    r"\sum_{i=1}^{n} \int_0^\infty \lim_{h \to 0} \max_x \prod\limits_{k}",
    r"f'(x) + f''",
    r"\alpha \Omega \le \ne \in \to \cdots \infty \partial \nabla",
    r"\left( \frac{a}{b} \right) \left. x \right| \bigl[ y \bigr]",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\begin{array}{lc} a & b \end{array}",
    r"a &= b \\ c &= d",
    r"\mathbb{R} \mathcal{L} \mathbf{x} \mathrm{d}x \operatorname{softmax}(z)",
    r"\hat{x} \vec v \overline{AB} \underbrace{a+b}_{n} \overset{!}{=}",
    r"\text{准确率} = 95\% \quad % a comment",
    r"损失 = 1",
    r"a \not= b \pmod{7}",
]
BAD = {
    r"\foo{x}": r"\foo",
    r"\input{/etc/passwd}": r"\input",
    r"\begin{tikzpicture}x\end{tikzpicture}": r"\begin{tikzpicture}",
    r"x^1^2": "a double ^",
    r"\frac{1}": "a command without what it is about",
    r"x}": "a stray }",
    r"{x": "an unclosed { where } is missing",
    r"\left( x": r"an unclosed { where \right is missing",
    r"\text{a $b$}": "$ within text",
    r"🚀": "the character 🚀",
    "{" * 40 + "x" + "}" * 40: "groups that are nested too deep",
    "x" * 5_000: "more than 4,000 characters",
}


@needs_typst
@pytest.mark.parametrize("tex", GOOD)
def test_a_formula_of_the_documented_part_is_drawn(tex: str) -> None:
    made = sketch(MathBlock(tex.replace("准确率", "p").replace("损失", "L"), 1))

    image = opened(draw(made, lettering(made, ()), "en"))

    assert min(image.convert("L").getextrema()) < 100


def sym(*signs: str) -> list[Json]:
    return [{"k": "sym", "s": sign} for sign in signs]


def attach(base: Json, above: Json, below: Json, limits: Json = None) -> Json:
    return {"k": "attach", "base": base, "t": above, "b": below, "limits": limits}


TREES: list[tuple[str, Json]] = [
    (r"\alpha \cdot \mp", sym("α", "⋅", "∓")),
    (r"x_1^2", [attach({"k": "sym", "s": "x"}, sym("2"), sym("1"))]),
    (r"f'", [attach({"k": "sym", "s": "f"}, sym("′"), None)]),
    (r"\frac ab", [{"k": "frac", "a": sym("a"), "b": sym("b"), "style": ""}]),
    (r"\binom{n}{k}", [{"k": "binom", "a": sym("n"), "b": sym("k")}]),
    (r"\sqrt[3]{x}", [{"k": "sqrt", "n": [{"k": "text", "s": "3"}], "a": sym("x")}]),
    (r"12.5", [{"k": "text", "s": "12"}, *sym("."), {"k": "text", "s": "5"}]),
    (r"\left( x \right.", [{"k": "fence", "open": "(", "c": sym("x"), "close": ""}]),
    (r"\text{a b}", [{"k": "text", "s": "a b"}]),
    (r"\prod\limits_k", [attach({"k": "sym", "s": "∏"}, None, sym("k"), limits=True)]),
    (r"\underset{x}{y}", [attach({"k": "row", "c": sym("y")}, None, sym("x"), limits=True)]),
    (r"\mathbb{R}", [{"k": "style", "s": "bb", "c": sym("R")}]),
]


@pytest.mark.parametrize(("tex", "tree"), TREES)
def test_a_formula_is_read_as_the_tree_that_it_means(tex: str, tree: Json) -> None:
    assert read_formula(tex) == {"k": "row", "c": tree}


@pytest.mark.parametrize("tex", BAD)
def test_what_is_outside_of_it_is_named(tex: str) -> None:
    with pytest.raises(NotRead) as caught:
        read_formula(tex)

    assert caught.value.what == BAD[tex]


@needs_typst
@pytest.mark.parametrize("names", [SIGNS, ACCENTS, FUNCTIONS, LIMITED, STYLES])
def test_every_command_of_the_tables_is_drawn(names: Any) -> None:
    pieces = [rf"\{name} x" if name.isalpha() else rf"\{name}" for name in names]
    rows = [" ".join(pieces[at : at + 8]) for at in range(0, len(pieces), 8)]
    made = sketch(MathBlock(r" \\ ".join(rows), 1))

    assert draw(made, lettering(made, ()), "en").startswith(b"\x89PNG")


@pytest.mark.parametrize("name", MATRICES)
def test_every_row_of_a_matrix_has_as_many_cells(name: str) -> None:
    tree = read_formula(rf"\begin{{{name}}} a \\ b & c \end{{{name}}}")

    (matrix,) = tree["c"]  # type: ignore[misc]
    assert [len(row) for row in matrix["rows"]] == [2, 2]  # type: ignore[index,union-attr,call-overload,arg-type]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from([
            "x", "1", "{", "}", "^", "_", "&", r"\\", "'", "[", "]", "(", " ", "#", "$", '"',
            r"\frac", r"\sqrt", r"\left", r"\right", r"\text{a}", r"\begin{cases}", r"\end{cases}",
            r"\begin{pmatrix}", r"\end{pmatrix}", r"\alpha", r"\hat", "中", r"\eval", r"\sum", "%",
        ])
    ).map("".join)
)  # fmt: skip
def test_any_text_is_either_refused_or_a_tree_of_known_kinds(tex: str) -> None:
    try:
        tree = read_formula(tex)
    except NotRead:
        return

    assert kinds(tree) <= KINDS
    assert json.loads(json.dumps(tree)) == tree


def kinds(value: Json) -> set[object]:
    if isinstance(value, list):
        return {kind for each in value for kind in kinds(each)}
    if isinstance(value, dict):
        inner = {kind for each in value.values() for kind in kinds(each)}
        return inner | ({value["k"]} if "k" in value else set())
    return set()
