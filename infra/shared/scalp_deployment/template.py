"""Reads template.yaml: as it stands, and as CloudFormation would see it after SAM's transform.

The local stack and the contract tests both go through here, so that template.yaml stays the only
description of the infrastructure. Nothing here needs an AWS account or a network.
"""

from pathlib import Path
from typing import Any

import boto3
import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

# The transform wants a region only to derive the partition in the ARNs of managed policies.
REGION = "ap-northeast-2"

_REGISTRY = f"000000000000.dkr.ecr.{REGION}.amazonaws.com"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _CloudFormationLoader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (`!Ref`, `!Sub`, …) and with dates left as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own attribute, replaced as a whole)
        first: [resolver for resolver in resolvers if resolver[0] != _TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _long_form(loader: _CloudFormationLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    """`!Name value` as `{"Fn::Name": value}`, the form that JSON templates have."""
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif suffix == "GetAtt":
        value = str(node.value).split(".", 1)
    else:
        value = node.value
    return {name: value}


_CloudFormationLoader.add_multi_constructor("!", _long_form)


def load(path: Path) -> dict[str, Any]:
    """The template as written, with intrinsics in their long form."""
    text = path.read_text(encoding="utf-8")
    template: dict[str, Any] = yaml.load(text, Loader=_CloudFormationLoader)  # noqa: S506 (is safe)
    return template


def transform(path: Path, parameters: dict[str, str]) -> dict[str, Any]:
    """The CloudFormation template that SAM makes of `path`; absent parameters take defaults.

    References to parameters and resources stay references, as in what CloudFormation receives.
    """
    template = load(path)
    unknown = parameters.keys() - template.get("Parameters", {}).keys()
    if unknown:
        raise ValueError(f"{path.name} has no parameter {', '.join(sorted(unknown))}")
    _package(template)
    translator = Translator(
        managed_policy_map={},
        sam_parser=Parser(),
        boto_session=boto3.Session(region_name=REGION),
    )
    transformed: dict[str, Any] = translator.translate(template, parameter_values=parameters.copy())
    return transformed


def _package(template: dict[str, Any]) -> None:
    """Stand-in for `sam package`: the transform accepts no code that lies in a local folder."""
    for logical_id, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        match resource["Type"], properties.get("PackageType", "Zip"):
            case "AWS::Serverless::Function", "Image":
                properties["ImageUri"] = f"{_REGISTRY}/{logical_id.lower()}:local"
            case "AWS::Serverless::Function", _:
                properties["CodeUri"] = f"s3://packaged/{properties['CodeUri']}"
            case "AWS::Serverless::LayerVersion", _:
                properties["ContentUri"] = f"s3://packaged/{properties['ContentUri']}"
