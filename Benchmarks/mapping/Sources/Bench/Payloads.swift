/// The messages that are measured.
enum Payloads {
    static let gate = Array(#"{"in":3,"out":1,"ts":"2026-03-14T09:15:00Z"}"#.utf8)
    static let gateMapping = #"""
        {"name": "acme-gate", "match": {"topic": "acme/{site}/{gate}/count"},
         "fields": {"sensor": "{site}/{gate}", "count": {"in": "$.in", "out": "$.out"}, "kind": "delta"},
         "time": {"end": "$.ts", "duration": "60s"}, "dedup": ["sensor", "time", "direction"]}
        """#

    static let stackMapping = #"""
        {"name": "the-things-stack-vs133",
         "match": {"topic": "v3/{app}@{tenant}/devices/{device}/up"},
         "each": {"line": {"members": "$.uplink_message.decoded_payload",
                           "named": "line_{n:[0-9]+}_period_{way:in|out}"}},
         "fields": {"sensor": "{$.end_device_ids.device_id}/line{n}", "direction": "{way}",
                    "count": "$line", "kind": "delta"},
         "time": {"end": "$.uplink_message.received_at", "duration": "10m"},
         "dedup": ["$.end_device_ids.device_id", "$.uplink_message.session_key_id",
                   {"from": "$.uplink_message.f_cnt", "default": 0}]}
        """#
    static let stack =
        Array(
            #"{"end_device_ids":{"device_id":"vs133-grote-markt","application_ids":{"application_id":"city"},"#
                .utf8
        )
        + Array(
            #""dev_eui":"24E124793D11061A","join_eui":"24E124C0002A0001","dev_addr":"260B1111"},"#.utf8
        )
        + Array(
            #""correlation_ids":["gs:uplink:01HX01201"],"received_at":"2026-03-14T09:15:04.301876543Z","#.utf8
        )
        + Array(
            #""uplink_message":{"session_key_id":"AZzqW1NqY3Rh","f_port":85,"f_cnt":1201,"decoded_payload":{"#
                .utf8
        )
        + Array(
            #""line_1_period_in":12,"line_1_period_out":9,"line_2_period_in":3,"line_2_period_out":4,"#.utf8
        )
        + Array(
            #""line_1_total_in":4012,"line_1_total_out":3988},"rx_metadata":[{"gateway_ids":{"#.utf8
        )
        + Array(
            #""gateway_id":"gw-stadhuis","eui":"58A0CBFFFE801234"},"time":"2026-03-14T09:15:04.301876543Z","#
                .utf8
        )
        + Array(
            #""rssi":-91,"channel_rssi":-91,"snr":7.5}],"settings":{"data_rate":{"lora":{"bandwidth":125000,"#
                .utf8
        )
        + Array(
            #""spreading_factor":7,"coding_rate":"4/5"}},"frequency":"868300000"},"#.utf8
        )
        + Array(
            #""received_at":"2026-03-14T09:15:04.301876543Z","consumed_airtime":"0.077056s","#.utf8
        )
        + Array(
            #""network_ids":{"net_id":"000013","tenant_id":"ttn","cluster_id":"eu1"}}}"#.utf8
        )
}
