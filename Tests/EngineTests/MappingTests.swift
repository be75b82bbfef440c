import Engine
import PlantModel
import Records
import Testing

@Suite("A plant's own topics fit through a mapping")
struct MappingTests {
    @Test("field names, units, times and keys of the plant become ours")
    func mapping() throws {
        let mapping = TopicMapping(
            topic: "scada.temps",
            contract: "process.measurements",
            fields: ["value": "PV", "time": "ts", "lot": "batch"],
            constants: ["characteristic": .text("diameter")],
            conversions: ["value": .init(scale: 0.1, offset: 0)],
            timeFormat: .seconds,
            equipmentSource: .key,
            equipmentPrefix: "acme/berlin/body/line-1/"
        )
        let factory = try Factory {
            $0.inputs.append(InputTopic(name: "scada.temps", role: .measurements, mapping: mapping))
            $0.inputs.removeFirst(3)
            $0.inputs.reverse()
        }
        let stamp = Double(Factory.epoch) / 1000
        factory.send(
            .measurements,
            "{\"PV\":104.0,\"ts\":\(stamp + 0.5),\"batch\":\"B1\"}",
            key: "press-1"
        )
        let signal = try #require(factory.collect().first { $0.topic == .spcSignals })
        #expect(signal.key == "acme/berlin/body/line-1/press-1")
        #expect(abs(try #require(signal.number("statistic")) - 10.4) < 1e-12)
        #expect(signal.text("lot") == "B1")
        #expect(signal.text("time") == Factory.time(0.5))
        #expect(factory.shard.books.isBalanced)
    }
}
