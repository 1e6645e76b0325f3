"""The map in the formats of other programs: values in, text or bytes out; nothing is written to disk here."""
