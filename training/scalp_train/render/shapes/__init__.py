"""Vector shapes: outlines and strokes drawn by Pillow, mixed in CIELAB by numpy.

Written from the description of the signs and from the measured amounts alone. It shares no drawing
code with the other techniques, so that networks judged on a technique left out of their training
cannot profit from its habits.
"""

from scalp_train.render.shapes.paint import render

__all__ = ["render"]
