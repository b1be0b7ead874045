"""Des sondes : de tout petits environnements dont on sait d'avance les Q-valeurs.

Chacun ne demande à une boucle qu'une chose de plus. Celle qui échoue dit donc où chercher, en une
seconde, là où une courbe d'apprentissage dirait seulement que « ça n'apprend pas ». L'idée est
répandue chez ceux qui mettent au point des agents ; rien ici n'est à compléter.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import gymnasium as gym
import numpy as np
from cartes import INCONNU, NON, OUI, Carte, Constat
from cartes import tableau as en_nombres
from erreurs import lignes_d_erreur
from gymnasium.envs.registration import EnvSpec
from phrases import virgule

GAMMA = 0.5  # celui de toutes les sondes
A, B = (np.array(etat, dtype=np.float32) for etat in ([1, 0, 0, 0], [0, 1, 0, 0]))


# ---- Les environnements ------------------------------------------------------------------------


class FinDepassee(Exception):
    """La boucle fait un pas de plus dans un épisode qui est fini."""


class Sonde(gym.Env):
    """
    Un environnement à deux actions, dont les états sont de forme (4,), comme ceux de CartPole.

    nom, prouve, relire : ce que dit le tableau. q : les couples (état, (q(s, 0), q(s, 1))) des
    états non terminaux, pour le facteur d'actualisation GAMMA.

    L'état où finit un épisode est un état que la boucle connaît : ses Q-valeurs ne sont pas
    nulles, et les compter quand il est terminal se voit.
    """

    nom = prouve = relire = ""
    q: tuple = ()

    def __init__(self):
        self.observation_space = gym.spaces.Box(-1.0, 1.0, (4,), np.float32)
        self.action_space = gym.spaces.Discrete(2)
        self._etat = None

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self._etat = self._debut()
        return self._etat.copy(), {}

    def step(self, action):
        if self._etat is None:
            raise FinDepassee
        suivant, recompense, terminated, truncated = self._pas(self._etat, int(action))
        self._etat = None if terminated or truncated else suivant
        return suivant.copy(), recompense, terminated, truncated, {}

    def _debut(self):
        return A

    def _pas(self, etat, action):
        """L'état suivant, la récompense, terminated et truncated."""
        raise NotImplementedError


class Constante(Sonde):
    """Un état, un pas, toujours la même récompense."""

    nom = "constante"
    prouve = "une récompense entre dans les Q-valeurs, et un état terminal n'y ajoute rien"
    relire = (
        "la récompense entreposée ; la mise à jour : le signe et le taux de la correction ; dans "
        "la cible, le facteur (1 - terminal) et le booléen entreposé."
    )
    q = ((A, (1.0, 1.0)),)

    def _pas(self, etat, action):
        return A, 1.0, True, False


class Observation(Sonde):
    """Un pas ; la récompense dépend de l'état."""

    nom = "observation"
    prouve = "les Q-valeurs dépendent de l'état"
    relire = "l'état entreposé, puis l'état pris dans le lot : s, celui où l'on a agi."
    q = ((A, (1.0, 1.0)), (B, (-1.0, -1.0)))

    def _debut(self):
        return A if self.np_random.random() < 0.5 else B

    def _pas(self, etat, action):
        return B, 2.0 * float(etat[0]) - 1.0, True, False


class Action(Sonde):
    """Un état, un pas ; la récompense est 1 pour l'action 1, -1 pour l'action 0."""

    nom = "action"
    prouve = "chaque action a sa valeur, celle de l'action prise"
    relire = (
        "l'action entreposée, la Q-valeur que l'on corrige (celle de l'action prise) et le choix "
        "de l'action : epsilon doit explorer."
    )
    q = ((A, (-1.0, 1.0)),)

    def _pas(self, etat, action):
        return A, 2.0 * action - 1.0, True, False


class ActionObservation(Sonde):
    """Un pas ; la bonne action est celle du côté de l'état."""

    nom = "action × observation"
    prouve = "état, action et récompense d'une même transition vont ensemble"
    relire = "la ligne qui entrepose, puis celle qui défait le lot : même ordre, mêmes lignes."
    q = ((A, (-1.0, 1.0)), (-A, (1.0, -1.0)))

    def _debut(self):
        return A if self.np_random.random() < 0.5 else -A

    def _pas(self, etat, action):
        return -etat, float(etat[0]) * (2.0 * action - 1.0), True, False


