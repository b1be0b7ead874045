"""Comparer des variantes d'une boucle, ce qu'un agent annonce à ce qu'il obtient, ses copies.

Rien ici n'est à compléter.
"""

import contextlib
import copy
import functools

import gymnasium as gym
import numpy as np
import outils

GRAINES_AU_MOINS = 5
TEMOIN = "témoin"
LOIN_DE_LA_COUPURE = 100  # pas : 0,9 à cette puissance ne compte plus


def comparer(boucle, variantes, graines, pronostic, n_trajectories, jugement=None):
    """
    Entraîne chaque variante sur chaque graine, puis trace et classe ce qu'elles donnent.

    variantes : dictionnaire {nom : réglages de la boucle} ; l'une s'appelle « témoin ». Parmi ses
    réglages, une variante peut avoir sa propre « boucle ».
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


def coupure_prise_pour_une_fin(boucle):
    """La même boucle, pour qui une coupure par le temps est un état terminal."""

    @functools.wraps(boucle)
    def fautive(*args, **reglages):
        make = gym.make
        gym.make = lambda *noms, **options: _CoupureTerminale(make(*noms, **options))
        try:
            return boucle(*args, **reglages)
        finally:
            gym.make = make

    return fautive


class _CoupureTerminale(gym.Wrapper):
    def step(self, action):
        etat, recompense, terminated, truncated, infos = self.env.step(action)
        return etat, recompense, terminated or truncated, truncated, infos


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
        arguments = {**reglages, "seed": graine, "n_trajectories": n_trajectories}
        resultat = arguments.pop("boucle", boucle)(**arguments)
    rendements = journal.rendements[:n_trajectories]
    manquants = [np.nan] * (n_trajectories - len(rendements))
    return resultat, [*rendements, *manquants]


def _tracer(courbes, notes):
    """À gauche, médiane et quartiles des trajectoires ; à droite, la note de chaque graine."""
    import matplotlib.pyplot as plt  # au premier tracé seulement : l'importer est lent

    figure, (gauche, droite) = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
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
    medianes = (f"{nom} {np.median(valeurs):.0f}" for nom, valeurs in notes.items())
    resume = f"Courbes d'apprentissage, et note médiane\u00a0: {', '.join(medianes)}."
    outils.montrer_figure(figure, resume)


def _classer(notes, pronostic):
    """Affiche médiane et quartiles de chaque variante, de la meilleure à la pire."""
    classement = sorted(notes, key=lambda nom: -np.median(notes[nom]))
    largeur = max(map(len, notes))
    for nom in classement:
        bas, mediane, haut = np.percentile(notes[nom], (25, 50, 75))
        outils.dire(f"{nom:{largeur}} : médiane {mediane:5.0f}, quartiles {bas:.0f} à {haut:.0f}")
    if classement == pronostic:
        outils.dire("C'est l'ordre de votre pronostic.")
    else:
        outils.dire(f"Votre pronostic : {', '.join(pronostic)}.")
    outils.dire(
        "Des quartiles qui se recouvrent ne départagent pas deux variantes : ajoutez des graines."
    )


# ---- Prédit contre obtenu ----------------------------------------------------------------------


def predit_contre_obtenu(agents, gamma, n_episodes=10):
    """
    Compare ce que des agents annoncent à ce que rapportent leurs épisodes gloutons.

    agents : dictionnaire {trajectoires d'entraînement : agent de Poutyne}. gamma : facteur
    d'actualisation. Les épisodes, n_episodes par agent, sont les mêmes pour tous.

    À gauche, la moyenne en s₀ au fil de l'entraînement ; à droite, un point par état que rencontre
    le dernier agent. Des épisodes coupés par le temps, la fin ne compte pas : il y avait encore des
    récompenses à venir.
    """
    import matplotlib.pyplot as plt  # au premier tracé seulement : l'importer est lent

    joues = {n: _annonces_et_gains(agent, gamma, n_episodes) for n, agent in agents.items()}
    debuts = {
        n: [np.mean([serie[0] for serie in series]) for series in zip(*episodes, strict=True)]
        for n, episodes in joues.items()
    }
    figure, (gauche, droite) = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
    for rang, nom in enumerate(("prédit : max q(s₀, ·)", "obtenu : rendement actualisé")):
        gauche.plot(list(debuts), [deux[rang] for deux in debuts.values()], "o-", label=nom)
    borne = 1 / (1 - gamma)
    gauche.axhline(borne, color=outils.GRIS, linestyle=":", label="1 / (1 − γ)")
    gauche.set(title="En s₀, au fil de l'entraînement", xlabel="trajectoires", ylabel="valeur")
    gauche.legend(frameon=False)
    for annonces, gains in list(joues.values())[-1]:
        droite.plot(gains, annonces, ".", color=outils.BLEU, alpha=0.15)
    droite.plot([0, borne], [0, borne], color=outils.GRIS, linestyle=":")
    droite.set(title="Un point, un état", xlabel="obtenu à partir de là", ylabel="prédit")
    for axes in (gauche, droite):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25)
    predits = [f"Après {n}\u00a0: {p:.0f} et {o:.0f}." for n, (p, o) in debuts.items()]
    resume = "Valeur prédite en s₀, et obtenue, selon les trajectoires. " + " ".join(predits)
    outils.montrer_figure(figure, resume)
    for n, (predit, obtenu) in debuts.items():
        nombres = [outils.virgule(nombre, "5.1f") for nombre in (predit, obtenu)]
        outils.dire(f"{n:4} trajectoires : prédit {nombres[0]}, obtenu {nombres[1]}")


def _annonces_et_gains(agent, gamma, n_episodes):
    """Pour chaque épisode glouton : max q(s, ·), et le rendement actualisé depuis ce pas."""
    environnement, episodes = gym.make("CartPole-v1"), []
    for graine in range(n_episodes):
        etat, _ = environnement.reset(seed=graine)
        annonces, recompenses, terminated, truncated = [], [], False, False
        while not (terminated or truncated):
            q_vals = agent.predict_on_batch(etat[np.newaxis])[0]
            annonces.append(q_vals.max())
            etat, recompense, terminated, truncated, _ = environnement.step(int(q_vals.argmax()))
            recompenses.append(recompense)
        gains = np.array(recompenses, dtype=float)
        for t in range(len(gains) - 2, -1, -1):
            gains[t] += gamma * gains[t + 1]
        garde = len(gains) if terminated else max(1, len(gains) - LOIN_DE_LA_COUPURE)
        episodes.append((np.array(annonces)[:garde], gains[:garde]))
    environnement.close()
    return episodes


# ---- Garder le meilleur ------------------------------------------------------------------------


@contextlib.contextmanager
def copies_en_route(tous_les=5):
    """
    Garde des copies de l'agent de Poutyne que l'entraînement fait dans le bloc corrige.

    Donne un dictionnaire {trajectoires jouées : copie}, qui se remplit toutes les `tous_les`
    trajectoires, sans toucher à aucun générateur aléatoire. La dernière trajectoire n'y est pas :
    la boucle renvoie l'agent.
    """
    import poutyne

    copies, en_usage = {}, []
    gymnasium_make = gym.make
    methodes = {nom: getattr(poutyne.Model, nom) for nom in ("predict_on_batch", "train_on_batch")}

    def notee(methode):
        @functools.wraps(methode)
        def appelee(agent, *args, **options):
            en_usage[:] = [agent]
            return methode(agent, *args, **options)

        return appelee

    def copier(trajectoires):
        if trajectoires % tous_les == 0 and en_usage:
            copies[trajectoires] = copy.deepcopy(en_usage[0])

    gym.make = lambda *noms, **options: _Departs(gymnasium_make(*noms, **options), copier)
    for nom, methode in methodes.items():
        setattr(poutyne.Model, nom, notee(methode))
    try:
        yield copies
    finally:
        gym.make = gymnasium_make
        for nom, methode in methodes.items():
            setattr(poutyne.Model, nom, methode)


class _Departs(gym.Wrapper):
    """Dit, au départ d'un épisode, combien d'autres ont été menés à leur fin."""

    def __init__(self, environnement, au_depart):
        super().__init__(environnement)
        self._au_depart, self._menes, self._fini = au_depart, 0, False

    def reset(self, **options):
        if self._fini:
            self._menes, self._fini = self._menes + 1, False
            self._au_depart(self._menes)
        return self.env.reset(**options)

    def step(self, action):
        resultat = self.env.step(action)
        self._fini = bool(resultat[2] or resultat[3])
        return resultat


def choisir(copies, n_episodes=10):
    """
    Fait jouer les mêmes épisodes à chaque copie, et renvoie les trajectoires de la meilleure.

    copies : dictionnaire {trajectoires : agent}. À égalité, c'est la première.
    """
    import matplotlib.pyplot as plt  # au premier tracé seulement : l'importer est lent

    notes = {n: rendements_gloutons(copies[n], range(n_episodes)).mean() for n in sorted(copies)}
    choisie = max(notes, key=notes.get)
    figure, axes = plt.subplots(figsize=(8, 3.2), layout="constrained")
    axes.plot(list(notes), list(notes.values()), "o-", label="chaque copie")
    axes.plot(
        choisie, notes[choisie], "o", color=outils.ORANGE, markersize=11, label="la meilleure"
    )
    axes.axhline(outils.MAXIMUM, color=outils.GRIS, linestyle=":", label="maximum (500)")
    axes.set(
        title=f"Sans explorer, sur {n_episodes} épisodes",
        xlabel="trajectoires",
        ylabel="rendement moyen",
        ylim=(0, 1.08 * outils.MAXIMUM),
    )
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
    resume = (
        f"Rendement glouton des copies gardées en route. La meilleure, après {choisie} "
        f"trajectoires\u00a0: {notes[choisie]:.0f}. La dernière\u00a0: {notes[max(notes)]:.0f}."
    )
    outils.montrer_figure(figure, resume)
    return choisie


def rendements_gloutons(agent, graines):
    """Les rendements (n,) d'épisodes de CartPole-v1 joués de front sans explorer, un par graine."""
    environnements = [gym.make("CartPole-v1") for _ in graines]
    etats = [un.reset(seed=graine)[0] for un, graine in zip(environnements, graines, strict=True)]
    rendements, en_cours = np.zeros(len(etats)), list(range(len(etats)))
    while en_cours:
        q_vals = agent.predict_on_batch(np.array([etats[rang] for rang in en_cours]))
        restent = []
        for rang, action in zip(en_cours, q_vals.argmax(axis=1), strict=True):
            etats[rang], recompense, *fins, _ = environnements[rang].step(int(action))
            rendements[rang] += recompense
            if not any(fins):
                restent.append(rang)
        en_cours = restent
    for un in environnements:
        un.close()
    return rendements
