"""Write in the lesson the figures that were measured.

    python calibration/lesson.py [--check]

In the texts of source/ and in docs/mesures.md, a figure is followed by its measure's name:
`235<!-- mesure: name -->`.
With --check, nothing is written, and a figure that is not its measure's fails.
"""

import argparse
import inspect
import itertools
import math
import re
import sys

import displacement
import durations
import lunar
import numpy as np
import probe_margins
import probes
import recorded_measures

from autograder.paths import ROOT
from solutions.train_dqn import train_dqn

TEXTS = [*sorted(ROOT.glob("source/*/*.md")), ROOT / "docs" / "mesures.md"]
# A probe's verdict, a duration, three quartiles, thousands, a percentage or a number; « ? » where
# nothing was written yet.
VERDICT = r"✓|✗(?: \([^()<|]*\))+"
DURATION = "|".join(durations.WORDS)
NUMBER = r"\d+ / \d+ / \d+|\d+\u00a0\d{3}|\d+(?:,\d+)?(?:\u00a0%)?"
FIGURE = rf"{VERDICT}|{DURATION}|{NUMBER}|\?"
MARK = re.compile(r"<!--\s*mesure.*?-->")
MARKED = re.compile(rf"(?<![\d,])(?:{FIGURE})<!-- mesure: (\S+) -->")
SOLVED = 195  # the mean return from which CartPole has long been called solved


def measures() -> dict[str, str]:
    """Every figure that a text may print: its name → what the text says."""
    return (
        _by_hand()
        | _representations()
        | _before_after()
        | _online()
        | _target()
        | _prediction()
        | _kept()
        | _equal_steps()
        | _double()
        | _acrobot()
        | _lunar()
        | _chase()
        | _probes()
        | _probe_margins()
        | _displacement()
        | _durations()
    )


def _by_hand():
    played = recorded_measures.read("by_hand")["returns"]
    medians = {f"a_la_main.{rule}": _whole(np.median(one)) for rule, one in played.items()}
    best = np.array(played["angle_and_half_velocity"])
    held = {"theta_demi.episodes": str(len(best)), "theta_demi.tenus": str((best == 500).sum())}
    return medians | held


def _representations():
    recorded = recorded_measures.read("representations")
    figures = {"representations.graines": str(recorded["seeds"][1] + 1)}
    for name, by_target in recorded["returns"].items():
        for target, returns in by_target.items():
            key = f"representations.{name}.{target}"
            quartiles = np.percentile(returns, [25, 50, 75])
            figures[key] = " / ".join(map(_whole, quartiles))
            figures[f"{key}.mediane"] = _short(quartiles[1])
    return figures


def _before_after():
    recorded = recorded_measures.read("before_after")
    untrained, trained = recorded["untrained"], recorded["trained"]
    same_seeds = untrained[: len(trained)]
    return {
        "avant.graines": _grouped(len(untrained)),
        "apres.graines": _grouped(len(trained)),
        "avant.graine_42": _whole(untrained[42]),
        "apres.graine_42": _whole(trained[42]),
        **_of("avant", untrained),
        **_of("avant_memes_graines", same_seeds),
        **_of("apres", trained),
        "apres.ameliorees": _percent(np.mean(np.greater(trained, same_seeds))),
    }


def _online():
    recorded = recorded_measures.read("online")
    figures = {}
    for variant in ("symmetric", "signed", "symmetric_small_lr"):
        returns = recorded[variant]
        figures |= _of(f"en_ligne.{variant}", returns)
        figures[f"en_ligne.{variant}.graines"] = str(len(returns))
        figures[f"en_ligne.{variant}.reussies"] = str(sum(one >= SOLVED for one in returns))
        figures[f"en_ligne.{variant}.minimum"] = _whole(min(returns))
    return figures


def _target():
    """Greedy returns, steps played and predicted values, for each share of the soft update."""
    figures = {}
    for tau, runs in recorded_measures.read("cible")["runs"].items():
        name = f"cible.{tau.replace('.', '_')}"
        quartiles = np.percentile([one["greedy"] for one in runs], [25, 50, 75])
        steps = np.median([sum(one["training"]) for one in runs])
        figures |= {
            f"{name}.quartiles": " / ".join(map(_whole, quartiles)),
            f"{name}.mediane": _short(quartiles[1]),
            f"{name}.reussies": str(sum(one["greedy"] >= SOLVED for one in runs)),
            f"{name}.predite": _short(np.median([one["predicted"] for one in runs])),
            f"{name}.entrainements": str(len(runs)),
            f"{name}.pas": _whole(steps),
            f"{name}.mises_a_jour": _whole(_updates(steps)),
        }
    return figures


