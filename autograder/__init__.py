"""Grades the notebooks: hidden tests here, the student's code in a process of its own."""

import sys

# jsonschema, which reads notebooks, would build a grammar of internationalised addresses at import:
# half of the time that a command takes to start. No notebook has any; it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
