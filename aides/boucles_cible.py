"""Les vérifications d'une boucle qui a un agent et sa cible, sur des épisodes écrits d'avance.

Les fonctions qu'elle appelle sont les vôtres, dont on note les appels ; l'agent joue des actions
écrites elles aussi. Rien ici n'est à compléter.
"""

import contextlib
import inspect
import itertools

import numpy as np
from boucles import (
    au_pas,
    examen_d_epsilon,
    examen_de_l_action,
    examen_de_l_effet,
    examen_de_l_optimiseur,
    examen_de_la_graine,
    examen_de_la_limite,
    examen_des_descentes,
    examen_des_memoires,
    examen_des_reussites,
    examen_des_trajectoires,
    examen_des_transitions,
)
from cartes import INCONNU, NON, OUI, en_mots
from preuves import (
    Boucle,
    Faute,
    Invisible,
    citer_une_fois,
    en_court,
    formes_de,
    meprise_de,
    passer,
    proches,
)
from traces import (
    JAMAIS,
    Trace,
    copie,
    dans_l_ordre,
    episode_ecrit,
    episodes_ecrits,
    espion_de_memoire,
    espion_de_perte,
    espion_de_politique,
    graines_notees,
    noms_remplaces,
    optimiseurs_notes,
    remplace,
)

# ---- Ce que l'on note --------------------------------------------------------------------------


def jouer(fiche, cahier, episodes=None, reel=None, ancien=(), **changes):
    """La trace d'un appel de la boucle ; reel : le nom de l'environnement qui prête ses espaces."""
    trace = Trace(fiche, episodes)
    trace.ancien = ancien
    espions = {
        "ReplayBuffer": espion_de_memoire,
        "dqn_loss": espion_de_perte,
        "format_batch": _espion_de_lot,
        "epsilon_greedy_policy": espion_de_politique,
    }
    noms = {nom: espion(cahier[nom], trace) for nom, espion in espions.items() if nom in cahier}
    with (
        graines_notees(trace),
        optimiseurs_notes(fiche, trace),
        episodes_ecrits(cahier, trace, reel=reel),
        noms_remplaces(cahier, noms),
        _agents_notes(cahier["DQN"], trace),
    ):
        trace.valeur = cahier[fiche["fonction"]](**{**fiche["arguments"], **changes})
    return trace


@contextlib.contextmanager
def _agents_notes(classe, trace):
    """Le temps du bloc, les agents disent qui agit et qui suit ; leurs actions sont écrites."""
    actions = itertools.cycle(trace.fiche["actions"])

    def agir(get_action):
        def appel(self, *arguments, **nommes):
            _, etat, epsilon = dans_l_ordre(get_action, (self, *arguments), nommes)[:3]
            trace.politique = {
                "etat": copie(etat),
                "epsilon": epsilon,
                "action": next(actions),
                "agent": self,
                "poids": poids_de(self),
            }
            return trace.politique["action"]

        return appel

    def suivre(soft_update):
        def appel(self, *arguments, **nommes):
            _, autre, tau = dans_l_ordre(soft_update, (self, *arguments), nommes)[:3]
            avant = poids_de(self)
            soft_update(self, *arguments, **nommes)
            apres = poids_de(self)
            trace.noter("suivi", agent=self, autre=autre, tau=tau, avant=avant, apres=apres)

        return appel

    with remplace(classe, "get_action", agir), remplace(classe, "soft_update", suivre):
        yield


def _espion_de_lot(fonction, trace):
    def appel(*arguments, **nommes):
        lot, cible, gamma = dans_l_ordre(fonction, arguments, nommes)[:3]
        trace.noter("lot_forme", lot=list(lot), cible=cible, gamma=gamma, poids=poids_de(cible))
        return fonction(*arguments, **nommes)

    appel.__signature__ = inspect.signature(fonction)
    return appel


def poids_de(agent):
    """Les poids et biais d'un agent, bout à bout ; None si ce n'est pas un agent."""
    reseau = getattr(agent, "network", None)
    if reseau is None:
        return None
    return np.concatenate([copie(poids).ravel() for poids in reseau.parameters()])


