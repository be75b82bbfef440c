-- Watches inspections. Fires when more than four of a hundred inspected pieces of the last eight hours were defective, of
-- at least 200, and holds the lot of the sample that went over it. Clears below two of a hundred. Tells quality.
rule "defective-share" {
  title       = "{equipment}: {percent} % defective ({characteristic}) within eight hours",
  owner       = "quality",
  runbook     = "OCAP-14",
  on          = "process.inspections",
  key         = { "equipment", "characteristic" },
  when        = [[ defectives ~= nil and inspected > 0 ]],
  severity    = "high",
  may         = { "hold_lot" },
  approved_by = "quality.lead",
  state       = { inspected = counter("8h"), defective = counter("8h"), high = false },
  fire        = function(ev, st, act)
    local inspected = st.inspected:add(ev.inspected)
    local defective = st.defective:add(ev.defectives)
    if inspected < 200 then return end
    local share = defective / inspected
    if share > 0.04 then
      act.alert { detail = { percent = string.format("%.1f", 100 * share), inspected = inspected } }
      if not st.high and ev.lot then
        act.hold_lot { lot = ev.lot, reason = "more than 4 % defective within eight hours" }
      end
      st.high = true
    elseif share < 0.02 then
      act.clear()
      st.high = false
    end
  end,
}
