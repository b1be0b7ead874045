"""Les vérifications visibles : ce que votre code donne, comparé à des données.

Ces données, dans verifications.json, sont de petits cas et leurs résultats. Elles ne servent qu'à
vous aider : la note vient d'autres tests. Rien ici n'est à compléter.
"""

import contextlib
import io
import itertools
import json
import random
import signal
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from cartes import (
    INCONNU,
    MARQUE,
    NON,
    OUI,
    Carte,
    Constat,
    comparaison,
    en_mots,
    tableau,
)
from donnees import decoder, en_bornes, en_comptes, entier, nom_de, plausible
from erreurs import lignes_d_erreur
from phrases import virgule

DONNEES = Path(__file__).with_name("verifications.json")
TOLERANCE = {"rtol": 1e-4, "atol": 1e-6}
SECONDES = {"boucle": 60, "boucle_a_cible": 60}
SECONDES_PAR_DEFAUT = 10
SECONDES_DES_SONDES = 10
_faits: set[str] = set()  # les exercices vérifiés avec succès depuis le démarrage du noyau


class TropLong(BaseException):
    """Le code vérifié n'a pas fini à temps ; aucun « except Exception » ne l'arrête."""


def carte(exercice, cahier):
    """
    La carte d'un exercice.

    cahier : les noms du cahier. Laisse passer NotImplementedError, si du code reste à écrire.
    """
    fiches = json.loads(DONNEES.read_text(encoding="utf-8"))
    fiche = fiches[exercice]
    if exercice not in cahier:
        raise NotImplementedError(exercice)
    secondes = SECONDES.get(fiche["sorte"], SECONDES_PAR_DEFAUT)
    try:
        with _au_calme(), _delai(secondes):
            constats, meprise = SORTES[fiche["sorte"]](fiche, cahier)
    except TropLong:
        obtenu = f"la vérification n'a pas fini en {secondes:g} s"
        lignes = [("obtenu", obtenu), ("piste", "cherchez une boucle sans fin.")]
        constats, meprise = [Constat("La fonction répond.", NON, lignes)], None
    faite = Carte(exercice, constats, fiche["meprises"].get(meprise))
    (_faits.add if faite.reussie else _faits.discard)(exercice)
    faite.pied = _pied(faite, fiche, fiches) if faite.reussie else _d_abord(fiche, cahier, fiches)
    if any(constat.etat == INCONNU for constat in constats):
        inconnu = f"{INCONNU} : aucun appel d'une fonction du cahier ne le montre ici."
        faite.pied = f"{faite.pied}\n{inconnu}".strip()
    return faite


def rangements(boucle):
    """Les ordres justes des étapes de l'énoncé d'une boucle, des chaînes de lettres."""
    return json.loads(DONNEES.read_text(encoding="utf-8"))[boucle]["rangements"]


def sondes_rouges(exercice, cahier):
    """Les sondes où une boucle ne trouve pas les Q-valeurs que l'on sait ; aucune, ailleurs."""
    fiche = json.loads(DONNEES.read_text(encoding="utf-8"))[exercice]
    if fiche["sorte"] not in ("boucle", "boucle_a_cible"):
        return []
    import sondes  # ici seulement : les autres exercices n'en ont pas besoin

    if fiche["sorte"] == "boucle_a_cible":
        famille = sondes.CIBLE
    else:
        famille = sondes.RESEAU if "perte" in fiche["roles"] else sondes.LINEAIRE
    boucle, rouges = cahier[fiche["fonction"]], []
    sans_suite = contextlib.suppress(TropLong, NotImplementedError)
    with sans_suite, _au_calme(), _delai(SECONDES_DES_SONDES):
        for sonde in sondes.SONDES:
            constat = sondes.sonder(boucle, famille, sonde)
            if constat.etat == NON and any(nom == "attendu" for nom, _ in constat.lignes):
                rouges.append(constat)
    return rouges


def _pied(faite, fiche, fiches):
    s = "s" * (fiche["points"] > 1)
    points = f"{virgule(fiche['points'], 'g')} point{s} en jeu"
    return (
        f"{points} ; des tests cachés suivront à la correction. "
        f"{len(_faits)} exercice{'s' * (len(_faits) > 1)} sur {len(fiches)}."
    )


