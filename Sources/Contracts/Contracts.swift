// Topic contracts.
