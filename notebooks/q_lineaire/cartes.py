"""La carte d'une vérification : ce qu'elle dit, en HTML pour le cahier, en texte ailleurs.

Rien ici n'est à compléter.
"""

import html
from dataclasses import dataclass, field

import numpy as np
from phrases import insecables

OUI, NON, INCONNU = "✓", "✗", "–"
LARGEUR_DU_NOM = 8  # « attendu », aligné avec les autres


# ---- Ce que dit une carte --------------------------------------------------------------------


@dataclass
class Constat:
    """Une propriété : vérifiée, ou non, ou que rien n'a montrée.

    lignes : des paires (nom, texte), « appel », « obtenu », « attendu », « piste »… ; ce qui est
    entre deux caractères MARQUE y est mis en évidence.
    """

    propriete: str
    etat: str = OUI
    lignes: list = field(default_factory=list)


@dataclass
class Carte:
    """Ce que donne la vérification d'un exercice.

    meprise : {"nom", "explication", "piste"}, ou None. pied : une phrase, en bas de la carte.
    sondes : des constats de plus, sur de tout petits environnements ; ils ne sont pas comptés.
    """

    exercice: str
    constats: list
    meprise: dict | None = None
    pied: str = ""
    sondes: list = field(default_factory=list)

    @property
    def reussie(self):
        return all(constat.etat != NON for constat in self.constats)

    @property
    def inexpliquee(self):
        """Si ce qui manque n'est ni nommé, ni le premier constat, dont les autres dépendent."""
        return not (self.reussie or self.meprise or self.constats[0].etat == NON)

    @property
    def titre(self):
        if self.reussie:
            return "vérifications visibles réussies"
        tenues = sum(constat.etat == OUI for constat in self.constats)
        total = len(self.constats)
        s = "s" * (tenues > 1)
        return f"{tenues} propriété{s} vérifiée{s} sur {total}"

    def __repr__(self):
        return "\n".join(_en_texte(self))

    def _repr_html_(self):
        return f"<style>{STYLE}</style>{''.join(_en_html(self))}"


SONDES_ROUGES = "Les sondes qui échouent ; chacune dit quelle ligne relire :"
PHRASES_D_UNE_CARTE = ("piste", "erreur", "à savoir")  # les autres lignes sont du code
COPIABLES = ("appel", "ligne ")  # du code que l'on recopie : ses espaces restent ce qu'elles sont
MARQUE = "\x1f"  # encadre ce qui diffère, dans le texte d'une ligne


def _en_texte(carte):
    yield insecables(f"{carte.exercice} : {carte.titre}")
    yield from _liste(carte.constats)
    if carte.sondes:
        yield insecables(SONDES_ROUGES)
        yield from _liste(carte.sondes)
    if carte.meprise:
        nom, explication, piste = (
            insecables(carte.meprise[cle]) for cle in ("nom", "explication", "piste")
        )
        yield f"  Ce qui l'explique\u00a0: {nom}."
        yield f"      {explication}"
        yield f"      {'piste':{LARGEUR_DU_NOM}} {piste}"
    if carte.pied:
        yield insecables(carte.pied)


def _liste(constats):
    for constat in constats:
        yield f"  {constat.etat} {insecables(constat.propriete)}"
        for nom, texte in constat.lignes:
            texte = texte if nom.startswith(COPIABLES) else insecables(texte)
            yield f"      {nom:{LARGEUR_DU_NOM}} {_balise(texte, '‹', '›')}"


def _en_html(carte):
    sorte = "oui" if carte.reussie else "non"
    yield f'<section class="verification {sorte}" aria-label="Vérification de {carte.exercice}">'
    titre = f"<code>{html.escape(carte.exercice)}</code>\u00a0: {_phrase_html(carte.titre)}"
    yield f"<header>{titre}</header>"
    yield "<ul>"
    deplie = True  # le premier manque s'explique ; les suivants en viennent souvent
    for constat in carte.constats:
        yield _puce(constat, deplie)
        deplie = deplie and constat.etat != NON
    yield "</ul>"
    if carte.sondes:
        yield f"<p>{_phrase_html(SONDES_ROUGES)}</p><ul>"
        yield from (_puce(constat, deplie=False) for constat in carte.sondes)
        yield "</ul>"
    if carte.meprise:
        nom, explication = (_phrase_html(carte.meprise[cle]) for cle in ("nom", "explication"))
        yield f"<aside><strong>Ce qui l'explique\u00a0: {nom}.</strong> {explication}"
        yield f"<dl>{_ligne('piste', carte.meprise['piste'])}</dl></aside>"
    if carte.pied:
        yield f"<footer>{_phrase_html(carte.pied)}</footer>"
    yield "</section>"


