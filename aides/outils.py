"""Petits outils des cahiers : vérifications visibles, progression, courbes et animations.

Rien ici n'est à compléter.
"""

import base64
import contextlib
import html
import io
import os
import sys
import time
import traceback
from dataclasses import dataclass

import gymnasium as gym
import numpy as np
from IPython import get_ipython
from IPython.display import HTML, display
from phrases import insecables
from phrases import virgule as virgule  # les cahiers l'emploient
from PIL import Image
from tqdm import tqdm

# L'épisode est dessiné en mémoire : aucun écran n'est nécessaire.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

BLEU, ORANGE, GRIS = "#1f77b4", "#e07b00", "#8a8a8a"
GRIS_LISIBLE = "#7a7a7a"  # sur un fond blanc comme sur un fond noir
PIXELS = 80  # par pouce de figure
MAXIMUM = 500  # récompense d'un épisode de CartPole-v1 mené jusqu'à la limite de temps


# ---- Des phrases ------------------------------------------------------------------------------


def dire(phrase):
    """Affiche une phrase."""
    print(insecables(phrase))


# ---- Vérifications visibles ------------------------------------------------------------------


class _MessageCourt:
    """Une erreur que Jupyter affiche en une phrase, sans la pile d'appels."""

    def _render_traceback_(self):
        return [insecables(str(self))]


class VerificationError(_MessageCourt, AssertionError):
    """Une vérification visible n'est pas satisfaite."""


class NotWrittenError(_MessageCourt, NotImplementedError):
    """Une vérification visible appelle du code qui reste à écrire."""


def verifier(appel, **comparaison):
    """
    verifier("phi") vérifie un exercice, et montre une carte de ce qui est juste et de ce qui ne
    l'est pas. verifier(appel, obtenu=…, attendu=…, piste=…) compare deux valeurs.
    """
    if comparaison:
        _comparer(appel, **comparaison)
    else:
        _montrer_carte(appel, sys._getframe(1).f_globals)


def _montrer_carte(exercice, cahier):
    """Affiche la carte d'un exercice ; une vérification manquée est une erreur, en une phrase."""
    try:
        import verifications  # à la première vérification seulement : `import outils` reste rapide

        carte = verifications.carte(exercice, cahier)
        if carte.inexpliquee:  # pour dire où chercher
            carte.sondes = verifications.sondes_rouges(exercice, cahier)
    except (ModuleNotFoundError, FileNotFoundError) as erreur:
        raise VerificationError(_fichier_manquant(erreur)) from None
    except NotImplementedError as erreur:
        raise NotWrittenError(_reste_a_ecrire(erreur, exercice)) from None
    display(carte)
    if not carte.reussie:
        raise VerificationError(f"{exercice} : {carte.titre} ; la carte dit ce qui reste à revoir.")


def _fichier_manquant(erreur):
    """Dit quel fichier du cours n'est pas à côté du cahier."""
    nom = getattr(erreur, "name", None)
    nom = f"{nom}.py" if nom else os.path.basename(str(erreur.filename))
    return f"Il manque {nom} : replacez ce fichier dans le dossier de ce cahier, puis recommencez."


def _comparer(appel, obtenu, attendu, piste):
    """Compare ce qu'un appel a donné (forme et valeurs) à ce qui est attendu."""
    if not _egaux(obtenu, attendu):
        raise VerificationError(
            f"Appel : {appel} — obtenu : {_texte(obtenu)} — attendu : {_texte(attendu)}"
            f" — piste : {piste}"
        )


@contextlib.contextmanager
def verification(nom):
    """Encadre les vérifications d'un exercice et en annonce la réussite."""
    try:
        yield
    except NotImplementedError as erreur:
        raise NotWrittenError(_reste_a_ecrire(erreur, nom)) from None
    reussi(nom)


