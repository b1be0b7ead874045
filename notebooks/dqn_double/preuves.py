"""Ce que l'on rejoue d'une boucle d'apprentissage pour la juger, et comment on dit une faute.

Chaque partie, sur des épisodes écrits d'avance, n'est jouée qu'une fois, quel que soit le nombre
d'examens qui la regardent. Rien ici n'est à compléter.
"""

import functools

import numpy as np
from cartes import INCONNU, NON, Constat, en_mots, nombre_ou_tableau, tableau
from erreurs import lignes_d_erreur
from traces import FinDepassee, SansFin, jouer

PRES = {"rtol": 1e-4, "atol": 1e-5}
COUCHES = [(16, 4), (2, 16)]  # les poids d'un NNModel par défaut, dans CartPole


class Faute(Exception):
    """Ce qui n'est pas comme il le faudrait : des lignes de la carte, et la méprise reconnue."""

    def __init__(self, obtenu, attendu, meprise=None, appel=""):
        super().__init__(obtenu)
        self.lignes = [("appel", appel)] if appel else []
        self.lignes += [("obtenu", obtenu), ("attendu", attendu)]
        self.meprise = meprise


class Invisible(Exception):
    """Aucun appel ne montre cette propriété."""


def citer_une_fois(faits, appel):
    """L'appel, qui est long, ne figure qu'à la première propriété qui n'est pas vérifiée."""
    manques = [constat for constat in faits if constat.etat == NON]
    for constat in manques[:1]:
        if constat.lignes[0][0] != "appel":  # le sien dit mieux ce qui manque
            constat.lignes.insert(0, ("appel", appel))


def passer(nom, piste, examiner, sujet):
    """Le constat d'un examen de `sujet`, et la méprise qu'il reconnaît."""
    try:
        examiner(sujet)
    except NotImplementedError:
        raise
    except Invisible:
        return Constat(nom, INCONNU), None
    except Faute as faute:
        return Constat(nom, NON, [*faute.lignes, ("piste", piste)]), faute.meprise
    except FinDepassee:
        faute = Faute("un pas de plus après la fin d'un épisode", "une boucle qui s'y arrête")
        return Constat(nom, NON, [*faute.lignes, ("piste", piste)]), "truncation_ignored"
    except SansFin as sans_fin:
        return Constat(nom, NON, _lignes_sans_fin(sans_fin.aucun_fini)), None
    except (Exception, SystemExit) as erreur:
        return Constat(nom, NON, lignes_d_erreur(erreur, sujet.cahier)), None
    return Constat(nom), None


def _lignes_sans_fin(aucun_fini):
    """Ce que l'on dit d'une boucle qui commence toujours un épisode de plus."""
    if aucun_fini:
        return [
            ("obtenu", "environment.reset() revient avant la fin : aucun épisode ne finit"),
            ("attendu", "un reset par trajectoire, puis des pas jusqu'à la fin"),
            ("piste", "appelez reset au début de la trajectoire, et non dans la boucle des pas."),
        ]
    return [
        ("obtenu", "une trajectoire de plus, sans fin"),
        ("attendu", "n_trajectories trajectoires, puis return"),
        ("piste", "for _ in range(n_trajectories) ; qu'est-ce qui arrête votre boucle ?"),
    ]


