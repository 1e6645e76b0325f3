// Write agreements as they shall be, new or changed.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (n:Agreement {id: row.key})
SET n += row.properties
RETURN count(n) AS written
