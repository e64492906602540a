-- What machines are measured by. Packs name them by their ids, so an id is never given twice.
CREATE TABLE machine_metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    host TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    unit TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (host, name)
);

-- span: 0 the samples of a minute, 1 their sums, 2 the sums of a quarter of an hour. All metrics of a machine share a row, see SamplePack and SumPack.
CREATE TABLE machine_history (
    span INTEGER NOT NULL,
    bucket BIGINT NOT NULL,
    host TEXT NOT NULL,
    pack BLOB NOT NULL,
    PRIMARY KEY (span, bucket, host)
);
