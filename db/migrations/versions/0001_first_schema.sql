-- The first schema, frozen: what version 1 of the file holds. Read by 0001_first_schema.py.

CREATE TABLE business_day (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    ranges TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    reason TEXT,
    closed_at TEXT,
    closed_by TEXT,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX business_day_office_day ON business_day (office, day);

CREATE TABLE counsellor (
    uid TEXT NOT NULL,
    initials TEXT NOT NULL,
    name TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE day_correction (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    record_uid TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX day_correction_office_day ON day_correction (office, day);

CREATE TABLE day_reason (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX day_reason_office_day ON day_reason (office, day);

CREATE TABLE draft (
    uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (uid)
);

CREATE TABLE folder (
    uid TEXT NOT NULL,
    network TEXT NOT NULL,
    office TEXT NOT NULL,
    role TEXT NOT NULL,
    reconstruction INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE imported_file (
    uid TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    visits INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX imported_file_sha256 ON imported_file (sha256);

CREATE TABLE journal (
    id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    rev INTEGER NOT NULL,
    op TEXT NOT NULL,
    schema INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    header BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    payload_digest BLOB NOT NULL,
    prev BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX journal_stream_seq ON journal (stream, seq);

CREATE INDEX journal_uid ON journal (uid);

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal AS e WHERE e.stream = NEW.stream AND e.seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM journal AS e WHERE e.id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (
    NEW.payload IS x'' AND NEW.salt IS x'' AND OLD.op IS NOT 'erase'
    AND OLD.id IS NEW.id AND OLD.stream IS NEW.stream AND OLD.seq IS NEW.seq
    AND OLD.uid IS NEW.uid AND OLD.kind IS NEW.kind AND OLD.rev IS NEW.rev
    AND OLD.op IS NEW.op AND OLD.schema IS NEW.schema
    AND OLD.recorded_at IS NEW.recorded_at AND OLD.author IS NEW.author
    AND OLD.header IS NEW.header AND OLD.payload_digest IS NEW.payload_digest
    AND OLD.prev IS NEW.prev AND OLD.digest IS NEW.digest
    AND EXISTS (
        SELECT 1 FROM journal AS e WHERE e.uid = OLD.uid AND e.kind = OLD.kind AND e.op = 'erase'
    )
)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TABLE monthly_total (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    month TEXT NOT NULL,
    measure TEXT NOT NULL,
    unit TEXT NOT NULL,
    value INTEGER NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX monthly_total_office_month ON monthly_total (office, month);

CREATE TABLE planned_opening (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    ranges TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX planned_opening_office_day ON planned_opening (office, day);

CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE stream_origin (
    uid TEXT NOT NULL,
    stream TEXT NOT NULL,
    parent TEXT NOT NULL,
    kept_seq INTEGER NOT NULL,
    seen_seq INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE tally (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    half_day TEXT NOT NULL,
    persons INTEGER NOT NULL,
    acts INTEGER,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX tally_office_day ON tally (office, day);

CREATE TABLE tally_demand (
    tally_uid TEXT NOT NULL,
    code TEXT NOT NULL,
    acts INTEGER NOT NULL,
    PRIMARY KEY (tally_uid, code)
)
 WITHOUT ROWID;

CREATE TABLE tally_origin (
    tally_uid TEXT NOT NULL,
    code TEXT NOT NULL,
    persons INTEGER NOT NULL,
    PRIMARY KEY (tally_uid, code)
)
 WITHOUT ROWID;

CREATE TABLE visit (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER,
    started_at TEXT,
    channel TEXT NOT NULL,
    party_size INTEGER NOT NULL,
    origin TEXT NOT NULL,
    residency TEXT,
    audience TEXT,
    note TEXT NOT NULL,
    entry TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX visit_office_day ON visit (office, day);

CREATE TABLE visit_demand (
    visit_uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    theme TEXT NOT NULL,
    unmet INTEGER NOT NULL,
    PRIMARY KEY (visit_uid, position)
)
 WITHOUT ROWID;

CREATE TABLE walk_in (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER,
    started_at TEXT,
    count INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX walk_in_office_day ON walk_in (office, day);

CREATE TABLE writing (
    id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);
