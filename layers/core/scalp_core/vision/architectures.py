"""Names of the networks, and how many blocks each has; importing it loads no torch."""

LITE0 = "efficientnet-lite0"
V2_S = "efficientnetv2-s"

# A test builds each of them and counts.
BLOCKS = {
    LITE0: 16,
    "efficientnet-b0": 16,
    "efficientnet-b1": 23,
    "efficientnet-b2": 23,
    "efficientnet-b3": 26,
    "efficientnet-b4": 32,
    "efficientnet-b5": 39,
    "efficientnet-b6": 45,
    "efficientnet-b7": 55,
    "efficientnet-b8": 61,
    "efficientnet-l2": 88,
    V2_S: 40,
}
NAMES = tuple(BLOCKS)
