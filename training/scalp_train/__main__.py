"""Entry point of ``python -m scalp_train``."""

from scalp_train.cli import app

if __name__ == "__main__":
    app()