def _d_abord(fiche, cahier, fiches):
    """Une phrase si un exercice dont celui-ci se sert n'est pas juste lui-même."""
    for autre in fiche["appelle"]:
        if autre not in fiches or autre in _faits:
            continue
        with contextlib.suppress(Exception), _au_calme():
            if not carte(autre, cahier).reussie:
                return f"« {autre} », que cet exercice appelle, n'est pas juste : commencez par là."
    return ""


@contextlib.contextmanager
def _au_calme():
    """Le temps du bloc, ce que le code affiche n'est pas montré, et le hasard du cahier reste."""
    hasard, autre = np.random.get_state(), random.getstate()
    torch = sys.modules.get("torch")  # là où le cahier s'en sert
    tenseurs = torch and torch.get_rng_state()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            yield
        finally:
            np.random.set_state(hasard)
            random.setstate(autre)
            if torch:
                torch.set_rng_state(tenseurs)


@contextlib.contextmanager
def _delai(secondes):
    """Interrompt le bloc s'il dure trop, là où le système le permet."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def interrompre(*_):
        raise TropLong(secondes)

    avant = signal.signal(signal.SIGALRM, interrompre)
    signal.setitimer(signal.ITIMER_REAL, secondes)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, avant)


# ---- Les essais d'une fonction ---------------------------------------------------------------


@dataclass
class Essai:
    """Ce qu'un appel a donné, ou l'exception qu'il a levée.

    change : le nom du premier argument que l'appel a modifié sans le devoir.
    """

    valeur: Any = None
    gradient: Any = None
    erreur: BaseException | None = None
    change: str = ""


def _essayer(fonction, *arguments, **nommes):
    try:
        return Essai(fonction(*arguments, **nommes))
    except NotImplementedError:
        raise
    except (Exception, SystemExit) as erreur:
        return Essai(erreur=erreur)


def _fige(valeur):
    """Les nombres d'une valeur, tels qu'ils sont à cet instant."""
    try:
        return None if valeur is None else tableau(valeur).copy()
    except ValueError:
        return valeur


def _pareils(un, autre, **tolerance):
    """Si deux valeurs ont la même forme et les mêmes nombres."""
    if un is None or autre is None:  # dont numpy ferait un nombre
        return un is autre
    try:
        un, autre = tableau(un), tableau(autre)
    except ValueError:
        return un is autre
    return un.shape == autre.shape and np.allclose(un, autre, **(tolerance or TOLERANCE))


# ---- Un calcul : des arguments, un résultat ---------------------------------------------------


def _calcul(fiche, cahier):
    fonction = cahier[fiche["fonction"]]
    essais = [_calculer(fiche, sonde, fonction) for sonde in fiche["sondes"]]
    figes = [_fige(essai.valeur) for essai in essais]
    _calculer(fiche, fiche["sondes"][0], fonction)  # un appel de plus, qui ne doit rien y changer
    constats = [_constat(fiche, propriete, essais, cahier) for propriete in fiche["proprietes"]]
    manques = [constat for constat in constats if constat.etat == NON]
    if not any(essai.erreur for essai in essais):
        constats += _constats_d_effets(fiche, essais, figes)
    if manques:
        return constats, _meprise(fiche, essais)
    return constats, "arguments_modified" if any(essai.change for essai in essais) else None


def _calculer(fiche, sonde, fonction):
    """Appelle la fonction avec les arguments d'une sonde, sur des copies."""
    arguments = [decoder(argument) for argument in sonde["arguments"]]
    gradient = "gradient" in sonde
    if gradient:
        arguments[0].requires_grad_(True)
    essai = _essayer(fonction, *arguments)
    if essai.erreur is None and gradient:
        essai.gradient = _essayer(lambda: _deriver(essai.valeur, arguments[0])).valeur
    for rang, nom in fiche["intacts"].items():
        avant = decoder(sonde["arguments"][int(rang)])
        if not _tout_pareil(arguments[int(rang)], avant):
            essai.change = essai.change or nom
    if fiche["observe"] is not None and essai.erreur is None:
        essai.valeur = arguments[fiche["observe"]]
    return essai


