comment on table dcm.lease is 'next';
