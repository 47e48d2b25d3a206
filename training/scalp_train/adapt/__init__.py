"""Adaptation of exported networks to labelled photos: new last layers on frozen features."""
