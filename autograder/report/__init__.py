"""What people read: the terminal's tables and the pages."""
