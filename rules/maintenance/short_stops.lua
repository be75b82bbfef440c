-- Watches states. Fires when a machine goes down ten times within an hour, however short each stop is, and
-- clears when an hour brings fewer than five. Tells maintenance: many short stops come before a long one.
rule "short-stops" {
  title    = "{equipment}: down {stops} times within an hour",
  owner    = "maintenance",
  runbook  = "MNT-07",
  on       = "equipment.states",
  key      = { "equipment" },
  when     = [[ category ~= nil ]],
  severity = "medium",
  state    = { stops = counter("1h"), isDown = false },
  fire     = function(ev, st, act)
    local stops = st.stops:sum()
    if ev.category == "down" and not st.isDown then stops = st.stops:add() end
    st.isDown = ev.category == "down"
    if stops >= 10 then
      act.alert { detail = { stops = stops, reason = ev.reason } }
    elseif stops < 5 then
      act.clear()
    end
  end,
}
