"""Les vérifications des exercices qui manipulent des agents : DQN, cible, lots, évaluation.

Les agents d'essai ont votre classe DQN, de petits réseaux aux poids écrits d'avance, et les données
disent ce qu'ils doivent faire. Rien ici n'est à compléter.
"""

import random
from collections import Counter

import gymnasium as gym
import numpy as np
import torch
from cartes import NON, comparaison, en_mots, tableau
from donnees import decoder, en_bornes, en_comptes, entier, nom_de, plausible
from preuves import Faute, Invisible, en_court, meprise_de, passer, proches
from traces import Ecrit, Trace, copie, episodes_ecrits

EGAUX = {"rtol": 0, "atol": 0}


class Essais:
    """Ce que partagent les examens d'un exercice : sa fiche, le cahier, ce qui est déjà obtenu."""

    def __init__(self, fiche, cahier):
        self.fiche, self.cahier = fiche, cahier
        self.fonction = cahier[fiche["fonction"]]

    def agent(self, parametres):
        """Un agent de la classe du cahier, dont le réseau a une couche cachée et ces poids."""
        cachees, etats = np.shape(parametres[0])
        agent = self.agent_du_cours(etats, len(parametres[-1]), hidden_dim=cachees)
        poser(agent, parametres)
        return agent

    def agent_du_cours(self, etats, actions, **reseau):
        reseau = self.cahier["NNModel"](etats, actions, **reseau)
        optimiseur = torch.optim.SGD(reseau.parameters(), lr=0.5)
        espace = gym.spaces.Discrete(actions)
        perte = self.cahier["dqn_loss"]
        return self.cahier["DQN"](espace, reseau, optimiseur, loss_function=perte)


def constats(fiche, cahier):
    """Les constats d'un exercice sur les agents, et la première méprise reconnue."""
    essais, faits, meprises = Essais(fiche, cahier), [], []
    for nom, piste, examiner in EXAMENS[fiche["fonction"]]:
        constat, meprise = passer(nom, piste, examiner, essais)
        faits.append(constat)
        meprises += [meprise] if meprise else []
        if constat.etat == NON and examiner in SANS_SUITE:
            break
    return faits, (meprises or [None])[0]


def poser(agent, parametres):
    with torch.no_grad():
        for poids, nombres in zip(agent.network.parameters(), parametres, strict=True):
            poids.copy_(torch.as_tensor(nombres))


def poids_de(agent):
    """Les poids et biais d'un agent, tels qu'ils sont à cet instant : une liste de tableaux."""
    return [copie(poids) for poids in agent.network.parameters()]


def memes_poids(uns, autres, **tolerance):
    return len(uns) == len(autres) and all(
        proches(un, autre, **tolerance) for un, autre in zip(uns, autres, strict=True)
    )


def decaler(agent):
    with torch.no_grad():
        for poids in agent.network.parameters():
            poids.add_(1.0)


# ---- DQN : agir --------------------------------------------------------------------------------


def _gloutonne(essais):
    agent, etats = essais.agent(essais.fiche["poids"]), _etats(essais)
    actions = [agent.get_action(etat, 0.0) for etat in etats]
    essais.actions = actions
    voulues = essais.fiche["gloutonnes"]
    if all(proches(nom, voulue) for nom, voulue in zip(actions, voulues, strict=True)):
        return
    if all(action is None for action in actions):
        meprise = "missing_return"
    elif any(np.ndim(action) for action in actions):
        meprise = "array_action"
    else:
        meprise = meprise_de(actions, essais.fiche["fausses"]["gloutonnes"])
    obtenues = ", ".join(map(nom_de, actions))
    appel = f"agent.get_action(état, 0.0), dans {len(etats)} états"
    raise Faute(f"[{obtenues}]", str(voulues), meprise, appel)


def _etats(essais):
    return np.array(essais.fiche["etats"], dtype=np.float32)