class Delai(Sonde):
    """Deux pas : l'action 1 mène, sans récompense, à l'état où l'on gagne ; l'action 0 perd."""

    nom = "délai"
    prouve = "ce que vaut l'état suivant revient, multiplié par γ, dans l'état d'avant"
    relire = (
        "les cibles : r + gamma · max q(s', ·), avec s' et non s, et le bon gamma ; et la fin du "
        "pas, s = next_s."
    )
    q = ((A, (-GAMMA, GAMMA)), (B, (-1.0, 1.0)))

    def _pas(self, etat, action):
        if etat[1]:
            return B, 2.0 * action - 1.0, True, False
        return (B, 0.0, False, False) if action else (B, -GAMMA, True, False)


class LimiteDeTemps(Sonde):
    """L'action 1 rapporte et pourrait continuer sans fin, mais on arrête de regarder."""

    nom = "limite de temps"
    prouve = "un épisode coupé par le temps garde ses récompenses à venir"
    relire = "le booléen entreposé : terminated seul. La boucle, elle, s'arrête aussi à truncated."
    q = ((A, (-1.0, 1.0)),)

    def _pas(self, etat, action):
        return (A, 1.0 - GAMMA, False, True) if action else (A, -1.0, True, False)


SONDES = (Constante, Observation, Action, ActionObservation, Delai, LimiteDeTemps)


# ---- Ce qu'il faut savoir d'une boucle pour la sonder ------------------------------------------


@dataclass(frozen=True)
class Famille:
    """
    Une sorte de boucle.

    q : fonction (boucle, ce qu'elle renvoie, état) → les deux Q-valeurs ; où elles demandent une
        fonction d'un exercice, c'est celle du cahier de la boucle.
    reglages : les arguments donnés à la boucle. tolerance : l'écart admis à la vraie Q-valeur.
    hors_de_portee : les sondes dont aucun poids ne donne les Q-valeurs, et pourquoi.
    aussi : pour une sonde, ce qu'elle dit de relire de plus : ce que ces boucles ont à elles, ou ce
        que dirait une sonde hors de portée.
    """

    q: Callable
    reglages: dict
    tolerance: float
    hors_de_portee: dict = field(default_factory=dict)
    aussi: dict = field(default_factory=dict)

    def a_relire(self, sonde):
        """Les lignes à relire quand une sonde échoue."""
        aussi = self.aussi.get(sonde)
        return f"{aussi[:-1]} ; et {sonde.relire}" if aussi else sonde.relire


def _q_lineaire(boucle, theta, etat):
    return boucle.__globals__["linear_fa"](en_nombres(theta), etat, [0, 1])


def _q_reseau(_, agent, etat):
    return agent.predict_on_batch(etat[np.newaxis])[0]


COMMUNS = {"gamma": GAMMA, "seed": 0, "epsilon_decay": 0.99, "epsilon_min": 0.2}
OPPOSEES = "avec φ = ±s, q(s, 0) = -q(s, 1) : deux actions ne peuvent pas valoir la même chose."
LINEAIRE = Famille(
    _q_lineaire,
    COMMUNS | {"n_trajectories": 150, "batch_size": 16, "lr": 0.2},
    tolerance=0.05,
    hors_de_portee={Constante: OPPOSEES, Observation: OPPOSEES},
    aussi={Action: Constante.relire, ActionObservation: Observation.relire},
)
RESEAU = Famille(
    _q_reseau, COMMUNS | {"n_trajectories": 200, "batch_size": 16, "lr": 0.015}, tolerance=0.2
)
CIBLE = Famille(
    _q_reseau,
    COMMUNS
    | {"n_trajectories": 100, "batch_size": 16, "lr": 5e-3, "tau": 0.3, "training_interval": 1},
    tolerance=0.2,
    aussi={
        Constante: "l'appel à soft_update : c'est la cible qui suit l'agent, jamais l'inverse.",
        Delai: (
            "le réseau cible : c'est lui que format_batch interroge, et il suit l'agent par "
            "soft_update, après chaque train_on_batch."
        ),
    },
)


