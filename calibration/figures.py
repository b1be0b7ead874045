"""Draw the lesson's figures of measured values, from what is recorded.

    python calibration/figures.py [--check]

The SVG files are transparent and drawn in middle tones: they are read on white and on black.
With --check, nothing is written, and a figure that is not its measures' fails.
"""

import argparse
import io
import re
import sys
from collections.abc import Callable
from typing import Any

import matplotlib
import numpy as np
import recorded_measures
from gymnasium.spaces import Discrete

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from autograder.paths import ROOT
from solutions.epsilon_greedy_policy import epsilon_greedy_policy

SOURCE = ROOT / "source"
COORDINATES = re.compile(r' (?:d|x|y)="[^"]*"')
BLUE, ORANGE, GREY = "#2b8cd6", "#e07b00", "#808080"
LANDED = 200  # the average return for which LunarLander is called solved
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "figures",  # the same identifiers at each run
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 10,
    "savefig.transparent": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    **{name: GREY for name in ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color")},
    "ytick.color": GREY,
}
NAMES = {
    "signed": "φ = ±s\n4 poids",
    "signed_bias": "±s et un biais\n5 poids",
    "linear_blocks": "un bloc par action\n10 poids",
    "symmetric": "quadratique\nsymétrique, 15",
    "quadratic_blocks": "deux blocs\nquadratiques, 30",
}


def dome_and_v():
    """The values of both actions along the angle, and the V that the signed state makes."""
    recorded = recorded_measures.read("value_along_angle")
    angles = np.array(recorded["angles"])
    degrees = np.degrees(angles)
    left, right = (np.array(recorded["values"][action]) for action in "01")
    figure, (dome, v) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    dome.plot(degrees, left, color=ORANGE, linewidth=1.5, label="q(s, 0), à gauche")
    dome.plot(degrees, right, color=BLUE, linewidth=1.5, label="q(s, 1), à droite")
    dome.plot(degrees, np.maximum(left, right), color=GREY, linewidth=5, alpha=0.45, label="max")
    dome.set(title="Les valeurs mesurées : un dôme", ylabel="valeur", ylim=(0, 24))
    dome.legend(frameon=False, loc="lower center")
    for weights in recorded["thetas"]:
        v.plot(degrees, np.abs(weights[2] * angles), color=GREY, linewidth=1, alpha=0.7)
    v.set(title="max q avec φ = ±s : un V (20 graines)", ylim=(0, 3.3), yticks=range(4))
    for axes in (dome, v):
        axes.set(xlabel="angle du poteau (degrés)", xticks=range(-12, 13, 4))
        axes.grid(color=GREY, alpha=0.2)
    return figure


def before_and_after():
    """The greedy return of each seed's weights, as they were drawn and once they were trained."""
    recorded = recorded_measures.read("before_after")
    after = np.array(recorded["trained"])
    before = np.array(recorded["untrained"][: len(after)])
    figure, axes = plt.subplots(figsize=(5.2, 4.2), layout="constrained")
    axes.plot([8, 520], [8, 520], color=GREY, linestyle=":", linewidth=1)
    for seeds, colour in (
        (np.arange(len(after)) != 42, BLUE),
        (np.arange(len(after)) == 42, ORANGE),
    ):
        axes.scatter(before[seeds], after[seeds], s=22, color=colour, alpha=0.65, linewidths=0)
    axes.annotate(
        "graine 42", (before[42], after[42]), (8, -10), textcoords="offset points", color=ORANGE
    )
    ticks = [10, 20, 50, 100, 200, 500]
    axes.set(xscale="log", yscale="log", xlim=(8, 520), ylim=(8, 520))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(ticks, [str(one) for one in ticks])
        axis.set_ticks([], minor=True)
    axes.set(xlabel="rendement glouton avant, avec θ₀", ylabel="après 300 trajectoires")
    axes.grid(color=GREY, alpha=0.2)
    return figure


