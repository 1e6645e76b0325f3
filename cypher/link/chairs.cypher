// Say who chairs structures.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (target:Structure {id: row.to_structure})
OPTIONAL MATCH (source_actor:Actor {id: row.from_actor})
OPTIONAL MATCH (source_structure:Structure {id: row.from_structure})
WITH row, coalesce(source_actor, source_structure) AS source, target
CREATE (source)-[e:CHAIRS]->(target)
SET e = row.properties
RETURN count(e) AS written
