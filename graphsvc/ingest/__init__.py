"""Files that come in: tables, recognition, normalisation."""
