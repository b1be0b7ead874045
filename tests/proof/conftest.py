"""The course of new_course/ is data of a test, laid over a copy of this one."""

collect_ignore = ["new_course"]
