// Say which education stages structures serve.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (source:Structure {id: row.from_structure})
MATCH (target:Concept {id: row.to_concept})
CREATE (source)-[e:SERVES]->(target)
SET e = row.properties
RETURN count(e) AS written
