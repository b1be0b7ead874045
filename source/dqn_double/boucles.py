"""Les vérifications d'une boucle d'apprentissage : ce qu'elle fait de quelques épisodes écrits.

La boucle joue des épisodes connus d'avance ; les fonctions qu'elle appelle sont les vôtres, dont on
note les appels, sauf la politique, qui donne des actions écrites elles aussi. On compare ensuite
chaque appel à ce qu'il devrait être. Rien ici n'est à compléter.
"""

import contextlib
import functools
import inspect
import itertools
import random
from dataclasses import dataclass, field

import gymnasium as gym
import numpy as np
from cartes import INCONNU, NON, OUI, Constat, en_mots, lignes_d_erreur, nombre_ou_tableau, tableau

JAMAIS = 2048  # un lot plus grand que ce que la mémoire contiendra : rien n'est appris
PRES = {"rtol": 1e-4, "atol": 1e-5}


class FinDepassee(Exception):
    """La boucle fait un pas de plus dans un épisode qui est fini."""


# ---- Ce que l'on note --------------------------------------------------------------------------


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
            self.trace.semer("l'environnement", seed)
        if not self.trace.a_jouer:  # deux reset de suite commencent le même épisode
            self.trace.rang += 1
        self.trace.a_jouer, self.temps = True, 0
        return np.array(self.episode["etats"][0], dtype=np.float32), {}

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
        return apres.copy(), pas.recompense, pas.terminated, pas.truncated, {}


def jouer(fiche, cahier, episodes=None, **changes):
    """La trace d'un appel de la boucle, sur les épisodes de la fiche ou sur d'autres."""
    trace = Trace(fiche, episodes)
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
        trace.noter("mise_a_jour", **note)
        renvoi = fonction(*arguments, **nommes)
        trace.pas[-1].appels[-1]["apres"] = copie(recus[0])
        return renvoi

    return appel


def espion_de_perte(fonction, trace):
    @functools.wraps(fonction)
    def appel(sorties, couple):
        actions, cibles = couple
        trace.noter(
            "mise_a_jour", sorties=copie(sorties), actions=copie(actions), cibles=copie(cibles)
        )
        return fonction(sorties, couple)

    return appel


# ---- Ce que l'on en conclut --------------------------------------------------------------------


class Faute(Exception):
    """Ce qui n'est pas comme il le faudrait : des lignes de la carte, et la méprise reconnue."""

    def __init__(self, obtenu, attendu, meprise=None, appel=""):
        super().__init__(obtenu)
        self.lignes = [("appel", appel)] if appel else []
        self.lignes += [("obtenu", obtenu), ("attendu", attendu)]
        self.meprise = meprise


class Invisible(Exception):
    """Aucun appel ne montre cette propriété."""


def constats(fiche, cahier):
    """Les constats d'une boucle, et la première méprise reconnue."""
    boucle = Boucle(fiche, cahier)
    faits, meprises = [], []
    for nom, piste, examiner in EXAMENS_DU_RESEAU if boucle.profonde else EXAMENS_DE_THETA:
        constat, meprise = passer(nom, piste, examiner, boucle)
        faits.append(constat)
        meprises += [meprise] if meprise else []
        if examiner is _resultat and constat.etat == NON:
            break  # sans résultat, il n'y a rien d'autre à examiner
    citer_une_fois(faits, boucle.appel)
    if any(constat.etat == INCONNU for constat in faits) and boucle.prouvee():
        for constat in faits:
            constat.etat = OUI if constat.etat == INCONNU else constat.etat
    return faits, (meprises or [None])[0]