class BoucleACible(Boucle):
    """Les preuves sur une boucle à cible ; chaque partie n'est jouée qu'une fois."""

    def jouer(self, episodes=None, **changes):
        return jouer(self.fiche, self.cahier, episodes, **changes)

    def poids(self, valeur):
        noms = type(valeur).__name__, type(getattr(valeur, "network", None)).__name__
        if not isinstance(valeur, self.cahier["DQN"]):
            meprises = {"NoneType": "missing_return", "NNModel": "network_returned"}
            meprise = meprises.get(noms[0], "plain_model" if noms[0] == "Model" else None)
            raise Faute(en_mots(valeur), "l'agent, un DQN", meprise)
        return poids_de(valeur)

    def prouvee(self):
        """Si de vraies parties finissent par les Q-valeurs attendues : tout y est alors juste."""
        fonction = self.cahier[self.fiche["fonction"]]
        for partie in self.fiche["parties"]:
            try:
                q_vals = self.q(partie["etats"], agent=fonction(**partie["arguments"]))
            except Exception:
                return False
            if not proches(q_vals, partie["poids"], rtol=1e-3, atol=self.fiche["pres"]):
                return False
        return True

    def en_trop(self, trace):
        return trace.tardifs  # la cible a le droit d'avoir le sien

    @property
    def agent(self):
        """L'agent qui agit ; Invisible s'il ne le fait pas par get_action."""
        agents = {id(pas.politique["agent"]): pas.politique["agent"] for pas in self._actes}
        if not agents:
            raise Invisible
        return next(iter(agents.values()))

    @property
    def _actes(self):
        return [p for p in self.apprise.pas if p.politique and "agent" in p.politique]

    @property
    def formes(self):
        """Les couples (pas, lot formé) de la partie où les poids bougent."""
        trouves = [(pas, appel) for pas in self.apprise.pas for appel in pas.de("lot_forme")]
        if not trouves:
            raise Invisible
        return trouves


def constats(fiche, cahier):
    """Les constats d'une boucle à cible, et la première méprise reconnue."""
    boucle, faits, meprises = BoucleACible(fiche, cahier), [], []
    for nom, piste, examiner in EXAMENS:
        constat, meprise = passer(nom, piste, examiner, boucle)
        faits.append(constat)
        meprises += [meprise] if meprise else []
        if examiner is _agent_renvoye and constat.etat == NON:
            # sans résultat, il n'y a rien d'autre à examiner
            return faits, meprise or boucle.ancien_gym
    citer_une_fois(faits, boucle.appel)
    inconnus = [constat for constat in faits if constat.etat == INCONNU]
    if inconnus:
        prouvee = boucle.prouvee()
        for constat in inconnus:
            constat.etat = OUI if prouvee else constat.etat
        if not prouvee and inconnus[0].propriete == CIBLE:
            obtenu = "ni les appels, ni les poids d'un court entraînement ne le montrent"
            inconnus[0].etat = NON
            inconnus[0].lignes = [("obtenu", obtenu), ("piste", "appelez format_batch")]
    return faits, (meprises or [None])[0]


# ---- Un examen par propriété : il passe, ou lève Faute ou Invisible ------------------------------


def _agent_renvoye(boucle):
    """Un DQN dont le réseau a trois couches cachées de 64 neurones."""
    boucle.poids(boucle.trace.valeur)
    formes = formes_de(boucle.trace.valeur)
    if formes != [(64, 4), (64, 64), (64, 64), (2, 64)]:
        attendu = "NNModel(4, 2, n_hidden_layers=3, hidden_dim=64)"
        raise Faute(f"des couches {formes}", attendu, "other_network")


