// Say which topics records address.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (target:Concept {id: row.to_concept})
OPTIONAL MATCH (source_actor:Actor {id: row.from_actor})
OPTIONAL MATCH (source_structure:Structure {id: row.from_structure})
OPTIONAL MATCH (source_agreement:Agreement {id: row.from_agreement})
WITH row, coalesce(source_actor, source_structure, source_agreement) AS source, target
CREATE (source)-[e:ADDRESSES]->(target)
SET e = row.properties
RETURN count(e) AS written