def _updates(steps):
    """How many so many steps give, with `train_dqn`'s default arguments."""
    given = inspect.signature(train_dqn).parameters
    interval, batch = given["training_interval"].default, given["batch_size"].default
    return steps // interval - (batch - 1) // interval


def _prediction():
    """What the network announced of the first states, and obtained, as it learnt."""
    figures = {}
    for setting, runs in recorded_measures.read("prediction")["runs"].items():
        if not runs:
            continue
        name = f"prediction.{setting}"
        for rank in {1, 2, 4, 8, len(runs[0]["greedy"]) - 1}:
            quartiles = np.percentile([one["greedy"][rank] for one in runs], [25, 50, 75])
            figures |= {
                f"{name}.{10 * rank}.predit": _short(np.median(_nth(runs, "predicted", rank))),
                f"{name}.{10 * rank}.obtenu": _short(np.median(_nth(runs, "obtained", rank))),
                f"{name}.{10 * rank}.quartiles": " / ".join(map(_whole, quartiles)),
                f"{name}.{10 * rank}.mediane": _short(quartiles[1]),
            }
        bound = BOUNDS[setting]
        figures |= {
            f"{name}.entrainements": str(len(runs)),
            f"{name}.surestiment": str(sum(one > bound for one in _nth(runs, "predicted", -1))),
            f"{name}.reussies": str(sum(one >= SOLVED for one in _nth(runs, "greedy", -1))),
        }
    return figures


def _kept():
    """What the copy kept for its returns is worth on other episodes, and the last one."""
    runs = recorded_measures.read("kept")["runs"]
    others = [one for seed, one in runs.items() if seed != "42"]  # the notebook's, which is shown
    apart = [abs(max(one["scores"]) - one["kept"]) for one in others]
    figures = {
        "garde.entrainements": str(len(others)),
        "garde.meilleures": str(sum(one["kept"] > one["last"] for one in others)),
        "garde.ecart": _whole(np.median(apart)),
    }
    for name, key in (("choisie", "kept"), ("dernier", "last")):
        quartiles = np.percentile([one[key] for one in others], [25, 50, 75])
        held = np.mean([one[f"{key}_longest"] for one in others]) / KEPT_EPISODES
        figures[f"garde.{name}.quartiles"] = " / ".join(map(_whole, quartiles))
        figures[f"garde.{name}.tenus"] = _percent(held)
    return figures


KEPT_EPISODES = 20  # that judge an agent
BOUNDS = {"reglages": 10, "defaut": 100}  # 1 / (1 - gamma): no return is greater


def _nth(runs, key, rank):
    return [one[key][rank] for one in runs]


def _equal_steps():
    """The greedy returns of the network and of the fifteen features, at each number of steps."""
    recorded = recorded_measures.read("equal_steps")
    figures = {"pas_egaux.entrainements": str(min(map(len, recorded["runs"].values())))}
    for learner, name in (("features", "quinze"), ("network", "reseau")):
        for steps, found in zip(
            recorded["steps"], zip(*recorded["runs"][learner].values(), strict=True), strict=True
        ):
            quartiles = np.percentile(found, [25, 50, 75])
            figures[f"pas_egaux.{name}.{steps}"] = " / ".join(map(_whole, quartiles))
    return figures


def _double():
    """What ordinary and double targets make the agent announce, and obtain, in first states."""
    runs = recorded_measures.read("double")["runs"]
    figures = {"double.entrainements": str(min(map(len, runs.values())))}
    for targets, found in runs.items():
        name, greedy = f"double.{targets}", [one["greedy"] for one in found]
        said, paid = (
            np.array([np.mean(one[key]) for one in found]) for key in ("predicted", "obtained")
        )
        figures |= {
            f"{name}.quartiles": " / ".join(map(_whole, np.percentile(greedy, [25, 50, 75]))),
            f"{name}.reussies": str(sum(one >= SOLVED for one in greedy)),
            f"{name}.annonce": _short(np.median(said)),
            f"{name}.obtenu": _short(np.median(paid)),
            f"{name}.surestiment": str((said > paid).sum()),
            f"{name}.plus_de_100": str((said > 100).sum()),
        }
    return figures


