-- People, their sessions, mails that wait, and who looked at links. Tokens and passwords are here as hashes only.

-- Someone who can sign in.
CREATE TABLE accounts (
    account  TEXT    NOT NULL PRIMARY KEY, -- AccountId
    email    TEXT    NOT NULL UNIQUE,      -- normalised: the one by which people are told apart
    typed    TEXT    NOT NULL,             -- the address as she wrote it, for display
    name     TEXT    NOT NULL,             -- what she is called
    password TEXT    NOT NULL,             -- argon2id, as a PHC string with its salt and cost
    verified INTEGER NOT NULL,             -- 1 once a mail has proved that the address is hers
    made_at  INTEGER NOT NULL              -- when it was made
) STRICT, WITHOUT ROWID;

-- One sign-in on one device: the family of all tokens that came of it. Its row goes when it ends.
CREATE TABLE families (
    family     TEXT    NOT NULL PRIMARY KEY, -- hash of the handle that every refresh token of the family carries
    account    TEXT    NOT NULL,             -- AccountId
    device     TEXT    NOT NULL,             -- what the device called itself at sign-in
    current    TEXT    NOT NULL,             -- hash of the newest refresh token
    access     TEXT    NOT NULL,             -- hash of the access token that came with it
    previous   TEXT,                         -- hash of the refresh token before, while it is still good
    started_at INTEGER NOT NULL,             -- when she signed in
    expires_at INTEGER NOT NULL              -- until when the newest refresh token is good
) STRICT, WITHOUT ROWID;
CREATE INDEX families_of_account ON families (account);
CREATE INDEX families_by_end ON families (expires_at);

-- Access tokens that are good now.
CREATE TABLE access_tokens (
    token      TEXT    NOT NULL PRIMARY KEY, -- hash of the token
    family     TEXT    NOT NULL,             -- the family it ends with
    expires_at INTEGER NOT NULL              -- until when it is good
) STRICT, WITHOUT ROWID;
CREATE INDEX access_tokens_of_family ON access_tokens (family);
CREATE INDEX access_tokens_by_end ON access_tokens (expires_at);

-- Invitations whose mail has yet to go out. A newer sending takes the older one's place: its link is dead anyway.
CREATE TABLE mail_queue (
    store      TEXT    NOT NULL, -- StoreId
    invitation TEXT    NOT NULL, -- InvitationId
    sent_count INTEGER NOT NULL, -- which sending of it; the text and the link are made when it goes out
    attempts   INTEGER NOT NULL, -- how often it was tried
    due_at     INTEGER NOT NULL, -- when it is tried next; in the future also while somebody is trying
    PRIMARY KEY (store, invitation)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_queue_by_due ON mail_queue (due_at);

-- Who was shown a link: an access log, apart from the store's activity.
CREATE TABLE link_log (
    store      TEXT    NOT NULL, -- StoreId
    at         INTEGER NOT NULL, -- when
    invitation TEXT    NOT NULL, -- InvitationId
    member     TEXT    NOT NULL, -- MemberId of whoever copied it
    sent_count INTEGER NOT NULL, -- which sending of it the link opens
    PRIMARY KEY (store, at, invitation, member)
) STRICT, WITHOUT ROWID;
