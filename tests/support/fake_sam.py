"""A fake SAM CLI: records its arguments, and creates a stack with outputs in moto.

It runs as a program: ``install`` puts it on a PATH.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

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
        "AssessQueueName": "assessqueuename",
        "AssessDeadLetterQueueName": "assessdeadletterqueuename",
        "ApiAccessLogGroupName": "apiaccessloggroupname",
    },
    "-packages": {
        "CodeBucketName": "stack-code",
        "ImageRepositoryUri": "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/stack-images",
    },
    "-web": {
        "SiteUrl": "https://site.example",
        "SiteBucketName": "stack-site",
        "DistributionId": "EDFDVBD6EXAMPLE",
        "FirewallName": "stack-web-firewall",
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
    call: dict[str, Any] = {"verb": arguments[0], "options": options}
    file = options.get("--parameter-overrides", "")
    if file.startswith("file://"):
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
        parameters = call.get("parameters", {})
        _change(arguments[0], options["--stack-name"], options["--region"], parameters)


def _build() -> None:
    built = Path(".aws-sam/build")
    built.mkdir(parents=True, exist_ok=True)
    (built / "template.yaml").write_text(Path("template.yaml").read_text(encoding="utf-8"))


def _change(verb: str, stack: str, region: str, parameters: dict[str, str]) -> None:
    import boto3

    client = boto3.client("cloudformation", region_name=region)
    if verb == "delete":
        client.delete_stack(StackName=stack)
        return
    kind = next(suffix for suffix in sorted(OUTPUTS, reverse=True) if stack.endswith(suffix))
    # A stack needs a resource of a type that moto supports.
    kept = {name: value for name, value in parameters.items() if name == "Engine"}
    body = {
        "Parameters": {name: {"Type": "String"} for name in kept},
        "Resources": {"Nothing": {"Type": "AWS::SQS::Queue"}},
        "Outputs": {name: {"Value": value} for name, value in OUTPUTS[kind].items()},
    }
    change: dict[str, Any] = {
        "StackName": stack,
        "TemplateBody": json.dumps(body),
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value} for name, value in kept.items()
        ],
    }
    try:
        client.create_stack(**change)
    except client.exceptions.AlreadyExistsException:
        with contextlib.suppress(client.exceptions.ClientError):  # nothing has changed
            client.update_stack(**change)
