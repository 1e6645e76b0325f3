// Hang each official territory below the one it is part of.
// mode: write
// params: rows
// returns: links
UNWIND $rows AS row
MATCH (part:Place {key: row.key})
MATCH (whole:Place {key: row.part_of})
MERGE (part)-[link:PART_OF]->(whole)
RETURN count(link) AS links
