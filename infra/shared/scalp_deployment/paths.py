"""Files and folders of the repository that the local stack and the operator's commands read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

TEMPLATE = ROOT / "template.yaml"
WEB_TEMPLATE = ROOT / "infra" / "web.yaml"
OBSERVABILITY_TEMPLATE = ROOT / "infra" / "observability.yaml"

ARTIFACTS = ROOT / "model_artifacts"
BUILT_SITE = ROOT / "web" / "dist"
SAMPLE_PHOTO = ROOT / "infra" / "local" / "sample" / "scalp.jpg"

SEED = ROOT / "infra" / "seed"
CAMPAIGNS = SEED / "campaigns.json"
CARE_GUIDE = SEED / "care-guide.json"
CARE_QUESTIONS = SEED / "care-questions.json"
HOSPITALS = SEED / "hospitals.csv"
PRODUCTS = SEED / "products.csv"
REFERENCE_STATISTICS = SEED / "reference-statistics.json"
