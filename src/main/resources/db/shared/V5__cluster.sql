-- How nodes find each other. See docs/adr/0015.

-- the number of the cluster that the node belongs to; 0: of none yet
alter table dcm.cluster_node add column cluster bigint not null default 0;

-- whoever founds a cluster locks this row and counts its fence up: that is the cluster's number
insert into dcm.lease (name, owner, fence) values ('founder', 'nobody', 0);
