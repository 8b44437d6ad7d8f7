"""The pages, drawn by Solara; what they know and do stands in dashboards.explore."""
