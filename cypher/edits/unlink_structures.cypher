// Remove single facts that begin at structures: seats, parties, ties.
// mode: write
// params: rows
// returns: removed
UNWIND $rows AS row
MATCH (n:Structure {id: row.from_id})-[e]->()
WHERE e.id = row.key
DELETE e
RETURN count(*) AS removed