def citer_une_fois(faits, appel):
    """L'appel, qui est long, ne figure qu'à la première propriété qui n'est pas vérifiée."""
    manques = [constat for constat in faits if constat.etat == NON]
    for constat in manques[:1]:
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
    except Exception as erreur:
        return Constat(nom, NON, lignes_d_erreur(erreur, sujet.cahier)), None
    return Constat(nom), None


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
                theta = tableau(valeur)
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

    def en_trop(self, trace):
        """Combien d'optimiseurs la boucle a créés de trop."""
        return trace.optimiseurs - 1

    # -- les lots appris, transition par transition --

    @functools.cached_property
    def lots(self):
        """Pour chaque mise à jour : son pas, son appel, et les rangs des transitions apprises."""
        if not self.trace.tous("mise_a_jour") or (self.profonde and _taux(self.trace.valeur)):
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
            return _correspondances(appel["sorties"], self.q(etats))
        return _correspondances(appel["etats"], etats)

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


def _correspondances(lignes, connues):
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


def meprise_de(obtenus, fausses):
    """La méprise dont les valeurs sont celles-là."""
    return next((nom for nom, valeurs in fausses if proches(obtenus, valeurs)), None)


# -- un examen par propriété : il passe, ou lève Faute ou Invisible --


def _resultat(boucle):
    boucle.poids(boucle.trace.valeur)


def examen_des_trajectoires(boucle):
    jouees, voulues = len(boucle.trace.trajectoires), boucle.arguments["n_trajectories"]
    if jouees != voulues:
        meprise = "wrong_number_of_trajectories" if jouees else "no_training"
        raise Faute(f"{jouees} trajectoires", f"{voulues} trajectoires", meprise)


def examen_d_epsilon(boucle):
    pas = boucle.trace.pas
    if not any(un.politique for un in pas):
        return _politique_recrite(boucle)
    voulus = [boucle.fiche["epsilons"][un.trajectoire - 1] for un in pas]
    obtenus = [un.politique["epsilon"] if un.politique else np.nan for un in pas]
    meprise = meprise_de(obtenus, boucle.fiche["fausses"]["epsilons"])
    for rang, (un, obtenu, voulu) in enumerate(zip(pas, obtenus, voulus, strict=True)):
        if proches(obtenu, voulu):
            continue
        ou = f"dans la trajectoire {un.trajectoire}"
        texte = f"epsilon = {nombre_ou_tableau(obtenu)} {ou}"
        if rang and un.trajectoire > pas[rang - 1].trajectoire and obtenu == obtenus[rang - 1]:
            texte = f"epsilon ne décroît pas après la trajectoire {un.trajectoire - 1}"
        elif rang and un.trajectoire == pas[rang - 1].trajectoire and obtenu != obtenus[rang - 1]:
            texte = f"epsilon change au cours de la trajectoire {un.trajectoire}"
        raise Faute(texte, f"epsilon = {voulu:g} {ou}", meprise)


def _politique_recrite(boucle):
    """La boucle choisit ses actions elle-même : au hasard puis gloutonnes, ou le contraire."""
    gloutons = {}
    for plancher in (0.0, 1.0):
        trace = boucle.jouer(
            epsilon_decay=0.0, epsilon_min=plancher, batch_size=JAMAIS, n_trajectories=12
        )
        theta = boucle.poids(trace.valeur)
        valeurs = boucle.q([pas.etat for pas in trace.pas], theta, agent=trace.valeur)
        meilleures = valeurs.argmax(axis=1) == [int(pas.action) for pas in trace.pas]
        apres = [pas.trajectoire > 1 for pas in trace.pas]  # la première se joue avec epsilon = 1
        gloutons[plancher] = all(meilleures[apres])
    attendu = "des actions tirées au hasard avec probabilité epsilon, gloutonnes sinon"
    if gloutons[1.0]:
        obtenu = "des actions toujours gloutonnes, même avec epsilon = 1"
        raise Faute(obtenu, attendu, "greedy_only")
    if not gloutons[0.0]:
        raise Faute("des actions au hasard, même avec epsilon = 0", attendu, "random_only")


def examen_de_l_action(boucle):
    vus = [pas for pas in boucle.trace.pas if pas.politique]
    if not vus:
        raise Invisible
    for pas in vus:
        if not proches(pas.action, pas.politique["action"]):
            voulue = pas.politique["action"]
            raise Faute(f"environment.step({pas.action})", f"environment.step({voulue})")


