"""Where the project's folders stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "notebooks"
SOLUTIONS = ROOT / "solutions"
EXERCISES = Path(__file__).resolve().parent / "exercises"
