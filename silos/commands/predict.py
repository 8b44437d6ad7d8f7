"""``silos predict``: predict what people would do in a repeated game."""

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
    supergames: Annotated[int, typer.Option("--supergames", help="How many games each plays, 5 or more.")] = 30,
    people: Annotated[int, typer.Option("--people", help="How many sit in a session: an even number.")] = 16,
    sessions: Annotated[int, typer.Option("--sessions", help="How many sessions to average over.")] = 40,
    json: Json = False,
) -> None:
    """Predict how often people race (cooperate) in a repeated prisoner's dilemma.

    The model is fitted to 37,042 decisions of people. Payoffs may be in any unit, with temptation > reward >
    punishment > sucker.
    """
    from experiments.laboratory import RepeatedGame
    from experiments.laboratory import predict as predicted
    from silos import printing

    game = RepeatedGame(
        reward=reward, temptation=temptation, sucker=sucker, punishment=punishment, continuation=continuation
    )
    shares = predicted(game, supergames=supergames, people=people, sessions=sessions)
    if json:
        printing.print_json({"sizebad": game.basin, "shares": shares.to_dict("records")})
        return
    for row in shares.itertuples(index=False):
        printing.OUT.print(f"{row.what:<40}{row.mean:5.2f}  [{row.low:.2f}, {row.high:.2f}]", markup=False)
    printing.OUT.print(
        "\nShares that race, with 95% intervals for the uncertainty of the fitted parameters. "
        f"SizeBAD: {game.basin:.2f}.\n"
        "Read the first match with care: people start much the same in every game, the model's subjects do not.",
        markup=False,
        soft_wrap=True,
    )