def _ailleurs(boucle):
    """L'environnement demandé, et un réseau à ses dimensions."""
    nom = boucle.fiche["ailleurs"]
    episodes = [
        {**un, "etats": [[*etat, 0.5, -0.5] for etat in un["etats"]]}
        for un in boucle.fiche["episodes"]
    ]
    appel = f"train_dqn({nom!r}, …), des états de 6 nombres et 3 actions"
    try:
        trace = boucle.jouer(episodes, reel="Acrobot-v1", env_id=nom, n_trajectories=3)
    except RuntimeError:
        obtenu = "un réseau qui n'accepte pas ces états"
        raise Faute(obtenu, "un réseau fait pour eux", "dimensions_fixed", appel) from None
    if set(trace.crees) != {nom}:
        obtenu = ", ".join(f"gym.make({un!r})" for un in trace.crees)
        raise Faute(obtenu, f"gym.make({nom!r})", "environment_fixed", appel)
    boucle.poids(trace.valeur)
    formes = formes_de(trace.valeur)
    if (formes[0][1], formes[-1][0]) != (6, 3):
        obtenu = f"un réseau de {formes[0][1]} entrées et {formes[-1][0]} sorties"
        raise Faute(obtenu, "6 entrées et 3 sorties", "dimensions_fixed", appel)


def _jusqu_au_bout(boucle):
    """Ni limite de pas écrite, ni arrêt à la première réussite."""
    longueurs = 500, 210, 3
    episodes = [episode_ecrit(500, fin="truncated"), *map(episode_ecrit, longueurs[1:])]
    trace = boucle.jouer(episodes, n_trajectories=3, batch_size=JAMAIS)
    jouees = [len(pas) for pas in trace.trajectoires]
    if jouees != list(longueurs):
        meprise = "stops_at_success" if jouees == [500] else "cut_short"
        attendu = f"{list(longueurs)} : l'environnement seul dit quand un épisode finit"
        raise Faute(f"des épisodes de {jouees} pas", attendu, meprise)
    examen_des_reussites(boucle, "stops_at_success")


def _epsilon(boucle):
    if not any(pas.politique for pas in boucle.trace.pas):
        raise Invisible
    examen_d_epsilon(boucle)


def _etat_courant(boucle):
    """L'agent choisit l'action d'après l'état d'où elle part."""
    vus = [pas for pas in boucle.trace.pas if pas.politique and "etat" in pas.politique]
    if not vus:
        raise Invisible
    for pas in vus:
        if not proches(pas.politique["etat"], pas.etat):
            obtenu = f"get_action({en_court(pas.politique['etat'])}, …) {au_pas(boucle.trace, pas)}"
            raise Faute(obtenu, f"{en_court(pas.etat)}, l'état courant", "state_not_advanced")


def _intervalle(boucle):
    """Une mise à jour tous les training_interval pas, dès que la mémoire le permet."""
    faits = [len(pas.de("mise_a_jour")) for pas in boucle.trace.pas]
    voulus = boucle.fiche["mises_a_jour"]
    if not any(faits):
        if not boucle.trace.tous("entreposer"):
            raise Invisible
        raise Faute("aucune mise à jour", "un train_on_batch à chaque moment dû", "no_update")
    if faits != voulus:
        meprise = meprise_de(faits, boucle.fiche["fausses"]["rythme"])
        raise Faute(f"après les pas {_rangs(faits)}", f"après les pas {_rangs(voulus)}", meprise)


def _rangs(faits):
    rangs = [str(rang) for rang, fait in enumerate(faits, start=1) for _ in range(fait)]
    return ", ".join(rangs[:8]) + ", …" * (len(rangs) > 8)


