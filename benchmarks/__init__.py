"""One file per promise of speed or quality; `python -m benchmarks.<name>` prints one line per figure (benchmarks/line.py)."""
