"""Grading on Gradescope: the bundle that a teacher uploads, and what runs in their container."""
