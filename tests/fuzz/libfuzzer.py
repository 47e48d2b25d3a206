"""One target under libFuzzer, through atheris; nothing but `make fuzz` has that installed."""

import importlib
import logging
import os
import struct
import zlib
from unittest import mock

import atheris

# What is imported in here is watched for coverage; what had been imported before could not be.
with atheris.instrument_imports(
    include=[
        "fuzz.targets",
        "scalp_core",
        "scalp_api",
        "scalp_assess",
        "PIL",
        "pi_heif",
        "pygeohash",
    ]
):
    importlib.import_module("scalp_api.handler")
    from fuzz.heif_mutations import mutate
    from fuzz.targets import PURE, Target, answer_of

from moto.server import ThreadedMotoServer

from scalp_deployment.paths import CARE_GUIDE, PLACE_NAMES, REFERENCE_STATISTICS
from scalp_deployment.template import REGION
from support.cloud import Cloud, create_cloud
from support.hospitals import hospital, load

_PNG = b"\x89PNG\r\n\x1a\n"


def fuzz(target: str, arguments: list[str]) -> None:
    """Run until the time is up or something is found; this process ends with it."""
    logging.disable(logging.CRITICAL)
    run = PURE[target] if target in PURE else _request_target()
    if target in _MUTATORS:
        atheris.Setup(["fuzz", *arguments], run, custom_mutator=_MUTATORS[target])
    else:
        atheris.Setup(["fuzz", *arguments], run)
    atheris.Fuzz()


def _mutated_photo(data: bytes, largest: int, seed: int) -> bytes:
    """A mutated PNG with right checksums; with wrong ones nothing gets past the first chunk."""
    mutated = atheris.Mutate(data, largest)
    if not mutated.startswith(_PNG) or seed % 4 == 0:
        return bytes(mutated)
    whole, at = bytearray(mutated), len(_PNG)
    while at + 12 <= len(whole):
        (length,) = struct.unpack_from(">I", whole, at)
        end = at + 8 + length
        if end + 4 > len(whole):
            break
        struct.pack_into(">I", whole, end, zlib.crc32(whole[at + 4 : end]))
        at = end + 4
    return bytes(whole)


def _mutated_heif(data: bytes, largest: int, seed: int) -> bytes:
    """A file whose parts are changed, seldom its bytes: what is no HEIF is refused at once."""
    if seed % 8 == 0:
        return bytes(atheris.Mutate(data, largest))
    return mutate(data, largest, seed)


_MUTATORS = {"photo": _mutated_photo, "heif": _mutated_heif}


def _request_target() -> Target:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = f"http://localhost:{server.get_host_and_port()[1]}"
    fixed = {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "AWS_ENDPOINT_URL": endpoint,
        "POWERTOOLS_METRICS_DISABLED": "true",
        "CARE_GUIDE": str(CARE_GUIDE),
        "PLACE_NAMES": str(PLACE_NAMES),
        "REFERENCE_STATISTICS": str(REFERENCE_STATISTICS),
    }
    mock.patch.dict(os.environ, fixed).start()
    cloud = create_cloud(endpoint, "fuzz")
    mock.patch.dict(os.environ, cloud.stack.environment["ApiFunction"] | fixed).start()
    _fill(cloud)
    return answer_of(cloud)


def _fill(cloud: Cloud) -> None:
    load(cloud, *(hospital(number) for number in range(1, 6)))
    status, _, created = cloud.api(
        "POST",
        "/api/v1/assessments",
        {"sex": "male", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"},
    )
    assert status == 201, created
