"""The laboratory: people with the model's own rules in repeated games, held against what people did.

simulate_session(subjects, session, draws)   subjects with the model's choice, trust and history, changing partners
fit(laboratory, table, which)                the few free parameters from some treatments
leave_studies_out(laboratory, table)         fitted on all studies but one, judged on that one
predict(game)                                what people would do in any repeated prisoner's dilemma
"""

from experiments.errors import LaboratoryError
from experiments.laboratory.game import RepeatedGame
from experiments.laboratory.predict import predict

__all__ = ["LaboratoryError", "RepeatedGame", "predict"]