def _q_vals(boucle):
    """La politique reçoit les Q-valeurs de l'état courant, avec les poids courants."""
    theta = boucle.lots[0][1].get("theta")
    for pas in boucle.trace.pas:
        if pas.politique:
            voulues = boucle.q([pas.etat], theta)[0]
            if not proches(np.ravel(pas.politique["q_vals"]), voulues):
                raise Faute(
                    f"q_vals = {nombre_ou_tableau(np.ravel(pas.politique['q_vals']))}",
                    f"q_vals = {nombre_ou_tableau(voulues)}, les Q-valeurs de l'état courant",
                )
        for appel in pas.de("mise_a_jour"):
            theta = appel.get("apres", theta)


COLONNES = ("etats", "actions", "recompenses", "suivants", "fins")
NOMS = ("s", "a", "r", "s'", "terminated")


def _entreposees(boucle):
    """Les éléments entreposés, un à chaque pas."""
    if not boucle.trace.tous("entreposer"):
        raise Invisible
    elements = []
    for pas in boucle.trace.pas:
        entreposes = [appel["element"] for appel in pas.de("entreposer")]
        if len(entreposes) != 1:
            fin = pas.terminated or pas.truncated
            meprise = "end_not_stored" if fin and not entreposes else None
            obtenu = f"{len(entreposes)} élément(s) entreposé(s)"
            raise Faute(
                f"{obtenu} {au_pas(boucle.trace, pas)}", "un élément par pas de temps", meprise
            )
        if not isinstance(entreposes[0], tuple | list) or len(entreposes[0]) != 5:
            raise Faute(en_mots(entreposes[0]), "un n-uplet (s, a, r, s', terminated)")
        elements.append(entreposes[0])
    return elements


def au_pas(trace, pas):
    rang = [un for un in trace.pas if un.trajectoire == pas.trajectoire].index(pas) + 1
    return f"au pas {rang} de la trajectoire {pas.trajectoire}"


def examen_des_transitions(boucle):
    elements = _entreposees(boucle)
    for rang, (colonne, nom) in enumerate(zip(COLONNES, NOMS, strict=True)):
        obtenus = [element[rang] for element in elements]
        for pas, obtenu in zip(boucle.trace.pas, obtenus, strict=True):
            voulu = (pas.etat, pas.action, pas.recompense, pas.suivant, pas.terminated)[rang]
            if proches(obtenu, voulu) or (colonne == "fins" and pas.truncated):
                continue
            meprise = meprise_de(_colonne(obtenus), boucle.fiche["fausses"].get(colonne, []))
            if colonne == "recompenses":
                meprise = "rewards_changed"
            raise Faute(
                f"{nom} = {en_court(obtenu)} {au_pas(boucle.trace, pas)}",
                f"{nom} = {en_court(voulu)}",
                meprise,
            )


def _colonne(valeurs):
    try:
        return np.array([np.squeeze(tableau(valeur)) for valeur in valeurs])
    except ValueError:
        return None


def en_court(valeur):
    try:
        return nombre_ou_tableau(tableau(valeur))
    except ValueError:
        return en_mots(valeur)


def examen_de_la_limite(boucle):
    """À la limite de temps, l'épisode s'arrête, mais l'indicateur est faux."""
    try:
        fins = [element[4] for element in _entreposees(boucle)]
        coupes = zip(boucle.trace.pas, fins, strict=True)
        fautifs = [pas for pas, fin in coupes if pas.truncated and not proches(fin, False)]
    except Invisible:
        fautifs = _limite_dans_les_cibles(boucle)
    if fautifs:
        raise Faute(
            "vrai à la limite de temps (truncated)",
            "faux : à la limite de temps, l'état n'est pas terminal",
            "time_limit_terminal",
        )


