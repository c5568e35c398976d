-- When a sign-in was last heard of, for the list of devices.

ALTER TABLE families ADD COLUMN last_seen INTEGER; -- when its device last refreshed or exchanged, to the minute; null for one that was begun before this was noted
