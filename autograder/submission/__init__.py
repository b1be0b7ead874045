"""A notebook as it comes, and its answers laid in the teacher's cells."""
