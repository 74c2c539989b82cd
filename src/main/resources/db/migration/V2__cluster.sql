-- Where the lines of a job come from; a line's row then holds only its place. Splitting goes on at the
-- cursor, and the row stays when it is done.
create table source (
  job        bigint not null,
  n          int not null,
  blob       text not null,
  name       text not null,
  media_type text not null,
  size       bigint not null,
  cursor     bigint not null default 0,       -- bytes already split
  line       bigint not null default 0,       -- lines already split
  split      boolean not null default false,  -- all of it is
  primary key (job, n)
) with (fillfactor = 70);
insert into source (job, n, blob, name, media_type, size, cursor, line)
  select job, n, blob, name, media_type, size, cursor, line from split;
drop table split;
create index source_unsplit on source (job, n) where not split;

-- A file names its own blob; a line names its source and its number there.
alter table document
  alter column name drop not null,
  alter column media_type drop not null,
  alter column blob drop not null,
  add column source int,
  add column line bigint;

-- Where a long stage stands inside a document, and how much of its output is written already.
create table cursor (
  job     bigint not null,
  seq     bigint not null,
  stage   smallint not null,
  saves   int not null,
  records int not null,
  share   real not null,                      -- of the stage's work, 0 to 1
  data    bytea not null,
  at      timestamptz not null default now(),
  primary key (job, seq, stage)
) with (fillfactor = 50);

-- Turns. Every turn costs its tenant and its job the estimated time of the work granted, divided by their
-- weight; who has the smallest pass is next. `turn` is where the last turn began: who was away for a while
-- comes back there, and gets no credit for it. Null limits mean none.
alter table tenant
  add column weight int not null default 1 check (weight > 0),
  add column max_jobs int check (max_jobs > 0),             -- running at once
  add column max_documents bigint check (max_documents > 0), -- granted at once
  add column turn float8 not null default 0,
  add column pass float8 not null default 0,
  add column job_turn float8 not null default 0,
  add column turns bigint not null default 0;

alter table job
  add column pass float8 not null default 0,
  add column waiting_since timestamptz not null default now(), -- for its turn
  add column round int not null default 0,                     -- of retries
  add column redo smallint,                                    -- stage from which all is done again
  add column document_stages int;                              -- the stages after them run once for the job
update job set document_stages = cardinality(stages);
alter table job alter column document_stages set not null;
drop index job_working;
create index job_pass on job (tenant, pass, id) where state in ('queued', 'running');
create index job_waiting on job (tenant, waiting_since, id) where state in ('queued', 'running');
create index job_active on job (tenant) where state in ('running', 'pausing', 'stopping');

-- hungry: it could do more than it found. Its process also holds an advisory lock on its key, which
-- vanishes with its connection: a hint that it is dead, long before it has been silent for long.
alter table node add column hungry boolean not null default true;

-- Which nodes have worked on a job.
create table worker (
  job   bigint not null,
  node  bigint not null,
  name  text not null,
  since timestamptz not null default now(),
  primary key (job, node)
);

-- round: of the job when it was granted; redo: what the range holds from that stage on goes first.
alter table lease add column round int not null default 0, add column redo smallint;
alter table failure add column round int not null default 0;
drop index failure_final;
create index failure_final on failure (job, round, seq) where state = 'final';

alter table artifact add column stage smallint not null default 0;

-- Jobs that were deleted: what they left is removed bit by bit.
create table grave (
  job bigint primary key,
  at  timestamptz not null default now()
);

-- Shares of what the whole cluster may do at once: of a pipeline, or of a stage as 'pipeline.stage'.
create table permit (
  node   bigint not null,
  name   text not null,
  wanted int not null,
  n      int not null,
  primary key (name, node)
);
-- When the next call may begin of what is limited to so many a second.
create table pace (
  name text primary key,
  next timestamptz not null
);

-- tries: of the round, where attempt goes on counting; a retry by hand allows all tries again.
alter table lease add column tries int not null default 1;
alter table failure add column tries int not null default 1;

-- The jobs that wait for documents to be taken. 9223372036854775806 is the job itself, as its last document.
create view workable as
select j.* from job j
where j.state in ('queued', 'running')
  and (j.granted < j.documents
       or exists (select from lease l where l.job = j.id and l.node is null)
       or exists (select from failure f
                  where f.job = j.id and f.state = 'waiting' and f.next_at <= now()
                    and (f.seq < j.granted or f.seq = 9223372036854775806))
       or j.round > 0 and exists (
         select from failure f
         where f.job = j.id and f.state = 'final' and f.round < j.round
           and (f.seq < j.granted or f.seq = 9223372036854775806)));

-- These only grow. A vacuum after inserts and a large sample would set hint bits on every page once more, and
-- with checksums each page then goes into the log whole: 0.7 to 1.3 KB for each stage commit, as measured.
alter table checkpoint set (autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 1);
alter table record     set (autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 1);
alter table document   set (autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 1);
alter table event      set (autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 1);
alter table checkpoint alter column job set statistics 10, alter column seq set statistics 10,
  alter column stage set statistics 10, alter column outcome set statistics 10,
  alter column epoch set statistics 0, alter column records set statistics 0,
  alter column took_us set statistics 0, alter column at set statistics 0,
  alter column handed_on set statistics 0, alter column handed_blob set statistics 0;
alter table record alter column job set statistics 10, alter column seq set statistics 10,
  alter column stage set statistics 10, alter column n set statistics 10, alter column data set statistics 0;
alter table document alter column job set statistics 10, alter column seq set statistics 10,
  alter column name set statistics 0, alter column media_type set statistics 0,
  alter column blob set statistics 0, alter column start set statistics 0,
  alter column length set statistics 0, alter column source set statistics 10, alter column line set statistics 0;
alter table event alter column job set statistics 10, alter column last_no set statistics 10,
  alter column n set statistics 0, alter column at set statistics 0, alter column entries set statistics 0;
