// Mark agreements and the edges that they state as part of a long writing.
// mode: write
// params: keys, batch
// returns: marked
UNWIND $keys AS wanted
MATCH (n:Agreement {id: wanted})
SET n.batch = $batch
WITH n
OPTIONAL MATCH (n)-[e]-()
WHERE e.stated_by = n.id
SET e.batch = $batch
RETURN count(DISTINCT n) AS marked
