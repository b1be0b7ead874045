"""The page on which a teacher marks the written questions."""
