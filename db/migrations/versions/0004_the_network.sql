-- What the siège manages for every office and sends down, and what the posts of an office exchange.
CREATE TABLE neighbour (
    public_key TEXT NOT NULL,
    number INTEGER NOT NULL,
    last_read INTEGER NOT NULL,
    heads TEXT NOT NULL,
    reads TEXT NOT NULL,
    writes TEXT NOT NULL,
    heard_at TEXT NOT NULL,
    resent_at TEXT,
    PRIMARY KEY (public_key)
);

CREATE TABLE post_packet (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    heads TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (number)
);

CREATE TABLE post_span (
    number INTEGER NOT NULL,
    stream TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (number, stream)
);

CREATE TABLE give_back (
    public_key TEXT NOT NULL,
    office TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    given TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (public_key)
);