def _limite_dans_les_cibles(boucle):
    """De même, dans ce que reçoit get_targets : la récompense y dit de quel pas il s'agit."""
    recus = boucle.trace.tous("cibles")
    if not recus:
        raise Invisible
    recompenses, fins = (
        np.concatenate([np.ravel(appel[nom]) for appel in recus]) for nom in ("recompenses", "fins")
    )
    coupes = [pas for pas in boucle.trace.pas if pas.truncated]
    return [pas for pas in coupes if np.any(fins[np.isclose(recompenses, pas.recompense)])]


def _mises_a_jour(pas):
    """Combien de mises à jour un pas a faites, d'après ce qu'il a appelé."""
    appels = max(len(pas.de("lot")), len(pas.de("mise_a_jour")))
    return appels or min(1, len(pas.de("cibles")))  # get_targets peut l'être ligne par ligne


def _rythme(boucle):
    """Une mise à jour par pas, dès que la mémoire contient batch_size transitions."""
    pas = boucle.trace.pas
    faits = [_mises_a_jour(un) for un in pas]
    if not any(faits):
        if not boucle.trace.tous("entreposer"):
            raise Invisible
        longue = boucle.jouer(n_trajectories=40, buffer_size=1000)
        meprise = "fixed_batch_size" if longue.tous("lot") else "no_update"
        raise Faute("aucun lot tiré", "un lot et une mise à jour par pas", meprise)
    voulus = [int(rang + 1 >= boucle.arguments["batch_size"]) for rang in range(len(pas))]
    if faits != voulus:
        rang = next(i for i, (f, v) in enumerate(zip(faits, voulus, strict=True)) if f != v)
        meprise = meprise_de(faits, boucle.fiche["fausses"]["rythme"])
        if len(boucle.trace.memoires) > 1:
            meprise = "memory_restarted"
        ou = au_pas(boucle.trace, pas[rang])
        raise Faute(
            f"{faits[rang]} mise(s) à jour {ou}, le pas {rang + 1} en tout",
            f"{voulus[rang]} : une par pas, dès qu'il y a au moins batch_size transitions",
            meprise,
        )


def examen_des_memoires(boucle):
    voulu = boucle.arguments["buffer_size"]
    tailles = boucle.trace.memoires
    if not tailles:
        raise Invisible
    if len(tailles) > 1:
        raise Faute(f"{len(tailles)} mémoires créées", "une seule mémoire", "memory_restarted")
    if tailles[0] != voulu:
        raise Faute(f"ReplayBuffer({tailles[0]})", f"ReplayBuffer({voulu})", "fixed_buffer_size")


def _lots(boucle):
    taille = boucle.arguments["batch_size"]
    for appel in boucle.trace.tous("lot"):
        if appel["taille"] != taille:
            raise Faute(f"get_batch({appel['taille']})", f"get_batch({taille})", "fixed_batch_size")
    derniers = []
    for pas, _, rangs in boucle.lots:
        if None in rangs:
            attendu = "des transitions que la mémoire contient encore, avec les bons états"
            raise Faute("un lot fait d'autre chose", attendu, _autre_reseau(boucle))
        if len(rangs) != taille:
            raise Faute(f"un lot de {len(rangs)}", f"un lot de {taille}", "fixed_batch_size")
        if len(set(rangs)) < len(rangs):
            raise Faute(
                "une transition deux fois dans un lot",
                "des transitions distinctes",
                "with_replacement",
            )
        joues = boucle.trace.pas.index(pas) + 1
        if taille + 2 < joues <= boucle.arguments["buffer_size"]:
            derniers.append(min(rangs) >= joues - taille)
    if derniers and all(derniers):
        raise Faute(
            "toujours les dernières transitions", "un lot tiré au hasard", "last_transitions"
        )


def _autre_reseau(boucle):
    """Ce qui fait que les sorties du réseau ne sont pas celles qu'aurait l'agent renvoyé."""
    if not boucle.profonde:
        return None
    suivantes = boucle.q([pas.suivant for pas in boucle.trace.pas])
    if all(
        None not in _correspondances(appel["sorties"], suivantes) for _, appel, _ in boucle.lots
    ):
        return "trained_on_next_states"
    if None not in boucle.lots[-1][2]:
        return "weights_restarted"
    demandes = [pas for pas in boucle.trace.pas if pas.politique]
    siennes = (
        proches(np.ravel(pas.politique["q_vals"]), boucle.q([pas.etat])[0]) for pas in demandes
    )
    return None if any(siennes) else "untrained_agent_returned"


