"""The laboratory: people with the model's own rules in repeated games, held against what people did.

simulate_session(subjects, session, draws)     subjects with the model's choice, trust and history, changing partners
fit(laboratory, table)            the few free parameters from some treatments of an experiment
splits(laboratory, table, [1])    fitted on some treatments, judged on the others
predict(game)                     what people would do in any repeated prisoner's dilemma
"""

from experiments.errors import LaboratoryError
from experiments.laboratory.baseline import PUBLISHED, TO_BEAT, refit_size_bad_model, rmse, size_bad_model
from experiments.laboratory.cross_validation import BASINS, Split, overall_rmse, split_table, splits, treatment_names
from experiments.laboratory.data import TREATMENTS, ObservedSession, game_of, load_sessions
from experiments.laboratory.fit import ALL, FREE, TESTING, Laboratory, candidates, distance, fit, fit_resamples
from experiments.laboratory.fitted import fitted, parameter_intervals, resampled_subjects
from experiments.laboratory.game import RepeatedGame
from experiments.laboratory.predict import predict
from experiments.laboratory.simulate import (
    PARAMETER,
    LaboratorySession,
    SessionChoices,
    SessionDraws,
    Subjects,
    session_draws,
    simulate_session,
)
from experiments.laboratory.summaries import PARTS, RESPONSES, SessionSummary, summarise

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
    "Laboratory",
    "LaboratoryError",
    "LaboratorySession",
    "ObservedSession",
    "RepeatedGame",
    "SessionChoices",
    "SessionDraws",
    "SessionSummary",
    "Split",
    "Subjects",
    "candidates",
    "distance",
    "fit",
    "fit_resamples",
    "fitted",
    "game_of",
    "load_sessions",
    "overall_rmse",
    "parameter_intervals",
    "predict",
    "refit_size_bad_model",
    "resampled_subjects",
    "rmse",
    "session_draws",
    "simulate_session",
    "size_bad_model",
    "split_table",
    "splits",
    "summarise",
    "treatment_names",
]
