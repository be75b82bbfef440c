--! refused E101
local t = { title = "t", owner = "q" }
t.params = t
rule "hostile" (t)