def _apprises(boucle):
    """Ce que chaque mise à jour reçoit : les actions, et les cibles de ses transitions."""
    gammas = [appel["gamma"] for appel in boucle.trace.tous("cibles") if "gamma" in appel]
    voulu = boucle.arguments["gamma"]
    if any(not proches(gamma, voulu) for gamma in gammas):
        raise Faute(f"gamma = {gammas[0]:g}", f"gamma = {voulu:g}", "fixed_gamma")
    cibles = boucle.cahier[boucle.fiche["roles"]["cibles"]]
    precedents = []
    for _, appel, rangs in boucle.lots:
        if None in rangs:
            raise Invisible
        actions, recompenses, suivants, fins = boucle.transitions(rangs)
        theta = appel.get("theta")
        q_suivantes = boucle.q(suivants, theta)
        if not proches(appel["actions"], actions):
            raise Faute(f"actions = {en_court(appel['actions'])}", f"actions = {en_court(actions)}")
        voulues = [tableau(cibles(q_suivantes, recompenses, fin, voulu)) for fin in fins]
        if not any(proches(appel["cibles"], une) for une in voulues):
            courantes = boucle.q([boucle.trace.pas[rang].etat for rang in rangs], theta)
            autres = [tableau(cibles(courantes, recompenses, fin, voulu)) for fin in fins]
            sur_s = any(proches(appel["cibles"], une) for une in autres)
            raise Faute(
                f"cibles = {en_court(appel['cibles'])}",
                f"cibles = {en_court(voulues[0])}, en s', avec les poids courants",
                "targets_of_current_states" if sur_s else _double(precedents),
            )
        precedents.append(theta)


def _double(precedents):
    return "double_dqn" if precedents else "current_argmax"


def _theta(boucle):
    """update_theta reçoit les Q-valeurs en s, lr, et un seul theta, que la boucle renvoie."""
    lr, courant = boucle.arguments["lr"], None
    for _, appel, _ in boucle.lots:
        if not proches(appel["lr"], lr):
            raise Faute(f"lr = {appel['lr']:g}", f"lr = {lr:g}", "fixed_lr")
        voulues = boucle.q(appel["etats"], appel["theta"])
        if not proches(appel["q_vals"], voulues):
            raise Faute(
                f"q_vals = {en_court(appel['q_vals'])}",
                f"q_vals = {en_court(voulues)}, les Q-valeurs des états s du lot",
                "q_vals_of_next_states",
            )
        if courant is not None and not proches(appel["theta"], courant):
            raise Faute(
                "theta repart d'autres poids",
                "le theta de la mise à jour d'avant",
                "weights_restarted",
            )
        courant = appel.get("apres")
    if not proches(boucle.trace.valeur, courant):
        depart = boucle.lots[0][1]["theta"]
        meprise = "initial_theta_returned" if proches(boucle.trace.valeur, depart) else None
        raise Faute(
            "un autre theta", "le theta des mises à jour est celui qui est renvoyé", meprise
        )


def _taux(agent):
    return agent.optimizer.param_groups[0]["lr"]


def examen_de_l_optimiseur(boucle):
    """L'agent apprend par Adam, au taux lr."""
    optimiseur = type(boucle.trace.valeur.optimizer).__name__
    if optimiseur != "Adam":
        raise Faute(optimiseur, "Adam", "other_optimizer")
    for trace, voulu in ((boucle.apprise, boucle.arguments["lr"]), (boucle.trace, 0.0)):
        lr = _taux(trace.valeur)
        if not proches(lr, voulu):
            raise Faute(f"lr = {lr:g}", f"lr = {voulu:g}", "fixed_lr")
    penalite = boucle.trace.valeur.optimizer.param_groups[0].get("weight_decay", 0)
    if penalite:
        raise Faute(f"weight_decay = {penalite:g}", "Adam, sans autre réglage", "weight_decay")