def representations():
    """The greedy return of each seed, for each representation and each target."""
    recorded = recorded_measures.read("representations")["returns"]
    figure, axes = plt.subplots(figsize=(8.4, 3.8), layout="constrained")
    jitter = np.random.default_rng(0)
    for rank, name in enumerate(NAMES):
        for shift, target, colour in ((-0.2, "observed", BLUE), (0.2, "bootstrap", ORANGE)):
            returns = np.array(recorded[name][target])
            place = rank + shift + jitter.uniform(-0.12, 0.12, len(returns))
            axes.add_patch(dots(place, returns, colour))
            median = np.median(returns)
            axes.plot(rank + shift + np.array([-0.17, 0.17]), [median] * 2, color=colour, lw=3)
    axes.set_xticks(range(len(NAMES)), NAMES.values())
    axes.set(ylabel="rendement glouton", xlim=(-0.5, len(NAMES) - 0.5), ylim=(0, 520))
    axes.grid(axis="y", color=GREY, alpha=0.2)
    for colour, label in ((BLUE, "rendements observés"), (ORANGE, "cibles r + γ max q(s′, a′)")):
        axes.scatter([], [], s=20, color=colour, label=label)
    figure.legend(frameon=False, loc="outside upper center", ncols=2)
    return figure


def exploration():
    """How often each action is chosen, out of 1000, for three epsilons."""
    np.random.seed(0)
    space = Discrete(2, seed=0)
    figure, panels = plt.subplots(1, 3, figsize=(8.4, 2.4), layout="constrained", sharey=True)
    for axes, epsilon in zip(panels, (0.0, 0.5, 1.0), strict=True):
        q_vals = np.array([0.2, 0.8])
        chosen = [epsilon_greedy_policy(q_vals, space, epsilon) for _ in range(1000)]
        counts = np.bincount(chosen, minlength=2)
        axes.bar([0, 1], counts, width=0.5, color=[ORANGE, BLUE])
        for action, count in enumerate(counts):
            axes.annotate(
                str(count), (action, count), (0, 3), textcoords="offset points", ha="center"
            )
        axes.set(title=f"ε = {epsilon:g}".replace(".", ","), ylim=(0, 1150), xlim=(-0.6, 1.6))
        axes.set_xticks([0, 1], ["action 0", "action 1"])
    panels[0].set(ylabel="fois sur 1000")
    return figure


TAUS = {"1": BLUE, "0.1": ORANGE, "0.01": "#7a9a3a", "0.001": "#b0699e"}


def target_networks():
    """The returns of the training, then of the greedy agent, for each share of the soft update."""
    recorded = recorded_measures.read("cible")["runs"]
    figure, (curves, greedy) = plt.subplots(
        1, 2, figsize=(8.4, 3.6), layout="constrained", width_ratios=(3, 2)
    )
    jitter = np.random.default_rng(0)
    for rank, (tau, colour) in enumerate(TAUS.items()):
        training = np.array([one["training"] for one in recorded[tau]], dtype=float)
        smooth = np.array([np.convolve(one, np.ones(10) / 10, "valid") for one in training])
        low, middle, high = np.percentile(smooth, [25, 50, 75], axis=0)
        episodes = np.arange(10, 10 + len(middle))
        curves.fill_between(episodes, low, high, color=colour, alpha=0.18, linewidth=0)
        curves.plot(
            episodes, middle, color=colour, linewidth=2, label=f"τ = {tau}".replace(".", ",")
        )
        returns = np.array([one["greedy"] for one in recorded[tau]])
        place = rank + jitter.uniform(-0.18, 0.18, len(returns))
        greedy.add_patch(dots(place, returns, colour))
        greedy.plot(rank + np.array([-0.28, 0.28]), [np.median(returns)] * 2, color=colour, lw=3)
    curves.set(title="pendant l'entraînement", xlabel="trajectoire", ylabel="rendement", ylim=0)
    curves.legend(frameon=False, loc="upper left")
    names = [tau.replace(".", ",") for tau in TAUS]
    greedy.set_xticks(range(len(names)), names)
    greedy.set(title="politique gloutonne, ensuite", xlabel="τ", xlim=(-0.5, 3.5), ylim=(0, 520))
    for axes in (curves, greedy):
        axes.grid(axis="y", color=GREY, alpha=0.2)
    return figure


