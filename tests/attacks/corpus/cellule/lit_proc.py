"""Lit l'environnement, les lignes de commande et la mémoire des autres processus."""

for number in os.listdir("/proc"):
    if number.isdigit():
        lire(*(f"/proc/{number}/{name}" for name in ("environ", "cmdline", "maps", "cwd", "fd")))
lire("/proc/mounts", "/proc/net/unix", "/proc/sys/kernel/core_pattern", "/proc/kcore")
