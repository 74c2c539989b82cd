-- Where documents come from, and how they are written there. origin: upload (blob is there from the start), url (it is
-- fetched from address first), records (of finished jobs; address holds the query as JSON). format: JSON, null until it was looked at.
-- task: what has to be done before it can be split: fetch, convert; holder: the node that does it. Nodes that are lost
-- have no row any more, so their tasks are free.
-- whole: documents are files, not rows in them.
alter table source
  alter column blob drop not null,
  add column origin text not null default 'upload',
  add column address text,
  add column task text,
  add column holder bigint,
  add column tries int not null default 0,
  add column next_at timestamptz,
  add column format text,
  add column rows bigint not null default 0;   -- given out so far, good and bad

-- problem: why there is nothing that a stage could be given: a bad line, a member that can't be unpacked, a dead link.
alter table document add column problem text;
alter table document alter column problem set statistics 0;
alter table document_small alter column problem set statistics 0;
