-- Watches scrap counts. Fires when a machine scraps twenty pieces within ten minutes, and clears when ten minutes
-- bring less than five. Tells quality. Works on increments; counters that only grow need kind = "delta".
rule "scrap-burst" {
  title    = "{equipment}: {scrapped} pieces scrapped within ten minutes",
  owner    = "quality",
  runbook  = "OCAP-11",
  on       = "equipment.counts",
  key      = { "equipment" },
  when     = [[ scrap ~= nil and (kind == nil or kind == "delta") ]],
  severity = "high",
  state    = { recent = counter("10m") },
  fire     = function(ev, st, act)
    local scrapped = st.recent:add(ev.scrap)
    if scrapped >= 20 then
      act.alert { severity = "high", detail = { scrapped = scrapped, product = ev.product } }
    elseif scrapped < 5 then
      act.clear()
    end
  end,
}