# ---- Le tableau --------------------------------------------------------------------------------


def tableau(boucle, famille, **reglages):
    """
    Le tableau des sondes d'une boucle : ce que chacune prouve, et quelle ligne relire sinon.

    boucle : la fonction d'apprentissage. famille : LINEAIRE, RESEAU ou CIBLE. reglages : des
    arguments de la boucle à donner autrement.

    Un tableau tout vert ne prouve pas que la boucle soit juste : il dit que ces fautes-là n'y
    sont pas.
    """
    constats = [sonder(boucle, famille, sonde, **reglages) for sonde in SONDES]
    return Tableau(getattr(boucle, "__name__", "la boucle"), constats)


class Tableau(Carte):
    """La carte dont chaque constat est une sonde."""

    @property
    def titre(self):
        vertes = sum(constat.etat == OUI for constat in self.constats)
        applicables = sum(constat.etat != INCONNU for constat in self.constats)
        return f"{vertes} sondes vertes sur {applicables}"


def sonder(boucle, famille, sonde, **reglages):
    """
    Le constat d'une sonde : vérifiée, ou non, ou hors de portée.

    Elle ne refuse une boucle qu'après deux graines : une seule suffit si les Q-valeurs sont là.
    """
    titre = f"{sonde.nom} : {sonde.prouve}"
    if sonde in famille.hors_de_portee:
        return Constat(titre, INCONNU, [("à savoir", famille.hors_de_portee[sonde])])
    reglages = {**famille.reglages, **reglages}
    try:
        lignes = _ecart(boucle, famille, sonde, reglages)
        if lignes:  # une boucle juste peut manquer de chance une fois, presque jamais deux
            lignes = _ecart(boucle, famille, sonde, reglages | {"seed": reglages["seed"] + 1})
    except NotImplementedError:
        raise
    except FinDepassee:
        obtenu = "un pas de plus après la fin d'un épisode"
        attendu = "une boucle qui s'arrête à terminated, et à truncated"
        piste = "relisez la condition d'arrêt de l'épisode."
        return Constat(titre, NON, [("obtenu", obtenu), ("attendu", attendu), ("piste", piste)])
    except Exception as erreur:
        return Constat(titre, NON, lignes_d_erreur(erreur, getattr(boucle, "__globals__", {})))
    return Constat(titre, NON, lignes) if lignes else Constat(titre)


def _ecart(boucle, famille, sonde, reglages):
    """Ce que l'on dit du premier état dont la boucle ne trouve pas les Q-valeurs, ou rien."""
    appris = apprendre(boucle, sonde, **reglages)
    trouvees = [
        np.asarray(famille.q(boucle, appris, etat), dtype=float).reshape(2) for etat, _ in sonde.q
    ]
    for (etat, vraies), q in zip(sonde.q, trouvees, strict=True):
        if not np.allclose(q, vraies, rtol=0, atol=famille.tolerance):
            return [
                ("état", str(etat.tolist())),
                ("obtenu", f"q(s, ·) = {_deux(q)}"),
                ("attendu", f"q(s, ·) = {_deux(vraies)}, à {virgule(famille.tolerance, 'g')} près"),
                ("piste", f"relisez {famille.a_relire(sonde)}"),
            ]
    return []


def _deux(q):
    return "[" + ", ".join(f"{une:.2f}" for une in q) + "]"


def apprendre(boucle, sonde, **reglages):
    """Ce que la boucle renvoie, quand l'environnement qu'elle crée est une sonde."""
    with _a_la_place_de_gymnasium(boucle, sonde):
        return boucle(**reglages)


@contextlib.contextmanager
def _a_la_place_de_gymnasium(boucle, sonde):
    """Le temps du bloc, gym.make crée une sonde, quel que soit le nom de l'environnement."""
    make, cahier = gym.make, getattr(boucle, "__globals__", {})
    importes = [nom for nom, valeur in cahier.items() if valeur is make]

    def creer(nom, *_, **__):
        environnement = sonde()
        environnement.spec = nom if isinstance(nom, EnvSpec) else gym.spec(nom)
        return environnement

    gym.make = creer
    cahier.update(dict.fromkeys(importes, creer))
    try:
        yield
    finally:
        gym.make = make
        cahier.update(dict.fromkeys(importes, make))
