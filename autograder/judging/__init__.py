"""The grader's side: calls from afar, hidden tests, names for mistakes."""
