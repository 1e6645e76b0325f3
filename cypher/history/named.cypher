// Ids of the records whose names hold all of some words.
// mode: read
// params: words, limit
// returns: id
MATCH (n:Actor|Structure|Agreement)
WHERE all(word IN $words WHERE n.search CONTAINS word)
RETURN n.id AS id
ORDER BY id
LIMIT $limit
