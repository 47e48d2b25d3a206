"""What the fuzzer starts from, and what it has found, through the same targets once more."""

from collections.abc import Iterator

import pytest

from fuzz.seeds import SEEDS, found
from fuzz.targets import DECODER, PURE, answer_of
from support.cloud import Cloud
from support.hospitals import hospital, load


def _inputs(target: str) -> Iterator[bytes]:
    yield from SEEDS[target]()
    yield from found(target)


@pytest.fixture(scope="module", autouse=True)
def _end_the_decoder() -> Iterator[None]:
    yield
    DECODER.close()


def test_every_finding_belongs_to_a_target() -> None:
    from fuzz import FINDINGS

    kept = {path.name for path in FINDINGS.iterdir() if path.is_dir()}
    assert kept <= set(SEEDS) == set(PURE) | {"request"}
    assert list(found("message"))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of broken EXIF, which is meant here
@pytest.mark.parametrize("target", PURE)
def test_what_was_found_once_stays_repaired(target: str) -> None:
    for content in _inputs(target):
        PURE[target](content)


def test_requests_that_were_found_once_stay_answered(cloud: Cloud) -> None:
    load(cloud, *(hospital(number) for number in range(1, 6)))
    ask = answer_of(cloud)
    for content in _inputs("request"):
        ask(content)
