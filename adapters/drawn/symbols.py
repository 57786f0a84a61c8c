"""The LaTeX commands that stand for one sign, and the names of functions."""

from __future__ import annotations

from collections.abc import Mapping


def _pairs(words: str) -> dict[str, str]:
    """A table written as `name sign name sign …`."""
    found = words.split()
    return dict(zip(found[::2], found[1::2], strict=True))


GREEK = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
    upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
""")

OPERATORS = _pairs("""
    pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘
    odot ⊙ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ wr ≀
    dagger † ddagger ‡ amalg ⨿ triangle △
""")

BIG = _pairs("""
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀
    bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigsqcup ⨆
""")

RELATIONS = _pairs("""
    le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ leqslant ⩽ geqslant ⩾ equiv ≡ sim ∼
    simeq ≃ approx ≈ cong ≅ propto ∝ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂
    supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ mid ∣ nmid ∤ parallel ∥ perp ⟂ models ⊨
    vdash ⊢ dashv ⊣ asymp ≍ doteq ≐ coloneqq ≔
""")

ARROWS = _pairs("""
    to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐
    Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵
    longmapsto ⟼ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ uparrow ↑ downarrow ↓
    updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
    hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightleftharpoons ⇌
""")

OTHERS = _pairs(r"""
    infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬
    ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ wp ℘ top ⊤ bot ⊥ angle ∠ prime ′ degree °
    ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ therefore ∴ because ∵ square □
    colon : $ $ % % & & # # _ _ { { } }
""")

SIGNS: Mapping[str, str] = {**GREEK, **OPERATORS, **BIG, **RELATIONS, **ARROWS, **OTHERS}

DELIMITERS: Mapping[str, str] = _pairs(r"""
    ( ( ) ) [ [ ] ] | | / / < ⟨ > ⟩ \{ { \} } \lbrace { \rbrace } \lbrack [ \rbrack ] \langle ⟨
    \rangle ⟩ \lfloor ⌊ \rfloor ⌋ \lceil ⌈ \rceil ⌉ \vert | \lvert | \rvert | \Vert ‖ \lVert ‖
    \rVert ‖ \| ‖ \uparrow ↑ \downarrow ↓
""")

FUNCTIONS = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "coth", "log", "ln", "lg", "exp", "arg", "deg", "dim", "hom", "ker",
})  # fmt: skip

LIMITED = frozenset({
    "lim", "limsup", "liminf", "max", "min", "sup", "inf", "det", "gcd", "Pr", "argmax", "argmin",
})  # fmt: skip

SPACES: Mapping[str, float] = {  # in em
    ",": 0.167, ":": 0.222, ">": 0.222, ";": 0.278, "!": -0.167, " ": 0.25, "quad": 1.0,
    "qquad": 2.0, "thinspace": 0.167, "enspace": 0.5,
}  # fmt: skip

ACCENTS: Mapping[str, str] = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "bar": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c",
    "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "overrightarrow": "\u20d7",
}  # fmt: skip

STYLES: Mapping[str, str] = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "mathbb": "bb", "mathcal": "cal",
    "mathscr": "cal", "mathfrak": "frak", "mathrm": "upright", "mathsf": "sans", "mathtt": "mono",
    "mathit": "italic",
}  # fmt: skip

TEXTS = frozenset({"text", "textrm", "textnormal", "textit", "textbf", "textsf", "texttt", "mbox"})

LINES = frozenset({"overline", "underline", "overbrace", "underbrace"})

MATRICES: Mapping[str, tuple[str | None, str | None]] = {
    "matrix": (None, None), "smallmatrix": (None, None), "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
}  # fmt: skip

ALIGNED = frozenset({
    "aligned", "align", "align*", "gathered", "gather", "gather*", "split", "equation",
    "equation*", "multline", "multline*",
})  # fmt: skip

SIZES = frozenset({
    "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl",
    "Biggr", "bigm", "Bigm",
})  # fmt: skip
