-- Watches states. Fires when a machine is in setup for 45 minutes without a break, grows to high after another half
-- hour, and clears when it does something else. Tells the shift lead.
rule "setup-overrun" {
  title    = "{equipment} has been in setup for more than 45 minutes",
  owner    = "production.shift",
  on       = "equipment.states",
  key      = { "equipment" },
  when     = [[ category == "setup" ]],
  hold     = "45m",
  severity = "medium",
  escalate = { after = "30m", to = "high" },
}
