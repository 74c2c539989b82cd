-- Blobs kept in the database (cairn.blob.store = postgres). One row from the first byte to the last chunk's removal:
-- whatever happens to a blob locks that row and looks again at what it says, so nothing can slip in between.
--   arriving    sha256 null, upload null, not leaving
--   a draft     upload set; sha256 too once it is whole
--   a blob      sha256 set
--   leaving     its chunks are removed bit by bit, then the row
-- touched_at stands in no index: to touch a row is a HOT update, for which the pages have room.
create table blob (
  content    bigint generated always as identity primary key,
  sha256     text collate "C" unique,
  size       bigint,
  upload     uuid unique,
  leaving    boolean not null default false,
  touched_at timestamptz not null default now()
) with (fillfactor = 70);
create index blob_unfinished on blob (content) where sha256 is null;

-- Never updated, so pages are filled to the brim. start: where the chunk begins in the blob. Chunks of a draft may be
-- short: each connection begins a new one. crc: CRC-32C of data.
-- external: bytes are compressed by whoever sent them or not at all, and to try costs more than the disk.
-- The room of removed chunks is used again only after a vacuum. By default that waits until a fifth of the table is
-- dead, 20 GB of 100; here until half a GB and a fiftieth are (a chunk is 33 rows of 2 KB there).
create table blob_chunk (
  content bigint not null,
  start   bigint not null,
  crc     int not null,
  data    bytea not null,
  primary key (content, start)
) with (
  fillfactor = 100,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 8000,
  toast.autovacuum_vacuum_scale_factor = 0.02,
  toast.autovacuum_vacuum_threshold = 250000
);
alter table blob_chunk alter column data set storage external;
