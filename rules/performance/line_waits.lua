-- Watches the final OEE of every hour. Fires when a machine or line waited, starved or blocked, for more than a quarter of
-- the planned time: the trouble is before or behind it. Clears with an hour below that. Tells logistics.
rule "line-waits" {
  title    = "{equipment} waited for more than a quarter of the last hour",
  owner    = "logistics",
  on       = "kpi.oee",
  key      = { "equipment" },
  params   = { share = 0.25, planned = 1800000 },
  when     = [[ window == "hour" and status == "final" and planned_ms >= params.planned
                and starved_ms + blocked_ms > params.share * planned_ms ]],
  severity = "medium",
}