def _exploration(essais):
    agent, etat = essais.agent(essais.fiche["poids"]), _etats(essais)[0]
    fautes, comptes = [], []
    for sonde in essais.fiche["sondes"]:
        actions = [agent.get_action(etat, sonde["epsilon"]) for _ in range(sonde["tirages"])]
        tires = [nom_de(action) for action in actions]
        comptes.append(Counter(tires))
        if not plausible(comptes[-1], sonde["bornes"]):
            appel = f"agent.get_action(état, {sonde['epsilon']}), {sonde['tirages']} fois"
            fautes.append((en_comptes(tires), en_bornes(sonde["bornes"]), appel))
    if fautes:
        fausses = essais.fiche["fausses"]["tirages"]
        explique = (nom for nom, b in fausses if all(map(plausible, comptes, b)))
        obtenu, attendu, appel = fautes[0]
        raise Faute(obtenu, attendu, next(explique, None), appel)


def _action_entiere(essais):
    agent, etat = essais.agent(essais.fiche["poids"]), _etats(essais)[0]
    avant, garde = poids_de(agent), etat.copy()
    for taux in (0.0, 1.0):
        action, appel = agent.get_action(etat, taux), f"agent.get_action(état, {taux})"
        if not entier(action):
            meprise = "array_action" if np.ndim(action) else None
            raise Faute(en_mots(action), "un entier", meprise, appel)
    if not memes_poids(poids_de(agent), avant, **EGAUX) or not np.array_equal(etat, garde):
        raise Faute(
            "l'état, ou les poids de l'agent, changés par l'appel", "les mêmes", None, appel
        )


# ---- DQN : suivre ------------------------------------------------------------------------------


def _melange(essais):
    """Les poids des deux agents après une mise à jour, pour quelques tau."""
    obtenus, fautes = [], []
    for cas in essais.fiche["melanges"]:
        lui, autre = essais.agent(cas["soi"]), essais.agent(cas["autre"])
        lui.soft_update(autre, cas["tau"])
        obtenus.append([*poids_de(lui), *poids_de(autre)])
        for rang, (poids, voulus) in enumerate(zip(poids_de(lui), cas["juste"], strict=True)):
            if not proches(poids, voulus):
                nom = [nom for nom, _ in lui.network.named_parameters()][rang]
                fautes.append((cas["tau"], nom, poids, voulus))
                break
    if fautes:
        tau, nom, poids, voulus = fautes[0]
        trouve, voulu = comparaison(poids, voulus, {"rtol": 1e-4, "atol": 1e-5})
        plats = [np.concatenate([un.ravel() for un in arrays]) for arrays in obtenus]
        fausses = essais.fiche["fausses"]["melanges"]
        meprise = next((nom for nom, vs in fausses if all(map(proches, plats, vs))), None)
        appel = f"agent.soft_update(other, {tau}) ; puis le tenseur {nom} de l'agent"
        raise Faute(trouve, voulu, meprise, appel)


def _autre_intact(essais):
    cas = essais.fiche["melanges"][0]
    for tau in (cas["tau"], 1.0):
        lui, autre = essais.agent(cas["soi"]), essais.agent(cas["autre"])
        appel = f"agent.soft_update(other, {tau})"
        lui.soft_update(autre, tau)
        if not memes_poids(poids_de(autre), cas["autre"]):
            change = not memes_poids(poids_de(lui), cas["soi"])
            meprise = "both_updated" if change else "other_updated"
            raise Faute("les poids de other changés", "other n'est que lu", meprise, appel)
        avant = poids_de(lui)
        decaler(autre)
        if not memes_poids(poids_de(lui), avant, **EGAUX):
            obtenu = "les poids de l'agent changent avec ceux de other"
            attendu = "des valeurs copiées, que rien ne relie plus à other"
            raise Faute(obtenu, attendu, "tensors_shared", f"{appel} ; puis other change")


def _sur_place(essais):
    cas = essais.fiche["melanges"][0]
    lui, autre = essais.agent(cas["soi"]), essais.agent(cas["autre"])
    reseau, avant = lui.network, list(lui.network.parameters())
    lui.soft_update(autre, cas["tau"])
    apres, appel = list(lui.network.parameters()), f"agent.soft_update(other, {cas['tau']})"
    pareils = all(un is autre for un, autre in zip(avant, apres, strict=True))
    if lui.network is not reseau or not pareils:
        obtenu = "un autre réseau, ou d'autres tenseurs, que l'optimiseur ne connaît pas"
        raise Faute(obtenu, "les mêmes, aux valeurs changées", "network_replaced", appel)
    if not all(poids.requires_grad for poids in apres):
        raise Faute("des poids figés, qui n'apprennent plus", "des poids entraînables", None, appel)


