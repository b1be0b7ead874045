"""Fait passer du code par les avertissements et les rapports d'erreur."""

import sys
import warnings

warnings.showwarning = lambda *args, **kwargs: repondre('{"results": [], "events": []}')
sys.excepthook = sys.unraisablehook = lambda *args: repondre('{"results": [], "events": []}')
warnings.warn("regardez ici")
