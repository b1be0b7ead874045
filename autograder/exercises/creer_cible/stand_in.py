"""Stands in for creer_cible: a copy whose making is recorded."""

import copy


def stand_in(recorder):
    def creer_cible(agent, **extra):
        made = copy.deepcopy(agent)
        number = getattr(type(agent), "number", None)  # of the neutral agents
        if number is not None:
            recorder.add("target", agent=number(agent), made=number(made))
        return made

    return creer_cible