def _acrobot():
    """How many steps an episode of Acrobot takes: at first, at the end, and then greedily."""
    by_tau = recorded_measures.read("acrobot")["runs"]
    runs = by_tau["0.1"]  # the training that students watch
    first, last = (
        [-np.mean(one["training"][part]) for one in runs] for part in (slice(10), slice(-10, None))
    )
    figures = {
        "acrobot.entrainements": str(min(map(len, by_tau.values()))),
        "acrobot.premieres": _whole(np.median(first)),
        "acrobot.dernieres": _whole(np.median(last)),
    }
    for tau, found in by_tau.items():
        lengths = [-one["greedy"] for one in found]
        name = f"acrobot.{tau.replace('.', '_')}"
        figures |= {
            f"{name}.quartiles": " / ".join(map(_whole, np.percentile(lengths, [25, 50, 75]))),
            f"{name}.jamais": str(sum(one == LONGEST_OF_ACROBOT for one in lengths)),
        }
    return figures


LONGEST_OF_ACROBOT = 500  # steps


def _lunar():
    """How well the agents of LunarLander land, after how many steps and minutes."""
    recorded = recorded_measures.read("lunar")
    runs, lent = list(recorded["runs"].values()), recorded["lent"]
    greedy = [np.mean(one["greedy"]) for one in runs]
    seconds = [one["cpu_seconds"] for one in runs if "cpu_seconds" in one]
    last = [np.mean(one["training"][-20:]) for one in runs]
    return {
        "lunar.entrainements": str(len(runs)),
        "lunar.resolus": str(sum(one >= lunar.SOLVED for one in greedy)),
        "lunar.manques": str(sum(one < lunar.SOLVED for one in greedy)),
        "lunar.creux": _whole(10 * round(_lowest(recorded["runs"]["0"]["training"]) / 10)),
        "lunar.glouton_min": _whole(min(greedy)),
        "lunar.glouton_max": _whole(max(greedy)),
        "lunar.fin_min": _whole(min(last)),
        "lunar.pas": _grouped(int(np.median([one["steps"] for one in runs]))),
        "lunar.chronometres": str(len(seconds)),
        "lunar.minutes": _whole(np.median(seconds) / 60),
        "lunar.prete": lent["seed"],
        "lunar.prete_moyenne": _whole(np.mean(lent["greedy"])),
        "lunar.prete_part": _percent(np.mean(np.array(lent["greedy"]) >= lunar.SOLVED)),
    }


def _lowest(returns):
    """The trajectory that ends the worst twenty of the training's second half."""
    means = np.convolve(returns, np.ones(20) / 20, "valid")
    half = len(returns) // 2
    return half + 20 + int(np.argmin(means[half:]))


def _probes():
    """How many right and wrong loops were probed, and how many of them a probe refused."""
    figures = {}
    for exercise, found in recorded_measures.read("probes").items():
        if exercise != "command":
            right = [one for kind in ("reference", "right") for one in found[kind].values()]
            runs = list(itertools.chain.from_iterable(right))
            seen = [names for (names,) in found["wrong"].values()]
            figures |= {
                f"sondes.{exercise}.justes": str(len(runs)),
                f"sondes.{exercise}.refus": str(sum(map(bool, runs))),
                f"sondes.{exercise}.fautes": str(len(seen)),
                f"sondes.{exercise}.vues": str(sum(map(bool, seen))),
            }
    return figures


def _probe_margins():
    """How near the references come to being refused by a probe."""
    figures = {}
    for exercise, found in recorded_measures.read("probe_margins").items():
        if exercise != "command":
            tolerance = probes.FAMILIES[exercise].tolerance
            refused = probe_margins.board_refused(found, tolerance)
            figures |= {
                f"marges.{exercise}.essais": _grouped(min(one["seeds"] for one in found.values())),
                f"marges.{exercise}.refus": str(
                    sum(probe_margins.beyond(one["tail"], tolerance) for one in found.values())
                ),
                f"marges.{exercise}.ecart": _small(max(max(one["tail"]) for one in found.values())),
                f"marges.{exercise}.tolerance": _small(tolerance),
                f"marges.{exercise}.ordre": str(_order(refused)),
            }
    return figures


def _order(share):
    """The greatest n such that a share is at most 10 to the power of minus n."""
    return math.floor(-math.log10(share))


