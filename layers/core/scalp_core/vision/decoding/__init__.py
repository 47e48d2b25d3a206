"""Decoding in a process of its own, because no list of hostile files is ever complete."""
