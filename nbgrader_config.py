"""nbgrader's configuration for this course: plain `nbgrader …` commands read it from here."""

from pathlib import Path

COURSE = Path(__file__).resolve().parent

c = get_config()

c.CourseDirectory.course_id = "approximation_q"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "notebooks"
# The text sources hold no answer, but they are the teacher's: they are not released. By their
# names: a student's own lisez-moi.md goes on with the notebook.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    *(f"{folder.name}.md" for folder in (COURSE / "source").glob("*/")),
    "resultats.json",
    "empreinte*.txt",
    ".non-repris",
]

# What a student finds where the solution was.
c.ClearSolutions.code_stub = {
    "python": (
        "# Votre code ici\n"
        'raise NotImplementedError("À compléter : remplacez ces deux lignes par votre code.")'
    )
}
c.ClearSolutions.text_stub = "*Votre réponse ici : remplacez cette ligne.*"

# A training demo takes longer than the 30 seconds that nbgrader allows a cell by default.
c.Execute.timeout = 300

# ---- correction ----
# The student's code runs in a process of its own; only the grader writes marks.
c.Autograde.pre_convert_hook = "autograder.classroom.grading.hooks.before_grading"
c.Autograde.post_convert_hook = "autograder.classroom.grading.hooks.after_grading"
c.Autograde.exporter_class = "autograder.classroom.grading.reader.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "autograder.classroom.grading.grade.CheckCells",
]
c.Autograde.autograde_preprocessors = [
    "autograder.classroom.grading.grade.GradeNotebook",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.classroom.grading.hand_marks.SaveMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "autograder.classroom.grading.grade.CheckCells",
]
# The model answer and the marking scheme, in formgrader's page of a copy.
c.HTMLExporter.preprocessors = ["autograder.classroom.by_hand.formgrader.ShowSchemes"]
# The students' page, in French.
c.GenerateFeedback.exporter_class = "autograder.classroom.pages.feedback.FeedbackExporter"
# `nbgrader export`, as a French Excel reads it.
c.ExportApp.plugin_class = "autograder.classroom.exporting.export.FrenchExportPlugin"
# SQLite waits up to 60 seconds for another grader's lock.
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.db_url = f"sqlite:///{COURSE / 'gradebook.db'}?timeout=60"
