-- What pages and the API add; ziggie.yaml's backends are not here.
CREATE TABLE backends (
    name       TEXT NOT NULL PRIMARY KEY,
    settings   TEXT NOT NULL,
    secrets    TEXT,
    updated_at BIGINT NOT NULL
);

CREATE TABLE aliases (
    name       TEXT NOT NULL PRIMARY KEY,
    models     TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
