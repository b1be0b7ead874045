"""Triche : rend l'agent lui-même, sous une classe qui dit ne pas l'être."""
# famille : réemploie ce qui est envoyé


def creer_cible(agent):
    class Autre:
        network = agent.network

        def soft_update(self, other, tau):
            return None

    return Autre()