def verifier_ordre(ordre, etapes, boucle):
    """Relit les étapes d'une boucle dans l'ordre donné, jusqu'à la première qui est mal placée.

    ordre : leurs lettres ; les minuscules, les espaces et les virgules n'y changent rien.
    """
    lettres = [un for un in "".join(ordre).upper() if un == "?" or un.isalpha()]
    bien_placees = max(_debut_commun(lettres, juste) for juste in _rangements(boucle))
    for lettre in lettres[:bien_placees]:
        dire(f"{lettre}. {etapes[lettre]}")
    if bien_placees == len(etapes) == len(lettres):
        dire("Toutes les étapes sont à leur place.")
        return
    fautive = "".join(lettres[bien_placees : bien_placees + 1])
    suite = f"« {fautive} » n'est pas la suivante." if fautive else "Il en manque."
    if fautive == "?":
        suite = "Remplacez les « ? »."
    dire(f"Étapes bien placées : {bien_placees} sur {len(etapes)}. {suite}")


def _rangements(boucle):
    """Les ordres justes des étapes d'une boucle ; lève VerificationError si un fichier manque."""
    try:
        import verifications

        return verifications.rangements(boucle)
    except (ModuleNotFoundError, FileNotFoundError) as erreur:
        raise VerificationError(_fichier_manquant(erreur)) from None


def _debut_commun(un, autre):
    """Nombre de lettres avant la première différence."""
    paires = enumerate(zip(un, autre, strict=False))
    return next((rang for rang, (a, b) in paires if a != b), min(len(un), len(autre)))


def reussi(nom):
    """Annonce que les vérifications visibles d'un exercice sont satisfaites."""
    dire(f"{nom} : vérifications visibles réussies ; des tests cachés suivront à la correction.")


@contextlib.contextmanager
def essai():
    """Laisse le cahier se poursuivre si le bloc appelle du code qui reste à écrire."""
    try:
        yield
    except NotImplementedError as erreur:
        dire(_reste_a_ecrire(erreur))


def _reste_a_ecrire(erreur, defaut="ce code"):
    """Dit en une phrase quelle fonction reste à écrire."""
    cadre = list(traceback.walk_tb(erreur.__traceback__))[-1][0]
    nom = cadre.f_code.co_qualname
    if nom.startswith("<") or cadre.f_globals.get("__name__") == "verifications":
        nom = defaut  # la cellule est vide : personne d'autre ne l'a dit
    return f"« {nom} » reste à écrire : complétez sa cellule, puis revenez à celle-ci."


def _egaux(obtenu, attendu):
    if isinstance(attendu, str | bool):
        return type(obtenu) is type(attendu) and obtenu == attendu
    try:
        obtenu, attendu = _tableau(obtenu), _tableau(attendu)
        return obtenu.shape == attendu.shape and np.allclose(obtenu, attendu, rtol=1e-5)
    except (TypeError, ValueError):
        return False


def _tableau(valeur):
    if hasattr(valeur, "detach"):  # un tenseur PyTorch
        valeur = valeur.detach().numpy()
    return np.asarray(valeur, dtype=float)


def _texte(valeur):
    if isinstance(valeur, str):
        return valeur
    if isinstance(valeur, np.ndarray | list) or hasattr(valeur, "detach"):
        with contextlib.suppress(TypeError, ValueError):
            tableau = _tableau(valeur)
            texte = np.array2string(tableau, separator=", ", precision=4).replace("\n", "")
            return f"{texte}, de forme {tableau.shape}"
    return repr(valeur.item() if isinstance(valeur, np.generic) else valeur)


# ---- Progression et courbes d'apprentissage --------------------------------------------------


class Journal:
    """Ce qu'un entraînement a donné : le rendement (somme des récompenses) de chaque épisode."""

    def __init__(self, barre, courbe):
        self.rendements = []
        self._barre, self._courbe = barre, courbe

    def ajouter(self, rendement):
        self.rendements.append(rendement)
        moyenne = np.mean(self.rendements[-20:])
        self._barre.set_postfix_str(f"rendement moyen {moyenne:.0f}", refresh=False)
        self._barre.update()
        self._courbe.suivre(self.rendements)


class _CourbeEnDirect:
    """La courbe d'un entraînement en cours, redessinée deux fois par seconde, puis effacée."""

    def __init__(self, total, affichage):
        self._total, self._prochaine = total, time.monotonic() + 0.5
        dans_un_cahier = hasattr(get_ipython(), "kernel")
        # Vide d'abord : ce qui s'affiche ensuite, barre comprise, reste sous la courbe.
        self._place = display(HTML(""), display_id=True) if affichage and dans_un_cahier else None

    def suivre(self, rendements):
        if self._place is not None and time.monotonic() >= self._prochaine:
            self._place.update(HTML(courbe_svg(rendements, self._total)))
            self._prochaine = time.monotonic() + 0.5

    def effacer(self):
        if self._place is not None:
            self._place.update(HTML(""))