# ---- creer_cible -------------------------------------------------------------------------------


def _agent_et_cible(essais, rang=0):
    etats, actions, graine = essais.fiche["tailles"][rang]
    torch.manual_seed(graine)
    agent = essais.agent_du_cours(etats, actions, n_hidden_layers=3, hidden_dim=64)
    avant = poids_de(agent)
    return agent, avant, essais.fonction(agent)


def _est_un_agent(essais):
    _, _, cible = _agent_et_cible(essais)
    if isinstance(cible, essais.cahier["DQN"]):
        return
    meprise = "missing_return" if cible is None else "network_returned"
    if isinstance(cible, dict | list | tuple):
        meprise = "tuple_returned" if isinstance(cible, tuple) else "weights_returned"
    raise Faute(en_mots(cible), "un autre DQN", meprise, "creer_cible(agent)")


def _memes_poids_au_depart(essais):
    for rang in range(len(essais.fiche["tailles"])):
        agent, avant, cible = _agent_et_cible(essais, rang)
        if not memes_poids(poids_de(agent), avant, **EGAUX):
            raise Faute("les poids de l'agent changés", "intacts", "agent_changed", "creer_cible")
        if not memes_poids(poids_de(cible), avant, **EGAUX):
            paires = zip(poids_de(cible), avant, strict=False)
            certains = any(proches(un, autre, **EGAUX) for un, autre in paires)
            meprise = "some_weights_only" if certains else "fresh_weights"
            raise Faute("d'autres poids", "ceux de l'agent", meprise, "creer_cible(agent)")


def _rien_en_commun(essais):
    for bouge, autre in ((0, 1), (1, 0)):
        agent, _, cible = _agent_et_cible(essais)
        duo = agent, cible
        avant = poids_de(duo[autre])
        decaler(duo[bouge])
        if not memes_poids(poids_de(duo[autre]), avant, **EGAUX):
            meprise = "network_shared" if cible.network is agent.network else "weights_shared"
            noms = "l'agent", "la cible"
            raise Faute(
                f"les poids de {noms[autre]} changent aussi",
                "ils restent ce qu'ils étaient",
                "same_agent" if cible is agent else meprise,
                f"creer_cible(agent) ; puis {noms[bouge]} change",
            )


def _apprend_seul(essais):
    agent, _, cible = _agent_et_cible(essais)
    avant, autres = poids_de(agent), poids_de(cible)
    etats = essais.fiche["tailles"][0][0]
    lot = np.ones((2, etats), np.float32), (np.array([0, 1]), np.full(2, 5.0, np.float32))
    agent.train_on_batch(*lot)
    appel = "creer_cible(agent) ; puis agent.train_on_batch(…)"
    if memes_poids(poids_de(agent), avant, **EGAUX):
        raise Faute("un agent que l'entraînement ne change plus", "il apprend encore", None, appel)
    if not memes_poids(poids_de(cible), autres, **EGAUX):
        raise Faute("la cible change aussi", "une cible qui ne bouge pas", None, appel)


# ---- format_batch ------------------------------------------------------------------------------


def _formate(essais, cas):
    """Ce que donne un lot, ce que la cible a dû regarder, et le lot après l'appel."""
    cible, regardes = essais.agent(cas["poids"]), []
    cible.network.register_forward_hook(lambda _, entrees, __: regardes.append(copie(entrees[0])))
    lot = decoder(cas["lot"])
    return essais.fonction(lot, cible, cas["gamma"]), regardes, lot


def _appel_de(cas):
    return f"format_batch(lot, cible, {cas['gamma']}), un lot de {len(cas['lot'])}"


