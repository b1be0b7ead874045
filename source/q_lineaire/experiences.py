"""Comparer des variantes d'une boucle : plusieurs graines, un témoin, un pronostic d'abord.

Rien ici n'est à compléter.
"""

import numpy as np
import outils

GRAINES_AU_MOINS = 5
TEMOIN = "témoin"


def comparer(boucle, variantes, graines, pronostic, n_trajectories, jugement=None):
    """
    Entraîne chaque variante sur chaque graine, puis trace et classe ce qu'elles donnent.

    variantes : dictionnaire {nom : réglages de la boucle} ; l'une s'appelle « témoin ».
    pronostic : tous les noms, du meilleur au pire, écrits avant de lancer.
    jugement : fonction qui note ce que la boucle renvoie ; par défaut, le rendement glouton moyen
    d'un agent de Poutyne sur vingt épisodes.

    Renvoie un dictionnaire {nom : note de chaque graine}. Lève VerificationError si l'expérience ne
    prouverait rien : moins de cinq graines, pas de témoin, pas de pronostic.
    """
    graines = list(graines)
    _exiger_une_vraie_experience(variantes, graines, pronostic)
    jugement = jugement or rendement_glouton
    notes, courbes = {}, {}
    for nom, reglages in variantes.items():
        essais = [_essai(boucle, nom, reglages, graine, n_trajectories) for graine in graines]
        notes[nom] = np.array([jugement(resultat) for resultat, _ in essais], dtype=float)
        courbes[nom] = np.array([rendements for _, rendements in essais])
    _tracer(courbes, notes)
    _classer(notes, list(pronostic))
    return notes


def rendement_glouton(agent):
    """Le rendement moyen d'un agent sur vingt épisodes gloutons, les mêmes pour tous."""
    return outils.evaluer(lambda etat: agent.predict_on_batch(etat[np.newaxis])[0])


def _exiger_une_vraie_experience(variantes, graines, pronostic):
    distinctes = len(set(graines))
    if distinctes < GRAINES_AU_MOINS:
        raise outils.VerificationError(
            f"Une expérience demande au moins {GRAINES_AU_MOINS} graines différentes ; il y en a "
            f"{distinctes}. Sur moins, la chance décide."
        )
    if TEMOIN not in variantes or len(variantes) < 2:
        raise outils.VerificationError(
            f"Il manque une variante : gardez-en une nommée « {TEMOIN} », réglée comme d'habitude, "
            "à laquelle comparer les autres."
        )
    if sorted(pronostic) != sorted(variantes):
        raise outils.VerificationError(
            "Le pronostic doit nommer chaque variante une fois, de la meilleure à la pire : "
            + ", ".join(variantes)
            + "."
        )


def _essai(boucle, nom, reglages, graine, n_trajectories):
    """Un entraînement : ce que la boucle renvoie, et le rendement de chaque trajectoire."""
    with outils.suivre_entrainement(n_trajectories, f"{nom}, graine {graine}") as journal:
        resultat = boucle(**{**reglages, "seed": graine, "n_trajectories": n_trajectories})
    rendements = journal.rendements[:n_trajectories]
    manquants = [np.nan] * (n_trajectories - len(rendements))
    return resultat, [*rendements, *manquants]


def _tracer(courbes, notes):
    """À gauche, médiane et quartiles des trajectoires ; à droite, la note de chaque graine."""
    import matplotlib.pyplot as plt  # au premier tracé seulement : l'importer est lent

    _, (gauche, droite) = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
    for rang, (nom, rendements) in enumerate(courbes.items()):
        bas, mediane, haut = np.nanpercentile(rendements, (25, 50, 75), axis=0)
        abscisses = np.arange(1, len(mediane) + 1)
        gauche.fill_between(abscisses, bas, haut, color=f"C{rang}", alpha=0.2, linewidth=0)
        gauche.plot(abscisses, mediane, color=f"C{rang}", linewidth=2, label=nom)
        droite.plot([rang] * len(notes[nom]), notes[nom], "o", color=f"C{rang}", alpha=0.6)
        droite.plot(rang, np.median(notes[nom]), "_", color=f"C{rang}", markersize=28, mew=3)
    gauche.set(title="Pendant l'entraînement", xlabel="trajectoire", ylabel="rendement", ylim=0)
    gauche.legend(frameon=False)
    droite.set(title="Ensuite, sans explorer (une graine, un point)", ylabel="note", ylim=0)
    droite.set_xticks(range(len(notes)), list(notes), rotation=20, ha="right")
    for axes in (gauche, droite):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25)
    plt.show()


def _classer(notes, pronostic):
    """Affiche médiane et quartiles de chaque variante, de la meilleure à la pire."""
    classement = sorted(notes, key=lambda nom: -np.median(notes[nom]))
    largeur = max(map(len, notes))
    for nom in classement:
        bas, mediane, haut = np.percentile(notes[nom], (25, 50, 75))
        print(f"{nom:{largeur}} : médiane {mediane:5.0f}, quartiles {bas:.0f} à {haut:.0f}")
    if classement == pronostic:
        print("C'est l'ordre de votre pronostic.")
    else:
        print("Votre pronostic :", ", ".join(pronostic) + ".")
    print(
        "Des quartiles qui se recouvrent ne départagent pas deux variantes : ajoutez des graines."
    )
