// Say who is connected to whom.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
OPTIONAL MATCH (source_actor:Actor {id: row.from_actor})
OPTIONAL MATCH (source_structure:Structure {id: row.from_structure})
OPTIONAL MATCH (target_actor:Actor {id: row.to_actor})
OPTIONAL MATCH (target_structure:Structure {id: row.to_structure})
WITH row, coalesce(source_actor, source_structure) AS source, coalesce(target_actor, target_structure) AS target
CREATE (source)-[e:CONNECTED_TO]->(target)
SET e = row.properties
RETURN count(e) AS written