def _parties(essais, cas):
    """(états, actions, cibles) d'un résultat de la bonne forme ; Invisible sinon."""
    resultat, *_ = _formate(essais, cas)
    try:
        etats, (actions, cibles) = resultat
    except (TypeError, ValueError):
        raise Invisible from None
    return etats, actions, cibles


def _forme(essais):
    cas = essais.fiche["lots"][0]
    resultat, *_ = _formate(essais, cas)
    longs = [
        len(un) if isinstance(un, tuple | list) else 0 for un in (resultat, *_seconds(resultat))
    ]
    if longs == [2, 2]:
        _couple_dans_l_ordre(resultat[1], cas)
        return
    meprise = "missing_return" if resultat is None else None
    obtenu = en_mots(resultat)
    if longs[0]:
        meprise = "flat_result" if longs[0] == 3 else None
        obtenu = f"{type(resultat).__name__} de {longs[0]} éléments"
    raise Faute(obtenu, "(états, (actions, cibles))", meprise, _appel_de(cas))


def _seconds(resultat):
    return resultat[1:2] if isinstance(resultat, tuple | list) else []


def _couple_dans_l_ordre(couple, cas):
    if proches(couple[1], cas["actions"]) and not proches(couple[0], cas["actions"]):
        raise Faute("(cibles, actions)", "(actions, cibles)", "pair_swapped", _appel_de(cas))


def _etats_du_lot(essais):
    for cas in essais.fiche["lots"]:
        etats, *_ = _parties(essais, cas)
        if not proches(etats, cas["etats"]):
            suivants = [element[3] for element in decoder(cas["lot"])]
            meprise = "next_states_returned" if proches(etats, suivants) else None
            trouve, voulu = comparaison(etats, cas["etats"], {"rtol": 1e-4, "atol": 1e-5})
            raise Faute(trouve, voulu, meprise, _appel_de(cas))


def _actions_du_lot(essais):
    for cas in essais.fiche["lots"]:
        _, actions, _ = _parties(essais, cas)
        if not proches(actions, cas["actions"]):
            trouve, voulu = comparaison(actions, cas["actions"], EGAUX)
            raise Faute(trouve, voulu, appel=_appel_de(cas))


def _cibles_du_lot(essais):
    obtenues = [_parties(essais, cas)[2] for cas in essais.fiche["lots"]]
    for cas, cibles in zip(essais.fiche["lots"], obtenues, strict=True):
        if _exactes(cibles, cas["cibles"]):
            continue
        fausses = essais.fiche["fausses"]
        explique = (nom for nom, vs in fausses if all(map(_exactes, obtenues, vs)))
        trouve, voulu = comparaison(cibles, cas["cibles"], {"rtol": 1e-4, "atol": 1e-5})
        raise Faute(trouve, voulu, next(explique, None), _appel_de(cas))


def _exactes(un, autre):
    """Les mêmes nombres, et la même forme."""
    try:
        return tableau(un).shape == np.shape(autre) and proches(un, autre)
    except ValueError:
        return False


def _types(essais):
    cas = essais.fiche["lots"][0]
    parties = _parties(essais, cas)
    if any(isinstance(un, list | tuple) for un in parties):
        attendu = "des tableaux de types float32, int64 et float32"
        raise Faute("des listes", attendu, "lists_returned", _appel_de(cas))
    types = [str(un.dtype).removeprefix("torch.") for un in parties]
    if types != ["float32", "int64", "float32"]:
        attendu = "float32, int64, float32"
        raise Faute(", ".join(types), attendu, "wrong_types", _appel_de(cas))


def _lot_d_une(essais):
    cas = essais.fiche["seule"]
    parties = _parties(essais, cas)
    formes = [np.shape(tableau(un)) for un in parties]
    voulues = [np.shape(cas[nom]) for nom in ("etats", "actions", "cibles")]
    if formes != voulues:
        attendu = ", ".join(map(str, voulues))
        obtenu = ", ".join(map(str, formes))
        raise Faute(f"les formes {obtenu}", attendu, "batch_dimension_lost", _appel_de(cas))
    if not proches(parties[2], cas["cibles"]):
        raise Faute(en_court(parties[2]), en_court(cas["cibles"]), None, _appel_de(cas))


