"""What is shown of a class: the table, the page of each student, the report."""
