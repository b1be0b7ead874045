"""Grades the notebooks: hidden tests here, the student's code in a process of its own."""