def _deriver(perte, sorties):
    perte.backward()
    return sorties.grad


def _tout_pareil(un, autre):
    if isinstance(autre, tuple | list):
        autant = isinstance(un, tuple | list) and len(un) == len(autre)
        return autant and all(map(_tout_pareil, un, autre))
    return _pareils(un, autre, rtol=0, atol=0)


def _constat(fiche, propriete, essais, cahier):
    """La première sonde d'une propriété dont le résultat n'est pas le bon."""
    for rang in propriete["sondes"]:
        sonde, essai = fiche["sondes"][rang], essais[rang]
        sur = propriete["sur"]
        obtenu = essai.gradient if sur == "gradient" else essai.valeur
        if essai.erreur is None and _pareils(obtenu, sonde[sur]):
            continue
        lignes = [("appel", sonde["appel"])]
        if essai.erreur is not None:
            lignes += lignes_d_erreur(essai.erreur, cahier)
        else:
            trouve, voulu = comparaison(obtenu, sonde[sur], TOLERANCE)
            if sur == "gradient" and obtenu is None:
                trouve = "aucun gradient"
            nom = fiche["apres"] if sur == "valeur" else ""
            lignes += [("obtenu", nom + trouve), ("attendu", nom + voulu)]
            lignes.append(("piste", propriete["piste"]))
        return Constat(propriete["nom"], NON, lignes)
    return Constat(propriete["nom"])


def _constats_d_effets(fiche, essais, figes):
    """Les arguments intacts, et des résultats qu'un autre appel ne change pas."""
    if fiche["intacts"]:
        constat = Constat("Les arguments reçus ne sont pas modifiés.")
        for sonde, essai in zip(fiche["sondes"], essais, strict=True):
            if essai.change:
                constat.etat = NON
                constat.lignes = [
                    ("appel", sonde["appel"]),
                    ("obtenu", f"« {essai.change} » n'a plus les mêmes valeurs après l'appel"),
                    ("attendu", f"« {essai.change} » intact : l'appelant s'en sert encore"),
                    ("à savoir", "la vérification travaille sur des copies : rien n'est abîmé."),
                ]
                break
        yield constat
    memes = (_pareils(essai.valeur, fige) for essai, fige in zip(essais, figes, strict=True))
    if fiche["observe"] is None and not all(memes):
        lignes = [
            ("piste", "créez le résultat dans la fonction, et non dans une variable du cahier.")
        ]
        yield Constat("Chaque appel renvoie son propre résultat.", NON, lignes)


def _meprise(fiche, essais):
    """La première méprise dont les valeurs, pour toutes les sondes, sont celles obtenues."""
    if any(essai.erreur is None and essai.valeur is None for essai in essais):
        return "missing_return"
    for identifiant, valeurs in fiche["fausses"]:
        if all(itertools.starmap(_explique, zip(essais, valeurs, strict=True))):
            return identifiant
    return None


def _explique(essai, valeur):
    if isinstance(valeur, str):  # la règle échoue : le nom de son exception
        return essai.erreur is not None and "ambiguous" not in str(essai.erreur)
    return essai.erreur is None and _pareils(essai.valeur, valeur)


# ---- Une loi : de nombreux tirages -------------------------------------------------------------


def _loi(fiche, cahier):
    fonction, comptes, constats = cahier[fiche["fonction"]], [], []
    autres = {"entier": "", "intact": "", "erreur": None}
    for sonde in fiche["sondes"]:
        tires, erreur = _tirer(fonction, sonde, autres)
        autres["erreur"] = autres["erreur"] or erreur
        comptes.append((tires, erreur))
    for propriete in fiche["proprietes"]:
        constats.append(_constat_de_loi(fiche, propriete, comptes, cahier))
    if not autres["erreur"]:
        for nom, obtenu, piste in (
            ("L'action est un entier.", autres["entier"], "np.argmax et sample() en donnent un."),
            ("q_vals n'est pas modifié.", autres["intact"], "travaillez sur une copie."),
        ):
            lignes = [("obtenu", obtenu), ("piste", piste)] if obtenu else []
            constats.append(Constat(nom, NON if obtenu else OUI, lignes))
    return constats, _meprise_de_loi(fiche, comptes)


