--! refused E303
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    setmetatable({}, { __index = function(t, k) return t[k] end })
  end,
}
