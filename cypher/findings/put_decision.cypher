// Write a decision about a pair of structures, new or in place of the older one.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (d:Decision {id: row.id})
SET d = row.properties
RETURN count(d) AS written