def _cible_interrogee(essais):
    cas = essais.fiche["lots"][0]
    _, regardes, _ = _formate(essais, cas)
    permis = np.array([element[3] for element in decoder(cas["lot"])])
    for regarde in regardes:
        for etat in np.atleast_2d(regarde):
            if not np.isclose(permis, etat, rtol=1e-5).all(axis=1).any():
                obtenu = "la cible interrogée sur d'autres états que les suivants"
                raise Faute(obtenu, "seulement s'", "current_states_asked", _appel_de(cas))


def _sans_trace(essais):
    cas = essais.fiche["lots"][0]
    _, _, cibles = _parties(essais, cas)
    _, _, lot = _formate(essais, cas)
    if getattr(cibles, "requires_grad", False):
        obtenu = "des cibles qui portent un gradient"
        raise Faute(obtenu, "des nombres, sans gradient", "gradient_kept", _appel_de(cas))
    if not _meme_lot(lot, decoder(cas["lot"])):
        raise Faute("le lot reçu est changé", "intact", "arguments_modified", _appel_de(cas))


def _meme_lot(un, autre):
    """Si deux lots ont les mêmes transitions, dans le même ordre."""
    paires = zip(un, autre, strict=False)
    egales = (proches(ici[i], la[i], **EGAUX) for ici, la in paires for i in range(5))
    return len(un) == len(autre) and all(egales)


# ---- double_targets ----------------------------------------------------------------------------


def _doubles(essais, cas):
    """Ce que donne un lot, les deux agents, et le lot après l'appel."""
    agents, lot = _donnes(essais, cas)
    return essais.fonction(lot, *agents, cas["gamma"]), agents, lot


def _donnes(essais, cas):
    """L'agent, la cible, et un lot."""
    return (essais.agent(cas["agent"]), essais.agent(cas["cible"])), decoder(cas["lot"])


def _appel_double(cas):
    return f"double_targets(lot, agent, cible, {cas['gamma']}), un lot de {len(cas['lot'])}"


def _cibles_doubles(groupe):
    """L'examen des cibles d'un groupe de lots."""

    def examiner(essais):
        for cas in essais.fiche["lots"][groupe]:
            cibles, *_ = _doubles(essais, cas)
            if not _exactes(cibles, cas["cibles"]):
                trouve, voulu = comparaison(cibles, cas["cibles"], {"rtol": 1e-4, "atol": 1e-5})
                raise Faute(trouve, voulu, _meprise_double(essais, cibles), _appel_double(cas))

    return examiner


def _meprise_double(essais, premieres):
    """La méprise qui explique les cibles de tous les lots."""
    if premieres is None:
        return "missing_return"
    lots = [cas for groupe in essais.fiche["lots"].values() for cas in groupe]
    obtenues = [_doubles(essais, cas)[0] for cas in lots]
    fausses = essais.fiche["fausses"]
    return next((nom for nom, vs in fausses if all(map(_exactes, obtenues, vs))), None)


def _rien_de_change(essais):
    cas = essais.fiche["lots"]["suite"][0]
    cibles, agents, lot = _doubles(essais, cas)
    appel = _appel_double(cas)
    if getattr(cibles, "requires_grad", False):
        obtenu = "des cibles qui portent un gradient"
        raise Faute(obtenu, "des nombres, sans gradient", "gradient_kept", appel)
    if not str(getattr(cibles, "dtype", "")).endswith("float32"):
        obtenu = f"{type(cibles).__name__} {getattr(cibles, 'dtype', '')}".strip()
        raise Faute(obtenu, "un tableau de float32", "wrong_types", appel)
    if not _meme_lot(lot, decoder(cas["lot"])):
        raise Faute("le lot reçu est changé", "intact", "arguments_modified", appel)
    for agent, nom in zip(agents, ("agent", "cible"), strict=True):
        if not memes_poids(poids_de(agent), cas[nom]):
            raise Faute("les poids d'un agent changés", "rien n'apprend ici", None, appel)


