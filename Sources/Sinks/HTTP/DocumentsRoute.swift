import Hummingbird

/// `/openapi.yaml`, `/asyncapi.yaml` and `/schema/…`: what goes out, described for programs.
///
/// They are written by hand and served as they are; a test asks for everything they speak of.
struct DocumentsRoute: Sendable {
    private let openAPI = Self.yaml(PackageResources.openapi_yaml)
    private let asyncAPI = Self.yaml(PackageResources.asyncapi_yaml)
    private let schemas: [String: Document] = [
        "alarm": PackageResources.alarm_schema_json,
        "alarms": PackageResources.alarms_schema_json,
        "cloudevent": PackageResources.cloudevent_schema_json,
        "detail": PackageResources.detail_schema_json,
        "indicator": PackageResources.indicator_schema_json,
        "outlook": PackageResources.outlook_schema_json,
        "problem": PackageResources.problem_schema_json,
        "retraction": PackageResources.retraction_schema_json,
        "series": PackageResources.series_schema_json,
        "zones": PackageResources.zones_schema_json,
    ].mapValues { Document($0, type: "application/schema+json", cacheControl: "public, max-age=3600") }

    func add(to router: Router<SiteContext>) {
        router.get("/openapi.yaml") { [openAPI] request, _ in openAPI.response(to: request) }
        router.get("/asyncapi.yaml") { [asyncAPI] request, _ in asyncAPI.response(to: request) }
        router.get("/schema/:name") { [schemas] request, context in
            let name = context.parameters.get("name") ?? ""
            let ending = ".schema.json"
            guard name.hasSuffix(ending), let schema = schemas[String(name.dropLast(ending.count))] else {
                throw Problem.notFound("There is no schema of that name; see /openapi.yaml.")
            }
            return schema.response(to: request)
        }
    }

    private static func yaml(_ bytes: [UInt8]) -> Document {
        Document(bytes, type: "application/yaml", cacheControl: "public, max-age=3600")
    }
}
