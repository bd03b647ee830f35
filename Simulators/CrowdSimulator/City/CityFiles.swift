extension Scenario {
    /// Which sensor serves which zone, as the file `sensors.csv` of a configuration.
    public var sensorsFile: String {
        let rows = sensors.map { "\($0.name),\($0.zone.name),people,1,false,,,,gate-\($0.number)\n" }
        return "sensor,zone,kind,factor,swap,from,to,replaces,note\n" + rows.joined()
    }

    /// The zones, as the file `zones.geojson` of a configuration. They lie in a grid of 300 m, in the North Sea.
    public var zonesFile: String {
        let features = zones.indices.map { index in
            let longitude = "2.\(padded(5000 + index % 40 * 43, 4))"
            let latitude = "51.\(padded(5000 + index / 40 * 27, 4))"
            let name = zones[index].name
            return #"    {"type": "Feature", "geometry": {"type": "Point", "#
                + #""coordinates": [\#(longitude), \#(latitude)]}, "#
                + #""properties": {"id": "\#(name)", "name": {"nl": "\#(name)", "en": "\#(name)"}}}"#
        }
        return "{\n  \"type\": \"FeatureCollection\",\n  \"features\": [\n"
            + features.joined(separator: ",\n") + "\n  ]\n}\n"
    }
}
