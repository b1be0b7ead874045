"""Hidden tests, one module an exercise; they run in the grader and never travel."""
