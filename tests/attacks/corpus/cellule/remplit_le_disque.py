"""Remplit tous les disques où l'on peut écrire."""

for folder in ("/travail", "/dev/shm", "/sockets", "/tmp", "."):
    try:
        for number in range(100):
            with open(f"{folder}/gros-{number}", "wb") as file:
                for _ in range(64):
                    file.write(b"x" * 2**20)
    except OSError as error:
        print(error)
