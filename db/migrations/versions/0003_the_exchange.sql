-- The exchange between offices and head office: what was sent, received and acknowledged.
CREATE TABLE acknowledged (
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL,
    kept INTEGER,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (stream)
);

CREATE TABLE declared_month (
    office TEXT NOT NULL,
    month TEXT NOT NULL,
    number INTEGER NOT NULL,
    counts TEXT NOT NULL,
    digest TEXT NOT NULL,
    closed INTEGER NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (office, month)
);

CREATE TABLE forked_entry (
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    header BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    payload_digest BLOB NOT NULL,
    prev BLOB NOT NULL,
    signature BLOB,
    packet TEXT NOT NULL,
    PRIMARY KEY (stream, seq, digest)
);

CREATE INDEX forked_entry_uid ON forked_entry (uid);

CREATE TABLE received_packet (
    sha256 TEXT NOT NULL,
    office TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    place TEXT NOT NULL,
    received_at TEXT NOT NULL,
    their_clock TEXT NOT NULL,
    clock_offset INTEGER NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE INDEX received_packet_office ON received_packet (office, number);

CREATE TABLE received_stream (
    stream TEXT NOT NULL,
    office TEXT NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (stream)
);

CREATE TABLE reception_gap (
    stream TEXT NOT NULL,
    office TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (stream)
);

CREATE TABLE sent_packet (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    made_at TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (number)
);

CREATE TABLE sent_span (
    number INTEGER NOT NULL,
    stream TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (number, stream)
);

CREATE TABLE unknown_code (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    office TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (list, code, office)
);

CREATE TABLE unprojected (
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (first)
);

CREATE TABLE month_declaration (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    month TEXT NOT NULL,
    active INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX month_declaration_office_month ON month_declaration (office, month);

CREATE TABLE month_lock (
    uid TEXT NOT NULL,
    month TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX month_lock_month ON month_lock (month);

CREATE TABLE month_reopening (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    month TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX month_reopening_office_month ON month_reopening (office, month);

CREATE TABLE post (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    revoked TEXT,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX post_public_key ON post (public_key);

CREATE TABLE fetched_file (
    name TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE invitation (
    code TEXT NOT NULL,
    office TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_by TEXT,
    PRIMARY KEY (code)
);

CREATE TABLE listener (
    public_key TEXT NOT NULL,
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    heard_at TEXT NOT NULL,
    PRIMARY KEY (public_key)
);

CREATE TABLE partner (
    id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    public_key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    code TEXT NOT NULL,
    post_name TEXT NOT NULL,
    paired_at TEXT NOT NULL,
    acknowledged INTEGER NOT NULL,
    acknowledged_at TEXT,
    PRIMARY KEY (id)
);
