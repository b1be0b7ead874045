"""From the gradebook to what Moodle, Canvas and a spreadsheet read."""
