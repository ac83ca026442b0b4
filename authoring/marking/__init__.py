"""Marking: what learners handed in, put into the frame of the key and judged by nbval. `make mark` runs it.

submissions.py  finds the notebooks of a class in a folder or an archive, and says whose they are
frame.py        puts the learner's cells into the key's frame
box.py          runs nbval on the frame in a closed box: a copy of the course, no network, limits
plugin.py       what nbval is told inside the box; it reports each cell as it ends
guard.py        what runs in the learner's kernel before the learner's code
report.py       marks, feedback for each learner, summary for the teacher
__main__.py     the command line
"""
