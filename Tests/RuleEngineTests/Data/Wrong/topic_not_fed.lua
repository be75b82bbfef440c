rule "topic-not-fed" {
  title = "{equipment}", owner = "quality", on = "alerts",
  when = [[ severity == "critical" ]],
}