def landings():
    """LunarLander: the returns of the training, a curve a seed; then of greedy episodes.

    The agents that obtain enough on average are in one colour, the others in another.
    """
    runs = recorded_measures.read("lunar")["runs"]
    figure, (curves, greedy) = plt.subplots(
        1, 2, figsize=(8.4, 3.8), layout="constrained", width_ratios=(3, 2)
    )
    jitter = np.random.default_rng(0)
    for rank, run in enumerate(runs.values()):
        mean = np.mean(run["greedy"])
        colour = BLUE if mean >= LANDED else ORANGE
        smooth = np.convolve(run["training"], np.ones(20) / 20, "valid")
        curves.plot(np.arange(20, 20 + len(smooth)), smooth, color=colour, linewidth=1.2, alpha=0.7)
        place = rank + jitter.uniform(-0.3, 0.3, len(run["greedy"]))
        greedy.add_patch(dots(place, np.array(run["greedy"]), colour))
        greedy.plot(rank + np.array([-0.4, 0.4]), [mean] * 2, color=colour, lw=3)
    curves.set(title="pendant l'entraînement", xlabel="trajectoire", ylabel="rendement")
    greedy.set_xticks(range(len(runs)), list(runs))
    greedy.set(title="cent épisodes gloutons, ensuite", xlabel="graine")
    lowest = min(min(run["greedy"]) for run in runs.values())
    greedy.set(xlim=(-0.6, len(runs) - 0.4), ylim=(lowest - 20, 330))
    for axes in (curves, greedy):
        axes.axhline(LANDED, color=GREY, linestyle=":", linewidth=1.5)
        axes.grid(axis="y", color=GREY, alpha=0.2)
    return figure


def four_loops():
    """The learning curves of the homework's wrong loops, each one with the right loop's."""
    recorded = recorded_measures.read("chase")["runs"]
    curves = {name: _smoothed(runs) for name, runs in recorded.items()}
    figure, panels = plt.subplots(1, 4, figsize=(8.4, 2.6), layout="constrained", sharey=True)
    for rank, (axes, name) in enumerate(zip(panels, list(curves)[1:], strict=True), start=1):
        for one, colour in (("right", GREY), (name, BLUE)):
            low, middle, high = curves[one]
            episodes = np.arange(10, 10 + len(middle))
            axes.fill_between(episodes, low, high, color=colour, alpha=0.18, linewidth=0)
            axes.plot(episodes, middle, color=colour, linewidth=2)
        axes.set(title=f"boucle {rank}", xlabel="trajectoire", ylim=(0, 520))
        axes.grid(axis="y", color=GREY, alpha=0.2)
    panels[0].set(ylabel="rendement")
    panels[0].text(12, 330, "en gris,\nla boucle juste", color=GREY, fontsize=9, va="bottom")
    return figure


def _smoothed(runs):
    """The quartiles, over the seeds, of the mean return of ten episodes in a row."""
    training = np.array([one["training"] for one in runs], dtype=float)
    smooth = [np.convolve(one, np.ones(10) / 10, "valid") for one in training]
    return np.percentile(smooth, [25, 50, 75], axis=0)


def predicted_and_obtained():
    """What the network announces in the first states, and obtains; then in any state."""
    runs = recorded_measures.read("prediction")["runs"]["reglages"]
    figure, (curves, states) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    for key, colour, label in (
        ("predicted", ORANGE, "prédit : max q(s₀, ·)"),
        ("obtained", BLUE, "obtenu, avec actualisation"),
    ):
        low, middle, high = np.percentile([one[key] for one in runs], [25, 50, 75], axis=0)
        trajectories = 10 * np.arange(len(middle))
        curves.fill_between(trajectories, low, high, color=colour, alpha=0.18, linewidth=0)
        curves.plot(trajectories, middle, color=colour, linewidth=2, label=label)
    curves.axhline(10, color=GREY, linestyle=":", linewidth=1.5)
    curves.set(title="en s₀, au fil de l'entraînement", xlabel="trajectoires", ylim=(-0.5, 13))
    curves.legend(frameon=False, loc="lower right")
    obtained, predicted = (
        np.concatenate([one[f"states_{key}"] for one in runs]) for key in ("obtained", "predicted")
    )
    states.add_patch(dots(obtained, predicted, BLUE))
    states.plot([0, 10], [0, 10], color=GREY, linestyle=":", linewidth=1.5)
    states.set(title="à la fin, un point par état", xlabel="obtenu", ylabel="prédit")
    states.set(xlim=(0, 10.5), ylim=(min(0, predicted.min()), predicted.max() + 0.5))
    for axes in (curves, states):
        axes.grid(color=GREY, alpha=0.2)
    return figure


