// Write judgements as they shall be, new or withdrawn.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (j:Judgement {id: row.id})
SET j += row.properties
RETURN count(j) AS written
