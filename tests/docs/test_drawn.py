"""The documents that are drawn from the code are drawn from today's code."""

import subprocess
import sys

from tools.house import ROOT


def test_flows_figures_and_parameters_are_up_to_date():
    # A process of its own: kinds that other tests register would be drawn too.
    drawn = subprocess.run(
        [sys.executable, "tools/draw_flows.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (drawn.stdout, drawn.returncode) == ("", 0), drawn.stderr
