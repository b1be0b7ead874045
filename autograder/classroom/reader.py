"""First step: read the submitted notebook, whatever its state, into the teacher's cells."""

from pathlib import Path

from nbconvert.exporters import NotebookExporter

from autograder.catalogue import ASSIGNMENTS
from autograder.judging.grading import open_submission


class SubmissionExporter(NotebookExporter):
    """Gives nbgrader's converter a restored notebook instead of the raw file.

    A file that is not a notebook becomes the blank one, so that the student gets a result and a
    sentence instead of a failed conversion.
    """

    def from_filename(self, filename, resources=None, **kwargs):
        names = resources["nbgrader"]
        assignment = ASSIGNMENTS.get(names["assignment"])
        coursedir = self.parent.coursedir
        submitted = coursedir.format_path(
            coursedir.submitted_directory, names["student"], names["assignment"]
        )
        if assignment is None or Path(filename).parent != Path(submitted):
            return super().from_filename(filename, resources=resources, **kwargs)
        release = coursedir.format_path(coursedir.release_directory, ".", names["assignment"])
        submission = open_submission(Path(filename), assignment, Path(release))
        submission.notebook.metadata["autograder"] = {
            "problems": submission.problems,
            "readable": submission.readable,
        }
        return self.from_notebook_node(submission.notebook, resources=resources, **kwargs)
