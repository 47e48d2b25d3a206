"""Files and folders of the repository that the local stack and the operator's commands read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

TEMPLATE = ROOT / "template.yaml"
WEB_TEMPLATE = ROOT / "infra" / "web.yaml"
OBSERVABILITY_TEMPLATE = ROOT / "infra" / "observability.yaml"
PACKAGES_TEMPLATE = ROOT / "infra" / "packages.yaml"

ARTIFACTS = ROOT / "model_artifacts"
BUILT_SITE = ROOT / "web" / "dist"
SAMPLE_PHOTO = ROOT / "infra" / "local" / "sample" / "scalp.jpg"

# S3's notification about a photo, as a file for `sam local invoke`.
STORED_EVENT = ROOT / "tests" / "events" / "s3_put.json"

SEED = ROOT / "infra" / "seed"
SAMPLE_CAMPAIGNS = ROOT / "infra" / "local" / "sample" / "campaigns.json"
CAMPAIGNS = SEED / "campaigns.json"
CARE_GUIDE = SEED / "care-guide.json"
CARE_QUESTIONS = SEED / "care-questions.json"
PLACE_NAMES = SEED / "places.csv"
HOSPITALS = SEED / "hospitals.csv"
PRODUCTS = SEED / "products.csv"
REFERENCE_STATISTICS = SEED / "reference-statistics.json"
