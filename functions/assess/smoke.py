"""Last step of the image's build: the handler can be imported and all six networks answer.

Run as `python smoke.py ENGINE`, where ENGINE is onnx or torch.
"""

import io
import sys
from pathlib import Path
from typing import Literal

from PIL import Image

from scalp_assess.handler import handler
from scalp_core.vision.loading import load_ensemble
from scalp_core.vocabulary import Symptom

_ARTIFACTS = Path("/var/task/model_artifacts")


def check(engine: Literal["onnx", "torch"]) -> None:
    """Assess a made-up picture the way the handler assesses photos."""
    picture = Image.linear_gradient("L").resize((640, 480)).convert("RGB")
    photo = io.BytesIO()
    picture.save(photo, "JPEG")
    result = load_ensemble(_ARTIFACTS, engine).analyse(photo.getvalue())
    if not callable(handler) or set(result.symptoms) != set(Symptom):
        raise SystemExit(f"the {engine} engine graded {', '.join(result.symptoms) or 'nothing'}")


if __name__ == "__main__":
    check("torch" if sys.argv[1:] == ["torch"] else "onnx")
