// Say which structures an agreement sets up.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (source:Agreement {id: row.from_agreement})
MATCH (target:Structure {id: row.to_structure})
CREATE (source)-[e:ESTABLISHES]->(target)
SET e = row.properties
RETURN count(e) AS written
