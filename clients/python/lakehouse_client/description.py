"""What a set holds and takes."""

from dataclasses import dataclass
from typing import Optional, Tuple

from .messages import TYPE_NAMES


@dataclass(frozen=True)
class Field:
    """A feature, key or input: its name, type, and for decimals digits in all and after the point."""

    name: str
    type: str
    precision: int = 0
    scale: int = 0


@dataclass(frozen=True)
class SetDescription:
    """A registered set."""

    set: str
    definition_hash: str
    features: Tuple[Field, ...]
    keys: Tuple[Field, ...]
    inputs: Tuple[Field, ...]
    needs_fit: bool = False
    default_fit: Optional[str] = None
    owners: Tuple[str, ...] = ()
    descriptions: Tuple[Tuple[str, str], ...] = ()


def read(message):
    """A description from the service's message."""
    views = [*message.schema.views, *message.schema.on_demand_views]
    return SetDescription(
        message.set,
        message.definition_hash,
        fields(message.schema.features),
        fields(message.schema.keys),
        fields(message.schema.inputs),
        message.needs_fit,
        message.default_fit or None,
        tuple(sorted({v.owner for v in views if v.owner})),
        tuple((v.name, v.description) for v in views if v.description),
    )


def fields(messages):
    """Names and types."""
    return tuple(Field(m.name, TYPE_NAMES[m.type], m.precision, m.scale) for m in messages)