def _suivants_seuls(essais):
    """Ce que l'on demande aux deux réseaux, par quelque méthode que ce soit."""
    cas = essais.fiche["lots"]["suite"][0]
    agents, lot = _donnes(essais, cas)
    demandes = []
    for agent in agents:
        agent.network.register_forward_pre_hook(lambda _, recu: demandes.append(copie(recu[0])))
    essais.fonction(lot, *agents, cas["gamma"])
    suivants = [transition[3] for transition in lot]
    etats = [etat for entree in demandes for etat in entree.reshape(-1, len(suivants[0]))]
    if not all(any(proches(etat, suivant) for suivant in suivants) for etat in etats):
        obtenu = "les Q-valeurs d'états qui ne sont pas des s'"
        attendu = "celles des états suivants, et d'eux seuls"
        raise Faute(obtenu, attendu, "current_states_asked", _appel_double(cas))


# ---- evaluer_agent -----------------------------------------------------------------------------


class Evalue(Ecrit):
    """Un environnement aux épisodes écrits, qui retient la graine du dernier reset de chacun."""

    def reset(self, *, seed=None, options=None):
        resultat = super().reset(seed=seed, options=options)
        self.trace.dernieres[self.trace.rang] = seed
        return resultat


def _evaluer(essais):
    """La trace d'une évaluation, faite une seule fois."""
    if hasattr(essais, "trace"):
        return essais.trace
    fiche = essais.fiche
    trace = Trace(fiche, [*fiche["episodes"], _long_episode(fiche["longueur"])])
    trace.dernieres, agent = {}, essais.agent(fiche["poids"])
    avant, generateurs = poids_de(agent), _generateurs()
    with episodes_ecrits(essais.cahier, trace, Evalue, reel="CartPole-v1"):
        trace.valeur = essais.fonction(agent, fiche["environnement"], list(fiche["graines"]))
    trace.generateurs = [nom for nom, etat in _generateurs().items() if etat != generateurs[nom]]
    trace.appris = not memes_poids(poids_de(agent), avant, **EGAUX)
    poser(agent, fiche["poids"])
    trace.agent, essais.trace = agent, trace
    return trace


def _long_episode(longueur):
    """Un épisode qui dure, presque immobile, que la limite de temps arrête."""
    etats = [[0.001 * rang, 0.02, -0.01, 0.03] for rang in range(longueur + 1)]
    return {"etats": etats, "recompenses": [0.5] * longueur, "fin": "truncated"}


def _generateurs():
    return {
        "numpy": repr(np.random.get_state()),
        "random": repr(random.getstate()),
        "torch": torch.get_rng_state().tolist(),
    }


APPEL = "evaluer_agent(agent, env_id, graines), sur des épisodes écrits d'avance"


def _joues(essais):
    """Un épisode par graine, dans l'environnement demandé, du début à la fin."""
    trace, fiche = _evaluer(essais), essais.fiche
    if set(trace.crees) != {fiche["environnement"]}:
        obtenu = ", ".join(f"gym.make({nom!r})" for nom in dict.fromkeys(trace.crees)) or "rien"
        attendu = f"gym.make({fiche['environnement']!r})"
        raise Faute(obtenu, attendu, "environment_fixed", APPEL)
    longueurs = [len(pas) for pas in trace.trajectoires]
    voulues = [len(episode["recompenses"]) for episode in trace.episodes]
    if longueurs != voulues:
        meprise = "one_episode" if longueurs == voulues[:1] else None
        if len(longueurs) == len(voulues):
            courts = {n for n, voulue in zip(longueurs, voulues, strict=True) if n < voulue}
            # un épisode plus long a été joué : ce n'est pas le nombre de pas qui arrête
            ailleurs = courts and courts != {max(longueurs)}
            meprise = "stops_at_return" if ailleurs else "cut_short"
        raise Faute(f"des épisodes de {longueurs} pas", str(voulues), meprise, APPEL)


def _graines(essais):
    trace, graines = _evaluer(essais), essais.fiche["graines"]
    donnees = [trace.dernieres[pas[0].trajectoire] for pas in trace.trajectoires]
    donnees = [None if graine is None else int(graine) for graine in donnees]
    if donnees != graines:
        premiere = donnees[:1] == graines[:1] and set(donnees[1:]) == {None}
        meprise = "seed_once" if premiere else "seed_ignored"
        raise Faute(f"reset(seed=…) : {donnees}", str(graines), meprise, APPEL)


