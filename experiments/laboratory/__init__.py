"""The laboratory: people with the model's own rules in repeated games, held against what people did.

play(subjects, session, luck)     subjects with the model's choice, trust and history in games with changing partners
fit(laboratory, table)            the few free parameters from some treatments of an experiment
splits(laboratory, table, [1])    fitted on some treatments, judged on the others
predict(game)                     what people would do in any repeated prisoner's dilemma
"""

from experiments.laboratory.baseline import PUBLISHED, TO_BEAT, line, refitted, rmse
from experiments.laboratory.cross_validation import BASINS, Split, named, overall, splits, table_of
from experiments.laboratory.data import TREATMENTS, Observed, game_of, observed
from experiments.laboratory.fit import ALL, FREE, TESTING, Laboratory, candidates, distance, fit, resampled
from experiments.laboratory.fitted import fitted, intervals, resamples
from experiments.laboratory.game import Game, LaboratoryError
from experiments.laboratory.predict import predict
from experiments.laboratory.simulate import PARAMETER, Luck, Played, Session, Subjects, luck, play
from experiments.laboratory.summaries import PARTS, RESPONSES, Summary, summary

__all__ = [
    "ALL",
    "BASINS",
    "FREE",
    "PARAMETER",
    "PARTS",
    "PUBLISHED",
    "RESPONSES",
    "TESTING",
    "TO_BEAT",
    "TREATMENTS",
    "Game",
    "Laboratory",
    "LaboratoryError",
    "Luck",
    "Observed",
    "Played",
    "Session",
    "Split",
    "Subjects",
    "Summary",
    "candidates",
    "distance",
    "fit",
    "fitted",
    "game_of",
    "intervals",
    "line",
    "luck",
    "named",
    "observed",
    "overall",
    "play",
    "predict",
    "refitted",
    "resampled",
    "resamples",
    "rmse",
    "splits",
    "summary",
    "table_of",
]
