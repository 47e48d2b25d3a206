"""A second, independent way to draw scalps, for measuring transfer alone. Never train on it.

The models learn from the pictures of one renderer, so held-out pictures of that same renderer
cannot show whether they learned the signs or its habits. This package was written from the
description of the signs and the table of amounts alone: it shares no code with the renderer that
makes the training pictures, and draws with Pillow and numpy only. What the models lose on its
pictures is what somebody else's drawings cost them; it is no statement about photos of people.
"""

from scalp_train.render.shapes.paint import draw
from scalp_train.render.shapes.plan import HEIGHT, WIDTH

__all__ = ["HEIGHT", "WIDTH", "draw"]
