"""A fake SAM CLI: records its arguments, and creates a stack with outputs in moto.

It runs as a program: ``install`` puts it on a PATH.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

OUTPUTS = {
    "": {
        "ApiUrl": "https://api.example",
        "UploadsOrigin": "https://uploads.example",
        "UploadsBucketName": "stack-uploads",
        "ResearchBucketName": "stack-research",
        "TableName": "stack-table",
        "ResultDays": "7",
        "ApiId": "apiid",
        "ApiFunctionName": "apifunctionname",
        "AssessFunctionName": "assessfunctionname",
        "CatalogFunctionName": "catalogfunctionname",
        "StatisticsFunctionName": "statisticsfunctionname",
        "AssessQueueName": "assessqueuename",
        "AssessDeadLetterQueueName": "assessdeadletterqueuename",
        "ApiAccessLogGroupName": "apiaccessloggroupname",
    },
    "-web": {
        "SiteUrl": "https://site.example",
        "SiteBucketName": "stack-site",
        "DistributionId": "EDFDVBD6EXAMPLE",
    },
    "-observability": {
        "AlarmTopicArn": "arn:aws:sns:ap-northeast-2:123456789012:alarms",
        "DashboardUrl": "https://dashboard.example",
    },
}


def install(folder: Path, log: Path) -> None:
    """Write an executable named ``sam`` into ``folder`` that notes its calls in ``log``."""
    program = folder / "sam"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        f"import fake_sam\nfake_sam.main(sys.argv[1:], {str(log)!r})\n"
    )
    program.chmod(0o755)


def main(arguments: list[str], log: str) -> None:
    options = {
        name: value
        for name, value in zip(arguments, [*arguments[1:], ""], strict=True)
        if name.startswith("--")
    }
    call: dict[str, object] = {"verb": arguments[0], "options": options}
    if file := options.get("--parameter-overrides"):
        path = Path(file.removeprefix("file://"))
        call["parameters"] = json.loads(path.read_text(encoding="utf-8"))
        call["mode"] = path.stat().st_mode & 0o777
    with Path(log).open("a", encoding="utf-8") as file_:
        file_.write(json.dumps(call) + "\n")
    if options.get("--stack-name", "-") == os.environ.get("FAKE_SAM_FAILS"):
        sys.exit(7)
    if arguments[0] == "build":
        _build()
    if arguments[0] in {"deploy", "delete"}:
        _change(arguments[0], options["--stack-name"], options["--region"])


def _build() -> None:
    built = Path(".aws-sam/build")
    built.mkdir(parents=True, exist_ok=True)
    (built / "template.yaml").write_text(Path("template.yaml").read_text(encoding="utf-8"))


def _change(verb: str, stack: str, region: str) -> None:
    import boto3

    client = boto3.client("cloudformation", region_name=region)
    if verb == "delete":
        client.delete_stack(StackName=stack)
        return
    kind = next(suffix for suffix in ("-web", "-observability", "") if stack.endswith(suffix))
    # A stack needs a resource of a type that moto supports.
    body = {
        "Resources": {"Nothing": {"Type": "AWS::SQS::Queue"}},
        "Outputs": {name: {"Value": value} for name, value in OUTPUTS[kind].items()},
    }
    with contextlib.suppress(client.exceptions.AlreadyExistsException):
        client.create_stack(StackName=stack, TemplateBody=json.dumps(body))
