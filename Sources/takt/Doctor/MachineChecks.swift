import CPlatform
import Glibc
import KafkaBroker
import Records

/// What `takt doctor` looks at on this machine.
enum MachineChecks {
    /// Processors, memory, libraries, clock, open files.
    static func run(_ examination: inout Examination) {
        examination.ok("takt", "version \(Takt.configuration.version)")
        examination.ok(
            "processors",
            "\(platform_processor_count()) for this process, "
                + "\(NumberText.bytes(memoryByteCount)) of memory in the machine"
        )
        librdkafka(&examination)
        clock(&examination)
        openFiles(&examination)
    }

    private static var memoryByteCount: Int {
        sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    }

    private static func librdkafka(_ examination: inout Examination) {
        let version = KafkaLibrary.version
        let parts = version.split(separator: ".").compactMap { Int($0) }
        let isOld = parts.count >= 2 && (parts[0], parts[1]) < (2, 2)
        if isOld {
            examination.note(
                "librdkafka",
                "\(version); works with Apache Kafka, but some other brokers need 2.2 or newer"
            )
        } else {
            examination.ok("librdkafka", version)
        }
    }

    private static func clock(_ examination: inout Examination) {
        let now = EventText.now
        // Before the year of this program the clock cannot be right.
        guard now >= EventTime(milliseconds: 1_735_689_600_000) else {
            examination.problem(
                "clock",
                "The machine's clock says \(EventText.short(now)).",
                remedy: "Set the clock, and let chrony or systemd-timesyncd keep it."
            )
            return
        }
        // What systemd-timesyncd leaves behind once it has set the clock.
        if FileText.isFile("/run/systemd/timesync/synchronized") {
            examination.ok("clock", "\(EventText.short(now)), synchronised")
        } else {
            examination.note(
                "clock",
                "\(EventText.short(now)); compare it with the machines that send events: a clock that "
                    + "is off makes them late or ahead of time"
            )
        }
    }

    private static func openFiles(_ examination: inout Examination) {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        if limit.rlim_cur < 1024 {
            examination.problem(
                "open files",
                "At most \(limit.rlim_cur) are allowed.",
                remedy: "Raise the limit, for example with LimitNOFILE=65536 in the systemd unit."
            )
        } else {
            examination.ok("open files", "at most \(limit.rlim_cur)")
        }
    }
}
