"""The lesson's texts: a folder a language, a file a step, in the order of their names.

To translate, copy ``en`` to a folder named by the language (``de``) and translate the texts; the page then takes
``?lang=de``.  To change a step, edit its file: ``dashboards.explore.lesson`` says what each key means, and the tests
check that the model still gives the answer that the text tells.
"""
