// Mark single facts that begin at actors as part of a long writing.
// mode: write
// params: rows, batch
// returns: marked
UNWIND $rows AS row
MATCH (:Actor {id: row.from_id})-[e]->()
WHERE e.id = row.key
SET e.batch = $batch
RETURN count(e) AS marked
