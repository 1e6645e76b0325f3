// Write territories that a list names; an official one keeps its place in the Land.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (n:Place {key: row.key})
SET n += row.properties, n.recorded = true
RETURN count(n) AS written
