"""Ce que l'on note d'une boucle d'apprentissage qui joue des épisodes écrits d'avance.

Les fonctions qu'elle appelle sont les vôtres : des espions en notent les appels, pas à pas. Rien
ici n'est à compléter.
"""

import contextlib
import functools
import inspect
import itertools
import random
from dataclasses import dataclass, field

import gymnasium as gym
import numpy as np
from cartes import tableau

JAMAIS = 2048  # un lot plus grand que ce que la mémoire contiendra : rien n'est appris
L_ENVIRONNEMENT = "l'environnement"  # parmi les générateurs à qui une graine est donnée
EPISODES = 400  # bien plus qu'une boucle qui finit n'en commence ici


class FinDepassee(Exception):
    """La boucle fait un pas de plus dans un épisode qui est fini."""


class SansFin(Exception):
    """La boucle recommence sans fin ; aucun_fini : si elle quitte chaque épisode avant sa fin."""

    def __init__(self, aucun_fini):
        super().__init__(aucun_fini)
        self.aucun_fini = aucun_fini


@dataclass(eq=False)
class Pas:
    """Un pas de temps : ce que l'environnement en a dit, et les appels qui l'ont suivi."""

    trajectoire: int
    etat: np.ndarray
    action: int
    recompense: float
    suivant: np.ndarray
    terminated: bool
    truncated: bool
    politique: dict | None = None
    appels: list = field(default_factory=list)

    def de(self, sorte):
        return [appel for appel in self.appels if appel["sorte"] == sorte]


class Trace:
    """Tout ce qu'une boucle a fait sur les épisodes écrits, et ce qu'elle a renvoyé."""

    def __init__(self, fiche, episodes=None):
        self.fiche, self.episodes = fiche, episodes or fiche["episodes"]
        self.pas: list[Pas] = []
        self.memoires: list[int] = []
        self.rang, self.a_jouer = 0, False  # de l'épisode en cours ; s'il n'a encore aucun pas
        self.graines = {}  # par générateur : le nombre de pas joués quand chacune est donnée
        self.regraines = set()  # les générateurs dont une graine est donnée de nouveau plus tard
        self.optimiseurs = 0
        self.tardifs = 0  # les optimiseurs créés après le premier pas
        self.ancien = ()  # les méthodes qui renvoient ce que renvoyait l'ancien Gym
        self.crees = []  # les noms des environnements demandés
        self.politique = None
        self.valeur = None

    @property
    def trajectoires(self):
        groupes = itertools.groupby(self.pas, key=lambda pas: pas.trajectoire)
        return [list(groupe) for _, groupe in groupes]

    def semer(self, generateur, graine):
        """Note une graine, et si elle a déjà servi avant le dernier pas."""
        joues = self.graines.setdefault((generateur, str(graine)), len(self.pas))
        if joues < len(self.pas):
            self.regraines.add(generateur)

    def noter(self, sorte, **details):
        if self.pas:
            self.pas[-1].appels.append({"sorte": sorte, **details})

    def tous(self, sorte):
        return [appel for pas in self.pas for appel in pas.de(sorte)]


def episode_ecrit(longueur, fin="terminated", recompense=1.0):
    """Un épisode d'autant de pas, d'états presque semblables."""
    return {
        "etats": [[0.0001 * rang, 0.0, 0.0, 0.0] for rang in range(longueur + 1)],
        "recompenses": [recompense] * longueur,
        "fin": fin,
    }


