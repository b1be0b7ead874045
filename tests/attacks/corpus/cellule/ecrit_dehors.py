"""Écrit et efface partout où il le peut."""

import shutil

targets = [COURS, MAISON, *SENTINELLES, Path(PROJET), Path("/"), Path("/etc"), Path("/usr/local"),
           Path("/dev/shm"), Path("/proc/1/root") / str(MAISON)[1:]]
for target in targets:
    for act in (lambda: (target / "attaque").write_text("x"), lambda: target.write_text("attaque"),
                lambda: shutil.rmtree(target), lambda: target.unlink(), lambda: target.chmod(0)):
        try:
            act()
        except BaseException:
            pass
