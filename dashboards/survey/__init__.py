"""Survey of a system: what people say of their partners, as a start of the model.

measure   items, answers, what may be shown, what follows from it; knows no page and no server
views     the result page's data
imports   answers that were gathered elsewhere
serve     the pages, and surveys in the store
"""
