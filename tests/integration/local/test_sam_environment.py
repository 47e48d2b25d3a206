"""What `make run SAM=1` leaves for `sam local`: variables, and the photo of the stored event."""

import json
from pathlib import Path

from scalp_deployment.paths import SAMPLE_PHOTO, STORED_EVENT, TEMPLATE
from scalp_deployment.template import load
from scalp_local.sam_environment import prepare
from support.cloud import Cloud


def test_the_stored_event_s_photo_is_assessed_and_the_queue_hears_nothing(
    cloud: Cloud, tmp_path: Path
) -> None:
    event = json.loads(STORED_EVENT.read_text(encoding="utf-8"))
    stored = event["Records"][0]["s3"]
    stored["bucket"]["name"] = cloud.bucket  # the stored one is that of a stack with the usual name
    waiting = cloud.waiting()

    prepare(cloud.stack, cloud.endpoint, tmp_path / "new" / "environment.json")

    assert cloud.waiting() == waiting
    content = cloud.s3.get_object(Bucket=cloud.bucket, Key=stored["object"]["key"])
    assert content["Body"].read() == SAMPLE_PHOTO.read_bytes()
    assert cloud.assess(event) == {"batchItemFailures": [], "outcomes": ["done"]}
    assert cloud.assess(event) == {"batchItemFailures": [], "outcomes": ["duplicate"]}
    assert cloud.counters() == {}
    # Uploads of the site are still heard.
    cloud.upload(cloud.create(), b"photo")
    assert cloud.waiting() == waiting + 1


def test_the_file_sets_only_variables_that_the_template_declares(
    cloud: Cloud, tmp_path: Path
) -> None:
    """`sam local` drops others."""
    file = tmp_path / "environment.json"
    prepare(cloud.stack, cloud.endpoint, file)
    written = json.loads(file.read_text(encoding="utf-8"))

    template = load(TEMPLATE)
    shared = template["Globals"]["Function"]["Environment"]["Variables"]
    for function, variables in written.items():
        own = template["Resources"][function]["Properties"]["Environment"]["Variables"]
        assert variables.keys() <= shared.keys() | own.keys()
        assert variables["AWS_ENDPOINT_URL"].startswith("http://host.docker.internal:")
        assert variables["TABLE_NAME"] == cloud.table
