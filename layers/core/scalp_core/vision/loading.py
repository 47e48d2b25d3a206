"""Load an :class:`Ensemble` from a folder of artifacts."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.ensemble import Ensemble, Networks
from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Symptom

if TYPE_CHECKING:
    from scalp_core.vision.onnx_engine import OnnxEngine, OnnxTrunk

_MEGABYTES_PER_VCPU = 1769  # AWS Lambda developer guide, "Configure Lambda function memory"


def vcpus(lambda_megabytes: int | None = None) -> int:
    """Return how many processors to use: by memory on Lambda, by CPU affinity elsewhere.

    Lambda grants one vCPU per 1,769 MB and shows whole ones. Rounding to the nearest keeps
    the fraction in use: the heads do not wait for each other, and the trunk's threads only from
    layer to layer.
    """
    if lambda_megabytes is not None:
        return max(1, round(lambda_megabytes / _MEGABYTES_PER_VCPU))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_ensemble(
    folder: Path,
    engine: Literal["onnx", "torch"] = "onnx",
    *,
    decoder: PhotoDecoder | None = None,
    workers: int | None = None,
) -> Ensemble:
    """Load the six models of ``folder``, several at a time.

    Args:
        decoder: opens photos; by default a new one, which starts meanwhile.

    Raises:
        BrokenArtifactError: manifest or model is missing, malformed or of another sha256.
    """
    artifacts = Artifacts(folder)
    workers = workers or vcpus()
    decoder = decoder or PhotoDecoder()
    decoder.start()
    load = _load_torch_networks if engine == "torch" else load_onnx_networks
    networks = load(artifacts, workers)
    familiarity = Familiarity.from_bytes(
        artifacts.familiarity_bytes(), artifacts.manifest.photo_gate.familiarity.file
    )
    return Ensemble(artifacts.manifest, networks, familiarity, decoder=decoder)


def _load_torch_networks(artifacts: Artifacts, workers: int) -> Networks:
    from scalp_core.vision.torch_engine import TorchEngine

    models, trunk = artifacts.manifest.models, artifacts.trunk_bytes()
    with ThreadPoolExecutor(workers) as pool:
        loaded = pool.map(
            lambda symptom: TorchEngine(artifacts.model_bytes(symptom), models[symptom], trunk),
            Symptom,
        )
        return Networks(dict(zip(Symptom, loaded, strict=True)), workers=workers)


def load_onnx_networks(artifacts: Artifacts, workers: int) -> Networks:
    """Load the six networks of a folder, ``workers`` files at a time.

    Raises:
        BrokenArtifactError: as :func:`load_ensemble`.
    """
    from scalp_core.vision.onnx_engine import OnnxHead, open_session

    models = artifacts.manifest.models
    with ThreadPoolExecutor(workers) as pool:
        # The trunk takes longest to load, so it goes first.
        loading = pool.submit(_load_trunk, artifacts, workers)
        sessions = pool.map(
            lambda symptom: open_session(artifacts.model_bytes(symptom), models[symptom].file),
            Symptom,
        )
        trunk = loading.result()
        shared = () if trunk is None else trunk.outputs
        heads = {
            symptom: OnnxHead(session, models[symptom].file, shared)
            for symptom, session in zip(Symptom, sessions, strict=True)
        }
    return Networks(heads, trunk, workers=workers)


def load_engine(artifacts: Artifacts, symptom: Symptom) -> "OnnxEngine":
    """Load one network of a folder, with the trunk where there is one.

    Raises:
        BrokenArtifactError: as :func:`load_ensemble`.
    """
    from scalp_core.vision.onnx_engine import OnnxEngine, open_session

    file = artifacts.manifest.models[symptom].file
    session = open_session(artifacts.model_bytes(symptom), file)
    return OnnxEngine(session, file, _load_trunk(artifacts, 1))


def _load_trunk(artifacts: Artifacts, threads: int) -> "OnnxTrunk | None":
    """Load what the six networks share, if they do.

    All heads wait for it, so it may use as many threads as there are processors.
    """
    from scalp_core.vision.onnx_engine import OnnxTrunk, open_session

    content, entry = artifacts.trunk_bytes(), artifacts.manifest.trunk
    if content is None or entry is None:
        return None
    return OnnxTrunk(open_session(content, entry.file, threads=threads))
