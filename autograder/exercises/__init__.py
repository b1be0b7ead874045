"""All that grades an exercise, one folder each; nothing of it travels to the student's process."""