def _lots(boucle):
    taille, derniers = boucle.arguments["batch_size"], []
    for appel in boucle.trace.tous("lot"):
        if appel["taille"] != taille:
            raise Faute(f"get_batch({appel['taille']})", f"get_batch({taille})", "fixed_batch_size")
    for pas, appel in boucle.formes:
        joues = boucle.apprise.pas.index(pas) + 1
        debut = max(0, joues - boucle.arguments["buffer_size"])
        gardes = [un.etat for un in boucle.apprise.pas[debut:joues]]
        rangs = _rangs_du_lot(appel["lot"], gardes)
        if None in rangs:
            raise Faute("un lot fait d'autre chose", "des transitions de la mémoire")
        if len(rangs) != taille:
            raise Faute(f"un lot de {len(rangs)}", f"un lot de {taille}", "fixed_batch_size")
        if len(set(rangs)) < len(rangs):
            obtenu = "une transition deux fois dans un lot"
            raise Faute(obtenu, "des transitions distinctes", "with_replacement")
        if joues > taille + 2:
            derniers.append(debut + min(rangs) >= joues - taille)
    if derniers and all(derniers):
        obtenu = "toujours les dernières transitions"
        raise Faute(obtenu, "un lot tiré au hasard dans la mémoire", "last_transitions")


def _rangs_du_lot(lot, etats):
    """Le rang de l'état d'où part chaque transition, ou None ; le dernier, si un épisode revient.

    Une même transition n'est donnée deux fois que si elle est deux fois dans le lot.
    """
    rangs = []
    for element in lot:
        egaux = [r for r in reversed(range(len(etats))) if proches(element[0], etats[r])]
        libres = [rang for rang in egaux if rang not in rangs]
        rangs.append((libres or egaux or [None])[0])
    return rangs


def _gamma(boucle):
    voulu = boucle.arguments["gamma"]
    for _, appel in boucle.formes:
        if not proches(appel["gamma"], voulu):
            raise Faute(
                f"gamma = {en_court(appel['gamma'])}", f"gamma = {voulu:g}", "gamma_ignored"
            )


def _cible_distincte(boucle):
    """Une seule cible, autre que l'agent qui agit, partie de ses poids."""
    agent, cibles = boucle.agent, [appel["cible"] for _, appel in boucle.formes]
    suivis = boucle.apprise.tous("suivi")
    if len({id(cible) for cible in cibles}) > 1:
        raise Faute(
            "plusieurs cibles", "une seule, créée avant les trajectoires", "target_recreated"
        )
    if cibles[0] is agent:
        meprise = "targets_from_online"
        if suivis and all(un["agent"] is agent for un in suivis):
            soi = all(un["autre"] is agent for un in suivis)
            meprise = "target_is_agent" if soi else "target_acts"
        obtenu = "format_batch reçoit l'agent même qui choisit les actions"
        raise Faute(obtenu, "la cible, que creer_cible a renvoyée", meprise)
    depart, premiere = boucle._actes[0].politique["poids"], boucle.formes[0][1]["poids"]
    if not proches(premiere, depart):
        obtenu = "une cible dont les poids ne sont pas ceux de l'agent au départ"
        raise Faute(
            obtenu, "creer_cible(agent), avant la première trajectoire", "target_not_copied"
        )


def _cible_immobile(boucle):
    """Entre deux mises à jour douces, les poids de la cible ne bougent pas."""
    bouge = _pas_ou_elle_bouge(boucle.apprise, boucle.formes[0][1])
    if bouge and not boucle.apprise.tous("suivi") and boucle.prouvee():
        return  # la mise à jour douce est écrite dans la boucle
    if bouge:
        obtenu = f"les poids de la cible ont changé {au_pas(boucle.apprise, bouge)}"
        meprise = _ce_qui_la_bouge(boucle, boucle.agent, boucle.formes[0][1]["cible"])
        raise Faute(obtenu, "seul soft_update les change", meprise)
    _jamais_recopiee(boucle)


def _pas_ou_elle_bouge(trace, premier):
    """Le premier pas où la cible du premier lot change sans soft_update, None s'il n'y en a pas."""
    cible, connus = premier["cible"], premier["poids"]
    for pas in trace.pas:
        for appel in pas.appels:
            suit = appel["sorte"] == "suivi" and appel["agent"] is cible
            vus = appel.get("poids", appel.get("avant")) if suit or "lot" in appel else connus
            if not proches(vus, connus):
                return pas
            connus = appel["apres"] if suit else connus
    return None