def _joue_glouton(essais):
    trace = _evaluer(essais)
    if trace.appris:
        raise Invisible
    for pas in trace.pas:
        q_vals = _q_en(trace, pas)
        if not proches(pas.action, q_vals.argmax()):
            obtenu = f"l'action {en_court(pas.action)}, des Q-valeurs {en_court(q_vals)}"
            meprise = _autre_choix(trace)
            raise Faute(obtenu, f"l'action {q_vals.argmax()}", meprise, APPEL)


def _q_en(trace, pas):
    """Les Q-valeurs de l'état d'où part un pas."""
    with torch.no_grad():
        return trace.agent.network(torch.as_tensor(pas.etat)[None])[0].numpy()


def _autre_choix(trace):
    """D'où viennent des actions qui ne sont pas les gloutonnes."""
    parties = [
        ([int(pas.action) for pas in jouee], [_q_en(trace, pas) for pas in jouee])
        for jouee in trace.trajectoires
    ]
    regles = (
        ("worst_action", lambda q: [une.argmin() for une in q]),
        ("other_state", lambda q: [q[0].argmax()] * len(q)),
        ("other_state", lambda q: [une.argmax() for une in (q[0], *q[:-1])]),
        ("same_action", lambda q: [0] * len(q)),
        ("same_action", lambda q: [1] * len(q)),
    )
    for nom, regle in regles:
        if all(actions == regle(q_vals) for actions, q_vals in parties):
            return nom
    return "explores"


def _rendements(essais):
    trace, justes = _evaluer(essais), essais.fiche["rendements"]
    if not proches(trace.valeur, justes) or np.shape(tableau(trace.valeur)) != np.shape(justes):
        meprise = meprise_de(trace.valeur, essais.fiche["fausses"])
        if trace.valeur is None:
            raise Faute("None (rien n'est renvoyé)", en_court(justes), "missing_return", APPEL)
        raise Faute(en_court(trace.valeur), en_court(justes), meprise, APPEL)


def _rien_appris(essais):
    if _evaluer(essais).appris:
        raise Faute("les poids de l'agent changent", "les mêmes", "evaluation_trains", APPEL)


def _generateurs_intacts(essais):
    touches = _evaluer(essais).generateurs
    if touches:
        obtenu = f"des nombres tirés, ou une graine donnée : {', '.join(touches)}"
        attendu = "aucun générateur global n'est touché"
        raise Faute(obtenu, attendu, "generator_touched", APPEL)


# ---- Les examens -------------------------------------------------------------------------------

