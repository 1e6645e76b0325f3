"""How right the findings are: measured on regions with known truth and on labelled data."""
