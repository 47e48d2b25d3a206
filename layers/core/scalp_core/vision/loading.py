"""Builds an :class:`Ensemble` from a folder of artifacts."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scalp_core.vision.engine import Engine
from scalp_core.vision.ensemble import Ensemble
from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Symptom

if TYPE_CHECKING:
    from scalp_core.vision.onnx_engine import OnnxEngine, OnnxTrunk

_MEGABYTES_PER_VCPU = 1769  # AWS Lambda developer guide, "Configure Lambda function memory"


def vcpus(lambda_megabytes: int | None = None) -> int:
    """Processors to use: by the memory on Lambda, by the scheduler's affinity elsewhere.

    Lambda grants one vCPU per 1,769 MB and shows whole ones. Rounding to the nearest keeps the
    fraction in use; it cannot stall anything because the networks do not wait for each other.
    """
    if lambda_megabytes is not None:
        return max(1, round(lambda_megabytes / _MEGABYTES_PER_VCPU))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_ensemble(
    folder: Path, engine: Literal["onnx", "torch"] = "onnx", *, workers: int | None = None
) -> Ensemble:
    """Load the six models of ``folder``, several at a time.

    Raises:
        BrokenArtifactError: manifest or model is missing, malformed or of another sha256.
    """
    artifacts = Artifacts(folder)
    workers = workers or vcpus()
    make = _engine_factory(engine, artifacts, workers)
    with ThreadPoolExecutor(workers) as pool:
        engines = dict(zip(Symptom, pool.map(make, Symptom), strict=True))
    known = Familiarity.from_bytes(
        artifacts.familiarity_bytes(), artifacts.manifest.photo_gate.familiarity.file
    )
    return Ensemble(artifacts.manifest, engines, known, workers=workers)


def _engine_factory(
    engine: Literal["onnx", "torch"], artifacts: Artifacts, workers: int
) -> Callable[[Symptom], Engine]:
    models = artifacts.manifest.models
    if engine == "torch":
        from scalp_core.vision.torch_engine import TorchEngine

        trunk_bytes = artifacts.trunk_bytes()
        return lambda symptom: TorchEngine(
            artifacts.model_bytes(symptom), models[symptom], trunk_bytes
        )
    from scalp_core.vision.onnx_engine import OnnxEngine

    trunk = load_trunk(artifacts, threads=workers)
    return lambda symptom: OnnxEngine(artifacts.model_bytes(symptom), models[symptom].file, trunk)


def load_engine(artifacts: Artifacts, symptom: Symptom) -> "OnnxEngine":
    """One network of a folder, with the trunk that it may stand on.

    Raises:
        BrokenArtifactError: as :func:`load_ensemble`.
    """
    from scalp_core.vision.onnx_engine import OnnxEngine

    file = artifacts.manifest.models[symptom].file
    return OnnxEngine(artifacts.model_bytes(symptom), file, load_trunk(artifacts))


def load_trunk(artifacts: Artifacts, *, threads: int = 1) -> "OnnxTrunk | None":
    """What the six networks share, if they do.

    Raises:
        BrokenArtifactError: its file is missing, malformed or of another sha256.
    """
    from scalp_core.vision.onnx_engine import OnnxTrunk

    content, entry = artifacts.trunk_bytes(), artifacts.manifest.trunk
    if content is None or entry is None:
        return None
    return OnnxTrunk(content, entry.file, threads=threads)