EXAMENS = {
    "double_targets": [
        (
            "Hors des états terminaux, l'agent choisit l'action de s', et la cible l'évalue.",
            "deux questions sur s' : à l'agent, laquelle ; à la cible, combien.",
            _cibles_doubles("suite"),
        ),
        (
            "Là où s' est terminal, la cible est la récompense seule.",
            "le masque ne porte que sur la suite.",
            _cibles_doubles("fins"),
        ),
        (
            "Un lot d'une seule transition garde la forme (1,).",
            "évitez squeeze() sans argument.",
            _cibles_doubles("seule"),
        ),
        (
            "Les deux réseaux ne sont interrogés que sur les états suivants.",
            "le choix et l'évaluation portent tous deux sur s' ; celles de s ne servent pas.",
            _suivants_seuls,
        ),
        (
            "Les cibles sont en float32, sans gradient ; le lot et les poids restent intacts.",
            "predict_on_batch ne change rien ; .astype(np.float32) à la fin.",
            _rien_de_change,
        ),
    ],
    "DQN": [
        (
            "Avec epsilon = 0, l'action est celle de la plus grande Q-valeur.",
            "predict_on_batch attend un lot ; le résultat d'un lot d'un état en est un aussi.",
            _gloutonne,
        ),
        (
            "L'action est tirée dans l'espace d'actions avec probabilité epsilon.",
            "epsilon_greedy_policy sait le faire : donnez-lui Q-valeurs, espace et epsilon.",
            _exploration,
        ),
        (
            "L'action est un entier ; l'état et les poids restent intacts.",
            "choisir une action n'apprend rien et ne change pas l'état.",
            _action_entiere,
        ),
        (
            "soft_update : chaque poids et biais devient (1 − tau) · self + tau · other.",
            "parcourez tous les tenseurs des deux réseaux, et écrivez dans ceux de self.",
            _melange,
        ),
        (
            "other reste intact, et les deux réseaux ne partagent rien ensuite.",
            "copiez les valeurs des tenseurs de other, jamais les tenseurs.",
            _autre_intact,
        ),
        (
            "Les poids changent sur place : l'optimiseur les entraîne encore.",
            "gardez le réseau et ses tenseurs ; seules les valeurs changent (copy_).",
            _sur_place,
        ),
    ],
    "creer_cible": [
        (
            "La cible est un DQN.",
            "renvoyez un agent entier, et non son réseau ou ses poids.",
            _est_un_agent,
        ),
        (
            "La cible part des poids de l'agent, qui reste tel quel.",
            "chaque poids et chaque biais de la cible vaut celui de l'agent.",
            _memes_poids_au_depart,
        ),
        (
            "Changer l'un des deux ne change rien à l'autre.",
            "la copie ne doit partager ni le réseau, ni ses tenseurs.",
            _rien_en_commun,
        ),
        (
            "L'agent apprend encore, sans que la cible bouge.",
            "l'agent garde son optimiseur et son réseau.",
            _apprend_seul,
        ),
    ],
    "format_batch": [
        (
            "Le résultat est (états, (actions, cibles)).",
            "un couple, dont le second élément est lui-même un couple.",
            _forme,
        ),
        (
            "Les états sont les s du lot, dans son ordre.",
            "un état par ligne, de forme (B, d).",
            _etats_du_lot,
        ),
        (
            "Les actions sont les a du lot, dans son ordre.",
            "un tableau de forme (B,).",
            _actions_du_lot,
        ),
        (
            "Les cibles sont r + gamma · max q(s', ·), et r là où s' est terminal.",
            "get_targets reçoit les Q-valeurs de s' selon la cible, et donne la forme (B,).",
            _cibles_du_lot,
        ),
        (
            "Les types sont float32, int64 et float32.",
            "convertissez chaque tableau par astype.",
            _types,
        ),
        (
            "Un lot d'une transition reste un lot.",
            "attention à squeeze() sans argument : les formes restent (1, d), (1,) et (1,).",
            _lot_d_une,
        ),
        (
            "La cible n'est interrogée que sur les états suivants.",
            "les Q-valeurs de s, c'est la perte qui les demandera à l'agent.",
            _cible_interrogee,
        ),
        (
            "Ni gradient dans les cibles, ni changement du lot.",
            "predict_on_batch donne des tableaux ; avec le réseau, employez torch.no_grad().",
            _sans_trace,
        ),
    ],
    "evaluer_agent": [
        (
            "Un épisode par graine, joué jusqu'à sa fin dans l'environnement demandé.",
            "gym.make(env_id) ; un épisode finit à « terminated ou truncated ».",
            _joues,
        ),
        (
            "Chaque épisode part de sa graine.",
            "environment.reset(seed=graine), au début de chaque épisode.",
            _graines,
        ),
        (
            "L'agent joue l'action de plus grande Q-valeur.",
            "l'argmax des Q-valeurs de l'état courant, sans epsilon.",
            _joue_glouton,
        ),
        (
            "Le résultat donne la somme des récompenses de chaque épisode.",
            "une somme par épisode, qui repart de zéro.",
            _rendements,
        ),
        (
            "L'agent n'apprend rien.",
            "ni train_on_batch, ni soft_update : on ne fait que jouer.",
            _rien_appris,
        ),
        (
            "Aucun générateur global n'est touché.",
            "epsilon_greedy_policy tire un nombre même si epsilon vaut 0.",
            _generateurs_intacts,
        ),
    ],
}
SANS_SUITE = {_est_un_agent, _forme, _joues}  # sans ce qu'ils vérifient, il n'y a rien à voir
