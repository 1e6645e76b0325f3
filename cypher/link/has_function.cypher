// Say what structures do.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (source:Structure {id: row.from_structure})
MATCH (target:Concept {id: row.to_concept})
CREATE (source)-[e:HAS_FUNCTION]->(target)
SET e = row.properties
RETURN count(e) AS written
