"""Progress of one visitor through the lesson: predictions, answers, attempts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Try:
    """Levers taken together on the way out, what was expected of them, and what became of them."""

    levers: tuple[int, ...]
    cost: int
    expected: int
    share: float | None = None
    """Of the runs that came out; None until they are played."""
    answer: int | None = None


@dataclass
class Said:
    """A visitor's answers at one step."""

    choice: int | None = None
    hands: dict[int, int] = field(default_factory=dict)
    """How many of the room expect each option, where somebody leads from the front."""
    revealed: bool = False
    levers: list[int] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    shown: bool = False
    """Whether the cheapest way out was asked for."""
    answer: int | None = None
    """What the runs said."""

    @property
    def told(self) -> bool:
        """Tell whether the text after the step may be read: in the last step, once a way out was found or asked for."""
        return not self.tries or self.shown or any(attempt.answer == 2 for attempt in self.tries)

    @property
    def ready(self) -> bool:
        """Tell whether something was predicted."""
        return self.choice is not None or any(self.hands.values())


@dataclass
class Visit:
    """One visitor's way through the lesson."""

    steps: int
    step: int = 0
    led: bool = False
    month: int = 0
    all_said: dict[int, Said] = field(default_factory=dict)

    @property
    def said(self) -> Said:
        """The answers at this step."""
        return self.all_said.setdefault(self.step, Said())

    def go(self, step: int) -> None:
        """To another step; what was said there before still stands."""
        self.step, self.month = min(max(step, 0), self.steps - 1), 0

    def choose(self, option: int) -> None:
        """Predict; before each try anew, where there are several."""
        if not self.said.revealed or self.said.tries:
            self.said.choice = option

    def count(self, option: int, hands: int) -> None:
        """So many hands went up for an option."""
        if not self.said.revealed:
            self.said.hands[option] = min(max(hands, 0), 9999)

    def reveal(self) -> None:
        """Let the runs answer, once something was predicted."""
        self.said.revealed = self.said.revealed or self.said.ready

    def pull(self, lever: int) -> None:
        """Take a lever, or leave it again."""
        levers = self.said.levers
        self.said.levers = sorted({*levers} ^ {lever})

    def attempt(self, cost: int) -> None:
        """Try the levers taken; what is expected of them must be said first."""
        said = self.said
        if said.choice is not None and said.levers:
            said.tries.append(Try(tuple(said.levers), cost, said.choice))
            said.revealed, said.choice = True, None

    def again(self) -> None:
        """From the beginning."""
        self.all_said.clear()
        self.go(0)

    @property
    def score(self) -> tuple[int, int]:
        """Predictions that came true, and predictions that were answered."""
        answered = [said for said in self.all_said.values() if said.answer is not None and said.choice is not None]
        return sum(said.choice == said.answer for said in answered), len(answered)