def _displacement():
    """How many mistakes move the weights within ten trajectories, and by how much."""
    figures = {}
    for exercise, found in recorded_measures.read("displacement").items():
        if exercise != "command":
            whole = [one for one in found.values() if not displacement.broken(one)]
            moved = [displacement.moved(one) for one in whole if not displacement.still(one)]
            figures |= {
                f"deplacement.{exercise}.fautes": str(len(found)),
                f"deplacement.{exercise}.sans_poids": str(len(found) - len(whole)),
                f"deplacement.{exercise}.immobiles": str(len(whole) - len(moved)),
                f"deplacement.{exercise}.moindre": _small(min(moved)),
                f"deplacement.{exercise}.median": _small(np.median(moved)),
            }
    return figures


def _durations():
    """How long to announce that the cells last that a student waits for."""
    runs = recorded_measures.read("durations")["runs"]
    return {f"duree.{name}": durations.words(**found) for name, found in runs.items()}


def _chase():
    """What each of the homework's wrong loops gives to the probes, and on CartPole."""
    recorded = recorded_measures.read("chase")
    (_, rights), *wrong = recorded["boards"].items()
    figures = {"chasse.entrainements": str(min(map(len, recorded["runs"].values())))}
    for rank, runs in enumerate(recorded["runs"].values()):
        greedy = np.median([one["greedy"] for one in runs])
        figures[f"chasse.{rank or 'juste'}.gloutonne"] = _short(greedy)
    for rank, (_, board) in enumerate(wrong, start=1):
        for probe, found in board.items():
            figures[f"chasse.{rank}.{probe.replace(' ', '_')}"] = _verdict(found, rights[probe])
    return figures


def _verdict(found, right):
    """✓ where a loop finds the Q-values that the right one finds, else those that it finds."""
    if np.allclose(found, right, rtol=0, atol=0.05):
        return "✓"
    pairs = ("\u00a0; ".join(map(_signed, values)) for values in found)
    return " ".join(["✗", *(f"({pair})" for pair in pairs)])


def _small(value):
    """Two significant digits, without a power of ten."""
    return np.format_float_positional(float(f"{value:.1e}"), trim="-").replace(".", ",")


def _signed(value):
    """Two decimals, with a minus sign that is not a hyphen; zero has none."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−").replace(".", ",")


def _of(name, returns):
    """The median and the share of the returns that reach 195."""
    share = np.mean(np.array(returns) >= SOLVED)
    return {f"{name}.mediane": _short(np.median(returns)), f"{name}.part": _percent(share)}


def _whole(value):
    return str(math.floor(value + 0.5))


def _short(value):
    """One decimal below 100."""
    return _whole(value) if value >= 100 else f"{value:.1f}".replace(".", ",")


def _percent(share):
    """One decimal below 10 %."""
    digits = 0 if share >= 0.0995 else 1
    return f"{100 * share:.{digits}f}\u00a0%".replace(".", ",")


def _grouped(number):
    return f"{number:,}".replace(",", "\u00a0") if number >= 10_000 else str(number)


def with_figures(text: str, known: dict[str, str]) -> str:
    """Return the text with each marked figure replaced by its measure's."""

    def replaced(found):
        name = found.group(1)
        if name not in known:
            raise SystemExit(f"« {name} » n'est pas une mesure.")
        return f"{known[name]}<!-- mesure: {name} -->"

    if len(MARK.findall(text)) != len(MARKED.findall(text)):
        lost = next(one for one in MARK.finditer(text) if not _marks_a_figure(text, one))
        raise SystemExit(f"« {text[lost.start() - 30 : lost.end()]} » ne suit pas un nombre.")
    return MARKED.sub(replaced, text)


def _marks_a_figure(text, mark):
    return any(found.end() == mark.end() for found in MARKED.finditer(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when a figure is not true")
    check, known, stale = parser.parse_args().check, measures(), []
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        true = with_figures(text, known)
        if true != text:
            lines = zip(text.splitlines(), true.splitlines(), strict=True)
            stale += [f"{path.relative_to(ROOT)} : {new}" for old, new in lines if old != new]
            if not check:
                path.write_text(true, encoding="utf-8")
    if check and stale:
        sys.exit("Nombres à récrire (python calibration/lesson.py) :\n" + "\n".join(stale))


if __name__ == "__main__":
    main()
