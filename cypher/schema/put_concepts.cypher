// Load the entries of the vocabularies.
// mode: write
// params: rows
// returns: concepts
UNWIND $rows AS row
MERGE (c:Concept {id: row.id})
SET c.scheme = row.scheme, c.code = row.code, c.de = row.de, c.en = row.en
RETURN count(c) AS concepts