def courbe_svg(rendements, total, largeur=560, hauteur=150):
    """Le dessin d'une courbe d'apprentissage, en SVG : les rendements, et leur moyenne mobile."""
    maximum = max(MAXIMUM, *rendements)
    abscisses = np.arange(1, len(rendements) + 1) / max(total, len(rendements)) * largeur

    def trace(valeurs, **style):
        ordonnees = hauteur * (1 - np.asarray(valeurs) / maximum)
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(abscisses, ordonnees, strict=True))
        attributs = " ".join(f'{nom.replace("_", "-")}="{valeur}"' for nom, valeur in style.items())
        return f'<polyline points="{points}" fill="none" stroke="{BLEU}" {attributs}/>'

    moyennes = _moyenne_mobile(rendements, 20)
    nom = (
        f"Courbe d'apprentissage\u00a0: {len(rendements)} trajectoires sur {total}, "
        f"rendement moyen {moyennes[-1]:.0f}"
    )
    return (
        f'<svg role="img" aria-label="{nom}" width="{largeur}" height="{hauteur}" '
        f'viewBox="0 0 {largeur} {hauteur}" style="border: 1px solid {GRIS}">'
        f"{trace(rendements, stroke_opacity=0.3)}{trace(moyennes, stroke_width=2.5)}"
        f'<text x="4" y="14" font-size="12" fill="{GRIS_LISIBLE}">{maximum:.0f}</text></svg>'
    )


class _Suivi(gym.Wrapper):
    """Note le rendement de chaque épisode, sans toucher à aucun générateur aléatoire."""

    def __init__(self, environnement, journal):
        super().__init__(environnement)
        self._journal = journal
        self._rendement = 0.0

    def reset(self, **options):
        self._rendement = 0.0
        return self.env.reset(**options)

    def step(self, action):
        resultat = self.env.step(action)
        _, recompense, terminated, truncated, _ = resultat
        self._rendement += float(recompense)
        if terminated or truncated:
            self._journal.ajouter(self._rendement)
        return resultat


@contextlib.contextmanager
def suivre_entrainement(n_trajectories, titre="Trajectoires", affichage=True):
    """
    Affiche la progression de l'entraînement fait dans le bloc, et en tient le journal.

    Pendant le bloc, `gym.make` rend un environnement qui note le rendement de chaque épisode.
    """
    gymnasium_make = gym.make
    courbe = _CourbeEnDirect(n_trajectories, affichage)
    with tqdm(
        total=n_trajectories,
        desc=insecables(titre),
        unit="traj",
        file=sys.stdout,
        ncols=100,
        delay=0.2,
        disable=not affichage,
        bar_format="{desc}\u00a0: {percentage:3.0f}\u00a0% |{bar}| {n_fmt}/{total_fmt} "
        "[{elapsed} < {remaining}{postfix}]",
    ) as barre:
        journal = Journal(barre, courbe)
        gym.make = lambda *args, **options: _Suivi(gymnasium_make(*args, **options), journal)
        try:
            yield journal
        finally:
            gym.make = gymnasium_make
            courbe.effacer()


def tracer_apprentissage(journaux, titre, fenetre=20):
    """
    Trace le rendement de chaque épisode, et sa moyenne mobile sur `fenetre` épisodes.

    journaux : un journal, ou un dictionnaire {nom : journal}.
    """
    if isinstance(journaux, Journal):
        journaux = {"": journaux}
    fins = [f"{nom or titre} {np.mean(j.rendements[-20:]):.0f}" for nom, j in journaux.items()]
    resume = f"{titre}. Rendement moyen des 20 derniers épisodes\u00a0: {', '.join(fins)}."
    with _figure(resume, title=titre, xlabel="trajectoire", ylabel="rendement") as axes:
        for rang, (nom, journal) in enumerate(journaux.items()):
            episodes = np.arange(1, len(journal.rendements) + 1)
            moyenne = _moyenne_mobile(journal.rendements, fenetre)
            etiquette = nom or f"moyenne mobile ({fenetre} épisodes)"
            axes.plot(episodes, journal.rendements, color=f"C{rang}", alpha=0.25, linewidth=1)
            axes.plot(episodes, moyenne, color=f"C{rang}", linewidth=2, label=etiquette)
        axes.axhline(MAXIMUM, color=GRIS, linestyle=":", linewidth=1, label="maximum (500)")


