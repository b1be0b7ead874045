"""LaTeX formulas: drawn where they can be, harmless always."""

import re
import time
from xml.etree import ElementTree

import pytest

from autograder.paths import ROOT
from autograder.report.formulas import ELEMENTS, MAX_LATEX, mathml

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
OURS = [
    (match[1] or match[2], bool(match[1]))
    for path in sorted((*(ROOT / "source").glob("*/*.md"), *(ROOT / "solutions").glob("*.md")))
    for match in FORMULA.finditer(path.read_text(encoding="utf-8"))
]


def test_every_formula_of_the_course_is_drawn():
    assert len(OURS) > 50
    for latex, block in OURS:
        tree = ElementTree.fromstring(mathml(latex, block=block))
        assert tree.tag == "math", latex
        assert tree.get("display") == ("block" if block else "inline")
        assert "\\" not in "".join(tree.itertext()), latex


def test_the_drawing_says_what_the_formula_says():
    tree = ElementTree.fromstring(mathml(r"\theta + \frac{2}{B} < 1", block=False))
    assert "".join(tree.itertext()) == "θ+2B<1"
    assert ["".join(one.itertext()) for one in tree.find(".//mfrac")] == ["2", "B"]


def test_a_bar_stretches_over_its_group():
    assert "\N{OVERLINE}" in mathml(r"\overline{(y - q)}", block=False)


@pytest.mark.parametrize(
    "latex",
    [
        r"\newcommand{\a}{xx}\a",
        r"\def\a{xx}\a",
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        "x" * (MAX_LATEX + 1),
        "{" * 500,
        r"\sqrt{" * 300 + "}" * 300,
        r"\begin{matrix}" * 100,
        "x_a_b<script>",
        r"\inconnue x",
    ],
)
def test_what_is_not_understood_is_shown_as_written(latex):
    start = time.monotonic()
    shown = mathml(latex, block=True)
    assert time.monotonic() - start < 2
    (code,) = ElementTree.fromstring(f"<p>{shown}</p>")
    assert (code.tag, code.text) == ("code", latex.strip())


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;}",
        r"\unicode{x3c}script\unicode{x3e}",
        r'\color{red" onload="alert(1)}{x}',
        r"\hspace{9999em} x",
        r"\kern-99999em x",
        r"\mathrm{<img src=x>}",
        r"\operatorname{<img src=x onerror=alert(1)>}",
    ],
)
def test_a_formula_makes_only_formulas(latex):
    """And none that reaches out of its place in the page."""
    for one in ElementTree.fromstring(f"<p>{mathml(latex, block=False)}</p>").iter():
        assert one.tag in ELEMENTS | {"p", "code"}
        assert not [
            name for name in one.attrib if name.startswith("on") or name in ("style", "href")
        ]
        assert not re.search(r"\d{5}|[5-9]\d{2}", " ".join(one.attrib.values()))
