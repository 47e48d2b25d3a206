"""Reads CloudFormation templates as they are written.

Local stack, operator's commands and contract tests read template.yaml here, so that it stays the
only description of the infrastructure.
"""

from pathlib import Path
from typing import Any

import yaml

# Where the application runs; CloudFront's certificate and firewall exist in us-east-1 alone.
REGION = "ap-northeast-2"
WEB_REGION = "us-east-1"

_TIMESTAMP = "tag:yaml.org,2002:timestamp"


# libyaml's parser, where PyYAML has it, takes a seventh of the other's time.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _CloudFormationLoader(_SafeLoader):  # type: ignore[misc]
    """YAML with CloudFormation's short forms (`!Ref`, `!Sub`, …), and with dates left as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own attribute, replaced as a whole)
        first: [resolver for resolver in resolvers if resolver[0] != _TIMESTAMP]
        for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }


def _long_form(loader: _CloudFormationLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    """Return `!Name value` as `{"Fn::Name": value}`, the form that JSON templates have."""
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
    """Return the template as written, with intrinsic functions in their long form."""
    text = path.read_text(encoding="utf-8")
    template: dict[str, Any] = yaml.load(text, Loader=_CloudFormationLoader)  # noqa: S506 (is safe)
    return template
