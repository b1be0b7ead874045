"""What the exercises' apparatus share. They name it relatively; it is sent with them, as text."""
