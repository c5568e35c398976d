-- The cloud's tables on SQLite. Every row of a store is keyed by the store first, so that a store can live on any shard of a larger
-- back end. Ids are lower-case UUID text, times are milliseconds since 1970 UTC, hashes are lower-case hex.

-- One row a store: what an exchange locks, and what a cached state is compared with.
CREATE TABLE stores (
    store      TEXT    NOT NULL PRIMARY KEY, -- StoreId, made by whoever created it
    epoch      TEXT    NOT NULL,             -- which life of this history; a restore from a backup begins another
    seq        INTEGER NOT NULL,             -- number of the last entry; moves only when something was accepted
    head       TEXT    NOT NULL,             -- hash of the last entry
    at         INTEGER NOT NULL,             -- when the last entry was applied; the store's time never runs behind it
    created_by TEXT    NOT NULL              -- AccountId of whoever created it, by which a repeated creation is known
) STRICT, WITHOUT ROWID;

-- What was accepted, for ever.
CREATE TABLE entries (
    store TEXT    NOT NULL, -- StoreId
    seq   INTEGER NOT NULL, -- from 1 without a gap
    body  TEXT    NOT NULL, -- the entry as it is sent to desks, hash included, as JSON
    PRIMARY KEY (store, seq)
) STRICT, WITHOUT ROWID;

-- One whole state a store, so that a state is not folded from entry 1. Can always be built again from `entries`.
CREATE TABLE snapshots (
    store TEXT    NOT NULL PRIMARY KEY, -- StoreId
    seq   INTEGER NOT NULL,             -- number of the last entry in it
    head  TEXT    NOT NULL,             -- that entry's hash
    at    INTEGER NOT NULL,             -- that entry's time
    state TEXT    NOT NULL              -- the domain's full form, as JSON
) STRICT, WITHOUT ROWID;

-- The one outcome that an op id has in a store for an account.
CREATE TABLE outcomes (
    store    TEXT NOT NULL, -- StoreId
    account  TEXT NOT NULL, -- AccountId of whoever asked
    op       TEXT NOT NULL, -- OpId
    digest   TEXT NOT NULL, -- SHA-256 of the op's RFC 8785 bytes: the same id with other bytes is another op
    accepted INTEGER,       -- seq, if accepted
    refused  TEXT,          -- {code, with} as JSON, if refused
    PRIMARY KEY (store, account, op),
    CHECK ((accepted IS NULL) <> (refused IS NULL))
) STRICT, WITHOUT ROWID;

-- Refused attempts, apart from the entries; Owner and Admin can list them.
CREATE TABLE refused (
    store   TEXT    NOT NULL, -- StoreId
    no      INTEGER NOT NULL, -- from 1 in each store
    op      TEXT    NOT NULL, -- OpId
    body    TEXT    NOT NULL, -- the op as it was asked, as JSON
    by      TEXT    NOT NULL, -- MemberId of whoever asked
    desk    TEXT,             -- DeskId, if the exchange named one
    made_at TEXT    NOT NULL, -- the desk's own word for when it was asked (RFC 3339); decides nothing
    at      INTEGER NOT NULL, -- when it was refused
    code    TEXT    NOT NULL, -- why
    facts   TEXT    NOT NULL, -- the values of the refusal (`with`), as JSON
    PRIMARY KEY (store, no)
) STRICT, WITHOUT ROWID;

-- Which refused op would have made an id: later ops that name it are told so.
CREATE TABLE unmade (
    store TEXT NOT NULL, -- StoreId
    made  TEXT NOT NULL, -- the group's or invitation's id
    op    TEXT NOT NULL, -- OpId of the refused op
    PRIMARY KEY (store, made)
) STRICT, WITHOUT ROWID;

-- What one desk of an account sent to a store, counted: a copied desk shows itself by using a number twice.
CREATE TABLE counted (
    store   TEXT    NOT NULL, -- StoreId
    account TEXT    NOT NULL, -- AccountId
    desk    TEXT    NOT NULL, -- DeskId
    n       INTEGER NOT NULL, -- from 1 without a gap
    op      TEXT    NOT NULL, -- OpId answered under that number
    PRIMARY KEY (store, account, desk, n)
) STRICT, WITHOUT ROWID;

-- Which stores an account is an active or suspended member of. A directory only: authority is read from the state. Can be rebuilt.
CREATE TABLE memberships (
    account TEXT NOT NULL, -- AccountId
    store   TEXT NOT NULL, -- StoreId
    member  TEXT NOT NULL, -- MemberId
    PRIMARY KEY (account, store)
) STRICT, WITHOUT ROWID;