def _puce(constat, deplie):
    """Un constat, et ses lignes : sous lui, ou repliées."""
    classe = {OUI: "oui", NON: "non"}.get(constat.etat, "inconnu")
    texte = f"<b>{constat.etat}</b> {_phrase_html(constat.propriete)}"
    if constat.lignes:
        lignes = "".join(_ligne(nom, ligne) for nom, ligne in constat.lignes)
        ouvert = " open" * deplie
        texte = f"<details{ouvert}><summary>{texte}</summary><dl>{lignes}</dl></details>"
    return f'<li class="{classe}">{texte}</li>'


def _ligne(nom, texte):
    """Une ligne de la carte : du code, sauf pour ce qui est une phrase."""
    phrase = nom in PHRASES_D_UNE_CARTE
    sorte = "" if phrase else ' class="code"'
    ecrire = html.escape if nom.startswith(COPIABLES) else _phrase_html
    return f"<dt>{nom}</dt><dd{sorte}>{_balise(ecrire(texte), '<mark>', '</mark>')}</dd>"


def _phrase_html(texte):
    """Une phrase dont aucun signe ne passe seul à la ligne."""
    return html.escape(insecables(texte))


def _balise(texte, debut, fin):
    """Remplace chaque paire de MARQUE par deux balises."""
    morceaux = texte.split(MARQUE)
    return "".join(m if rang % 2 == 0 else debut + m + fin for rang, m in enumerate(morceaux))


# Les couleurs suivent le thème de JupyterLab ; ailleurs, celui du navigateur.
STYLE = """
.verification { --texte: #1f2328; --pale: #59636e; --fond: #f6f8fa; --bord: #d1d9e0;
  --vert: #1a7f37; --rouge: #b3261e; --marque: #ffd8d3; --note: #fff8e1; --note-bord: #c48a00;
  color-scheme: light; }
@media (prefers-color-scheme: dark) { .verification { --texte: #e6edf3; --pale: #9aa5b1;
  --fond: #161b22; --bord: #3d444d; --vert: #4ac26b; --rouge: #ff8a80; --marque: #6b2b27;
  --note: #2b2410; --note-bord: #d9a520; color-scheme: dark; } }
[data-jp-theme-light="true"] .verification, .vscode-light .verification { --texte: #1f2328;
  --pale: #59636e; --fond: #f6f8fa; --bord: #d1d9e0; --vert: #1a7f37; --rouge: #b3261e;
  --marque: #ffd8d3; --note: #fff8e1; --note-bord: #c48a00; color-scheme: light; }
[data-jp-theme-light="false"] .verification, .vscode-dark .verification,
html[theme="dark"] .verification { --texte: #e6edf3; --pale: #9aa5b1; --fond: #161b22;
  --bord: #3d444d; --vert: #4ac26b; --rouge: #ff8a80; --marque: #6b2b27; --note: #2b2410;
  --note-bord: #d9a520; color-scheme: dark; }
.verification { color: var(--jp-content-font-color1, var(--texte)); background: var(--fond);
  border: 1px solid var(--bord); border-left: 5px solid var(--vert); border-radius: 6px;
  padding: 0.7em 1em; margin: 0.3em 0; max-width: 60em; line-height: 1.45;
  font-family: var(--jp-content-font-family, system-ui, sans-serif); font-size: 14px; }
.verification.non { border-left-color: var(--rouge); }
.verification header { font-weight: 600; margin-bottom: 0.4em; color: var(--vert); }
.verification.non header { color: var(--rouge); }
.verification code, .verification .code {
  font-family: var(--jp-code-font-family, ui-monospace, monospace); font-size: 13px; }
.verification.verification header code { background: none; color: inherit; padding: 0; }
.verification.verification ul { list-style: none; margin: 0; padding: 0; }
.verification li { margin: 0.15em 0; padding-left: 1.5em; text-indent: -1.5em; }
.verification li b { display: inline-block; width: 1.5em; text-indent: 0; color: var(--pale); }
.verification li.oui b { color: var(--vert); }
.verification li.non b { color: var(--rouge); }
.verification li.inconnu { color: var(--pale); }
.verification dl { display: grid; grid-template-columns: minmax(3.9em, max-content) 1fr;
  gap: 0.1em 1em; margin: 0.25em 0 0.6em 0.3em; text-indent: 0; align-items: baseline; }
.verification summary { cursor: pointer; list-style: none; }
.verification summary::-webkit-details-marker { display: none; }
.verification details:not([open]) summary::after { content: " ▸ voir"; color: var(--pale); }
.verification dt { color: var(--pale); font-weight: 400; margin: 0; padding: 0; width: auto;
  white-space: nowrap; }
.verification dd { margin: 0; padding: 0; width: auto; overflow-wrap: anywhere;
  white-space: pre-wrap; }
.verification mark { background: var(--marque); color: inherit; border-radius: 3px;
  padding: 0 0.15em; font-weight: 600; }
.verification aside { background: var(--note); border-left: 3px solid var(--note-bord);
  border-radius: 3px; padding: 0.5em 0.8em; margin-top: 0.6em; }
.verification aside dl { margin: 0.25em 0 0; }
.verification footer { margin-top: 0.6em; color: var(--pale);
  white-space: pre-line; }
"""


