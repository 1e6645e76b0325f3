"""Pure computations on tables and graphs: no I/O, no clock, no environment."""
