"""The console starts the labelling page as a program, and stops it."""

import sys

import pytest

from scalp_operator.console.labelling import Labelling, LabellingError

PAGE = """
import os, signal
print("12 consented copies", flush=True)
print("open http://127.0.0.1:4711/enter?token=" + os.environ["AWS_REGION"], flush=True)
signal.pause()
"""


def test_the_address_is_that_which_the_program_prints_and_it_is_stopped() -> None:
    labelling = Labelling([sys.executable, "-c", PAGE], "region-1")

    assert labelling.start() == "http://127.0.0.1:4711/enter?token=region-1"
    first = labelling._process
    assert first is not None
    labelling.start()
    assert first.returncode is not None  # one at a time
    second = labelling._process
    labelling.stop()
    labelling.stop()
    assert second is not None
    assert second.returncode is not None


def test_a_program_that_ends_at_once_is_reported_by_its_last_line() -> None:
    program = "print('0 consented copies'); print('there are no photos')"

    with pytest.raises(LabellingError, match="there are no photos"):
        Labelling([sys.executable, "-c", program], "region-1").start()
