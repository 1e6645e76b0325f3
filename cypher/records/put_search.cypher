// Remember up to which revision records of a kind have been compared.
// mode: write
// params: kind, revision
// returns: written
MERGE (s:Search {id: $kind})
SET s.revision = $revision
RETURN count(s) AS written
