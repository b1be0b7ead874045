"""Why bubblewrap does not start on this machine, and what to type."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.student import users

SETTINGS = Path("/proc/sys")
CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))

INSTALL = "sudo apt-get install -y bubblewrap util-linux   (Fedora : sudo dnf install bubblewrap)"
PROFILE = r"""printf '%s\n' 'abi <abi/4.0>,' 'include <tunables/global>' \
  'profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }' \
  | sudo tee /etc/apparmor.d/bwrap && sudo apparmor_parser -r /etc/apparmor.d/bwrap"""
UNRESTRICTED = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
CONTAINER = (
    "docker run --user 1000 --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined …"
)


@dataclass(frozen=True)
class Obstacle:
    """What stands in bubblewrap's way, and the commands that take it away, any one of them."""

    cause: str
    cures: tuple[str, ...]


def obstacle() -> Obstacle:
    """The likeliest reason why bubblewrap was refused here."""
    if not shutil.which("bwrap") or not shutil.which("prlimit"):
        return Obstacle("bubblewrap n'est pas installé.", (INSTALL,))
    if any(path.exists() for path in CONTAINERS):
        return Obstacle("Ce conteneur n'a pas le droit de créer d'espaces de noms.", (CONTAINER,))
    if users.is_bare_root():
        return Obstacle("Root n'a pas ici ses droits : corrigez sous un compte ordinaire.", ())
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        cause = (
            "AppArmor refuse les espaces de noms aux programmes sans profil (Ubuntu 23.10 et "
            "suivants). Deux remèdes : donner un profil à bwrap seul, ou lever la règle pour tous."
        )
        return Obstacle(cause, (PROFILE, UNRESTRICTED))
    if _setting("kernel/unprivileged_userns_clone") == "0":
        cause = "Le noyau refuse les espaces de noms aux utilisateurs ordinaires."
        return Obstacle(cause, ("sudo sysctl -w kernel.unprivileged_userns_clone=1",))
    if _setting("user/max_user_namespaces") == "0":
        cause = "Le noyau n'accorde aucun espace de noms d'utilisateur."
        return Obstacle(cause, ("sudo sysctl -w user.max_user_namespaces=15000",))
    return Obstacle("Cause inconnue ; les mots de bubblewrap sont ci-dessus.", ())


def _setting(name: str) -> str:
    try:
        return (SETTINGS / name).read_text().strip()
    except OSError:
        return ""
