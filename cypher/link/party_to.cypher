// Make actors parties to agreements.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (source:Actor {id: row.from_actor})
MATCH (target:Agreement {id: row.to_agreement})
CREATE (source)-[e:PARTY_TO]->(target)
SET e = row.properties
RETURN count(e) AS written
