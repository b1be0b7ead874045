"""What the project plugs into nbgrader's own `autograde`, one step a file."""
