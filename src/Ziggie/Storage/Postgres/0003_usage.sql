CREATE TABLE usage_requests (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    door TEXT NOT NULL,
    requested_model TEXT NOT NULL,
    model TEXT NOT NULL,
    backend TEXT NOT NULL,
    route TEXT NOT NULL,
    status INTEGER NOT NULL,
    error TEXT,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    cached_tokens INTEGER,
    reasoning_tokens INTEGER,
    estimated INTEGER NOT NULL,
    streamed INTEGER NOT NULL,
    queue_us BIGINT,
    first_token_us BIGINT,
    total_us BIGINT,
    cost_nanos BIGINT NOT NULL,
    client TEXT,
    address TEXT
);
CREATE INDEX usage_requests_by_time ON usage_requests (started_at, id);
CREATE INDEX usage_requests_by_user ON usage_requests (user_id, started_at, id);
CREATE INDEX usage_requests_by_key ON usage_requests (key_id, started_at, id);

-- span: 0 minute, 1 hour, 2 day. The histograms are pairs of varints, see LatencyHistogram.
CREATE TABLE usage_rollups (
    span INTEGER NOT NULL,
    bucket BIGINT NOT NULL,
    backend TEXT NOT NULL,
    model TEXT NOT NULL,
    key_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    requests BIGINT NOT NULL,
    errors BIGINT NOT NULL,
    prompt_tokens BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    first_token BYTEA NOT NULL,
    total BYTEA NOT NULL,
    PRIMARY KEY (span, bucket, backend, model, key_id, user_id, status)
);
CREATE INDEX usage_rollups_by_user ON usage_rollups (user_id, span, bucket);

-- How far each journal has been taken in; written in the same transaction as what it says.
CREATE TABLE usage_watermarks (
    instance TEXT PRIMARY KEY,
    segment BIGINT NOT NULL,
    byte_offset BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
