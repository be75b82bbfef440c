extension RuleTestCase {
    /// The Lua text that defines the words of test files.
    static var definitions: String {
        var text = tags + generators + series
        for word in words { text += "\(word) = tagged(\"\(word)\")\n" }
        return text
    }

    private static let tags = """
        local function tagged(word)
          return function(t)
            if type(t) ~= "table" then error(word .. " takes a table", 2) end
            t["@"] = word
            return t
          end
        end
        function clock(d) return { ["@"] = "clock", at = d } end
        function at(d) return function(t) t["@"] = "at" t["@at"] = d return t end end
        nothing_else = { ["@"] = "nothing_else" }
        event = tagged("event")

        """

    // A generator is a function of the event's number, from 1, and their count. Noise is the sum of
    // twelve uniform numbers less six (mean 0, variance 1), from a linear congruential generator with
    // the constants of ISO C, so that a seed gives the same numbers everywhere.
    private static let generators = """
        function ramp(first, last)
          return function(i, n) return n < 2 and first or first + (last - first) * (i - 1) / (n - 1) end
        end
        function step(count, before, after)
          return function(i) if i <= count then return before end return after end
        end
        function cycle(values) return function(i) return values[(i - 1) % #values + 1] end end
        function sine(middle, height, period)
          return function(i) return middle + height * math.sin(2 * math.pi * (i - 1) / period) end
        end
        function noise(mean, deviation, seed)
          local x = (seed or 1) & 0x7fffffff
          return function()
            local sum = -6.0
            for _ = 1, 12 do
              x = (x * 1103515245 + 12345) & 0x7fffffff
              sum = sum + x / 2147483648
            end
            return mean + deviation * sum
          end
        end
        function plus(...)
          local parts = { ... }
          return function(i, n)
            local sum = 0
            for _, part in ipairs(parts) do
              sum = sum + (type(part) == "function" and part(i, n) or part)
            end
            return sum
          end
        end

        """

    private static let series = """
        function series(t)
          if type(t) ~= "table" then error("series takes a table", 2) end
          t["@"] = "series"
          local count = t.count
          for _, v in pairs(t) do
            if not count and type(v) == "table" then count = #v end
          end
          for name, v in pairs(t) do
            if type(v) == "function" then
              if not count then
                error("'" .. name .. "' is made by a function, so the series needs count = …", 2)
              end
              local values = {}
              for i = 1, count do
                values[i] = v(i, count)
                if values[i] == nil then error("'" .. name .. "' is nil for event " .. i, 2) end
              end
              t[name] = values
            end
          end
          return t
        end

        """
}
