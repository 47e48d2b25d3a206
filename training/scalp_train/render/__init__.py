"""Procedural trichoscope pictures: six symptoms graded 0-3 independently, with a mask of each."""

from scalp_train.render.picture import HEIGHT, WIDTH, Picture, render

__all__ = ["HEIGHT", "WIDTH", "Picture", "render"]
