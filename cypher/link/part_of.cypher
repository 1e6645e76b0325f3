// Say what is part of what.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
OPTIONAL MATCH (source_actor:Actor {id: row.from_actor})
OPTIONAL MATCH (source_structure:Structure {id: row.from_structure})
OPTIONAL MATCH (source_place:Place {key: row.from_place})
OPTIONAL MATCH (target_actor:Actor {id: row.to_actor})
OPTIONAL MATCH (target_structure:Structure {id: row.to_structure})
OPTIONAL MATCH (target_place:Place {key: row.to_place})
WITH row,
     coalesce(source_actor, source_structure, source_place) AS source,
     coalesce(target_actor, target_structure, target_place) AS target
CREATE (source)-[e:PART_OF]->(target)
SET e = row.properties
RETURN count(e) AS written
