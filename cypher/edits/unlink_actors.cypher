// Remove single facts that begin at actors: seats, parties, ties.
// mode: write
// params: rows
// returns: removed
UNWIND $rows AS row
MATCH (n:Actor {id: row.from_id})-[e]->()
WHERE e.id = row.key
DELETE e
RETURN count(*) AS removed
