"""Common to all tests: charts are drawn without a screen."""

import matplotlib

matplotlib.use("Agg")
