"""Judgement of a recipe by a technique that its networks never saw."""

from __future__ import annotations

from dataclasses import replace

from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import Progress, no_progress
from scalp_train.evaluate.left_out import LeftOut
from scalp_train.evaluate.predictions import predict
from scalp_train.evaluate.robustness import every_figure
from scalp_train.fit.run import AnyRun
from scalp_train.fit.train import fit
from scalp_train.publish.artifacts import export_networks
from scalp_train.render.techniques import Technique

RESULT = "left_out.json"
VERSION = "0.0.0"
"""Of networks that are measured and never shipped."""


def judge_left_out(
    run: AnyRun, technique: Technique, *, on_progress: Progress = no_progress
) -> LeftOut:
    """Train, export and calibrate without a technique, and measure on its drawings.

    Finished steps are not repeated: a result in the run's folder is returned as it is.

    Args:
        run: of a recipe ``without`` the technique.
        technique: that is left out.
        on_progress: called with the number of pictures evaluated so far.
    """
    file = run.folder / RESULT
    if file.exists():
        return LeftOut.model_validate_json(file.read_bytes())
    fit(run)
    folder = run.folder / "artifacts"
    export_networks(run, folder, VERSION)
    home = run.recipe.test.rendered
    count = home.count
    found = predict(folder, [home, replace(home, techniques=(technique,))], on_progress=on_progress)
    at_home, elsewhere = (
        {symptom: found[symptom].take(rows) for symptom in Symptom}
        for rows in (slice(count), slice(count, None))
    )
    home_figures, home_mean = every_figure(at_home)
    left_out, left_out_mean = every_figure(elsewhere)
    result = LeftOut(
        recipe=run.recipe.name,
        trained_pictures=len(run.train),
        pictures=count,
        seed=home.seed,
        home=home_figures,
        home_mean=home_mean,
        left_out=left_out,
        left_out_mean=left_out_mean,
        coverage={s: round(float(p.covered.mean()), 4) for s, p in elsewhere.items()},
        set_size={s: round(float(p.set_sizes.mean()), 4) for s, p in elsewhere.items()},
    )
    result.write(file)
    return result