class Ecrit(gym.Wrapper):
    """Un environnement dont les épisodes sont écrits d'avance."""

    def __init__(self, environnement, trace):
        super().__init__(environnement)
        self.trace, self.temps = trace, None

    @property
    def episode(self):
        return self.trace.episodes[(self.trace.rang - 1) % len(self.trace.episodes)]

    def reset(self, *, seed=None, options=None):
        self.env.reset(seed=seed)
        if seed is not None:
            self.trace.semer(L_ENVIRONNEMENT, seed)
        if not self.trace.a_jouer:  # deux reset de suite commencent le même épisode
            self.trace.rang += 1
        if self.trace.rang > EPISODES:
            raise SansFin(not any(pas.terminated or pas.truncated for pas in self.trace.pas))
        self.trace.a_jouer, self.temps = True, 0
        premier = np.array(self.episode["etats"][0], dtype=np.float32)
        return premier if "reset" in self.trace.ancien else (premier, {})

    def step(self, action):
        etats, fin = self.episode["etats"], len(self.episode["etats"]) - 1
        if self.temps is None or self.temps >= fin:
            raise FinDepassee
        self.temps += 1
        self.trace.a_jouer = False
        derniere = self.temps == fin
        avant, apres = (np.array(etats[self.temps - i], dtype=np.float32) for i in (1, 0))
        pas = Pas(
            trajectoire=self.trace.rang,
            etat=avant,
            action=action,
            recompense=self.episode["recompenses"][self.temps - 1],
            suivant=apres,
            terminated=derniere and self.episode["fin"] == "terminated",
            truncated=derniere and self.episode["fin"] == "truncated",
            politique=self.trace.politique,
        )
        self.trace.politique = None
        self.trace.pas.append(pas)
        if "step" in self.trace.ancien:
            return apres.copy(), pas.recompense, pas.terminated or pas.truncated, {}
        return apres.copy(), pas.recompense, pas.terminated, pas.truncated, {}


def jouer(fiche, cahier, episodes=None, ancien=(), **changes):
    """La trace d'un appel de la boucle, sur les épisodes de la fiche ou sur d'autres."""
    trace = Trace(fiche, episodes)
    trace.ancien = ancien
    with graines_notees(trace), optimiseurs_notes(fiche, trace), _observe(fiche, cahier, trace):
        trace.valeur = cahier[fiche["fonction"]](**{**fiche["arguments"], **changes})
    return trace


@contextlib.contextmanager
def _observe(fiche, cahier, trace):
    """Le temps du bloc, les fonctions du cahier notent leurs appels ; les épisodes sont écrits."""
    espions = {
        "politique": espion_de_politique,
        "memoire": espion_de_memoire,
        "cibles": _cibles,
        "mise_a_jour": _mise_a_jour,
        "perte": espion_de_perte,
    }
    noms = {
        nom: espions[role](cahier[nom], trace)
        for role, nom in fiche["roles"].items()
        if nom in cahier
    }
    with noms_remplaces(cahier, noms), episodes_ecrits(cahier, trace):
        yield


@contextlib.contextmanager
def noms_remplaces(cahier, noms):
    """Le temps du bloc, des noms du cahier ont d'autres valeurs."""
    avant = {nom: cahier[nom] for nom in noms}
    cahier.update(noms)
    try:
        yield
    finally:
        cahier.update(avant)


@contextlib.contextmanager
def episodes_ecrits(cahier, trace, sorte=Ecrit, reel=None):
    """Le temps du bloc, tout environnement créé joue les épisodes écrits.

    reel : le nom du véritable environnement qui prête ses espaces ; par défaut, celui demandé.
    """
    make = gym.make

    def ecrit(nom, *arguments, **options):
        trace.crees.append(nom)
        return sorte(make(reel or nom, *arguments, **options), trace)

    gym.make = ecrit
    noms = {nom: ecrit for nom, valeur in cahier.items() if valeur is make}
    try:
        with noms_remplaces(cahier, noms):
            yield
    finally:
        gym.make = make


@contextlib.contextmanager
def remplace(objet, nom, remplacant):
    """Le temps du bloc, l'attribut d'un objet est un autre."""
    avant = getattr(objet, nom)
    setattr(objet, nom, remplacant(avant))
    try:
        yield
    finally:
        setattr(objet, nom, avant)