def _perte_du_cours(boucle):
    """La perte de l'agent est dqn_loss."""
    if not boucle.trace.tous("mise_a_jour"):
        if not boucle.trace.tous("lot"):
            raise Invisible
        meprise = "other_loss" if boucle.apprend else "no_update"
        raise Faute("dqn_loss n'est jamais appelée", "une perte calculée par dqn_loss", meprise)


def examen_de_l_effet(boucle):
    """Ce qui est renvoyé a appris."""
    if boucle.apprend:
        return
    meprise = "no_update" if boucle.trace.tous("entreposer") else "not_learnt"
    if boucle.profonde and boucle.trace.tous("mise_a_jour"):
        meprise = "untrained_agent_returned"
    raise Faute("les mêmes poids qu'avec lr = 0", "des poids que l'entraînement change", meprise)


def _un_seul_reseau(boucle):
    """Pendant que les poids bougent, la cible d'un pas vient du réseau qui vient d'y jouer.

    La transition du pas d'avant mène à l'état où la politique vient d'être interrogée.
    """
    lots = {boucle.trace.pas.index(pas): rangs for pas, _, rangs in boucle.lots}
    cibles, vus = boucle.cahier[boucle.fiche["roles"]["cibles"]], 0
    for rang, pas in enumerate(boucle.apprise.pas):
        appels = pas.de("mise_a_jour")
        avant = boucle.apprise.pas[rang - 1]
        if avant.trajectoire != pas.trajectoire or not appels or not pas.politique:
            continue
        if rang - 1 not in lots.get(rang, []):
            continue
        vus += 1
        obtenue = np.ravel(appels[0]["cibles"])[lots[rang].index(rang - 1)]
        q_vals, recompense = (
            np.reshape(pas.politique["q_vals"], (1, -1)),
            np.array([avant.recompense]),
        )
        voulue = cibles(q_vals, recompense, np.array([False]), boucle.arguments["gamma"])[0]
        if not proches(obtenue, voulue):
            raise Faute(f"une cible de {obtenue:.4g}", f"une cible de {voulue:.4g}", "double_dqn")
    if not vus:
        raise Invisible


def examen_de_la_graine(boucle):
    if boucle.trace.regraines:
        raise Faute(
            f"une graine redonnée à {min(boucle.trace.regraines)} pendant l'entraînement",
            "une graine donnée une seule fois, avant la première trajectoire",
            "seeded_each_trajectory",
        )
    premier, second, autre = (
        _courte_partie(boucle, *couple) for couple in ((6, 101), (6, 102), (7, 103))
    )
    if not proches(premier, second, rtol=0, atol=1e-9):
        raise Faute("deux résultats pour la même graine", "deux fois le même résultat", "no_seed")
    if proches(premier, autre, rtol=0, atol=1e-9):
        raise Faute("le même résultat pour deux graines", "deux résultats", "fixed_seed")


def _courte_partie(boucle, graine, etat):
    """Les poids d'une vraie partie ; les générateurs sont d'abord dans un état quelconque."""
    random.seed(etat)
    np.random.seed(etat)
    if boucle.profonde:
        import torch

        torch.manual_seed(etat)
    fonction = boucle.cahier[boucle.fiche["fonction"]]
    return boucle.poids(fonction(**boucle.fiche["court"], seed=graine))


