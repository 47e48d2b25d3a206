"""Coverage-guided fuzzing of everything that reads what strangers send; see docs/fuzzing.md."""

from pathlib import Path

FINDINGS = Path(__file__).parent / "findings"
