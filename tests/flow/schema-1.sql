-- The first version of the schema, with one decision. The test puts the database's own words for TEXT and /*keyed*/, and the
-- time of 1700000000.
CREATE TABLE migration (version BIGINT PRIMARY KEY, title TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE decision (item TEXT PRIMARY KEY, at BIGINT NOT NULL, node TEXT NOT NULL, channel TEXT NOT NULL, class
  TEXT NOT NULL, probability DOUBLE PRECISION NOT NULL, placement TEXT NOT NULL, action TEXT NOT NULL,
  originator_class TEXT NOT NULL, originator TEXT NOT NULL, message_id TEXT NOT NULL, mail_from TEXT NOT NULL, sender
  TEXT NOT NULL, client TEXT NOT NULL, account TEXT NOT NULL, organizer TEXT NOT NULL, uid TEXT NOT NULL, method TEXT
  NOT NULL, title TEXT NOT NULL, size BIGINT NOT NULL, elapsed_us BIGINT NOT NULL, rules_version TEXT NOT NULL,
  reasons TEXT NOT NULL);
CREATE INDEX decision_at ON decision (at);
CREATE INDEX decision_message_id ON decision (message_id, item);
CREATE INDEX decision_sender ON decision (sender, item);
CREATE INDEX decision_organizer ON decision (organizer, item);
CREATE INDEX decision_uid ON decision (uid, item);
CREATE INDEX decision_account ON decision (account, item);
CREATE TABLE decision_recipient (item TEXT NOT NULL, recipient TEXT NOT NULL, relation TEXT NOT NULL, class TEXT NOT
  NULL, probability DOUBLE PRECISION NOT NULL, placement TEXT NOT NULL, placement_reason TEXT NOT NULL, action TEXT
  NOT NULL, PRIMARY KEY (item, recipient))/*keyed*/;
CREATE INDEX decision_recipient_recipient ON decision_recipient (recipient, item);
CREATE TABLE event (recipient TEXT NOT NULL, uid TEXT NOT NULL, item TEXT NOT NULL, instance TEXT NOT NULL, channel
  TEXT NOT NULL, at BIGINT NOT NULL, message_id TEXT NOT NULL, client TEXT NOT NULL, user_name TEXT NOT NULL,
  user_agent TEXT NOT NULL, source TEXT NOT NULL, sender TEXT NOT NULL, identity TEXT NOT NULL, proof TEXT NOT NULL,
  originator_class TEXT NOT NULL, organizer TEXT NOT NULL, method TEXT NOT NULL, sequence BIGINT NOT NULL, stamp
  BIGINT NOT NULL, class TEXT NOT NULL, placement TEXT NOT NULL, summary TEXT NOT NULL, PRIMARY KEY (recipient, uid,
  item, instance))/*keyed*/;
CREATE INDEX event_uid ON event (uid, item);
CREATE INDEX event_item ON event (item);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_organizer ON event (recipient, organizer);
INSERT INTO migration VALUES (1, 'decisions and events', 1700000000);
INSERT INTO decision VALUES ('01HF7YAT000000000000000001', 1700000000, 'mx.example.org', 'mail-in', 'clean', 0.04, 'offer',
  'accept', 'absent', 'jo@corp.example', 'old@corp.example', 'jo@corp.example', 'jo@corp.example', '192.0.2.10', '',
  'jo@corp.example', 'old@planner.corp.example', 'REQUEST', 'Before the upgrade', 797, 914, '9b22b9705ebe',
  '{"schema":1,"examined":true,"class":"clean","probability":0.04,"placement":"offer","signals":[]}');
INSERT INTO decision_recipient VALUES ('01HF7YAT000000000000000001', 'kim@example.org', 'none', 'clean', 0.04, 'offer',
  'Nobody said whether the sender is proven', 'accept');
INSERT INTO event VALUES ('kim@example.org', 'old@planner.corp.example', '01HF7YAT000000000000000001', '', 'mail-in', 1700000000,
  'old@corp.example', '192.0.2.10', '', '', '', 'jo@corp.example', '', '', 'absent', 'jo@corp.example', 'REQUEST', 0,
  1700000000, 'clean', 'offer', 'Before the upgrade');