def _jusqu_au_bout(boucle):
    """Rien ne coupe un long épisode, ni une longue suite d'épisodes réussis."""
    petits = [[0.0001 * rang, 0.0, 0.0, 0.0] for rang in range(451)]
    long = {"etats": petits, "recompenses": [1.0] * 450, "fin": "terminated"}
    trace = boucle.jouer([long], n_trajectories=1, batch_size=JAMAIS)
    if len(trace.pas) != 450:
        obtenu = f"un épisode de 450 pas, arrêté après {len(trace.pas)}"
        raise Faute(obtenu, "l'environnement seul dit quand l'épisode finit")
    riche = {"etats": petits[:3], "recompenses": [250.0] * 2, "fin": "terminated"}
    trace = boucle.jouer([riche], n_trajectories=120, batch_size=JAMAIS)
    if len(trace.trajectoires) != 120:
        obtenu = f"{len(trace.trajectoires)} trajectoires sur 120, de grands rendements"
        raise Faute(obtenu, "n_trajectories, quels que soient les rendements")


def examen_des_descentes(boucle):
    """Un seul optimiseur, dont chaque pas suit le gradient de son seul lot."""
    for trace in (boucle.trace, boucle.apprise):
        if boucle.en_trop(trace):
            obtenu = f"{trace.optimiseurs} optimiseurs créés"
            raise Faute(obtenu, "un seul, avant la première trajectoire", "optimizer_restarted")
    vus, somme = 0, 0.0
    for pas in boucle.trace.pas:
        appels, descentes = pas.de("mise_a_jour"), pas.de("pas_de_descente")
        if len(appels) == 1 and len(descentes) > 1:
            obtenu = f"{len(descentes)} pas d'optimisation pour un lot"
            raise Faute(obtenu, "un seul : train_on_batch le fait", "two_optimizer_steps")
        if len(appels) != 1 or len(descentes) != 1 or np.ndim(appels[0]["sorties"]) != 2:
            continue
        vus += 1
        voulu, trouve = _gradient_du_biais(boucle, **appels[0]), descentes[0]["gradient"]
        somme = somme + voulu
        if not proches(trouve, voulu):
            obtenu = f"un gradient de {en_court(trouve)}"
            attendu = f"{en_court(voulu)}, celui du lot (pour le biais de sortie)"
            raise Faute(obtenu, attendu, _meprise_du_gradient(trouve, voulu, somme))
    if not vus:
        raise Invisible


def _meprise_du_gradient(trouve, voulu, somme):
    """Pourquoi ce gradient n'est pas celui du lot ; `somme` : avec ceux des lots précédents."""
    if trouve is None:
        return None
    if proches(trouve, somme):
        return "gradients_not_reset"
    trouve, voulu = np.asarray(trouve), np.asarray(voulu)
    raccourci = (np.abs(trouve) <= np.abs(voulu) + 1e-6).all() and (trouve * voulu >= 0).all()
    return "gradients_rescaled" if raccourci else None


def _gradient_du_biais(boucle, sorties, actions, cibles, **_):
    """Le gradient de votre perte par rapport au biais de la dernière couche, pour ce lot."""
    import torch

    sorties = torch.tensor(sorties, dtype=torch.float32, requires_grad=True)
    actions = torch.tensor(np.ravel(actions), dtype=torch.int64)
    cibles = torch.tensor(np.ravel(cibles), dtype=torch.float32)
    boucle.cahier[boucle.fiche["roles"]["perte"]](sorties, (actions, cibles)).backward()
    return sorties.grad.sum(dim=0)


def _loi_de_depart(boucle):
    """theta suit au départ une loi normale, d'après cinquante graines."""
    departs = [
        boucle.poids(boucle.jouer(seed=100 + rang, n_trajectories=1, batch_size=JAMAIS).valeur)
        for rang in range(50)
    ]
    moyenne, ecart = np.mean(departs), np.std(departs)
    if not (abs(moyenne) < 0.36 and 0.75 < ecart < 1.27):
        raise Faute(
            f"des composantes de moyenne {moyenne:.2f} et d'écart type {ecart:.2f}",
            "des composantes de moyenne 0 et d'écart type 1",
            "other_initial_law" if np.any(departs) else "zero_theta",
        )


