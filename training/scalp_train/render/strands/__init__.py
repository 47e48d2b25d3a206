"""A technique of physical flavour: relief and pigments by noise, hairs as particle strands."""

from scalp_train.render.strands.picture import render

__all__ = ["render"]
