// Seat actors in structures.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (source:Actor {id: row.from_actor})
MATCH (target:Structure {id: row.to_structure})
CREATE (source)-[e:MEMBER_OF]->(target)
SET e = row.properties
RETURN count(e) AS written
