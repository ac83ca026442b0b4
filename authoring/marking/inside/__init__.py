"""All that lies in the closed box beside a learner's cells: it runs them and hands out what they gave, as data.

Nothing here knows what an exercise expects. The box gets a copy of this folder, of coursekit without its exercises, and
of the tables; it is started with `python -m inside`.
"""
