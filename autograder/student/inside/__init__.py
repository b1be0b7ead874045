"""What is sent as text into the student's process: it imports nothing from the project."""
