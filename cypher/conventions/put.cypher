// Write down what the office agrees on, in place of what stood there.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (c:Convention {id: row.id})
SET c += row.properties
RETURN count(c) AS written
