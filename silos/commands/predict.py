"""``silos predict``: what people would do in a repeated game."""

from __future__ import annotations

from typing import Annotated

import typer

from silos.options import Json

Continuation = Annotated[
    float, typer.Option("--continuation", help="Probability that the game goes on after a round: 0 to below 1.")
]


def predict(
    reward: Annotated[float, typer.Option("--reward", help="What each gets when both race (cooperate).")],
    temptation: Annotated[float, typer.Option("--temptation", help="What a battler gets against a racer.")],
    sucker: Annotated[float, typer.Option("--sucker", help="What a racer gets against a battler.")],
    punishment: Annotated[float, typer.Option("--punishment", help="What each gets when both battle (defect).")],
    continuation: Continuation,
    error: Annotated[
        float, typer.Option("--error", help="Probability that a hand slips to the other choice: 0 to below 0.5.")
    ] = 0.0,
    supergames: Annotated[int, typer.Option("--supergames", help="How many games each plays, 5 or more.")] = 30,
    people: Annotated[int, typer.Option("--people", help="How many sit in a session: an even number.")] = 16,
    sessions: Annotated[int, typer.Option("--sessions", help="How many sessions to average over.")] = 40,
    json: Json = False,
) -> None:
    """Predict how often people race in a repeated prisoner's dilemma, as fitted to eleven treatments of three studies.

    Payoffs are in any unit, of what is carried out: temptation > reward > punishment > sucker.  Where hands slip,
    shares
    are of what people mean to do.
    """
    from experiments.laboratory import RepeatedGame
    from experiments.laboratory import predict as predicted
    from experiments.laboratory.fitted import left_out
    from experiments.laboratory.prediction_intervals import coverage
    from silos import printing

    game = RepeatedGame(
        reward=reward,
        temptation=temptation,
        sucker=sucker,
        punishment=punishment,
        continuation=continuation,
        error=error,
    )
    measured = coverage(left_out())
    shares = predicted(game, supergames=supergames, people=people, sessions=sessions)
    if json:
        held = [{"share": row.moment, "treatments": row.treatments, "inside": row.inside} for row in measured]
        printing.print_json({"sizebad": game.basin, "shares": shares.to_dict("records"), "coverage": held})
        return
    for row in shares.itertuples(index=False):
        printing.OUT.print(f"{row.what:<40}{row.mean:5.2f}  [{row.low:.2f}, {row.high:.2f}]", markup=False)
    first = measured[0]
    printing.OUT.print(
        "\nShares that race, with 95% intervals as wide as the model was wrong about studies left out of its fit; "
        "of such "
        f"intervals {first.inside} of {first.treatments} held in first rounds. SizeBAD {game.basin:.2f}.",
        markup=False,
        soft_wrap=True,
    )
