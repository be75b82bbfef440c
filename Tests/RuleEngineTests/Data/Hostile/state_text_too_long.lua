--! quarantine at most 1024 bytes
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]], state = { n = 0 },
  fire = function(ev, st, act)
    st.n = ("x"):rep(5000)
  end,
}