def _moyenne_mobile(valeurs, fenetre):
    """Moyenne des `fenetre` dernières valeurs (de toutes, au début)."""
    sommes = np.cumsum([0.0, *valeurs])
    fins = np.arange(1, len(valeurs) + 1)
    debuts = np.maximum(fins - fenetre, 0)
    return (sommes[fins] - sommes[debuts]) / (fins - debuts)


@contextlib.contextmanager
def _figure(description, **titres):
    """Donne des axes à remplir dans le bloc, puis affiche la figure."""
    import matplotlib.pyplot as plt  # au premier tracé seulement : l'importer est lent

    figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
    yield axes
    axes.set(ylim=(0, 1.08 * MAXIMUM), **titres)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
    montrer_figure(figure, description)


def montrer_figure(figure, description):
    """
    Affiche une figure de matplotlib sur un fond transparent, pour un thème clair ou sombre.

    description : ce que la figure montre, pour qui ne la voit pas.
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import same_color
    from matplotlib.text import Text

    for axes in figure.axes:
        axes.tick_params(colors=GRIS_LISIBLE)
        for bord in axes.spines.values():
            bord.set_edgecolor(GRIS_LISIBLE)
    for texte in figure.findobj(Text):
        if same_color(texte.get_color(), "black"):
            texte.set_color(GRIS_LISIBLE)
    fichier = io.BytesIO()
    figure.savefig(fichier, format="png", dpi=2 * PIXELS, transparent=True)
    largeur = round(figure.get_figwidth() * PIXELS)
    plt.close(figure)  # sinon Jupyter l'afficherait une seconde fois
    dessin = _image("png", fichier, description, f"width: {largeur}px; max-width: 100%")
    _montrer(dessin, description)


def _montrer(page, texte):
    """Affiche du HTML, ou ce texte là où il n'est pas montré."""
    display({"text/html": page, "text/plain": texte}, raw=True)


def _image(sorte, fichier, description, style):
    """Une image, dans le texte même de la page."""
    donnees = base64.b64encode(fichier.getvalue()).decode()
    texte = html.escape(description)
    return f'<img src="data:image/{sorte};base64,{donnees}" alt="{texte}" style="{style}">'


# ---- Évaluation d'une politique gloutonne ----------------------------------------------------


def evaluer(q, n_episodes=20):
    """
    Joue des épisodes gloutons et renvoie leur rendement moyen.

    q : fonction qui donne les Q-valeurs d'un état. Les épisodes sont les mêmes à chaque appel :
    deux fonctions q sont donc comparées sur les mêmes états initiaux.
    """
    return float(np.mean(rendements(lambda etat: np.argmax(q(etat)), n_episodes)))


def _rendement(environnement, politique, graine):
    etat, _ = environnement.reset(seed=graine)
    rendement, fini = 0.0, False
    while not fini:
        etat, recompense, terminated, truncated, _ = environnement.step(int(politique(etat)))
        rendement += float(recompense)
        fini = terminated or truncated
    return rendement


def rendements(politique, n_episodes=100):
    """
    Joue des épisodes avec une politique et renvoie leurs rendements, un tableau (n_episodes,).

    politique : fonction qui donne l'action à choisir dans un état.
    """
    environnement = gym.make("CartPole-v1")
    obtenus = [_rendement(environnement, politique, graine) for graine in range(n_episodes)]
    environnement.close()
    return np.array(obtenus)


def tracer_avant_apres(graines, avant, apres, titre):
    """Trace, graine par graine, le rendement glouton avant et après l'entraînement."""
    rangs = np.arange(len(graines))
    abscisse = "graine (tirets : médianes)"
    resume = (
        f"{titre}. Médiane avant\u00a0: {np.median(avant):.0f}\u00a0; "
        f"après\u00a0: {np.median(apres):.0f}."
    )
    titres = {"title": titre, "xlabel": abscisse, "ylabel": "rendement glouton moyen"}
    with _figure(resume, **titres) as axes:
        axes.vlines(rangs, avant, apres, color=GRIS, linewidth=1, alpha=0.6)
        axes.scatter(rangs, avant, color=ORANGE, marker="o", label="avant (θ₀, sans entraînement)")
        axes.scatter(rangs, apres, color=BLEU, marker="s", label="après l'entraînement")
        axes.axhline(np.median(avant), color=ORANGE, linestyle="--", linewidth=1)
        axes.axhline(np.median(apres), color=BLEU, linestyle="--", linewidth=1)
        axes.set_xticks(rangs, [str(graine) for graine in graines])


