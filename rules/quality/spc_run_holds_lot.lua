-- Watches violations of control charts. The third one of a characteristic within two hours raises an alert,
-- holds the lot that is being made and asks to send it to another machine. Tells quality. One far-out
-- point (rule 1) is left to the people at the machine; a run of three is a process that has moved.
rule "spc-run-holds-lot" {
  title       = "{equipment} {characteristic}: {run} violations within two hours",
  owner       = "quality",
  runbook     = "OCAP-07",
  on          = "spc.signals",
  key         = { "equipment", "characteristic" },
  when        = [[ location == "location" ]],
  severity    = "high",
  clear_after = "4h",
  state       = { violations = counter("2h"), lots = set(20) },
  may         = { "hold_lot", "reroute" },
  approved_by = "quality.lead",
  fire        = function(ev, st, act)
    local run = st.violations:add(1)
    if run < 3 then return end
    act.alert { severity = "high", detail = { run = run, rule = ev.rule } }
    -- Every lot is held once, however many of its points are bad.
    if ev.lot and st.lots:add(ev.lot) then
      act.hold_lot { lot = ev.lot, reason = run .. " chart violations of " .. ev.characteristic }
      act.reroute { lot = ev.lot, from = ev.equipment, reason = "chart violations" }
    end
  end,
}
