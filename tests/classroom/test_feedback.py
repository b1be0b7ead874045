"""The page that a student gets back, as a browser reads it."""

from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.classroom.feedback import FeedbackExporter


def test_the_page_loads_no_picture_of_the_web():
    """Whatever a text holds: the page itself forbids it, before anything else is read."""
    far = "https://espion.example/image.png"
    notebook = new_notebook(cells=[new_markdown_cell(f"![a]({far})")])
    names = {"notebook": "n", "score": 0, "max_score": 1, "late_penalty": 0}
    page, _ = FeedbackExporter().from_notebook_node(notebook, {"nbgrader": names})
    policy = page.index("""<meta content="img-src 'self' data:; media-src 'none'" http-equiv="C""")
    assert policy < page.index("</head>") < page.index(far)
