"""The first technique: layers of pixels, painted in the order in which light meets them."""

from scalp_train.render.layers.picture import render

__all__ = ["render"]
