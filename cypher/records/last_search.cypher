// The revision up to which records of a kind have been compared.
// mode: read
// params: kind
// returns: revision
MATCH (s:Search {id: $kind})
RETURN s.revision AS revision
