from pathlib import Path

from PIL import Image

from scalp_train.curves import draw, read

LOG = """epoch,loss,step,val_dandruff,val_loss
0,1.5,19,,
0,1.0,39,,
0,,40,0.5,1.2
1,0.7,59,,
1,,80,0.75,0.9
"""


def test_curves_are_what_was_logged(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(LOG)

    found = read(tmp_path / "metrics.csv")

    assert found["loss"] == [(19, 1.5), (39, 1.0), (59, 0.7)]
    assert found["val_loss"] == [(40, 1.2), (80, 0.9)]
    assert found["val_dandruff"] == [(40, 0.5), (80, 0.75)]
    assert set(found) == {"loss", "val_loss", "val_dandruff"}


def test_curves_become_a_picture(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(LOG)

    draw(tmp_path / "metrics.csv", tmp_path / "curves.png")

    with Image.open(tmp_path / "curves.png") as picture:
        assert picture.size == (1000, 400)
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 50