def _tirer(fonction, sonde, autres):
    """Les valeurs tirées, ou l'exception qui a interrompu les tirages."""
    import gymnasium as gym

    juste = np.array(sonde["q_vals"])
    espace = gym.spaces.Discrete(len(juste), start=sonde["depart"])
    tires = []
    for _ in range(sonde["tirages"]):
        q_vals = juste.copy()  # un appel qui les changerait ne gâte pas les suivants
        essai = _essayer(fonction, q_vals, espace, sonde["epsilon"])
        if essai.erreur is not None:
            return tires, essai.erreur
        if not entier(essai.valeur):
            autres["entier"] = autres["entier"] or en_mots(essai.valeur)
        if not np.array_equal(q_vals, juste):
            autres["intact"] = "q_vals n'a plus les mêmes valeurs après l'appel"
        tires.append(nom_de(essai.valeur))
    return tires, None


def _constat_de_loi(fiche, propriete, comptes, cahier):
    for rang in propriete["sondes"]:
        sonde, (tires, erreur) = fiche["sondes"][rang], comptes[rang]
        lignes = [("appel", f"{sonde['appel']}, {sonde['tirages']} fois")]
        if erreur is not None:
            lignes += lignes_d_erreur(erreur, cahier)
            return Constat(propriete["nom"], NON, lignes)
        if not plausible(Counter(tires), sonde["bornes"]):
            lignes += [("obtenu", en_comptes(tires)), ("attendu", en_bornes(sonde["bornes"]))]
        elif not _independants(tires, sonde):
            lignes += [
                ("obtenu", "un tirage qui dépend des précédents"),
                ("attendu", "un nouveau hasard à chaque appel"),
            ]
        else:
            continue
        return Constat(propriete["nom"], NON, [*lignes, ("piste", propriete["piste"])])
    return Constat(propriete["nom"])


def _independants(tires, sonde):
    """Si deux tirages de suite sont rares ensemble aussi souvent qu'ils le doivent."""
    if "paires" not in sonde:
        return True
    rares = np.array([tire == sonde["rare"] for tire in tires]).reshape(-1, 2)
    bas, haut = sonde["paires"]
    return bas <= rares.all(axis=1).sum() <= haut


def _meprise_de_loi(fiche, comptes):
    if any(erreur is not None for _, erreur in comptes):
        return None
    comptes = [Counter(tires) for tires, _ in comptes]
    if all(map(plausible, comptes, [sonde["bornes"] for sonde in fiche["sondes"]])):
        return None
    for identifiant, bornes in fiche["fausses"]:
        if all(map(plausible, comptes, bornes)):
            return identifiant
    return None


# ---- Un objet : des gestes, et ce que l'on y voit ensuite ---------------------------------------


def _objet(fiche, cahier):
    constats, meprise = [], None
    for scenario in fiche["proprietes"]:
        essai = _essayer(_jouer_le_scenario, scenario, cahier)
        lignes = [("appel", scenario["appel"])]
        if essai.erreur is not None:
            lignes += lignes_d_erreur(essai.erreur, cahier)
            constats.append(Constat(scenario["nom"], NON, lignes))
            continue
        if essai.valeur != scenario["juste"]:
            fausses = {_json(valeur): nom for nom, valeur in scenario["fausses"]}
            meprise = meprise or fausses.get(_json(essai.valeur))
            trouve, juste = essai.valeur, scenario["juste"]
            dire = DITS.get(scenario["regard"])
            textes = (dire(trouve), dire(juste)) if dire else _listes(trouve, juste)
            lignes += zip(("obtenu", "attendu"), textes, strict=True)
        else:
            constats.append(Constat(scenario["nom"]))
            continue
        lignes.append(("piste", scenario["piste"]))
        constats.append(Constat(scenario["nom"], NON, lignes))
    return constats, meprise


def _listes(trouve, juste):
    """Les textes de deux listes, ce qui diffère mis en évidence."""
    if len(trouve) != len(juste):
        return _json(trouve), _json(juste)
    differents = [un != autre for un, autre in zip(trouve, juste, strict=True)]
    return tuple(_marquee(liste, differents) for liste in (trouve, juste))


