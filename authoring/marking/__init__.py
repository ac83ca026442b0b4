"""Marking: a closed box runs learners' cells and gives their answers as data; nbval judges them outside, once a class.

submissions.py  who handed in what, with archives.py, layouts.py, names.py and roster.py
shapes.py       any saved notebook becomes cells; keys.py, places.py and statements.py say where in the key each belongs
frame.py        the plan: the learner's cells in the frame of the key, and where each answer is taken
collector.py    plans go through boxes (box.py); what runs in a box lies in inside/
ruling.py       one nbval run on the answers of a class; trusted.py is what its cells call
judge.py        from what came out and how it was ruled to the verdicts of each learner; kept.py keeps them
records.py      what is known of each learner; from it analysis.py, tables.py and report.py make what a teacher gets
group.py        a class while it is marked; __main__.py is the command line
"""

import sys

# Whoever loads nbformat loads jsonschema with all it can check; the grammar of web addresses alone takes a second. No
# notebook is checked for addresses, so marking, and the nbval that it starts (see ruling.py), do without.
sys.modules.setdefault("rfc3987_syntax", None)
