"""Last step: the page that a student gets back."""

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.report.html import TEMPLATE_FOLDER


class FeedbackExporter(HTMLExporter):
    """nbconvert's page, in French, with the marks first."""

    @property
    def default_config(self) -> Config:
        # Settings of this very class win over those that nbgrader gives to HTMLExporter.
        config = Config()
        config.FeedbackExporter.template_name = "retour"
        config.FeedbackExporter.extra_template_basedirs = [str(TEMPLATE_FOLDER)]
        config.FeedbackExporter.language_code = "fr"
        config.merge(super().default_config)
        return config
