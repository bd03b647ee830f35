import Barometer
import Foundation

/// The same fields with Foundation's decoder.
enum Codables {
    struct Gate: Decodable {
        let `in`: Int
        let out: Int
        let ts: String
    }

    struct Stack: Decodable {
        struct Device: Decodable {
            let device_id: String
        }

        struct Uplink: Decodable {
            let session_key_id: String
            let f_cnt: Int
            let received_at: String
            let decoded_payload: [String: Int]
        }

        let end_device_ids: Device
        let uplink_message: Uplink
    }

    static func gate(_ decoder: JSONDecoder, _ data: Data) -> Int64 {
        guard let gate = try? decoder.decode(Gate.self, from: data) else { return -1 }
        return Int64(gate.in + gate.out) + (EventTime(gate.ts)?.milliseconds ?? -1)
    }

    static func stack(_ decoder: JSONDecoder, _ data: Data) -> Int64 {
        guard let stack = try? decoder.decode(Stack.self, from: data) else { return -1 }
        var sum = stack.uplink_message.f_cnt + stack.end_device_ids.device_id.utf8.count
        for (name, count) in stack.uplink_message.decoded_payload where name.utf8.count < 18 { sum += count }
        return Int64(sum) + (EventTime(stack.uplink_message.received_at)?.milliseconds ?? -1)
    }
}
