/// The files that `takt rules init` begins a folder of rules with.
public enum RuleTemplate {
    /// A path inside the folder and the text of the file.
    public struct File: Sendable {
        /// Path below the folder.
        public let path: String
        /// The text.
        public let text: String
    }

    /// A rule, its test, the annotations for editors, and an editor's configuration that finds them.
    public static func files(_ catalogue: FieldCatalogue) -> [File] {
        [
            File(path: "example/over_limit.lua", text: rule),
            File(path: "example/over_limit.test.lua", text: test),
            File(path: RuleStubs.path, text: RuleStubs.text(catalogue)),
            File(path: ".luarc.json", text: editor),
        ]
    }

    private static let rule = """
        -- Watches a temperature of each machine. Fires when it stays above the limit for thirty seconds;
        -- clears below the lower limit. Tells whoever owns it.
        rule "over-limit" {
          title    = "{equipment}: {characteristic} is {value}, limit {params.limit}",
          owner    = "quality",
          on       = "process.measurements",
          key      = { "equipment", "characteristic" },
          params   = { limit = 245.0, back = 240.0 },
          when     = [[ characteristic == "temperature" and value > params.limit ]],
          clears   = [[ characteristic == "temperature" and value < params.back ]],
          hold     = "30s",
          severity = "high",
        }

        """

    private static let test = """
        test "thirty seconds above the limit raise one alert, and cooling down clears it" {
          rule   = "over-limit",
          given  = series { "process.measurements", every = "10s", equipment = "OVEN-1",
                            characteristic = "temperature",
                            value = { 244, 246, 247, 248, 249, 239 } },
          expect = { at "40s" { alert { severity = "high" } },
                     at "50s" { cleared {} },
                     nothing_else },
        }

        test "a value between the limits neither raises nor clears" {
          rule   = "over-limit",
          given  = series { "process.measurements", every = "10s", count = 30, equipment = "OVEN-1",
                            characteristic = "temperature", value = cycle { 241, 244 } },
          expect = nothing_else,
        }

        """

    private static let editor = """
        {
          "runtime.version": "Lua 5.4",
          "workspace.library": [".api"],
          "diagnostics.disable": ["lowercase-global"]
        }

        """
}
