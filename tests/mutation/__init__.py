"""Wrong changes of the rules in scalp_core, which unit tests must notice; see docs/mutation.md."""
