"""Les phrases des cahiers : la typographie française, là où elles se replient.

Rien ici n'est à compléter.
"""

import re

# Une espace devant un signe qui finit un mot : dans `a ? b` ou `7 % 2`, c'est du code.
DETACHABLE = re.compile(
    r""" (?=[:;?!]+(?:[\s»"').,…—]|$))| (?=»)|(?<=«) |(?<=\d) (?=%(?!\s?[\d(]|\w))"""
)


def insecables(texte):
    """Une phrase dont aucun signe ne passe seul à la ligne ; ce qui est entre ` reste tel quel."""
    morceaux = re.split(r"(`[^`]*`)", texte)
    return "".join(
        m if rang % 2 else DETACHABLE.sub("\u00a0", m) for rang, m in enumerate(morceaux)
    )


def virgule(nombre, forme=".1f"):
    """Un nombre tel qu'on l'écrit en français : 12,5."""
    return f"{nombre:{forme}}".replace(".", ",")
