// How many concepts and official territories are loaded.
// mode: read
// params: -
// returns: concepts, official_places
OPTIONAL MATCH (c:Concept)
WITH count(c) AS concepts
OPTIONAL MATCH (p:Place)
WHERE p.official
RETURN concepts, count(p) AS official_places
