"""The student's process seen from the grader: start it, talk to it in plain data, end it."""
