"""The notebooks as nbconvert exports them: nothing of ours keeps anyone from reading them."""

import pytest
from nbconvert import HTMLExporter

from autograder.paths import ROOT
from tests.browser.conftest import THEMES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What Jupyter's own theme does: its colours of code and of cell numbers, its links in a text, known
# by their colour alone. The notebooks give these elements no style.
OF_THE_THEME = {
    "color-contrast": ".highlight span, .jp-InputPrompt",
    "link-in-text-block": ".jp-RenderedMarkdown a",
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["q_lineaire", "dqn"])
def test_only_the_theme_of_jupyter_is_hard_to_read(visit, tmp_path, name, theme):
    page = tmp_path / f"{name}.html"
    exporter = HTMLExporter(theme=theme, embed_images=True)
    text, _ = exporter.from_filename(str(ROOT / "notebooks" / name / f"{name}.ipynb"))
    page.write_text(text, encoding="utf-8")
    seen = visit(page.as_uri(), theme, offline=True)
    seen.capture(f"exporte-{name}-{theme}")
    ours = []
    for rule, node in seen.faults():
        found = seen.page.locator(node["target"][0])
        selector = OF_THE_THEME.get(rule, "script")
        if not found.evaluate(
            "(one, all) => one.matches(all) && !one.closest('[style]')", selector
        ):
            ours.append(f"{rule} : {node['html'][:200]}")
    assert ours == []