DE_TOUTES = [
    (
        "La boucle se déroule et renvoie ce qu'elle a appris.",
        "bouclez jusqu'à « terminated ou truncated », puis terminez par return.",
        _resultat,
    ),
    (
        "n_trajectories trajectoires sont jouées.",
        "for _ in range(n_trajectories) ; chacune va de reset() à la fin de l'épisode.",
        examen_des_trajectoires,
    ),
    (
        "Seul l'environnement finit un épisode ; rien n'abrège l'entraînement.",
        "jouez n_trajectories épisodes, chacun jusqu'à « terminated ou truncated ».",
        _jusqu_au_bout,
    ),
    (
        "epsilon part de 1 et décroît après chaque trajectoire, jusqu'à son plancher.",
        "après la boucle sur les pas : epsilon = max(epsilon · epsilon_decay, epsilon_min).",
        examen_d_epsilon,
    ),
    (
        "L'action jouée est celle que la politique a choisie.",
        "donnez à environment.step ce que renvoie epsilon_greedy_policy.",
        examen_de_l_action,
    ),
    (
        "Chaque pas entrepose sa transition : (s, a, r, s', terminated).",
        "s est l'état d'où part l'action ; entreposez, puis avancez : s = s'.",
        examen_des_transitions,
    ),
    (
        "La limite de temps n'est pas un état terminal.",
        "entreposez terminated, et non « terminated or truncated ».",
        examen_de_la_limite,
    ),
    (
        "Une seule mémoire, de buffer_size places.",
        "créez-la avant la boucle sur les trajectoires.",
        examen_des_memoires,
    ),
    (
        "Une mise à jour par pas, dès qu'il y a au moins batch_size transitions.",
        "dans la boucle sur les pas ; « au moins » s'écrit >=.",
        _rythme,
    ),
    (
        "Chaque lot contient batch_size transitions distinctes, tirées de la mémoire.",
        "demandez-le à get_batch ; les états du lot sont les premiers éléments des n-uplets.",
        _lots,
    ),
    (
        "Les cibles du lot viennent des états suivants, avec gamma et les poids courants.",
        "get_targets reçoit les Q-valeurs de s', les récompenses, les fins et gamma.",
        _apprises,
    ),
    (
        "La politique reçoit les Q-valeurs de l'état courant.",
        "recalculez-les à chaque pas, avec l'état où l'on est.",
        _q_vals,
    ),
]
APPRENTISSAGE = [
    (
        "L'entraînement change ce qui est renvoyé.",
        "à chaque pas, une fois la mémoire assez remplie, apprenez d'un lot.",
        examen_de_l_effet,
    ),
    (
        "La même graine donne le même résultat, une autre graine un autre.",
        "un seul appel à set_random_seed(environment, seed), avant tout tirage.",
        examen_de_la_graine,
    ),
]
EXAMENS_DE_THETA = [
    *DE_TOUTES,
    (
        "Un seul theta : chaque mise à jour le modifie, et la boucle le renvoie.",
        "donnez à update_theta le theta courant, les Q-valeurs en s et lr.",
        _theta,
    ),
    *APPRENTISSAGE,
    (
        "theta est tiré au départ selon la loi normale N(0, 1).",
        "np.random.normal, une fois la graine fixée.",
        _loi_de_depart,
    ),
]
EXAMENS_DU_RESEAU = [
    *DE_TOUTES,
    (
        "L'agent apprend par Adam, au taux lr.",
        "le taux de torch.optim.Adam est l'argument lr.",
        examen_de_l_optimiseur,
    ),
    (
        "La perte de l'agent est dqn_loss.",
        "poutyne.Model(network, optimiseur, loss_function=dqn_loss).",
        _perte_du_cours,
    ),
    (
        "Un seul optimiseur, qui suit à chaque pas le gradient de son lot.",
        "créez-le avant la boucle ; zero_grad() avant backward(), ou train_on_batch.",
        examen_des_descentes,
    ),
    *APPRENTISSAGE,
    (
        "Les cibles viennent du réseau qui choisit les actions.",
        "un seul réseau, sans copie : ses poids courants donnent aussi les Q-valeurs de s'.",
        _un_seul_reseau,
    ),
]
