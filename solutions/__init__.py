"""Reference implementations: the only place where an answer is written.

One definition a file, named after its exercise. `autograder build` copies it into the notebooks.
"""
