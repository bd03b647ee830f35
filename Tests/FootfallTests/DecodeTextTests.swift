import Testing

@testable import Footfall

@Suite("Decoding text") struct DecodeTextTests {
    typealias Case = (decode: Node, payload: String, shown: String)

    static let csv: [Case] = [
        (
            "csv", "start, in ,out\n10:00,21,17\r\n\n10:15,0,3\n",
            "[{start:'10:00',in:'21',out:'17'},{start:'10:15',in:'0',out:'3'}]"
        ),
        ("csv", "\u{FEFF}a\n1", "[{a:'1'}]"),
        ("csv", "a,b\n", "[]"),
        ("csv", "", "malformed"),
        ("csv", "a,b\n1\n", "malformed"),
        ("csv", "a,b\n1,2,3\n", "malformed"),
        (["csv": ["ragged": "allow"]], "a,b\n1\n1,2,3\n", "[{a:'1'},{a:'1',b:'2'}]"),
        (["csv": ["separator": ";", "header": "false"]], "1;2\n3;4", "[['1','2'],['3','4']]"),
        (["csv": ["header": ["x", "y"], "skip_lines": "2"]], "# a\n# b\n1,2", "[{x:'1',y:'2'}]"),
        (["csv": ["rows": "#", "header": "false"]], "1,2#3,4#", "[['1','2'],['3','4']]"),
        ("csv", "a\n\"x, \"\"y\"\"\nz\"", "[{a:'x, \"y\"\nz'}]"),
        ("csv", "a\n\"x\"y", "malformed"),
        ("csv", "a\n\"x", "malformed"),
        ("csv", "a,b\n1,", "[{a:'1',b:''}]"),
        (["csv": ["quote": "none", "separator": "tab"]], "a\tb\n\"1\t2", "[{a:'\"1',b:'2'}]"),
    ]

    static let ultraLight: Node = ["pairs": ["between": "|", "groups": "#", "prefix": "time"]]
    static let pairs: [Case] = [
        (ultraLight, "i|12|o|7", "[{i:'12',o:'7'}]"),
        (
            ultraLight, "2026-03-14T09:20:00Z|i|1|o|2#2026-03-14T09:25:00Z|i|3|o|0|b|3.61",
            "[{time:'2026-03-14T09:20:00Z',i:'1',o:'2'},"
                + "{time:'2026-03-14T09:25:00Z',i:'3',o:'0',b:'3.61'}]"
        ),
        (ultraLight, "i|1#", "[{i:'1'}]"),
        (ultraLight, "", "malformed"),
        (ultraLight, "i|1##o|2", "malformed"),
        (["pairs": ["between": "|"]], "i|12|o", "malformed"),
        (["pairs": ["between": "|"]], " i | 12 \n", "{i:'12'}"),
        (["pairs": ["between": "|"]], "|1", "malformed"),
        (["pairs": ["between": "&", "assign": "="]], "in=1&out=a=b&", "{in:'1',out:'a=b'}"),
        (["pairs": ["between": ";", "assign": ":"]], "x;a:1", "malformed"),
        (["pairs": ["between": ";", "assign": ":", "prefix": "p"]], "x;a:1", "{p:'x',a:'1'}"),
    ]

