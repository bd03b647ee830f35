#!/usr/bin/env python3
"""Holds what a broker heard against the AsyncAPI document.

    mqtt_contract.py FOLDER HEARD

FOLDER has asyncapi.yaml and the schemas. HEARD has a message a line, as `mosquitto_sub -F %j --retain-as-published`
writes it. Each topic must be one of the document's; each message that the document names must have been heard.
"""
import json, pathlib, sys
from papers import Paper, flat, numbers, template, verdict


class Contract:
    def __init__(self, folder):
        self.paper = Paper(pathlib.Path(folder) / "asyncapi.yaml")
        self.channels = self.paper.document["channels"]
        self.operations = self.paper.document["operations"]
        self.problems, self.heard = [], set()

    def is_valid(self):
        """The rules that hold between the parts of a document."""
        for name, channel in self.channels.items():
            named = set(template(channel["address"]).groupindex)
            if named != set(channel.get("parameters", {})):
                self.problems.append(f"{name}: parameters are not those of {channel['address']}")
            if not any(o["channel"]["$ref"] == f"#/channels/{name}" for o in self.operations.values()):
                self.problems.append(f"{name}: nobody sends or hears it")
        for name, operation in self.operations.items():
            for message in operation["messages"]:
                if not message["$ref"].startswith(operation["channel"]["$ref"] + "/messages/"):
                    self.problems.append(f"{name}: {message} is not of its channel")
                self.paper.follow(["", *message["$ref"].lstrip("#/").split("/")])

    def judge(self, message):
        topic = message["topic"]
        names = [n for n, c in self.channels.items() if template(c["address"]).fullmatch(topic)]
        if len(names) != 1:
            return self.problems.append(f"{topic}: not one channel of the document, but {names}")
        text = message.get("payload") or ""
        text = text if isinstance(text, str) else json.dumps(text)
        found = [(name, o) for name, o in self.operations.items()
                 if o["channel"]["$ref"] == f"#/channels/{names[0]}" and self.is_of(o, text)]
        if not found:
            return self.problems.append(f"{topic}: nothing that is said there: {text[:200]}")
        name, operation = found[0]
        self.heard.add(name)
        said = [*self.way(operation, topic, message), *self.content(operation, text, message)]
        self.problems += [f"{topic} ({name}): {problem}" for problem in said]

    def is_of(self, operation, text):
        """A message without content is a kind of its own; all others are told apart by their channels."""
        payload = self.message(operation)[1].get("payload")
        return (payload == {"const": ""}) == (text == "") or not payload

    def message(self, operation):
        return self.paper.follow(["", *operation["messages"][0]["$ref"].lstrip("#/").split("/")])

    def way(self, operation, topic, message):
        binding = operation["bindings"]["mqtt"]
        if message["qos"] != binding["qos"]:
            yield f"quality of service {message['qos']}"
        if bool(message["retain"]) != binding["retain"]:
            yield f"retain is {message['retain']}"
        expiry = message.get("properties", {}).get("message-expiry-interval")
        if ("messageExpiryInterval" in binding) != (expiry is not None):
            yield f"expiry is {expiry}"

    def content(self, operation, text, message):
        at, kind = self.message(operation)
        properties = message.get("properties", {})
        if "contentType" in kind and properties.get("content-type") != kind["contentType"]:
            yield f"content type is {properties.get('content-type')}"
        wanted = kind.get("bindings", {}).get("mqtt", {}).get("payloadFormatIndicator")
        if wanted is not None and properties.get("payload-format-indicator") != wanted:
            yield f"payload format indicator is {properties.get('payload-format-indicator')}"
        value = json.loads(text) if "contentType" in kind else text
        yield from self.paper.problems([*at, "payload"], value)
        for part in flat(value):
            yield from numbers(part)

    def complete(self):
        for name in sorted(set(self.operations) - self.heard):
            self.problems.append(f"{name}: never heard")


if __name__ == "__main__":
    folder, heard = sys.argv[1:]
    contract = Contract(folder)
    contract.is_valid()
    lines = pathlib.Path(heard).read_text(encoding="utf-8").splitlines()
    for line in lines:
        contract.judge(json.loads(line))
    contract.complete()
    print(f"{len(lines)} messages")
    sys.exit(verdict(contract.problems))
