--! quarantine C stack overflow
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local function f() local ok, why = pcall(f) if not ok then error(why, 0) end end
    f()
  end,
}