class Boucle:
    """Les preuves sur une boucle ; chaque partie n'est jouée qu'une fois."""

    def __init__(self, fiche, cahier):
        self.fiche, self.cahier = fiche, cahier
        self.arguments = fiche["arguments"]
        self.profonde = "perte" in fiche["roles"]

    @property
    def appel(self):
        arguments = ", ".join(f"{nom}={valeur!r}" for nom, valeur in self.arguments.items())
        return f"{self.fiche['fonction']}({arguments}), sur des épisodes écrits d'avance"

    @functools.cached_property
    def trace(self):
        """La partie que l'on regarde ; les poids d'un réseau n'y bougent pas, avec lr = 0."""
        return self.jouer(lr=0.0) if self.profonde else self.jouer()

    def jouer(self, episodes=None, **changes):
        return jouer(self.fiche, self.cahier, episodes, **changes)

    def poids(self, valeur):
        """Les nombres appris, en un seul tableau ; Faute s'ils n'y sont pas."""
        if not self.profonde:
            try:
                theta = None if valeur is None else tableau(valeur)
            except ValueError:
                theta = None
            if theta is None or theta.shape != (4,):
                obtenu = en_mots(valeur) if theta is None else f"un tableau de forme {theta.shape}"
                meprise = "missing_return" if valeur is None else None
                raise Faute(obtenu, "theta, un tableau de forme (4,)", meprise)
            return theta
        noms = type(valeur).__name__, type(getattr(valeur, "network", None)).__name__
        if noms != ("Model", "NNModel"):
            meprises = {"NoneType": "missing_return", "NNModel": "network_returned"}
            attendu = "l'agent, un poutyne.Model dont le réseau est un NNModel"
            raise Faute(en_mots(valeur).split("\n")[0], attendu, meprises.get(noms[0]))
        formes = formes_de(valeur)
        if formes != COUCHES:
            raise Faute(
                f"des couches {formes}", "NNModel(4, 2), sa couche par défaut", "other_network"
            )
        return np.concatenate([tableau(p).ravel() for p in valeur.network.parameters()])

    def q(self, etats, theta=None, agent=None):
        """Les Q-valeurs d'un lot d'états, selon vos propres fonctions ou le réseau d'un agent."""
        if self.profonde:
            import torch

            entrees = torch.from_numpy(np.asarray(etats, dtype=np.float32))
            with torch.no_grad():
                return (agent or self.trace.valeur).network(entrees).numpy()
        fonction = self.cahier[self.fiche["q"]]
        return np.array([tableau(fonction(theta, etat, [0, 1])) for etat in etats])

    @property
    def joue_ailleurs(self):
        """Si elle ne demande rien à gym.make, mais se sert de la politique ou de la mémoire."""
        trace = self.trace
        return not trace.crees and bool(trace.politique or trace.memoires)

    @functools.cached_property
    def apprise(self):
        """La même partie, où les poids bougent."""
        return self.jouer() if self.profonde else self.trace

    @functools.cached_property
    def apprend(self):
        """Si le taux d'apprentissage change ce qui est renvoyé."""
        immobile = self.trace if self.profonde else self.jouer(lr=0.0)
        appris, reste = (self.poids(trace.valeur) for trace in (self.apprise, immobile))
        return not proches(appris, reste, rtol=0, atol=1e-6)

    def prouvee(self):
        """Si de vraies parties finissent avec les poids attendus : tout y est alors juste."""
        for partie in self.fiche["parties"]:
            try:
                trouve = self.poids(self.cahier[self.fiche["fonction"]](**partie["arguments"]))
            except Exception:
                return False
            if not proches(trouve, partie["poids"], rtol=1e-3, atol=self.fiche["pres"]):
                return False
        return bool(self.fiche["parties"])

    @property
    def ancien_gym(self):
        """La méprise d'une boucle qui se déroule si reset ou step sont ceux de l'ancien Gym."""
        for methodes in (("reset",), ("step",), ("reset", "step")):
            try:
                self.jouer(ancien=methodes)
            except NotImplementedError:
                raise
            except Exception:
                continue
            return f"old_{methodes[0]}"
        return None

    def en_trop(self, trace):
        """Combien d'optimiseurs la boucle a créés de trop."""
        return trace.optimiseurs - 1

    # -- les lots appris, transition par transition --

    @functools.cached_property
    def lots(self):
        """Pour chaque mise à jour : son pas, son appel, et les rangs des transitions apprises."""
        if not self.trace.tous("mise_a_jour") or (self.profonde and taux(self.trace.valeur)):
            raise Invisible  # là où les poids bougent, on ne saurait refaire les calculs du réseau
        trouves = []
        for rang, pas in enumerate(self.trace.pas):
            for appel in pas.de("mise_a_jour"):
                debut = max(0, rang + 1 - self.arguments["buffer_size"])
                possibles = self.trace.pas[debut : rang + 1]
                lignes = self._lignes(appel, possibles)
                trouves.append((pas, appel, [None if i is None else debut + i for i in lignes]))
        return trouves

    def _lignes(self, appel, possibles):
        """Le rang, parmi les pas possibles, de celui dont vient chaque ligne du lot."""
        etats = [pas.etat for pas in possibles]
        if self.profonde:
            return correspondances(appel["sorties"], self.q(etats))
        return correspondances(appel["etats"], etats)

    def transitions(self, rangs):
        """Les actions, les récompenses, les états suivants et les fins de certaines transitions."""
        choisis = [self.trace.pas[rang] for rang in rangs]
        return (
            np.array([pas.action for pas in choisis]),
            np.array([pas.recompense for pas in choisis]),
            np.array([pas.suivant for pas in choisis]),
            [
                np.array([pas.terminated for pas in choisis]),
                np.array([pas.terminated or pas.truncated for pas in choisis]),
            ],
        )


def formes_de(agent):
    """Les formes des poids, sans les biais, des couches d'un agent."""
    return [tuple(poids.shape) for poids in agent.network.parameters() if poids.dim() == 2]


def correspondances(lignes, connues):
    """Pour chaque ligne, le rang de la ligne connue qui lui est égale, ou None."""
    lignes, connues = np.asarray(lignes, dtype=float), np.asarray(connues, dtype=float)
    if lignes.ndim != 2 or lignes.shape[1:] != connues.shape[1:]:
        return [None] * max(1, len(np.atleast_1d(lignes)))
    ecarts = np.abs(lignes[:, None] - connues[None]).max(axis=2)
    return [int(e.argmin()) if e.min() < 1e-4 else None for e in ecarts]


def proches(un, autre, **tolerance):
    try:
        un, autre = tableau(un), tableau(autre)
    except ValueError:
        return False
    un, autre = (a.squeeze() if a.size == 1 or a.ndim > 1 else a for a in (un, autre))
    return un.shape == autre.shape and np.allclose(un, autre, **(tolerance or PRES))


def taux(agent):
    return agent.optimizer.param_groups[0]["lr"]


def en_court(valeur):
    try:
        return nombre_ou_tableau(tableau(valeur))
    except ValueError:
        return en_mots(valeur)


def meprise_de(obtenus, fausses):
    """La méprise dont les valeurs sont celles-là."""
    return next((nom for nom, valeurs in fausses if proches(obtenus, valeurs)), None)
