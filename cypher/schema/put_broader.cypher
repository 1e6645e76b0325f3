// Hang each concept below its broader one.
// mode: write
// params: rows
// returns: links
UNWIND $rows AS row
MATCH (narrow:Concept {id: row.id})
MATCH (broad:Concept {id: row.broader})
MERGE (narrow)-[link:BROADER]->(broad)
RETURN count(link) AS links
