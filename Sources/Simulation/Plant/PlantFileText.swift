/// The parts of the simulated plant's file that do not depend on its size.
enum PlantFileText {
    static let head = """
        # The model of the simulated plant of `takt demo` and `takt simulate`: equipment, calendars,
        # state words and characteristics. `takt plant check` reads it and says what it understood.
        # Unknown fields are errors.

        version: demo-1
        time_zone: UTC                      # where a level of the equipment says nothing else
        unknown_equipment: learn            # or dead-letter
        unknown_characteristic: learn       # or dead-letter; `learned` says with which settings

        defaults:                           # of all equipment, until a level below says otherwise
          micro_stop: 60s                   # shorter stops lower performance, not availability
          ideal_cycle: 2s                   # one piece of a product without a time of its own

        learned:                            # characteristics that this file does not name
          chart: {kind: i-mr, rules: [1], limits: {estimate: 100}}
          anomaly: off

        calendars:                          # wall-clock times; kept when the clocks change
          three-shift:
            time_zone: Europe/Berlin
            day_start: "06:00"              # the night belongs to the day it began on
            shifts:
              - name: early
                start: "06:00"
                end: "14:00"
                days: [mon..sun]
                breaks:
                  - {start: "10:00", end: "10:15", reason: break}
              - name: late
                start: "14:00"
                end: "22:00"
                breaks:
                  - {start: "18:00", end: "18:15", reason: break}
              - name: night
                start: "22:00"
                end: "06:00"
                breaks:
                  - {start: "02:00", end: "02:15", reason: break}
            exceptions:
              - {date: 2025-12-25, name: Christmas, closed: true}
              - date: 2025-12-24
                shifts:
                  - {name: early, start: "06:00", end: "12:00"}
            planned_stops:
              - {start: 2026-01-10T06:00, end: 2026-01-10T08:00, reason: fire drill}
          round-the-clock:                  # lines that need nobody and run through the breaks
            time_zone: Europe/Berlin
            day_start: "06:00"
            shifts:
              - {name: early, start: "06:00", end: "14:00"}
              - {name: late, start: "14:00", end: "22:00"}
              - {name: night, start: "22:00", end: "06:00"}
          two-shift:
            time_zone: Europe/Lisbon
            day_start: "07:00"
            shifts:
              - name: day
                start: "07:00"
                end: "19:00"
                breaks:
                  - {start: "12:30", end: "12:45", reason: lunch}
              - name: night
                start: "19:00"
                end: "07:00"
                breaks:
                  - {start: "00:30", end: "00:45", reason: break}

        states:                             # besides our words, PackML's and SEMI E10's
          words:
            warmup: setup
            cip:
              category: maintenance
              reasons: {no material: starved}
          modes:                            # of the machine, whatever its state but off
            teach-in: setup


        """

    static let equipmentHead = """
        equipment:                          # a tree, or a flat list of {path: acme/berlin/…}
          acme:
            children:

        """

    static let characteristics = """

        characteristics:                    # the last entry whose name and path fit counts
          - name: diameter
            equipment: "acme/*/machining/*/lathe-*"
            unit: mm
            specification: {lsl: 19.95, target: 20, usl: 20.05}
            physical_range: {min: 0, max: 100}
            chart:
              kind: xbar-r                  # docs/SPC.md has all kinds
              subgroup_size: 5
              rules: [1, 2, 3, 5, 6]        # or nelson for all eight
              limits: {mean: 20, sigma: 0.01}
              trace_lots: true              # signals name the lots at risk
          - name: diameter
            equipment: "acme/lisbon/machining/*/lathe-*"
            unit: mm
            specification: {lsl: 19.95, target: 20, usl: 20.05}
            physical_range: {min: 0, max: 100}
            chart:
              kind: xbar-s
              subgroup_size: 5
              rules: [1, 2, 3, 5, 6]
              limits: {mean: 20, sigma: 0.01}
              trace_lots: true
          - name: vibration
            equipment: "acme/*/machining/**"
            unit: mm/s
            physical_range: {min: 0, max: 50}
            chart: {kind: i-mr, rules: [1], limits: {estimate: 200}}
          - name: spindle_temp
            equipment: "acme/*/machining/**"
            unit: Cel
            physical_range: {min: -20, max: 150}
            anomaly: {flatline_after: 60s, dropout_after: 90s}
          - name: zone_temp
            equipment: "acme/*/paint/**"
            unit: Cel
            specification: {lsl: 210, target: 225, usl: 245}
            physical_range: {min: 0, max: 400}
            anomaly:
              flatline_after: 60s           # the same value for so long while values come
              dropout_after: 90s            # no value for so long
              rate_limit_per_second: 20
              ewma_z: {lambda: 0.05, k: 8}
              resolution: 0.1               # no learned deviation counts as smaller
          - name: fan_pressure
            equipment: "acme/*/paint/**"
            unit: Pa
            physical_range: {min: 0, max: 2000}
            chart: {kind: cusum, k: 1, h: 5, head_start: 0.5, limits: {mean: 320, sigma: 6}}
          - name: torque
            equipment: "acme/*/assembly/**"
            unit: N.m
            specification: {lsl: 44, target: 48, usl: 52}
            physical_range: {min: 0, max: 200}
            chart: {kind: i-mr, rules: [1], limits: {mean: 48, sigma: 0.8}}
          - name: pressure
            equipment: "acme/*/assembly/**"
            unit: bar
            physical_range: {min: 0, max: 16}
            chart: {kind: ewma, lambda: 0.2, width: 4, limits: {mean: 6.2, sigma: 0.08}}
            anomaly: {hampel: {window: 31, k: 6}}
          - name: surface                   # counted in inspections
            equipment: "acme/*/machining/**"
            chart: {kind: p, limits: {average: 0.003}}
          - name: surface
            equipment: "acme/*/paint/**"
            chart: {kind: np, sample_size: 50, limits: {average: 0.003}}
          - name: surface
            equipment: "acme/*/assembly/**"
            chart: {kind: laney-p, limits: {average: 0.003, sigma_z: 1.05}}

        """
}
