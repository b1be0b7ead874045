"""LaTeX formulas as MathML, which browsers draw by themselves: no font and no script to fetch.

A student writes formulas too: what comes of one is rebuilt from known elements and attributes.
"""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element
from markupsafe import Markup

MAX_LATEX = 2000  # characters; a longer formula is shown as it was written
# What makes a short formula grow without bounds, or reach beyond itself.
REFUSED = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator|[egx]?def"
    r"|let|href|class|style|id|data|rule)(?![A-Za-z])"
)
ELEMENTS = frozenset(
    (
        *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded"),
        *("mphantom", "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub"),
        *("msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"),
    )
)
WORDS = frozenset(
    (
        *("accent", "accentunder", "columnalign", "display", "displaystyle", "fence", "form"),
        *("linethickness", "mathvariant", "movablelimits", "notation", "scriptlevel"),
        *("separator", "stretchy", "symmetric"),
    )
)
LENGTHS = frozenset(
    ("columnspacing", "lspace", "maxsize", "minsize", "rowspacing", "rspace", "width")
)
WORD = re.compile(r"[\w. +-]{1,40}")
UNKNOWN = re.compile(r"\\[A-Za-z]+")  # a command that the converter has left as it was
ARG = re.compile(r"\\arg(?![A-Za-z])")  # which it does not know
BAR = {"\N{HORIZONTAL BAR}": "\N{OVERLINE}"}  # its own, over a group, would not stretch
LENGTH = re.compile(r"(?: ?-?(?:\d|\d?\.\d{1,4})(?:em|ex|px)?(?= |$)){1,20}")


def mathml(latex: str, *, block: bool) -> Markup:
    """The formula as MathML; its LaTeX, escaped, when it is too long or not understood."""
    latex = latex.strip()
    try:
        if len(latex) > MAX_LATEX or REFUSED.search(latex):
            raise ValueError(latex)
        known = ARG.sub(r"\\operatorname{arg}", latex)
        tree = convert_to_element(known, display="block" if block else "inline")
        drawn = tostring(_rebuilt(tree), encoding="unicode")
    except Exception:  # a converter of what students type fails in all sorts of ways
        return Markup(f'<code class="latex">{escape(latex)}</code>')
    return Markup(drawn)


def _rebuilt(tree: Element) -> Element:
    """The same tree of known elements and commands only; raises ValueError on any other."""
    if tree.tag not in ELEMENTS or (tree.tag == "mi" and UNKNOWN.fullmatch(tree.text or "")):
        raise ValueError(tree.tag)
    attributes = {name: value for name, value in tree.attrib.items() if _is_known(name, value)}
    rebuilt = Element(tree.tag, attributes)
    text = unescape(tree.text) if tree.text else None  # the converter writes references
    rebuilt.text = BAR.get(text, text) if text else None
    rebuilt.extend(_rebuilt(child) for child in tree)
    return rebuilt


def _is_known(name: str, value: str) -> bool:
    if name in WORDS:
        return bool(WORD.fullmatch(value))
    return name in LENGTHS and bool(LENGTH.fullmatch(value))
