"""Les vérifications d'une boucle d'apprentissage : ce qu'elle fait de quelques épisodes écrits.

La boucle joue des épisodes connus d'avance ; les fonctions qu'elle appelle sont les vôtres, dont on
note les appels, sauf la politique, qui donne des actions écrites elles aussi. On compare ensuite
chaque appel à ce qu'il devrait être. Rien ici n'est à compléter.
"""

import itertools
import random

import numpy as np
from cartes import INCONNU, NON, OUI, Constat, comparaison, en_mots, nombre_ou_tableau, tableau
from phrases import virgule
from preuves import (
    PRES,
    Boucle,
    Faute,
    Invisible,
    citer_une_fois,
    correspondances,
    en_court,
    meprise_de,
    passer,
    proches,
    taux,
)
from traces import JAMAIS, L_ENVIRONNEMENT, episode_ecrit


def constats(fiche, cahier):
    """Les constats d'une boucle, et la première méprise reconnue."""
    boucle = Boucle(fiche, cahier)
    (nom, piste, examiner), *suite = EXAMENS_DU_RESEAU if boucle.profonde else EXAMENS_DE_THETA
    constat, meprise = passer(nom, piste, examiner, boucle)
    faits, meprises = [constat], [meprise] if meprise else []
    if constat.etat == NON:  # sans résultat, il n'y a rien d'autre à examiner
        meprises = meprises or [boucle.ancien_gym]
    elif boucle.joue_ailleurs:
        return [constat, *_d_apres_les_poids(boucle, suite)], None
    else:
        for nom, piste, examiner in suite:
            constat, meprise = passer(nom, piste, examiner, boucle)
            faits.append(constat)
            meprises += [meprise] if meprise else []
    citer_une_fois(faits, boucle.appel)
    if any(constat.etat == INCONNU for constat in faits) and boucle.prouvee():
        for constat in faits:
            constat.etat = OUI if constat.etat == INCONNU else constat.etat
    return faits, (meprises or [None])[0]


def _d_apres_les_poids(boucle, examens):
    """Les constats d'une boucle dont les pas ne se voient pas : ses poids peuvent les prouver.

    De courtes parties n'atteignent ni la limite de temps, ni un arrêt qui vient tard.
    """
    if boucle.prouvee():
        jamais_vus = (_jusqu_au_bout, examen_de_la_limite)
        return [
            Constat(nom, INCONNU if examiner in jamais_vus else OUI) for nom, _, examiner in examens
        ]
    lignes = [
        ("appel", boucle.appel),
        ("obtenu", "des pas dans un environnement qui ne vient pas de gym.make"),
        ("attendu", "un environnement que la fonction demande à gym.make"),
        ("piste", "environment = gym.make(…), dans la fonction : la carte suivra alors ses pas."),
    ]
    return [Constat("La boucle crée son environnement.", NON, lignes)]


# -- un examen par propriété : il passe, ou lève Faute ou Invisible --


def _resultat(boucle):
    boucle.poids(boucle.trace.valeur)


