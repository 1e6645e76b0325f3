// Append what was changed to the history.
// mode: write
// params: rows
// returns: changes
UNWIND $rows AS row
CREATE (c:Change)
SET c = row
RETURN count(c) AS changes
