"""Labelled photos: which photo has which grades, by whom they were given or of whom they are."""