def _jamais_recopiee(boucle):
    """Ni au bout de mille pas, de cent mises à jour ou de dix épisodes."""
    episodes = [episode_ecrit(longueur) for longueur in (1030, *[6] * 11)]
    rare = {"n_trajectories": len(episodes), "training_interval": 10, "batch_size": 4}
    trace = boucle.jouer(episodes, **rare)
    premiers = trace.tous("lot_forme")
    bouge = premiers and _pas_ou_elle_bouge(trace, premiers[0])
    entiere = [pas for pas in trace.pas for a in pas.de("suivi") if proches(a["tau"], 1.0)]
    if bouge or entiere:
        rang = trace.pas.index(bouge or entiere[0]) + 1
        appel = f"train_dqn(…) sur {len(trace.pas)} pas et {len(episodes)} épisodes"
        meprise = "hard_and_soft" if trace.tous("suivi") else "hard_update"
        obtenu = f"une cible qui recopie l'agent au bout de {rang} pas"
        raise Faute(obtenu, "seul soft_update la change, d'une part tau", meprise, appel)


def _ce_qui_la_bouge(boucle, agent, cible):
    poids = [pas.politique["poids"] for pas in boucle._actes]
    if proches(poids[0], poids[-1]):
        return "target_trained"
    if cible.network is agent.network:
        return "network_shared"
    return "hard_and_soft" if boucle.apprise.tous("suivi") else "hard_update"


def _mises_a_jour_douces(boucle):
    """La cible se rapproche de l'agent, une fois après chaque train_on_batch, d'une part tau."""
    agent, cible = boucle.agent, boucle.formes[0][1]["cible"]
    suivis = boucle.apprise.tous("suivi")
    if not suivis:
        poids = [appel["poids"] for _, appel in boucle.formes]
        meprise = "never_updated" if proches(poids[0], poids[-1]) else "hard_update"
        if meprise == "hard_update" and boucle.prouvee():
            return
        raise Faute("aucun soft_update", "un soft_update par mise à jour", meprise)
    for appel in suivis:
        if appel["agent"] is agent and cible is not agent:
            raise Faute(
                "l'agent est rapproché de sa cible",
                "cible.soft_update(agent, tau)",
                "online_updated",
            )
    _au_bon_moment(boucle)
    _bon_tau(boucle, [appel["tau"] for appel in suivis])


def _au_bon_moment(boucle):
    faits = [len(pas.de("suivi")) for pas in boucle.apprise.pas]
    appris = [len(pas.de("mise_a_jour")) for pas in boucle.apprise.pas]
    fins = [int(pas.terminated or pas.truncated) for pas in boucle.apprise.pas]
    if faits != appris:
        meprise = "soft_each_step" if sum(faits) > sum(appris) else None
        if faits == fins:
            meprise = "soft_per_trajectory"
        obtenu = f"soft_update après les pas {_rangs(faits)}"
        raise Faute(obtenu, f"après les pas {_rangs(appris)}, où l'agent apprend", meprise)
    for pas in boucle.apprise.pas:
        sortes = [a["sorte"] for a in pas.appels if a["sorte"] in ("suivi", "mise_a_jour")]
        if sortes[:1] == ["suivi"]:
            obtenu = f"soft_update avant train_on_batch {au_pas(boucle.apprise, pas)}"
            raise Faute(obtenu, "après", "soft_before_update")


def _bon_tau(boucle, taus):
    voulu = boucle.arguments["tau"]
    faux = [tau for tau in taus if not proches(tau, voulu)]
    if faux:
        echange = all(proches(tau, 1 - voulu) for tau in taus)
        meprise = "tau_swapped" if echange else "tau_ignored"
        raise Faute(f"tau = {en_court(faux[0])}", f"tau = {voulu:g}", meprise)


