rule "x" { owner = "ÿþ" }