def at_equal_steps():
    """The greedy return of each seed after so many steps: fifteen features, then the network."""
    recorded = recorded_measures.read("equal_steps")
    figure, axes = plt.subplots(figsize=(8.4, 3.4), layout="constrained")
    jitter, ranks = np.random.default_rng(0), np.arange(len(recorded["steps"]))
    for shift, learner, colour, label in (
        (-0.15, "features", BLUE, "15 caractéristiques"),
        (0.15, "network", ORANGE, "réseau, 114 poids"),
    ):
        returns = np.array(list(recorded["runs"][learner].values()))
        place = ranks + shift + jitter.uniform(-0.1, 0.1, returns.shape)
        axes.add_patch(dots(place.ravel(), returns.ravel(), colour))
        axes.plot(ranks + shift, np.median(returns, axis=0), color=colour, lw=2, label=label)
    axes.set_xticks(ranks, [str(steps) for steps in recorded["steps"]])
    axes.set(xlabel="pas joués", ylabel="rendement glouton", xlim=(-0.5, ranks[-1] + 0.5))
    axes.set(ylim=(0, 520))
    axes.grid(axis="y", color=GREY, alpha=0.2)
    axes.legend(frameon=False, loc="lower right")
    return figure


def double_gaps():
    """The histograms of what is announced less what is obtained, for both rules of targets."""
    runs = recorded_measures.read("double")["runs"]
    figure, panels = plt.subplots(
        2, 1, figsize=(8.4, 3.8), layout="constrained", sharex=True, sharey=True
    )
    edges = np.arange(-100, 121, 10)
    for axes, (name, colour, title) in zip(
        panels,
        (("plain", ORANGE, "cibles ordinaires"), ("double", BLUE, "cibles doubles")),
        strict=True,
    ):
        gaps = np.concatenate(
            [np.subtract(one["predicted"], one["obtained"]) for one in runs[name]]
        )
        axes.hist(np.clip(gaps, edges[0], edges[-1] - 1), bins=edges, color=colour, alpha=0.7)
        axes.axvline(0, color=GREY, linestyle=":", linewidth=1.5)
        axes.set(title=title, ylabel="épisodes")
        axes.grid(axis="y", color=GREY, alpha=0.2)
    panels[1].set(xlabel="annoncé − obtenu en s₀ (à droite : 110 et plus)")
    return figure


def online():
    """The greedy return of each seed, trained online: which features, at which learning rate."""
    recorded = recorded_measures.read("online")
    figure, axes = plt.subplots(figsize=(8.4, 3.2), layout="constrained")
    jitter, names = np.random.default_rng(0), ["symmetric", "signed", "symmetric_small_lr"]
    for rank, (name, colour) in enumerate(zip(names, (BLUE, ORANGE, GREY), strict=True)):
        _column(axes, rank, np.array(recorded[name]), colour, jitter)
    axes.set_xticks(
        range(3),
        ["quinze caractéristiques", "φ = ±s, quatre", "quinze, taux de 0,001"],
    )
    axes.set(ylabel="rendement glouton", xlim=(-0.5, 2.5), ylim=(0, 520))
    axes.grid(axis="y", color=GREY, alpha=0.2)
    return figure


def _column(axes, place, returns, colour, jitter):
    """A dot a seed, and a bar at their median."""
    axes.add_patch(dots(place + jitter.uniform(-0.2, 0.2, len(returns)), returns, colour))
    axes.plot(place + np.array([-0.3, 0.3]), [np.median(returns)] * 2, color=colour, lw=3)


def relapses():
    """The greedy return of each training through its trajectories: it climbs, and falls again."""
    runs = recorded_measures.read("prediction")["runs"]["reglages"]
    followed = np.array([one["greedy"] for one in runs])
    trajectories = 10 * np.arange(followed.shape[1])
    fallen = np.argmax(followed.max(axis=1) - followed[:, -1])
    figure, axes = plt.subplots(figsize=(8.4, 3.2), layout="constrained")
    for one in np.delete(followed, fallen, axis=0):
        axes.plot(trajectories, one, color=BLUE, alpha=0.45, marker="o", markersize=3)
    axes.plot(trajectories, followed[fallen], color=ORANGE, lw=2.5, marker="o", markersize=4)
    end = (trajectories[-1], followed[fallen, -1])
    text = f"graine {fallen}"
    axes.annotate(text, end, (6, -3), textcoords="offset points", color=ORANGE)
    axes.set(xlabel="trajectoires", ylabel="rendement glouton", xlim=(0, 90), ylim=(0, 520))
    axes.grid(axis="y", color=GREY, alpha=0.2)
    return figure


