"""Decoding in a separate process, because no list of hostile files is ever complete."""
