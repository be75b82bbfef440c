import Rings
import Testing

@Suite struct IdleStrategyTests {
    @Test("a wake-up between announcing and sleeping is not lost")
    func wakeBeforeSleep() {
        let parker = Parker()
        // A sleep of a day: only the wake-up can end it.
        var idle = IdleStrategy(
            parker: parker,
            spinCount: 0,
            pauseCount: 0,
            yieldCount: 0,
            parkNanosecondsMax: 86_400_000_000_000
        )
        for _ in 0..<100 {
            idle.idle(work: 0)  // announces
            parker.wake()
            idle.idle(work: 0)  // would sleep
        }
    }

    @Test("work between announcing and sleeping takes the announcement back")
    func workAfterAnnouncing() {
        let parker = Parker()
        var idle = IdleStrategy(
            parker: parker,
            spinCount: 0,
            pauseCount: 0,
            yieldCount: 0,
            parkNanosecondsMax: 86_400_000_000_000
        )
        for _ in 0..<100 {
            idle.idle(work: 0)
            idle.idle(work: 3)
        }
        parker.wake()
    }

    @Test("nobody needs to wake a sleeper whose time is over")
    func timeOut() {
        var idle = IdleStrategy.parking(nanosecondsMax: 1000)
        for _ in 0..<200 { idle.idle(work: 0) }
        idle.idle(work: 1)
        idle.idle(work: 0)
    }

    @Test("strategies that never sleep only return", arguments: [true, false])
    func busy(pausing: Bool) {
        var idle = pausing ? IdleStrategy.pausing() : IdleStrategy.yielding()
        for _ in 0..<200 { idle.idle(work: 0) }
        #expect(idle.parkNanosecondsMax == nil)
    }

    @Test("a strategy with a negative step is refused")
    func negativeSteps() async {
        await #expect(processExitsWith: .failure) {
            _ = IdleStrategy(spinCount: -1, pauseCount: 0, yieldCount: 0, parkNanosecondsMax: nil)
        }
    }
}