def examen_des_trajectoires(boucle):
    jouees, voulues = len(boucle.trace.trajectoires), boucle.arguments["n_trajectories"]
    if jouees != voulues:
        meprise = "wrong_number_of_trajectories" if jouees else "no_training"
        obtenu = f"{jouees} trajectoire{'s' * (jouees > 1)}"
        raise Faute(obtenu, f"{voulues} trajectoires", meprise)


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
        if un.politique is None:
            texte = f"une action que la politique n'a pas choisie, {au_pas(boucle.trace, un)}"
        elif rang and un.trajectoire > pas[rang - 1].trajectoire and obtenu == obtenus[rang - 1]:
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
                trouvees, justes = comparaison(np.ravel(pas.politique["q_vals"]), voulues, PRES)
                raise Faute(
                    f"q_vals = {trouvees}", f"q_vals = {justes}, les Q-valeurs de l'état courant"
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
            voulu = _vecus(pas)[rang]
            if proches(obtenu, voulu) or (colonne == "fins" and pas.truncated):
                continue
            meprise = meprise_de(_colonne(obtenus), boucle.fiche["fausses"].get(colonne, []))
            if _dans_un_autre_ordre(boucle, elements):
                meprise = "stored_in_another_order"
            elif colonne == "recompenses" and np.size(obtenu) == 1:
                meprise = "rewards_changed"
            trouve, juste = comparaison(obtenu, voulu, PRES)
            ou = au_pas(boucle.trace, pas)
            raise Faute(f"{nom} = {trouve} {ou}", f"{nom} = {juste}", meprise)


def _vecus(pas):
    return pas.etat, pas.action, pas.recompense, pas.suivant, pas.terminated


def _dans_un_autre_ordre(boucle, elements):
    """Si les cinq éléments y sont, mais pas à leurs places."""
    return any(
        all(
            proches(element[place], voulu)
            for pas, element in zip(boucle.trace.pas, elements, strict=True)
            for place, voulu in zip(places, _vecus(pas), strict=True)
        )
        for places in itertools.permutations(range(5))
    )


def _colonne(valeurs):
    try:
        return np.array([np.squeeze(tableau(valeur)) for valeur in valeurs])
    except ValueError:
        return None


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
    if all(None not in correspondances(appel["sorties"], suivantes) for _, appel, _ in boucle.lots):
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
            trouvees, justes = comparaison(appel["actions"], actions, PRES)
            raise Faute(f"actions = {trouvees}", f"actions = {justes}")
        voulues = [tableau(cibles(q_suivantes, recompenses, fin, voulu)) for fin in fins]
        if not any(proches(appel["cibles"], une) for une in voulues):
            trouvees, justes = comparaison(appel["cibles"], voulues[0], PRES)
            raise Faute(
                f"cibles = {trouvees}",
                f"cibles = {justes}, en s', avec les poids courants",
                _cibles_fausses(boucle, appel, rangs, precedents),
            )
        precedents.append(theta)


def _cibles_fausses(boucle, appel, rangs, precedents):
    """La méprise qui donne exactement les cibles de cette mise à jour, s'il y en a une."""
    _, recompenses, suivants, fins = boucle.transitions(rangs)
    cibles, gamma = boucle.cahier[boucle.fiche["roles"]["cibles"]], boucle.arguments["gamma"]
    theta = appel.get("theta")
    en_s = boucle.q([boucle.trace.pas[rang].etat for rang in rangs], theta)
    apres = boucle.q(suivants, theta)
    d_avant = [boucle.q(suivants, ancien) for ancien in precedents if ancien is not None]
    doubles = (
        une for q in d_avant for une in (q, _choisies(apres, par=q), _choisies(q, par=apres))
    )
    essais = [("targets_of_current_states", en_s), ("current_argmax", _choisies(apres, par=en_s))]
    for nom, q_vals in [*essais, *(("double_dqn", une) for une in doubles)]:
        if any(proches(appel["cibles"], cibles(q_vals, recompenses, fin, gamma)) for fin in fins):
            return nom
    envers = (cibles(apres, recompenses, np.logical_not(fin), gamma) for fin in fins)
    return "inverted_terminal" if any(proches(appel["cibles"], une) for une in envers) else None


def _choisies(q_vals, par):
    """Les Q-valeurs des actions que d'autres Q-valeurs disent les meilleures, en une colonne."""
    return q_vals[np.arange(len(q_vals)), par.argmax(axis=1)][:, np.newaxis]


def _theta(boucle):
    """update_theta reçoit les Q-valeurs en s, lr, et un seul theta, que la boucle renvoie."""
    lr, courant, avant = boucle.arguments["lr"], None, None
    for _, appel, _ in boucle.lots:
        if not proches(appel["lr"], lr):
            raise Faute(f"lr = {appel['lr']:g}", f"lr = {lr:g}", "fixed_lr")
        voulues = boucle.q(appel["etats"], appel["theta"])
        if not proches(appel["q_vals"], voulues):
            trouvees, justes = comparaison(appel["q_vals"], voulues, PRES)
            raise Faute(
                f"q_vals = {trouvees}",
                f"q_vals = {justes}, les Q-valeurs des états s du lot",
                "q_vals_of_next_states",
            )
        if courant is not None and not proches(appel["theta"], courant):
            perdue = proches(appel["theta"], avant)
            raise Faute(
                "ce que la mise à jour change est perdu"
                if perdue
                else "theta repart d'autres poids",
                "le theta de la mise à jour d'avant",
                None if perdue else "weights_restarted",
            )
        courant, avant = appel.get("apres"), appel["theta"]
    if not proches(boucle.trace.valeur, courant):
        depart = boucle.lots[0][1]["theta"]
        meprise = "initial_theta_returned" if proches(boucle.trace.valeur, depart) else None
        raise Faute(
            "un autre theta", "le theta des mises à jour est celui qui est renvoyé", meprise
        )


def examen_de_l_optimiseur(boucle):
    """L'agent apprend par Adam, au taux lr."""
    optimiseur = type(boucle.trace.valeur.optimizer).__name__
    if optimiseur != "Adam":
        raise Faute(optimiseur, "Adam", "other_optimizer")
    for trace, voulu in ((boucle.apprise, boucle.arguments["lr"]), (boucle.trace, 0.0)):
        lr = taux(trace.valeur)
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
    if boucle.trace.tous("mise_a_jour"):  # de theta, un autre examen dit ce qui en est perdu
        meprise = "untrained_agent_returned" if boucle.profonde else None
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
            textes = (f"une cible de {virgule(une, '.4g')}" for une in (obtenue, voulue))
            raise Faute(*textes, "double_dqn")
    if not vus:
        raise Invisible


def examen_de_la_graine(boucle):
    redonnees = boucle.trace.regraines
    if redonnees:
        meprise = "seeded_each_trajectory" if len(redonnees) > 1 else "generator_seeded_again"
        raise Faute(
            f"une graine redonnée à {min(redonnees)} pendant l'entraînement",
            "une graine donnée une seule fois, avant la première trajectoire",
            "same_start" if redonnees == {L_ENVIRONNEMENT} else meprise,
        )
    premier, second, autre = (
        _courte_partie(boucle, *couple) for couple in ((6, 101), (6, 102), (7, 103))
    )
    if not proches(premier, second, rtol=0, atol=1e-9):
        # Semée, la boucle tire trop tôt, ou garde quelque chose d'un appel à l'autre.
        meprise = None if boucle.trace.graines else "no_seed"
        raise Faute("deux résultats pour la même graine", "deux fois le même résultat", meprise)
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
    trace = boucle.jouer([episode_ecrit(450)], n_trajectories=1, batch_size=JAMAIS)
    if len(trace.pas) != 450:
        obtenu = f"un épisode de 450 pas, arrêté après {len(trace.pas)}"
        raise Faute(obtenu, "l'environnement seul dit quand l'épisode finit")
    examen_des_reussites(boucle)


def examen_des_reussites(boucle, meprise=None):
    """Ni un grand rendement, ni la moyenne d'une centaine n'arrêtent l'entraînement."""
    riche = episode_ecrit(2, recompense=250.0)
    trace = boucle.jouer([riche], n_trajectories=120, batch_size=JAMAIS)
    if len(trace.trajectoires) != 120:
        obtenu = f"{len(trace.trajectoires)} trajectoire(s) sur 120, de grands rendements"
        raise Faute(obtenu, "n_trajectories, quels que soient les rendements", meprise)


def examen_des_descentes(boucle):
    """Un seul optimiseur, dont chaque pas suit le gradient de son seul lot."""
    if not boucle.trace.optimiseurs:  # d'une autre sorte : un autre examen le dit
        raise Invisible
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
            f"des composantes de moyenne {virgule(moyenne, '.2f')}"
            f" et d'écart type {virgule(ecart, '.2f')}",
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
        "multipliez-le après la boucle sur les pas, sans le laisser passer sous epsilon_min.",
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
        "set_random_seed(environment, seed), une fois, avant tout tirage ; et tout ce que la boucle"
        " emploie, mémoire et poids, se crée dans la fonction.",
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
