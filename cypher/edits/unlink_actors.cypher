// Remove single facts that begin at actors: seats, parties, ties. The edges are gathered
// first: the embedded engine loses its way when edges go while it walks them.
// mode: write
// params: rows
// returns: removed
UNWIND $rows AS row
MATCH (n:Actor {id: row.from_id})-[e]->()
WHERE e.id = row.key
WITH collect(e) AS found
UNWIND found AS e
DELETE e
RETURN count(*) AS removed
