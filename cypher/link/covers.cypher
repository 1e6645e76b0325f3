// Say where records are at work.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (target:Place {key: row.to_place})
OPTIONAL MATCH (source_actor:Actor {id: row.from_actor})
OPTIONAL MATCH (source_structure:Structure {id: row.from_structure})
WITH row, coalesce(source_actor, source_structure) AS source, target
CREATE (source)-[e:COVERS]->(target)
SET e = row.properties
RETURN count(e) AS written
