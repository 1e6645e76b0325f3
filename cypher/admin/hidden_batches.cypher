// Long writings that are not done, or were not when their process died: every read of facts leaves out what is marked
// `hidden`, new facts until all of them are there, leaving ones from then on.
// mode: read
// params: -
// returns: hidden, batch, state, host, user, what
MATCH (b:Batch)
WHERE b.state IN ['writing', 'leaving']
RETURN CASE b.state WHEN 'leaving' THEN b.id + ' leaving' ELSE b.id END AS hidden,
       b.id AS batch,
       b.state AS state,
       b.host AS host,
       b.user AS user,
       b.what AS what
ORDER BY batch
