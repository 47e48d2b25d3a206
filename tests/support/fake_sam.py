"""A fake SAM CLI: records its arguments, and creates a stack with outputs in moto.

It runs as a program: ``install`` puts it on a PATH.
"""

import json
import os
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

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
        # Without site packages, as their paths alone take longer to look at than all of this.
        f"#!{sys.executable} -IS\nimport sys\n"
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
    if verb == "delete":
        _ask_cloudformation(region, Action="DeleteStack", StackName=stack)
        return
    kind = next(suffix for suffix in sorted(OUTPUTS, reverse=True) if stack.endswith(suffix))
    # A stack needs a resource of a type that moto supports.
    kept = {name: value for name, value in parameters.items() if name == "Engine"}
    body = {
        "Parameters": {name: {"Type": "String"} for name in kept},
        "Resources": {"Nothing": {"Type": "AWS::SQS::Queue"}},
        "Outputs": {name: {"Value": value} for name, value in OUTPUTS[kind].items()},
    }
    change = {"StackName": stack, "TemplateBody": json.dumps(body)}
    for number, (name, value) in enumerate(kept.items(), start=1):
        change[f"Parameters.member.{number}.ParameterKey"] = name
        change[f"Parameters.member.{number}.ParameterValue"] = value
    if _ask_cloudformation(region, Action="CreateStack", **change) != 200:  # there is one
        _ask_cloudformation(region, Action="UpdateStack", **change)  # or nothing has changed


def _ask_cloudformation(region: str, **question: str) -> int:
    """Ask by hand, as importing boto3 would take longer than all the rest of a deployment."""
    credential = f"Credential=local/20261201/{region}/cloudformation/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }
    address = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")
    connection = HTTPConnection(address, timeout=60)
    connection.request("POST", "/", urlencode({"Version": "2010-05-15"} | question), headers)
    status = connection.getresponse().status
    connection.close()
    return status