def _marquee(liste, differents):
    bords = (MARQUE if different else "" for different in differents)
    elements = (f"{b}{_json(un)}{b}" for un, b in zip(liste, bords, strict=True))
    return f"[{', '.join(elements)}]"


def _json(valeur):
    return json.dumps(valeur, ensure_ascii=False, default=repr)


def _jouer_le_scenario(scenario, cahier):
    """Ce que l'on voit après les gestes d'un scénario : des données."""
    objets, vus = {}, []
    for geste in scenario["gestes"]:
        match geste:
            case ["creer", nom, classe, *arguments]:
                objets[nom] = cahier[classe](*arguments)
            case ["entreposer", nom, element]:
                objets[nom].store(decoder(element))
            case ["lot", nom, taille, fois]:
                vus += [objets[nom].get_batch(taille) for _ in range(fois)]
            case ["contenu", nom]:
                vus.append(list(objets[nom].data))
    return REGARDS[scenario["regard"]](vus, scenario)


def _tries(vus, _):
    """Chaque liste vue, triée."""
    return [sorted(map(_element, vu)) for vu in vus]


def _element(valeur):
    return valeur.item() if isinstance(valeur, np.generic) else valeur


def _dernier(vus, scenario):
    """La dernière liste vue, triée."""
    return _tries(vus[-1:], scenario)[0]


def _tailles(vus, _):
    """Les nombres d'éléments, et d'éléments distincts, des lots vus."""
    tailles = {len(vu) for vu in vus}, {len(set(map(_element, vu))) for vu in vus}
    return [sorted(une) for une in tailles]


def _sortis(vus, _):
    """Les éléments vus au moins une fois, ceux de tous les lots, les paires vues ensemble."""
    lots = [sorted(set(map(_element, vu))) for vu in vus]
    paires = {paire for lot in lots for paire in itertools.combinations(lot, 2)}
    toujours = set.intersection(*map(set, lots))
    return [sorted({element for lot in lots for element in lot}), sorted(toujours), len(paires)]


def _intacts(vus, scenario):
    """Les rangs des transitions entreposées qui ressortent telles quelles ; « changée » sinon."""
    entrees = [decoder(geste[2]) for geste in scenario["gestes"] if geste[0] == "entreposer"]
    rangs = {
        next(
            (rang for rang, entree in enumerate(entrees) if _meme_nuplet(element, entree)),
            "changée",
        )
        for vu in vus
        for element in vu
    }
    return sorted(rangs, key=str)


def _meme_nuplet(un, autre):
    return isinstance(un, tuple | list) and len(un) == len(autre) and _tout_pareil(un, autre)


def _ou(nombres):
    """« 2, 3 ou 4 »."""
    *premiers, dernier = map(str, nombres)
    return f"{', '.join(premiers)} ou {dernier}" if premiers else dernier


def _dire_tailles(tailles):
    elements, distincts = map(_ou, tailles)
    return f"des lots de {elements} éléments, dont {distincts} distincts"


def _dire_sortis(sortis):
    elements, toujours, paires = sortis
    constants = f" ({_json(toujours)} dans tous les lots)" if toujours else ""
    return f"{_json(elements)}{constants} ; {paires} paires d'éléments vues ensemble"


DITS = {"tailles": _dire_tailles, "sortis": _dire_sortis}
REGARDS = {
    "tries": _tries,
    "dernier": _dernier,
    "tailles": _tailles,
    "sortis": _sortis,
    "intacts": _intacts,
}


def _boucle(fiche, cahier):
    import boucles  # ici seulement : un cahier sans boucle n'en a pas besoin

    return boucles.constats(fiche, cahier)


def _agent(fiche, cahier):
    import agents  # de même : un cahier sans réseau n'en a pas besoin

    return agents.constats(fiche, cahier)


def _boucle_a_cible(fiche, cahier):
    import boucles_cible

    return boucles_cible.constats(fiche, cahier)


SORTES = {
    "calcul": _calcul,
    "loi": _loi,
    "objet": _objet,
    "boucle": _boucle,
    "agent": _agent,
    "boucle_a_cible": _boucle_a_cible,
}
