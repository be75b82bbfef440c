local limit = 3