# ---- Les valeurs, en texte -------------------------------------------------------------------


def tableau(valeur):
    """Les nombres d'une valeur, tenseurs compris ; ValueError si elle n'en a pas."""
    try:
        if hasattr(valeur, "detach"):  # un tenseur PyTorch
            valeur = valeur.detach().cpu().numpy()
        return np.asarray(valeur, dtype=float)
    except Exception as erreur:  # la valeur peut être n'importe quoi
        raise ValueError(en_mots(valeur)) from erreur


def comparaison(obtenu, attendu, tolerance):
    """Les textes de ce qui est obtenu et attendu, les éléments qui diffèrent mis en évidence."""
    attendu = np.asarray(attendu, dtype=float)
    try:
        nombres = None if obtenu is None else tableau(obtenu)
    except ValueError:
        nombres = None
    if nombres is None:
        return f"{MARQUE}{en_mots(obtenu)}{MARQUE}", nombre_ou_tableau(attendu)
    if nombres.shape != attendu.shape:
        return tuple(
            f"{nombre_ou_tableau(un)}, {MARQUE}de forme {un.shape}{MARQUE}"
            for un in (nombres, attendu)
        )
    with np.errstate(invalid="ignore"):
        differents = ~np.isclose(nombres, attendu, **tolerance)
    return nombre_ou_tableau(nombres, differents), nombre_ou_tableau(attendu, differents)


def nombre_ou_tableau(nombres, marques=None):
    """Un tableau sur une ligne, dont certains éléments sont mis en évidence."""
    nombres = np.asarray(nombres, dtype=float)
    if nombres.ndim == 0:
        texte = f"{nombres:.5g}"
        return f"{MARQUE}{texte}{MARQUE}" if marques is not None and marques else texte
    if nombres.size > 40:
        return f"un tableau de forme {nombres.shape}"
    marques = [None] * len(nombres) if marques is None else marques
    return f"[{', '.join(map(nombre_ou_tableau, nombres, marques))}]"


def en_mots(valeur):
    """Une valeur qui n'est pas faite de nombres."""
    if valeur is None:
        return "None (rien n'est renvoyé)"
    try:
        texte = " ".join(repr(valeur).split())
    except Exception:  # le repr d'un objet de l'étudiant
        texte = "…"
    return f"{texte[:60]}{'…' * (len(texte) > 60)}, de type {type(valeur).__name__}"
