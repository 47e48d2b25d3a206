"""Nothing of ours leaves the machine."""

import subprocess
import sys
from pathlib import Path

from scalp_deployment.paths import ARTIFACTS


def test_running_the_models_leaves_no_trace_of_telemetry(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from scalp_core.vision.loading import load_ensemble;"
        "load_ensemble(Path(sys.argv[1]));"
        "import os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    )
    environment = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    done = subprocess.run(
        [sys.executable, "-c", code, str(ARTIFACTS)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "1"
    assert list(tmp_path.rglob("*")) == []
