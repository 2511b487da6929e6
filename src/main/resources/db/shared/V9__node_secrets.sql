-- With which secret a node works, told by a fingerprint that is derived from it with HKDF and does
-- not tell it. Empty: a node of a former version, which says nothing of it. See docs/adr/0026.
alter table dcm.cluster_node add column secret_fingerprint text not null default '';