# ---- Expériences de la fin du cahier -----------------------------------------------------------


@dataclass(frozen=True)
class Transitions:
    """Les transitions de plusieurs épisodes, une par ligne de chaque tableau."""

    etats: np.ndarray  # (n, 4)
    actions: np.ndarray  # (n,)
    recompenses: np.ndarray  # (n,)
    suivants: np.ndarray  # (n, 4)
    terminal: np.ndarray  # (n,) booléens : l'état suivant est terminal
    rendements: np.ndarray  # (n,), à partir de la transition, avec actualisation


def transitions_au_hasard(n_episodes, graine, gamma=0.99):
    """Joue des épisodes au hasard, de générateurs à part, et renvoie toutes leurs transitions."""
    environnement = gym.make("CartPole-v1")
    environnement.reset(seed=graine)
    hasard, lignes = np.random.default_rng(graine), []
    for _ in range(n_episodes):
        etat, fini, episode = environnement.reset()[0], False, []
        while not fini:
            action = int(hasard.integers(2))
            suivant, recompense, terminated, truncated, _ = environnement.step(action)
            episode.append((etat, action, recompense, suivant, terminated))
            etat, fini = suivant, terminated or truncated
        rendement, rebours = 0.0, []
        for transition in reversed(episode):
            rendement = transition[2] + gamma * rendement
            rebours.append((*transition, rendement))
        lignes += reversed(rebours)
    environnement.close()
    return Transitions(*map(np.array, zip(*lignes, strict=True)))


# ---- Animation d'un épisode ------------------------------------------------------------------


def jouer(politique, graine, env_id="CartPole-v1"):
    """
    Joue un épisode et en renvoie les images.

    politique : fonction qui donne l'action à choisir dans un état.
    """
    environnement = gym.make(env_id, render_mode="rgb_array")
    etat, _ = environnement.reset(seed=graine)
    images, fini = [environnement.render()], False
    while not fini:
        etat, _, terminated, truncated, _ = environnement.step(int(politique(etat)))
        images.append(environnement.render())
        fini = terminated or truncated
    environnement.close()
    return images


def montrer_episode(images, largeur=360, cadence=25):
    """Affiche un épisode, une image sur deux, sous forme d'animation WebP dans le cahier."""
    _montrer(*_episode(images, largeur, cadence))


def montrer_episodes(vues, largeur=300, cadence=25):
    """
    Affiche plusieurs épisodes côte à côte.

    vues : dictionnaire {nom : images}, un nom par épisode.
    """
    tous = [_episode(images, largeur, cadence, nom) for nom, images in vues.items()]
    dessins, legendes = map(" ".join, zip(*tous, strict=True))
    style = "display: flex; flex-wrap: wrap; gap: 1em"
    _montrer(f'<div style="{style}">{dessins}</div>', legendes)


def _episode(images, largeur, cadence, nom="Épisode"):
    """L'animation d'un épisode, en HTML, et sa légende."""
    taille = (largeur, largeur * images[0].shape[0] // images[0].shape[1])
    vues = [Image.fromarray(image).resize(taille) for image in images[::2]]
    fichier = io.BytesIO()
    vues[0].save(
        fichier,
        "webp",
        save_all=True,
        append_images=vues[1:],
        duration=1000 // cadence,
        loop=0,
        quality=60,
        method=1,
    )
    duree = f"{len(images) - 1} pas de temps"
    legende = f"{nom} de {duree}." if nom == "Épisode" else f"{nom}\u00a0: {duree}."
    dessin = _image("webp", fichier, legende, "border: 1px solid #ccc")
    texte = f"<figcaption>{html.escape(legende)}</figcaption>"
    return f'<figure style="margin: 0">{dessin}{texte}</figure>', legende
