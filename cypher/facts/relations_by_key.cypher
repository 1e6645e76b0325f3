// Some ties by id and first end; also what an unfinished import has written.
// mode: read
// params: rows
// returns: key, from_id, to_id, kind, properties
UNWIND $rows AS row
MATCH (source:Actor {id: row.from_id})-[e:CARRIES|FUNDS|SUPPORTS|COORDINATES|PART_OF|SUCCEEDS|DELIMITED_FROM|CONNECTED_TO]->(target)
WHERE e.id = row.key
RETURN e.id AS key, source.id AS from_id, target.id AS to_id, type(e) AS kind, properties(e) AS properties
UNION ALL
UNWIND $rows AS row
MATCH (source:Structure {id: row.from_id})-[e:CARRIES|FUNDS|SUPPORTS|COORDINATES|PART_OF|SUCCEEDS|DELIMITED_FROM|CONNECTED_TO]->(target)
WHERE e.id = row.key
RETURN e.id AS key, source.id AS from_id, target.id AS to_id, type(e) AS kind, properties(e) AS properties
