"""Check the built image: handler, AWS clients and all six networks work.

Run as `python smoke.py ENGINE`, where ENGINE is onnx or torch.
"""

import io
import sys
from pathlib import Path
from typing import Literal

import boto3
from PIL import Image

from scalp_assess.handler import handler
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.loading import load_ensemble
from scalp_core.vocabulary import Symptom

_ARTIFACTS = Path("/var/task/model_artifacts")


def check(engine: Literal["onnx", "torch"]) -> None:
    """Assess a generated picture as the handler assesses photos."""
    for service in ("codedeploy", "dynamodb", "s3"):  # what slim.sh leaves of botocore must suffice
        boto3.client(service, region_name="us-east-1")
    picture = Image.effect_noise((640, 480), 40).convert("RGB")
    photo = io.BytesIO()
    picture.save(photo, "JPEG")
    ensemble = load_ensemble(_ARTIFACTS, engine)
    try:
        graded = set(ensemble.analyse(photo.getvalue()).symptoms)
    except PhotoRejectedError as error:
        # Noise is rejected as no scalp, by the gate, after all networks have answered.
        graded = set(Symptom) if error.code is RejectionCode.NOT_A_SCALP else set()
    if not callable(handler) or graded != set(Symptom):
        raise SystemExit(f"the {engine} engine graded {', '.join(graded) or 'nothing'}")


if __name__ == "__main__":
    check("torch" if sys.argv[1:] == ["torch"] else "onnx")
