"""What the OpenAPI document says in words and no schema can: a period begins before it ends."""
import datetime
import schemathesis


def moment(text):
    try:
        return datetime.datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return None


@schemathesis.hook
def map_query(context, query):
    if not query:
        return query
    start, end = moment(query.get("from")), moment(query.get("to"))
    if start and end and start.tzinfo and end.tzinfo and start >= end:
        query["from"], query["to"] = query["to"], query["from"]
        if start == end:
            query["from"] = "0001-01-02T00:00:00Z"
    return query
