"""One system on Mesa's own page: ``solara run --production docs/examples/mesa_app.py``.

Needs what Mesa's page needs: ``pip install "silos-abm[viz]"``.
"""

import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

import silos


@solara.component
def Walls(model: silos.SystemModel) -> None:
    """The system with its walls, as it stands."""
    update_counter.get()  # drawn anew after every step
    drawn = Figure(figsize=(5, 5), layout="constrained")
    silos.figures.network_map(drawn.subplots(), silos.figures.seen(model.state), title=f"Month {model.state.month}")
    solara.FigureMatplotlib(drawn)


SLIDERS = {
    "scenario": {"type": "Select", "label": "Scenario", "value": "plain", "values": list(silos.scenarios().index)},
    "seed": {"type": "SliderInt", "label": "Seed", "value": 7, "min": 0, "max": 99, "step": 1},
    "resources.scarcity": {"type": "SliderFloat", "label": "Scarcity", "value": 0.3, "min": 0, "max": 1, "step": 0.05},
    "game.sharing": {"type": "SliderFloat", "label": "Pooled share", "value": 0.0, "min": 0, "max": 1, "step": 0.05},
}

page = SolaraViz(
    silos.SystemModel("plain", seed=7),
    components=[Walls, make_plot_component(["race_share", "openness", "trust"])],
    model_params=SLIDERS,
    name="Silos",
)
