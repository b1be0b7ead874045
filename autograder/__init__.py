"""Grades the notebooks: hidden tests here, the student's code in a process of its own."""

import os
import sys

# Before NumPy or PyTorch is imported: their arrays are small here, and the threads of two processes
# side by side wait for one another (a third of the time of a loop's hidden tests without them).
os.environ.setdefault("OMP_NUM_THREADS", "1")

# jsonschema, which reads notebooks, would build a grammar of internationalised addresses at import:
# half of the time that a command takes to start. No notebook has any; it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
