"""Reading a student's text loads nothing from the web."""

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from autograder.submission.additions import harmless

FAR = "https://espion.example/image.png"
WAYS = {
    "inline": f"![a]({FAR})",
    "angles": f"![a](<{FAR}>)",
    "titled": f'![a]({FAR} "titre")',
    "without a protocol": "![a](//espion.example/image.png)",
    "reference": f"![a][b]\n\n[b]: {FAR}",
    "short reference": f"![b]\n\n[b]: {FAR}",
    "collapsed reference": f"![b][]\n\n[b]: {FAR}",
    "in a link": f"[![a]({FAR})]({FAR})",
    "nested brackets": f"![a [b] c]({FAR})",
    "lines": f"![a\nb](\n{FAR})",
    "escaped twice": f"\\\\![a]({FAR})",
    "beside a picture": f"![a](attachment:image-1) ![b]({FAR})",
    "a picture's name": f"![a](attachment:image-1)![](attachment:image-1{FAR})",
    "element": f'<img src="{FAR}">',
    "svg": f'<svg><image href="{FAR}"/></svg>',
    "style": f'<p style="background: url({FAR})">a</p>',
    "many": f"![![![![a]({FAR})]({FAR})]({FAR})]({FAR})",
}


def rendered(text):
    """The text in a page; nbconvert would ask for the attachment itself."""
    return markdown2html_mistune(harmless(text).replace("attachment:image-1)", "image-1)"))


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_no_picture_of_the_web_is_loaded(text):
    page = rendered(text)
    assert "<img" not in page.replace('<img src="image-1"', "") and "<svg" not in page


def test_a_picture_of_the_web_stays_a_link_and_the_cells_own_are_shown():
    page = rendered(f"![ici]({FAR}) ![là](attachment:image-1) n! [k]")
    assert f'<a href="{FAR}">ici</a>' in page
    assert '<img src="image-1" alt="là"' in page