def _renvoie_l_agent(boucle):
    """C'est l'agent qui apprend, et lui qui est renvoyé."""
    if boucle._actes and boucle.apprise.valeur is not boucle.agent:
        formes = [appel["cible"] for _, appel in boucle.formes]
        meprise = "target_returned" if boucle.apprise.valeur in formes else None
        raise Faute("un autre agent que celui qui agit", "l'agent qui agit et apprend", meprise)
    if not boucle.apprend and boucle.trace.tous("mise_a_jour"):
        obtenu = "les mêmes poids qu'avec lr = 0"
        raise Faute(obtenu, "des poids que l'entraînement change", "untrained_agent_returned")
    examen_de_l_effet(boucle)


CIBLE = "Les cibles viennent d'un second agent, parti des poids du premier."
EXAMENS = [
    (
        "La boucle se déroule et renvoie un DQN au réseau demandé.",
        "NNModel(d, n_actions, n_hidden_layers=3, hidden_dim=64), puis return agent.",
        _agent_renvoye,
    ),
    (
        "L'environnement et les dimensions du réseau suivent env_id.",
        "environment.observation_space.shape[0] et environment.action_space.n les donnent.",
        _ailleurs,
    ),
    (
        "n_trajectories trajectoires sont jouées.",
        "for _ in range(n_trajectories) ; chacune va de reset() à la fin de l'épisode.",
        examen_des_trajectoires,
    ),
    (
        "Chaque épisode va jusqu'à sa fin, et toutes les trajectoires sont jouées.",
        "jusqu'à « terminated ou truncated », même si l'agent réussit.",
        _jusqu_au_bout,
    ),
    (
        "epsilon part de 1 et décroît après chaque trajectoire, jusqu'à son plancher.",
        "multipliez-le après la boucle sur les pas, sans le laisser passer sous epsilon_min.",
        _epsilon,
    ),
    (
        "L'action jouée est celle que l'agent a choisie.",
        "donnez à environment.step ce que renvoie agent.get_action.",
        examen_de_l_action,
    ),
    (
        "Chaque pas entrepose sa transition : (s, a, r, s', terminated).",
        "s est l'état d'où part l'action ; entreposez, puis avancez : s = s'.",
        examen_des_transitions,
    ),
    (
        "L'agent choisit l'action dans l'état courant.",
        "à la fin de chaque pas, l'état courant devient l'état suivant.",
        _etat_courant,
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
        "L'agent apprend tous les training_interval pas, dès que la mémoire contient batch_size.",
        "un compteur qui ne repart jamais de zéro, augmenté avant d'être lu ; >= et non >.",
        _intervalle,
    ),
    (
        CIBLE,
        "format_batch reçoit la cible ; c'est l'agent qui choisit les actions.",
        _cible_distincte,
    ),
    (
        "Seul soft_update change les poids de la cible.",
        "ni recopie, ni réseau partagé ; c'est l'agent que train_on_batch entraîne.",
        _cible_immobile,
    ),
    (
        "Après chaque train_on_batch, la cible se rapproche de l'agent d'une part tau.",
        "cible.soft_update(agent, tau), dans le même if, une fois.",
        _mises_a_jour_douces,
    ),
    (
        "Chaque lot contient batch_size transitions distinctes, tirées de la mémoire.",
        "demandez-le à get_batch.",
        _lots,
    ),
    (
        "Les cibles emploient gamma.",
        "donnez l'argument gamma à format_batch.",
        _gamma,
    ),
    (
        "L'agent apprend par Adam, au taux lr.",
        "le taux de torch.optim.Adam est l'argument lr.",
        examen_de_l_optimiseur,
    ),
    (
        "Un seul optimiseur, qui suit à chaque mise à jour le gradient de son lot.",
        "créez-le avant la boucle ; train_on_batch fait le reste, une fois par lot.",
        examen_des_descentes,
    ),
    (
        "L'agent qui agit apprend, et c'est lui qui est renvoyé.",
        "agent.train_on_batch(…), puis return agent.",
        _renvoie_l_agent,
    ),
    (
        "La même graine donne le même résultat, une autre graine un autre.",
        "un seul appel à set_random_seed(environment, seed), avant de créer le réseau.",
        examen_de_la_graine,
    ),
]
