"""The outputs that the graded notebook keeps are cheap to show."""

import time

from nbconvert.filters import ansi2html

from autograder.judging.outputs import MOST_COLOURS, kept_outputs
from autograder.student.process import Execution
from autograder.student.session import Cell

MIB = 2**20


def kept(*outputs):
    return list(kept_outputs(Cell("", execution=Execution(outputs=list(outputs)))))


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_a_few_colours_stay():
    (output,) = kept(stream("\x1b[31mrouge\x1b[0m"))
    assert output.text == "\x1b[31mrouge\x1b[0m"


def test_colours_without_end_are_left_out():
    """A page of one megabyte of them took 25 seconds to make."""
    texts = ["\x1b[31mx" * (MIB // 6), "\x1b[" * (MIB // 2), "\x1b" * MIB]
    start = time.process_time()
    for text in texts:
        (output,) = kept(stream(text))
        assert output.text.count("\x1b") <= MOST_COLOURS
        ansi2html(output.text)
    assert kept(stream(texts[0]))[0].text == "x" * (MIB // 6)
    assert time.process_time() - start < 3


def test_each_text_of_an_error_or_of_data_is_looked_at():
    long = "\x1b[1m" * MOST_COLOURS + "\x1b[1mx"
    error = {"output_type": "error", "ename": "E", "evalue": long, "traceback": [long, "b"]}
    data = {"output_type": "display_data", "data": {"text/plain": long}, "metadata": {}}
    failed, shown = kept(error, data)
    assert failed.evalue == "x" and failed.traceback == ["x", "b"]
    assert shown.data["text/plain"] == "x"
