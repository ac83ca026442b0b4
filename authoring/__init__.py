"""Tools for the authors of the course: running notebooks, making the learner's copies and the data dictionary."""
