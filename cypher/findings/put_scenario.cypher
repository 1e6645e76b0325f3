// Write a scenario, new or in place of the older one.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (s:Scenario {id: row.id})
SET s = row.properties
RETURN count(s) AS written
