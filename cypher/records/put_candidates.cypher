// Keep proposed pairs of records, new or scored anew.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (c:Candidate {id: row.id})
SET c += row.properties
RETURN count(c) AS written
