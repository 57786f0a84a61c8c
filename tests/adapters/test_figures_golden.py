"""Pictures of text that were looked at and kept; a new one has to look the same.

They are compared small and blurred, so that another rasteriser is no difference, and with the one
font package that they were drawn with.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from adapters.fonts import packaged_folders
from tests.adapters.figures import needs_font, opened, picture
from tests.golden_files import ACCEPT, GOLDEN

SMALLER = 4
BLUR = 1  # pixels of the smaller picture
SIDES = 4  # pixels that a side may differ
FAINT = 18  # of 255: a shift by a pixel makes 16, another digit 20, another character 48

SAMPLES = {
    "table": """
| 模型 | 上下文 | 价格（每百万 token） | 说明 |
|:-----|------:|:----:|------|
| 通义千问 Qwen3-Max | 262,144 | `$1.20` | **首选**：中文最稳，长文档跟得住，工具调用没有错 |
| DeepSeek-V3.1 | 131,072 | `$0.56` | *开源*，可以自己部署 |
| Kimi K2 | 256,000 | ~~0.70~~ `$0.60` | 写代码不错，$O(n\\log n)$ 的注意力 |
""",
    "narrow-table": "| 甲 | 乙 |\n|---|--:|\n| 一 | 1 |\n| 二 | 22 |\n",
    "formula": r"""
$$
\mathcal{L}(\theta) = -\frac{1}{N}\sum_{i=1}^{N}\log p_\theta(y_i \mid x_i)
  + \lambda\left\|\theta\right\|_2^2
$$
""",
    "cases": r"""
$$
\begin{aligned}
f(x) &= \begin{cases} x^2 & x \ge 0 \\ -\sqrt[3]{x} & \text{否则} \end{cases} \\
A^{\top} &= \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}, \quad \lim_{h \to 0} \hat{g}'(h)
\end{aligned}
$$
""",
    "code": """
```python
def 平均(values: list[float]) -> float:
    # 空列表没有平均数
    return sum(values) / len(values)
```
""",
}


@needs_font
@pytest.mark.parametrize("name", SAMPLES)
def test_golden_picture(name: str) -> None:
    png = picture(SAMPLES[name], packaged_folders())
    path = GOLDEN / "figures" / f"{name}.png"
    if ACCEPT:
        _accept(path, png)

    kept = opened(path.read_bytes())
    drawn = opened(png)

    assert abs(kept.width - drawn.width) <= SIDES
    assert abs(kept.height - drawn.height) <= SIDES
    assert difference(kept, drawn) <= FAINT


@needs_font
def test_two_pictures_that_say_different_things_do_not_look_the_same() -> None:
    one = picture(SAMPLES["narrow-table"], packaged_folders())
    other = picture(SAMPLES["narrow-table"].replace("一", "三"), packaged_folders())

    assert difference(opened(one), opened(one)) == 0
    assert difference(opened(one), opened(other)) > FAINT


def difference(one: Image.Image, other: Image.Image) -> int:
    """By how much of 255 the pictures differ where they differ most, made small and blurred."""
    size = (one.width // SMALLER, one.height // SMALLER)
    first, second = (
        image.convert("L").resize(size).filter(ImageFilter.GaussianBlur(BLUR))
        for image in (one, other)
    )
    counts = ImageChops.difference(first, second).histogram()
    return max(level for level, count in enumerate(counts) if count)


def _accept(path: Path, png: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png)
