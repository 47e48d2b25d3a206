"""SAM's transform: template.yaml as CloudFormation receives it. Needs no AWS account or network."""

from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from scalp_deployment.template import REGION, load

_REGISTRY = f"000000000000.dkr.ecr.{REGION}.amazonaws.com"


def transform(path: Path, parameters: dict[str, str]) -> dict[str, Any]:
    """Return the CloudFormation template that SAM makes of `path`; absent parameters take defaults.

    References to parameters and resources stay references, as in what CloudFormation receives.

    Raises:
        ValueError: the template has no such parameter.
    """
    template = load(path)
    unknown = parameters.keys() - template.get("Parameters", {}).keys()
    if unknown:
        raise ValueError(f"{path.name} has no parameter {', '.join(sorted(unknown))}")
    _package(template)
    translator = Translator(
        managed_policy_map={},
        sam_parser=Parser(),
        # The transform needs a region only to derive the partition in ARNs of managed policies.
        boto_session=boto3.Session(region_name=REGION),
    )
    transformed: dict[str, Any] = translator.translate(template, parameter_values=parameters.copy())
    return transformed


def _package(template: dict[str, Any]) -> None:
    """Stand in for `sam package`: the transform accepts no code in a local folder."""
    for logical_id, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        match resource["Type"], properties.get("PackageType", "Zip"):
            case "AWS::Serverless::Function", "Image":
                properties["ImageUri"] = f"{_REGISTRY}/{logical_id.lower()}:local"
            case "AWS::Serverless::Function", _:
                properties["CodeUri"] = f"s3://packaged/{properties['CodeUri']}"
            case "AWS::Serverless::LayerVersion", _:
                properties["ContentUri"] = f"s3://packaged/{properties['ContentUri']}"
