"""A small input for EfficientNet-Lite0, whose traced graph several tests share."""

SIZE = (64, 96)
"""Height and width in px, also of the smoke recipe: one process traces the network once."""
