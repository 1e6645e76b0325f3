// Remove every fact and its history; vocabularies and official territories stay.
// mode: write
// params: -
// returns: removed
MATCH (n)
WHERE NOT n:Concept AND NOT n:Revision AND NOT (n:Place AND coalesce(n.official, false))
DETACH DELETE n
RETURN count(*) AS removed
