-- The shop: a journal whose tills sign, and the tables of catalogue, stock and till.

ALTER TABLE journal ADD COLUMN signature BLOB;

DROP TRIGGER journal_no_update;

CREATE TABLE bank_deposit (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    method TEXT NOT NULL,
    cents INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    destination TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX bank_deposit_office_day ON bank_deposit (office, day);

CREATE TABLE cash_movement (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    move TEXT NOT NULL,
    cents INTEGER NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX cash_movement_till_seq ON cash_movement (till, seq);

CREATE TABLE duplicate (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    of_uid TEXT NOT NULL,
    copy INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX duplicate_of ON duplicate (of_uid);

CREATE INDEX duplicate_till_seq ON duplicate (till, seq);

CREATE TABLE family (
    uid TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    short TEXT NOT NULL,
    hue TEXT NOT NULL,
    picture TEXT NOT NULL,
    account TEXT NOT NULL,
    position INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE held_payment (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    third_party TEXT NOT NULL,
    cents INTEGER NOT NULL,
    method TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX held_payment_office_day ON held_payment (office, day);

CREATE TABLE invoice (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    receipt_uid TEXT NOT NULL,
    customer TEXT NOT NULL,
    address TEXT NOT NULL,
    siret TEXT NOT NULL,
    due TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX invoice_office_day ON invoice (office, day);

CREATE INDEX invoice_receipt ON invoice (receipt_uid);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (
    NEW.payload IS x'' AND NEW.salt IS x'' AND OLD.op IS NOT 'erase'
    AND OLD.id IS NEW.id AND OLD.stream IS NEW.stream AND OLD.seq IS NEW.seq
    AND OLD.uid IS NEW.uid AND OLD.kind IS NEW.kind AND OLD.rev IS NEW.rev
    AND OLD.op IS NEW.op AND OLD.schema IS NEW.schema
    AND OLD.recorded_at IS NEW.recorded_at AND OLD.author IS NEW.author
    AND OLD.header IS NEW.header AND OLD.payload_digest IS NEW.payload_digest
    AND OLD.prev IS NEW.prev AND OLD.digest IS NEW.digest AND OLD.signature IS NEW.signature
    AND EXISTS (
        SELECT 1 FROM journal AS e WHERE e.uid = OLD.uid AND e.kind = OLD.kind AND e.op = 'erase'
    )
)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TABLE parked_basket (
    uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (uid)
);

CREATE TABLE payment_correction (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    receipt_uid TEXT NOT NULL,
    taken TEXT NOT NULL,
    given TEXT NOT NULL,
    cents INTEGER NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX payment_correction_office_day ON payment_correction (office, day);

CREATE INDEX payment_correction_receipt ON payment_correction (receipt_uid);

CREATE INDEX payment_correction_till_seq ON payment_correction (till, seq);

CREATE TABLE price (
    uid TEXT NOT NULL,
    product TEXT NOT NULL,
    since TEXT NOT NULL,
    cents INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX price_product ON price (product, since);

CREATE TABLE product (
    uid TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    short TEXT NOT NULL,
    family TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    barcode TEXT NOT NULL,
    supplier TEXT NOT NULL,
    vat TEXT NOT NULL,
    cost INTEGER,
    publisher_price INTEGER NOT NULL,
    sector TEXT NOT NULL,
    set_of TEXT NOT NULL,
    set_count INTEGER NOT NULL,
    offices TEXT NOT NULL,
    reorder_level INTEGER,
    picture TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX product_barcode ON product (barcode);

CREATE INDEX product_code ON product (code);

CREATE TABLE receipt (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    sold_at TEXT NOT NULL,
    refund INTEGER NOT NULL,
    of_uid TEXT,
    of_number INTEGER,
    total INTEGER NOT NULL,
    turnover INTEGER NOT NULL,
    held INTEGER NOT NULL,
    visit_uid TEXT,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX receipt_of ON receipt (of_uid);

CREATE INDEX receipt_office_day ON receipt (office, day);

CREATE INDEX receipt_refund ON receipt (till, seq, number, refund) WHERE refund = 1;

CREATE INDEX receipt_till_seq ON receipt (till, seq);

CREATE TABLE receipt_line (
    receipt_uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    of_position INTEGER,
    product TEXT NOT NULL,
    label TEXT NOT NULL,
    family TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,
    list_price INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    vat_basis_points INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    held_for TEXT NOT NULL,
    supplier TEXT NOT NULL,
    cost INTEGER,
    PRIMARY KEY (receipt_uid, position)
)
 WITHOUT ROWID;

CREATE TABLE receipt_payment (
    receipt_uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    method TEXT NOT NULL,
    cents INTEGER NOT NULL,
    received INTEGER,
    PRIMARY KEY (receipt_uid, position)
)
 WITHOUT ROWID;

CREATE TABLE shop_terms (
    uid TEXT NOT NULL,
    since TEXT NOT NULL,
    regime TEXT NOT NULL,
    siret TEXT NOT NULL,
    vat_number TEXT NOT NULL,
    ancv INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE stock_document (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    partner TEXT NOT NULL,
    reference TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX stock_document_office_day ON stock_document (office, day);

CREATE TABLE stock_level (
    office TEXT NOT NULL,
    product TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (office, product)
)
 WITHOUT ROWID;

CREATE TABLE stock_line (
    document_uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    product TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    cost INTEGER,
    expected INTEGER,
    counted INTEGER,
    PRIMARY KEY (document_uid, position)
)
 WITHOUT ROWID;

CREATE TABLE stock_move (
    parent_uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    office TEXT NOT NULL,
    product TEXT NOT NULL,
    day TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (parent_uid, position)
)
 WITHOUT ROWID;

CREATE INDEX stock_move_ledger ON stock_move (office, product, day, quantity);

CREATE TABLE supplier (
    uid TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    terms TEXT NOT NULL,
    consignment INTEGER NOT NULL,
    consignment_basis_points INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE till (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    training INTEGER NOT NULL,
    parent TEXT NOT NULL,
    parent_seq INTEGER NOT NULL,
    parent_digest TEXT NOT NULL,
    perpetual_net INTEGER NOT NULL,
    perpetual_absolute INTEGER NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE till_archive (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    period TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE TABLE till_closing (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    span TEXT NOT NULL,
    period TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    turnover INTEGER NOT NULL,
    held INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    refunds INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    counted INTEGER,
    card_terminal INTEGER,
    explanation TEXT NOT NULL,
    perpetual_net INTEGER NOT NULL,
    perpetual_absolute INTEGER NOT NULL,
    totals TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX till_closing_office_day ON till_closing (office, day);

CREATE INDEX till_closing_till_seq ON till_closing (till, span, seq);

CREATE TABLE till_event (
    uid TEXT NOT NULL,
    office TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    minute INTEGER NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    author TEXT NOT NULL,
    rev INTEGER NOT NULL,
    void_reason TEXT,
    PRIMARY KEY (uid)
);

CREATE INDEX till_event_key ON till_event (till, seq, event, detail) WHERE event = 'key';

CREATE INDEX till_event_till_seq ON till_event (till, seq);

CREATE TABLE till_here (
    id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);