    static let hikvision = """
        <?xml version="1.0" encoding="UTF-8"?>\r
        <E version="1.0" xmlns="urn:x"><channelID>1</channelID>
        <h:peopleCounting xmlns:h="urn:y"><enter> 33 </enter><exit>27</exit></h:peopleCounting></E>
        """
    static let xml: [Case] = [
        ("xml", hikvision, "{E:{@version:'1.0',channelID:'1',peopleCounting:{enter:'33',exit:'27'}}}"),
        ("xml", "<a/>", "{a:''}"),
        ("xml", "<a b='1'>x</a>", "{a:{@b:'1',#text:'x'}}"),
        ("xml", "<a><l>1</l><m/><l>2</l></a>", "{a:{l:['1','2'],m:''}}"),
        (["xml": ["lists": ["l"]]], "<a><l>1</l></a>", "{a:{l:['1']}}"),
        ("xml", "<a>&lt;&#65;&#x42;&amp;<!-- c --><![CDATA[<&>]]></a>", "{a:'<AB&<&>'}"),
        ("xml", "<a>x<b/>y</a>", "{a:{b:'',#text:'xy'}}"),
        ("xml", "<!DOCTYPE x [<!ENTITY a \"aa\">]><x>&a;</x>", "malformed"),
        ("xml", "<x>&a;</x>", "malformed"),
        ("xml", "<a><b></a></b>", "malformed"),
        ("xml", "<a/><b/>", "malformed"),
        ("xml", "<a/>x", "malformed"),
        ("xml", "<a", "malformed"),
        ("xml", "<a b=1/>", "malformed"),
        ("xml", "<a b='1'c='2'/>", "malformed"),
        ("xml", "<a>&#0;</a>", "malformed"),
        ("xml", "<a>&#xD800;</a>", "malformed"),
        ("xml", "", "malformed"),
        ("xml", "<?xml version='1.0' encoding='koi8-r'?><a/>", "unsupported"),
        ("xml", String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40), "malformed"),
    ]

    static let plain: [Case] = [
        ("text", " 12.5\n", "'12.5'"), ("none", "%%%", "null"), ("json", "{\"a\":[1,2.5]}", "{a:[1,2.5]}"),
        ("json", "{", "malformed"), ("base64", "W ", "malformed"), (["base64", "json"], "WzFd", "[1]"),
        (["base64", "json"], "WzFd=", "malformed"), (["base64", "text"], "_-8", "malformed"),
        (["base64", "text"], "YQ", "'a'"), (["base64", "text"], "YQ==", "'a'"),
        (["base64", "text"], "Y=Q=", "malformed"), (["hex", "text"], "0x61:62 63", "'abc'"),
        (["hex", "text"], "616", "malformed"), (["unzip", "text"], "plain", "'plain'"),
    ]

    @Test("gives the tree or the code", arguments: csv + pairs + xml + plain)
    func table(item: Case) throws {
        #expect(try Decoding.run(item.decode, Array(item.payload.utf8)) == item.shown)
    }

    static let bytes: [(Node, String, String)] = [
        (["unzip", "text"], "1f8b 61", "'a'"), (["unzip", "text"], "789c 61", "malformed"),
        ([["charset": "utf-16"], "text"], "FEFF 0061 20AC", "'a€'"),
        ([["charset": "utf-16"], "text"], "FFFE 6100 3DD8 00DE", "'a😀'"),
        ([["charset": "utf-16"], "text"], "6100 6200", "'ab'"),
        ([["charset": "utf-16"], "text"], "0061 0062", "'ab'"),
        ([["charset": "utf-16"], "text"], "0061 00", "malformed"),
        ([["charset": "utf-16be"], "text"], "D83D", "malformed"),
        ([["charset": "windows-1252"], "text"], "80 E9", "'€é'"),
        ([["charset": "iso-8859-15"], "text"], "A4 E9", "'€é'"),
        ([["charset": "iso-8859-1"], "text"], "A4", "'¤'"),
        ("text", "E9", "malformed"),
        ("xml", "3C003F00780020003F003E003C0061002F003E00", "{a:''}"),
    ]

    @Test("knows charsets and what is zipped", arguments: bytes)
    func read(item: (Node, String, String)) throws {
        #expect(try Decoding.run(item.0, Decoding.bytes(item.1)) == item.2)
    }

    static let senML: [(String, String)] = [
        (
            #"[{"bn":"d/","bt":1773479700,"bu":"count","bver":10,"n":"in","v":12},{"n":"out","v":7}]"#,
            "[{n:'d/in',u:'count',v:12,t:1773479700},{n:'d/out',u:'count',v:7,t:1773479700}]"
        ),
        (
            #"[{"bn":"d/","bt":1773480000,"n":"in","v":3},{"n":"in","t":300.5,"vb":true}]"#,
            "[{n:'d/in',v:3,t:1773480000},{n:'d/in',vb:true,t:1773480300.5}]"
        ),
        (#"[{"n":"in","t":-60,"v":2}]"#, "[{n:'in',v:2,t:1773480545}]"),
        (
            #"[{"bn":"d","bv":10},{"v":2},{"bs":5,"s":1}]"#,
            "[{n:'d',v:10,t:1773480605},{n:'d',v:12,t:1773480605},{n:'d',v:10,s:6,t:1773480605}]"
        ),
        (#"[{"bver":11,"n":"in","v":1}]"#, "unsupported"),
        (#"[{"n":"in","v":1,"x_":1}]"#, "unsupported"), (#"{"n":"in"}"#, "malformed"),
        ("[1]", "malformed"), (#"[{"n":"in","v":"1"}]"#, "bad_type"), (#"[{"v":1}]"#, "malformed"),
        (#"[{"n":"in","vs":"x","y":1}]"#, "[{n:'in',vs:'x',t:1773480605}]"),
    ]

    @Test("resolves SenML", arguments: senML)
    func resolve(item: (String, String)) throws {
        #expect(try Decoding.run("senml", Array(item.0.utf8)) == item.1)
    }
}