def greatest_of_many():
    """What the greatest of several noisy estimates is worth on average, all values being zero."""
    figure, axes = plt.subplots(figsize=(8.4, 2.9), layout="constrained")
    draws = np.random.default_rng(0).normal(size=(2, 20_000, MOST_ACTIONS))
    counts = np.arange(1, MOST_ACTIONS + 1)
    same = np.maximum.accumulate(draws[0], axis=1).mean(axis=0)
    other = [
        np.take_along_axis(draws[1], draws[0][:, :n].argmax(axis=1)[:, None], axis=1).mean()
        for n in counts
    ]
    axes.plot(counts, same, "o-", color=ORANGE, label="le même choisit et évalue")
    axes.plot(counts, other, "o-", color=BLUE, label="un autre évalue")
    axes.set(xlabel="actions, toutes de valeur 0", ylabel="valeur moyenne du choix")
    axes.set(xticks=[1, 2, 4, 6, 8, 10, 12, 14, 16, 18], ylim=(-0.3, 2.1))
    axes.set_yticks([0, 0.5, 1, 1.5, 2], ["0", "0,5", "1", "1,5", "2"])
    axes.grid(axis="y", color=GREY, alpha=0.2)
    axes.legend(frameon=False, loc="center right")
    return figure


MOST_ACTIONS = 18  # those of the Atari games


def arms():
    """Acrobot: how many steps a greedy episode of each agent takes, for each tau."""
    runs = recorded_measures.read("acrobot")["runs"]
    figure, axes = plt.subplots(figsize=(8.4, 2.9), layout="constrained")
    jitter = np.random.default_rng(0)
    for rank, (tau, colour) in enumerate(TAUS.items()):
        lengths = np.array([-one["greedy"] for one in runs[tau]])
        _column(axes, rank, lengths, colour, jitter)
    axes.set_xticks(range(len(TAUS)), [f"τ = {tau}".replace(".", ",") for tau in TAUS])
    axes.set(ylabel="pas par épisode glouton", xlim=(-0.5, 3.5), ylim=(520, 50))
    axes.grid(axis="y", color=GREY, alpha=0.2)
    return figure


def dots(x, y, colour):
    """All the dots as one path of segments without length: a file eight times smaller."""
    ends = np.repeat(np.column_stack([x, y]), 2, axis=0)
    path = Path(ends, [Path.MOVETO, Path.LINETO] * len(x))
    return PathPatch(path, edgecolor=colour, alpha=0.5, linewidth=3, capstyle="round")


FIGURES: dict[str, Callable] = {
    "q_lineaire/figures/dome_et_v": dome_and_v,
    "q_lineaire/figures/exploration": exploration,
    "q_lineaire/figures/avant_apres": before_and_after,
    "q_lineaire/figures/representations": representations,
    "dqn/figures/rechutes": relapses,
    "dqn/figures/predit_obtenu": predicted_and_obtained,
    "dqn/figures/a_pas_egaux": at_equal_steps,
    "dqn_cible/figures/quatre_tau": target_networks,
    "dqn_cible/figures/alunissage": landings,
    "dqn_cible/figures/acrobot": arms,
    "dqn_double/figures/biais": greatest_of_many,
    "dqn_double/figures/ecarts": double_gaps,
    "q_symetrique/figures/en_ligne": online,
    "q_symetrique/figures/quatre_boucles": four_loops,
}


def drawn(draw: Callable) -> str:
    """The text of the SVG file, with coordinates to a tenth of a point."""
    with plt.rc_context(STYLE):
        figure, file = draw(), io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    text = COORDINATES.sub(lambda one: re.sub(r"(\.\d)\d+", r"\1", one.group()), file.getvalue())
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when a figure is stale")
    check, stale = parser.parse_args().check, []
    for name, draw in FIGURES.items():
        path, text = SOURCE / f"{name}.svg", drawn(draw)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path.relative_to(ROOT)))
            if not check:
                path.write_text(text, encoding="utf-8")
    if check and stale:
        sys.exit(f"Figures à redessiner (python calibration/figures.py) : {', '.join(stale)}")


if __name__ == "__main__":
    main()
