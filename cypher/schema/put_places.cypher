// Load the official territories.
// mode: write
// params: rows
// returns: places
UNWIND $rows AS row
MERGE (p:Place {key: row.key})
SET p.official = true, p.name = row.name, p.kind = row.kind
RETURN count(p) AS places
