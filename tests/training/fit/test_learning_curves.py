from pathlib import Path

from PIL import Image

from scalp_train.fit.learning_curves import ResumableCSVLogger, plot_curves, read_metrics
from scalp_train.fit.loggers import further_loggers

LOG = """epoch,loss,step,val_dandruff,val_loss
0,1.5,19,,
0,1.0,39,,
0,,40,0.5,1.2
1,0.7,59,,
1,,80,0.75,0.9
"""


def test_curves_are_what_was_logged(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(LOG)

    found = read_metrics(tmp_path / "metrics.csv")

    assert found["loss"] == [(19, 1.5), (39, 1.0), (59, 0.7)]
    assert found["val_loss"] == [(40, 1.2), (80, 0.9)]
    assert found["val_dandruff"] == [(40, 0.5), (80, 0.75)]
    assert set(found) == {"loss", "val_loss", "val_dandruff"}


def test_curves_become_a_picture(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(LOG)

    plot_curves(tmp_path / "metrics.csv", tmp_path / "curves.png")

    with Image.open(tmp_path / "curves.png") as picture:
        assert picture.size == (1000, 400)
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 50


def test_a_logger_goes_on_where_training_is_taken_up_again(tmp_path: Path) -> None:
    def logger() -> ResumableCSVLogger:
        return ResumableCSVLogger(tmp_path, name="curves", version="trunk")

    interrupted = logger()
    for step in range(6):
        interrupted.log_metrics({"loss": float(step)}, step)
    for step in (4, 6):
        interrupted.log_metrics({"val_loss": 0.5}, step)
    interrupted.save()

    # The checkpoint is of four steps; what came after it is trained and logged again.
    resumed = logger()
    resumed.resume_from(4)
    for step in (4, 5):
        resumed.log_metrics({"loss": 10.0 + step}, step)
    resumed.save()

    found = read_metrics(Path(resumed.log_dir) / "metrics.csv")
    assert found["loss"] == [(0, 0), (1, 1), (2, 2), (3, 3), (4, 14), (5, 15)]
    assert found["val_loss"] == [(4, 0.5)]


def test_what_was_logged_is_never_gone_while_training_is_being_prepared(tmp_path: Path) -> None:
    first = ResumableCSVLogger(tmp_path, name="curves", version="trunk")
    first.log_metrics({"loss": 1.0}, 0)
    first.save()
    file = Path(first.log_dir) / "metrics.csv"
    before = file.read_bytes()

    assert ResumableCSVLogger(tmp_path, name="curves", version="trunk").experiment

    assert file.read_bytes() == before


def test_a_training_from_the_start_has_curves_of_its_own(tmp_path: Path) -> None:
    first = ResumableCSVLogger(tmp_path, name="curves", version="trunk")
    first.log_metrics({"loss": 1.0}, 0)
    first.save()

    again = ResumableCSVLogger(tmp_path, name="curves", version="trunk")
    again.resume_from(0)
    again.log_metrics({"loss": 2.0}, 0)
    again.save()

    assert read_metrics(Path(again.log_dir) / "metrics.csv") == {"loss": [(0, 2)]}


def test_tensorboards_file_lies_beside_the_csv_file(tmp_path: Path) -> None:
    (logger,) = further_loggers(("tensorboard",), tmp_path, "trunk-0")
    logger.log_metrics({"loss": 1.0}, 0)
    logger.finalize("success")

    assert list((tmp_path / "curves" / "trunk-0").glob("events.out.tfevents.*"))