@contextlib.contextmanager
def graines_notees(trace):
    """Le temps du bloc, on note les graines données à NumPy et à random."""

    def noter(generateur):
        def remplacant(semer):
            def appel(graine=None, *reste, **options):
                if graine is not None:
                    trace.semer(generateur, graine)
                return semer(graine, *reste, **options)

            return appel

        return remplacant

    with remplace(np.random, "seed", noter("numpy")), remplace(random, "seed", noter("random")):
        yield


@contextlib.contextmanager
def optimiseurs_notes(fiche, trace):
    """Le temps du bloc, on compte les optimiseurs créés, et l'on note le gradient de leurs pas."""
    if "perte" not in fiche["roles"]:
        yield
        return
    from torch.optim import Adam

    def compter(creer):
        def appel(self, *arguments, **options):
            trace.optimiseurs += 1
            trace.tardifs += bool(trace.pas)
            creer(self, *arguments, **options)

        return appel

    def noter(avancer):
        def appel(self, *arguments, **options):
            biais = self.param_groups[0]["params"][-1].grad
            trace.noter("pas_de_descente", gradient=None if biais is None else copie(biais))
            return avancer(self, *arguments, **options)

        return appel

    with remplace(Adam, "__init__", compter), remplace(Adam, "step", noter):
        yield


def dans_l_ordre(fonction, arguments, nommes):
    """Les valeurs des paramètres, dans l'ordre de la signature."""
    return list(inspect.signature(fonction).bind(*arguments, **nommes).arguments.values())


def copie(valeur):
    """Les nombres d'une valeur, tels qu'ils sont à cet instant."""
    try:
        return tableau(valeur).copy()
    except ValueError:
        return valeur


def espion_de_politique(fonction, trace):
    actions = itertools.cycle(trace.fiche["actions"])

    @functools.wraps(fonction)
    def appel(*arguments, **nommes):
        q_vals, _, epsilon = dans_l_ordre(fonction, arguments, nommes)[:3]
        action = next(actions)
        trace.politique = {"q_vals": copie(q_vals), "epsilon": epsilon, "action": action}
        return action

    return appel


def espion_de_memoire(classe, trace):
    class Memoire(classe):
        def __init__(self, *arguments, **nommes):
            trace.memoires += [*arguments, *nommes.values()]
            super().__init__(*arguments, **nommes)

        def store(self, element):
            trace.noter("entreposer", element=element)
            super().store(element)

        def get_batch(self, batch_size):
            trace.noter("lot", taille=batch_size)
            return super().get_batch(batch_size)

    Memoire.__name__ = Memoire.__qualname__ = classe.__name__
    return Memoire


def _cibles(fonction, trace):
    @functools.wraps(fonction)
    def appel(*arguments, **nommes):
        recus = [copie(v) for v in dans_l_ordre(fonction, arguments, nommes)]
        noms = ("suivantes", "recompenses", "fins", "gamma")
        trace.noter("cibles", **dict(zip(noms, recus, strict=False)))
        return fonction(*arguments, **nommes)

    return appel


def _mise_a_jour(fonction, trace):
    @functools.wraps(fonction)
    def appel(*arguments, **nommes):
        recus = dans_l_ordre(fonction, arguments, nommes)
        noms = ("theta", "etats", "actions", "cibles", "q_vals", "lr")
        note = dict(zip(noms, map(copie, recus), strict=False))
        resultat = fonction(*arguments, **nommes)
        trace.noter("mise_a_jour", **note, apres=copie(recus[0]))
        return resultat

    return appel


def espion_de_perte(fonction, trace):
    @functools.wraps(fonction)
    def appel(*arguments, **nommes):
        sorties, (actions, cibles) = dans_l_ordre(fonction, arguments, nommes)[:2]
        trace.noter(
            "mise_a_jour", sorties=copie(sorties), actions=copie(actions), cibles=copie(cibles)
        )
        return fonction(*arguments, **nommes)

    return appel
