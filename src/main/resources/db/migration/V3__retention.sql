-- What nobody needs any more is found by these times and these indexes alone, never by reading a large table.

-- Which node sweeps, so that one does at a time. steady_since: from then on some node asked this row without
-- a long break, so whoever was to write a reference to a blob has written it or is known to be dead.
create table sweep (
  one          boolean primary key default true check (one),
  holder       uuid,
  seen_at      timestamptz not null default now(),
  steady_since timestamptz not null default now()
) with (fillfactor = 50);
insert into sweep default values;

-- Blobs that lost a reference, or were found without one; their files go when nothing refers to them.
create table loose_blob (
  blob  text primary key,
  since timestamptz not null default now()
);
create index loose_blob_since on loose_blob (since);

-- used_at: when it was last named by a job, to within an hour.
alter table upload add column used_at timestamptz;
update upload set used_at = created_at;
alter table upload alter column used_at set not null, alter column used_at set default now();
create index upload_used on upload (used_at);

-- trimmed_at: its events up to its end were removed, but for the last row.
alter table job add column trimmed_at timestamptz;
create index job_finished on job (finished_at) where finished_at is not null;
create index job_untrimmed on job (finished_at)
  where finished_at is not null and (trimmed_at is null or trimmed_at < finished_at);

-- Who refers to a blob. Lines name a source and most checkpoints hold their value, so these stay small.
create index upload_blob on upload (blob);
create index source_blob on source (blob);
create index document_blob on document (blob) where blob is not null;
create index checkpoint_blob on checkpoint (handed_blob) where handed_blob is not null;
