#include "simd.h"

#include <cstring>
#include <simdjson.h>
#include <string_view>

using namespace simdjson;

namespace {
ondemand::parser parser;
char padded[1 << 16];

padded_string_view view(const char *bytes, size_t count) {
    std::memcpy(padded, bytes, count);
    return padded_string_view(padded, count, sizeof padded);
}
}  // namespace

extern "C" int64_t simd_gate(const char *bytes, size_t count) {
    try {
        ondemand::document document = parser.iterate(view(bytes, count));
        ondemand::object message = document.get_object();
        int64_t in = message["in"], out = message["out"];
        std::string_view time = message["ts"];
        return in + out + int64_t(time.size());
    } catch (simdjson_error &) { return -1; }
}

extern "C" int64_t simd_stack(const char *bytes, size_t count) {
    try {
        ondemand::document document = parser.iterate(view(bytes, count));
        ondemand::object message = document.get_object();
        std::string_view device = message["end_device_ids"]["device_id"];
        ondemand::object uplink = message["uplink_message"];
        std::string_view session = uplink["session_key_id"];
        int64_t counter = uplink["f_cnt"], sum = 0;
        for (auto field : uplink["decoded_payload"].get_object()) {
            std::string_view name = field.unescaped_key();
            if (name.find("_period_") != std::string_view::npos) sum += int64_t(field.value());
        }
        std::string_view time = uplink["received_at"];
        return sum + counter + int64_t(device.size() + session.size() + time.size());
    } catch (simdjson_error &) { return -1; }
}
