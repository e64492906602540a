CREATE TABLE conversations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    titled BIGINT NOT NULL,
    model TEXT,
    system TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX conversations_by_user ON conversations (user_id, updated_at, id);

-- Messages that an edit or a regeneration replaced stay, marked as past.
CREATE TABLE conversation_messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id TEXT,
    past BIGINT NOT NULL DEFAULT 0,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    thinking TEXT,
    bytes BIGINT NOT NULL,
    error_code TEXT,
    error_message TEXT,
    finish_reason TEXT,
    model TEXT,
    backend TEXT,
    usage TEXT,
    timings TEXT,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL
);
CREATE INDEX conversation_messages_in_order ON conversation_messages (conversation_id, past, seq);
CREATE INDEX conversation_messages_running ON conversation_messages (conversation_id) WHERE status = 'running';

CREATE TABLE conversation_images (
    message_id TEXT NOT NULL REFERENCES conversation_messages (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (message_id, position)
);

-- What is searched: messages under their seq, titles under minus their conversation's.
CREATE VIRTUAL TABLE conversation_search USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE TRIGGER conversation_messages_unsearch AFTER DELETE ON conversation_messages
BEGIN
    DELETE FROM conversation_search WHERE rowid = old.seq;
END;
CREATE TRIGGER conversations_unsearch AFTER DELETE ON conversations
BEGIN
    DELETE FROM conversation_search WHERE rowid = -old.seq;
END;
