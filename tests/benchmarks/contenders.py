"""Ways to judge a photo, each in a process of its own: a path comes in, the seconds it took go out.

    ours              what is deployed: bytes → six grades, maps and type
    report            the report's way: b3 twice and b7 four times at 300 pixels, eager PyTorch,
                      each model decoding and transforming the photo for itself
    ours-networks     the six networks that are deployed, ten times on a decoded photo
    large FOLDER      the report's six networks on our engine, exported to FOLDER before
    large-torch       the report's six networks in eager PyTorch, on a photo that is decoded already
    matrix            ten products of square matrices in single precision: the machine's own rate
    nothing           an interpreter that answers at once

The weights of the report's networks are random: time and memory do not depend on them.
"""

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalp_core.vision.ensemble import Networks

# Not from scalp_local, which would bring the fake cloud into the process.
_ARTIFACTS = Path(__file__).parents[2] / "model_artifacts"

Judge = Callable[[bytes], object]

REPORTED = ("efficientnet-b3",) * 2 + ("efficientnet-b7",) * 4
SIDE = 300
MATRIX = 2048
"""Rows and columns of the matrices: large enough that nothing but multiplying counts."""
TIMES = 10
"""Short work is done so often in a turn, so that the other one's turn before it does not count: the
caches that it filled, and threads of OpenMP that go on waiting."""
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # ImageNet's, as the report has it


def _ours() -> Judge:
    from scalp_core.vision.loading import load_ensemble

    return load_ensemble(_ARTIFACTS).analyse


def reported() -> Judge:
    """The report's recipe."""
    import numpy as np
    import torch
    from PIL import Image

    models = _torch_models()
    mean, std = (torch.tensor(one).view(3, 1, 1) for one in (_MEAN, _STD))

    def transformed(content: bytes) -> torch.Tensor:
        image = Image.open(io.BytesIO(content)).convert("RGB")
        small = image.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
        pixels = torch.from_numpy(np.array(small)).permute(2, 0, 1).float() / 255
        return ((pixels - mean) / std)[None]

    @torch.inference_mode()
    def judge(content: bytes) -> list[int]:
        return [int(model(transformed(content)).softmax(1).argmax()) for model in models]

    return judge


def _torch_models() -> list[Callable[..., "torch.Tensor"]]:  # type: ignore[name-defined] # noqa: F821
    from efficientnet_pytorch import EfficientNet

    return [EfficientNet.from_name(one, num_classes=4, image_size=SIDE).eval() for one in REPORTED]


def _large_torch() -> Judge:
    import torch

    models, picture = _torch_models(), torch.rand(1, 3, SIDE, SIDE)

    @torch.inference_mode()
    def judge(_: bytes) -> object:
        return [model(picture) for model in models]

    return judge


def _ours_networks() -> Judge:
    from scalp_core.vision.loading import load_onnx_networks, vcpus
    from scalp_core.vision.manifest import Artifacts

    artifacts = Artifacts(_ARTIFACTS)
    (given,) = {entry.input for entry in artifacts.manifest.models.values()}
    networks = load_onnx_networks(artifacts, vcpus())
    return _repeated(_judging(networks, given.height, given.width))


def _large(folder: str) -> Judge:
    from scalp_core.vision.ensemble import Networks
    from scalp_core.vision.loading import vcpus
    from scalp_core.vision.onnx_engine import OnnxHead, open_session
    from scalp_core.vocabulary import Symptom

    heads = {}
    for symptom, name in zip(Symptom, REPORTED, strict=True):
        content = Path(folder, f"{name}.onnx").read_bytes()
        heads[symptom] = OnnxHead(open_session(content, name), name)
    return _judging(Networks(heads, workers=vcpus()), SIDE, SIDE)


def _judging(networks: "Networks", height: int, width: int) -> Judge:
    import numpy as np

    from scalp_core.vocabulary import Symptom

    picture = np.random.default_rng(0).random((1, 3, height, width), dtype=np.float32)
    return lambda _: networks.run(dict.fromkeys(Symptom, picture))


def _matrix() -> Judge:
    # Else its second thread waits for work in the turn of the networks, on the processor of theirs.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    import torch

    left, right = torch.rand(MATRIX, MATRIX), torch.rand(MATRIX, MATRIX)
    return _repeated(lambda _: torch.mm(left, right))


def _repeated(judge: Judge) -> Judge:
    return lambda content: [judge(content) for _ in range(TIMES)]


_CONTENDERS: dict[str, Callable[..., Judge]] = {
    "ours": _ours,
    "report": reported,
    "ours-networks": _ours_networks,
    "large": _large,
    "large-torch": _large_torch,
    "matrix": _matrix,
    "nothing": lambda: lambda _: None,
}


def main() -> None:
    """Answer until nobody asks any more."""
    name, *arguments = sys.argv[1:]
    judge = _CONTENDERS[name](*arguments)
    for line in sys.stdin:
        content = Path(line.rstrip("\n")).read_bytes()
        started = time.perf_counter()
        judge(content)
        print(json.dumps(time.perf_counter() - started), flush=True)


if __name__ == "__main__":
    main()
