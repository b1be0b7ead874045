"""Remonte tous les cadres d'exécution de tous les fils."""

import sys

for frame in sys._current_frames().values():
    while frame is not None:
        print(frame.f_code.co_filename, frame.f_code.co_name, list(frame.f_locals)[:50])
        frame = frame.f_back
