"""`python -m graphsvc` is the command `graphsvc`."""

from graphsvc.cli.main import run

run()
