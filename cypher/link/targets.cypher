// Say whom records are for.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (target:Concept {id: row.to_concept})
OPTIONAL MATCH (source_actor:Actor {id: row.from_actor})
OPTIONAL MATCH (source_structure:Structure {id: row.from_structure})
WITH row, coalesce(source_actor, source_structure) AS source, target
CREATE (source)-[e:TARGETS]->(target)
SET e = row.properties
RETURN count(e) AS written
