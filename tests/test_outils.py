"""What the notebooks draw: the curve of a training as it goes, figures, episodes side by side."""

import base64
import html
import io
import re
import sys
import xml.etree.ElementTree as ET

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from autograder.paths import ROOT

sys.path.insert(0, str(ROOT / "aides"))
import outils


class Place:
    """What Jupyter gives to who shows something that will change."""

    def __init__(self):
        self.shown = []

    def update(self, one):
        self.shown.append(one.data)


@pytest.fixture
def shown(monkeypatch):
    """What the code shows, in HTML."""
    texts = []

    def display(bundle, raw):
        assert raw and set(bundle) == {"text/html", "text/plain"}
        alts = re.findall(r'alt="([^"]*)"', bundle["text/html"])
        assert html.escape(bundle["text/plain"]) == " ".join(alts), "the same words without HTML"
        texts.append(bundle["text/html"])

    monkeypatch.setattr(outils, "display", display)
    return texts


def picture(text):
    """The alternative text of the one picture of some HTML, and the picture."""
    (alt,) = re.findall(r'alt="([^"]*)"', text)
    (data,) = re.findall(r"base64,([^\"]*)", text)
    return alt, Image.open(io.BytesIO(base64.b64decode(data)))


# ---- a training as it goes ---------------------------------------------------------------------


def train(n):
    environment = outils.gym.make("CartPole-v1")
    for seed in range(n):
        environment.reset(seed=seed)
        while not any(environment.step(0)[2:4]):
            pass


def test_the_curve_of_a_training_is_drawn_as_it_goes_then_wiped(monkeypatch, capsys):
    place = Place()
    monkeypatch.setattr(outils, "get_ipython", lambda: type("Shell", (), {"kernel": 1})())
    monkeypatch.setattr(outils, "display", lambda one, display_id: place)
    ticks = iter(range(100))
    monkeypatch.setattr(outils.time, "monotonic", lambda: float(next(ticks)))
    with outils.suivre_entrainement(4) as journal:
        train(3)
    curves, last = place.shown[:-1], place.shown[-1]
    assert last == "" and len(curves) >= 2
    drawing = ET.fromstring(curves[-1].replace("\N{NO-BREAK SPACE}", " "))
    seen = len(drawing[0].get("points").split())
    assert drawing.get("aria-label") == (
        f"Courbe d'apprentissage : {seen} trajectoires sur 4, "
        f"rendement moyen {np.mean(journal.rendements[:seen]):.0f}"
    )


@pytest.mark.parametrize("shell", [None, object()])
def test_nothing_is_drawn_where_no_notebook_shows_it(monkeypatch, capsys, shell):
    monkeypatch.setattr(outils, "get_ipython", lambda: shell)
    monkeypatch.setattr(outils, "display", lambda *_, **__: pytest.fail("shown"))
    with outils.suivre_entrainement(1):
        train(1)


def test_the_curve_goes_up_with_the_returns_and_right_with_the_trajectories():
    drawing = ET.fromstring(outils.courbe_svg([0.0, 250.0, 500.0], 4, largeur=400, hauteur=100))
    returns, means = (
        [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        for line in drawing[:2]
    )
    assert drawing[2].text == "500"
    assert returns == [(100, 100), (200, 50), (300, 0)]
    assert means == [(100, 100), (200, 75), (300, 50)]
    higher = ET.fromstring(outils.courbe_svg([1000.0], 1, hauteur=100))
    assert higher[0].get("points").endswith(",0.0")


# ---- figures -------------------------------------------------------------------------------------


def test_a_figure_has_no_ground_and_says_what_it_shows(shown):
    figure, axes = plt.subplots()
    axes.plot([0, 1], color="red")
    axes.set(title="Un titre", xlabel="x")
    outils.montrer_figure(figure, "Une droite < une courbe")
    alt, drawn = picture(shown[0])
    pixels = np.array(drawn)
    assert alt == "Une droite &lt; une courbe"
    assert pixels[0, 0, 3] == 0 and pixels[..., 3].max() == 255
    opaque = pixels[pixels[..., 3] == 255][:, :3].astype(int)
    assert not (opaque.max(axis=1) < 90).any(), "black text is lost on a dark theme"
    assert not plt.fignum_exists(figure.number)


def test_the_curve_of_a_training_is_told_in_words(shown):
    journal = outils.Journal(None, None)
    journal.rendements = [10.0] * 20 + [50.0] * 20
    outils.tracer_apprentissage({"témoin": journal}, "Deux essais")
    alt, _ = picture(shown[0].replace("\N{NO-BREAK SPACE}", " "))
    assert alt == "Deux essais. Rendement moyen des 20 derniers épisodes : témoin 50."


def test_episodes_stand_side_by_side_each_with_its_length(shown):
    frames = [np.full((40, 60, 3), 30 * shade, dtype=np.uint8) for shade in range(9)]
    outils.montrer_episodes({"Avant": frames[:3], "Après": frames})
    assert re.findall(r'alt="([^"]*)"', shown[0]) == [
        "Avant\N{NO-BREAK SPACE}: 2 pas de temps.",
        "Après\N{NO-BREAK SPACE}: 8 pas de temps.",
    ]
    outils.montrer_episode(frames)
    alt, drawn = picture(shown[1])
    assert alt == "Épisode de 8 pas de temps." and drawn.n_frames == 5


def test_a_number_is_written_with_a_comma():
    assert outils.virgule(12.46) == "12,5"
    assert outils.virgule(0.5, "+.2f") == "+0,50"
    assert outils.virgule(np.float32(7.0), "6.1f") == "   7,0"
