local t = nil
local n = t.limit
