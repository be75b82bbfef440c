rule "no-table"
