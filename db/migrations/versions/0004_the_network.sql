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
CREATE TABLE office_article (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    product TEXT NOT NULL,
    position INTEGER NOT NULL,
    reorder_level INTEGER,
    sold INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX office_article_office ON office_article (office, product);

CREATE TABLE list_item (
    uid TEXT NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    parent TEXT,
    label TEXT NOT NULL,
    short TEXT NOT NULL,
    icon TEXT NOT NULL,
    published TEXT NOT NULL,
    personal INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired TEXT,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX list_item_code ON list_item (list, code);

-- The siège names the office of a counsellor: the table is made again with the column in its place.
ALTER TABLE counsellor RENAME TO counsellor_before;

CREATE TABLE counsellor (
    uid TEXT NOT NULL,
    initials TEXT NOT NULL,
    name TEXT NOT NULL,
    office TEXT,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

INSERT INTO counsellor (uid, initials, name, author, rev, void_reason)
SELECT uid, initials, name, author, rev, void_reason FROM counsellor_before;

DROP TABLE counsellor_before;
