"""Markdown as a page shows it: formulas drawn, pictures within the page, nothing to fetch."""

from collections.abc import Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.report.formulas import mathml
from autograder.report.listing import coloured

PREFIX = "attachment:"
MOST = 12_000  # characters; of the worst kind, a text takes time as their square: a second so many
Pictures = Mapping[str, Mapping[str, str]]


def shown(text: str, pictures: Pictures | None = None, *, trusted: bool = False) -> Markup:
    """The text as HTML.

    pictures: the attachments of its cell, by name, then by type. trusted: whether its own HTML is
    kept, as for a text of the teacher's notebook; it is shown as written otherwise, and so is all
    of a text that is very long.
    """
    if not trusted and len(text) > MOST:
        return as_written(text)
    renderer = TRUSTED if trusted else PLAIN
    return Markup(renderer.render(text, {"pictures": pictures or {}}))


def as_written(text: str) -> Markup:
    """The text without anything made of it."""
    return Markup('<pre class="brut">{}</pre>').format(text)


def _renderer(html: bool) -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": html, "highlight": _code})
    renderer.enable(["table", "strikethrough"])
    renderer.use(
        dollarmath_plugin, allow_labels=False, double_inline=True, renderer=_dollar_formula
    )
    renderer.use(amsmath_plugin, renderer=lambda content: mathml(content, block=True))
    renderer.add_render_rule("image", _picture)
    renderer.add_render_rule("link_open", _link)
    for rule in ("heading_open", "heading_close"):
        renderer.add_render_rule(rule, _heading)
    return renderer


def _dollar_formula(content: str, options: Mapping[str, Any]) -> str:
    return mathml(content, block=options["display_mode"])


def _code(source: str, language: str, attributes: str) -> str:
    # as a plain text: what the renderer puts around it would be escaped in front of a Markup
    return str(coloured(source) if language in ("python", "py") else escape(source))


def _picture(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture of the cell itself; in the place of another, a sentence."""
    token = tokens[index]
    words = renderer.renderInlineAsText(token.children, options, env)
    kinds = env["pictures"].get(str(token.attrs["src"]).removeprefix(PREFIX), {})
    for kind, data in kinds.items():
        return f'<img src="{escape(f"data:{kind};base64,{data}")}" alt="{escape(words)}">'
    return f"<em>({escape(words or 'image')} : image absente de cette page)</em>"


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Two levels lower: the page has a title and sections of its own."""
    token = tokens[index]
    token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    return renderer.renderToken(tokens, index, options, env)


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    return renderer.renderToken(tokens, index, options, env)


PLAIN, TRUSTED = _renderer(html=False), _renderer(html=True)
