"""The rows of the array of parameters, as constants for the kernels; the rows themselves are sim.parameters'."""

from sim.parameters import ROWS

BENEFIT = ROWS["game.benefit"]
STAKE = ROWS["game.stake"]
DAMAGE = ROWS["game.damage"]
INTENSITY = ROWS["game.intensity"]
EXPANSION = ROWS["game.expansion"]
SHARING = ROWS["game.sharing"]
PREMIUM = ROWS["game.scarcity_premium"]

ORIENTATION = ROWS["mindset.orientation"]
ORIENTATION_SPREAD = ROWS["mindset.spread"]
PAROCHIALISM = ROWS["mindset.parochialism"]
RATIONALITY = ROWS["mindset.rationality"]

HISTORY = ROWS["history.trust"]
HISTORY_SPREAD = ROWS["history.spread"]
IN_GROUP = ROWS["history.in_group"]
MEMORY = ROWS["history.memory"]

RATE = ROWS["trust.rate"]
NEGATIVITY = ROWS["trust.negativity"]
DRIFT = ROWS["trust.drift"]
FAILURE = ROWS["trust.failure"]
BLAME = ROWS["trust.blame"]

TIME_TOGETHER = ROWS["dialogue.time_together"]
BRIDGING = ROWS["dialogue.bridging"]
VOICE = ROWS["dialogue.voice"]
HEARSAY = ROWS["dialogue.hearsay"]
PURPOSE = ROWS["dialogue.purpose"]
PURPOSE_RATE = ROWS["dialogue.purpose_rate"]
COST = ROWS["dialogue.cost"]

OPENNESS = ROWS["boundary.openness"]
CLOSING = ROWS["boundary.closing"]
OPENING = ROWS["boundary.opening"]

SCARCITY = ROWS["resources.scarcity"]
RESOURCE_RATE = ROWS["resources.rate"]
GAIN = ROWS["resources.gain"]

PATIENCE = ROWS["leadership.patience"]
TURNOVER = ROWS["leadership.turnover"]
CASCADE = ROWS["leadership.cascade"]
MOVEMENT = ROWS["leadership.movement"]

REFLECTION = ROWS["learning.reflection"]
VISIBILITY = ROWS["learning.visibility"]
IMITATION = ROWS["learning.imitation"]
NOISE = ROWS["learning.noise"]

CLIMATE = ROWS["climate.orientation"]
CLIMATE_RATE = ROWS["climate.rate"]
