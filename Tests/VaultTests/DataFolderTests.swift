import Barometer
import Footfall
import Foundation
import TestKit
import Testing

@testable import Vault

@Suite("The data folder") struct DataFolderTests {
    private let place = Place()

    @Test("belongs to one daemon at a time")
    func lock() throws {
        do {
            let journal = try Journal(in: place.folder())
            let error = #expect(throws: VaultError.self) { _ = try Journal(in: place.folder()) }
            #expect(error?.remedy.contains("stop the other one") == true)
            #expect(try journal.lastPosition() == 0)
        }
        _ = try place.folder()
    }

    @Test("is closed to everybody else")
    func modes() throws {
        let folder = try place.folder()
        let journal = try Journal(in: folder)
        let store = try StateStore(in: folder)
        try journal.add([.tick(EventTime(seconds: 1))])
        #expect(try store.position() == 0)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(place.path) == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: place.path)
        #expect(files.count >= 5)
        for file in files { #expect(try mode(place.path + "/" + file) == 0o600, "\(file)") }
    }

    @Test("the key of the noise is made once, also when the first time was cut short")
    func key() throws {
        let folder = try place.folder()
        try Data([1]).write(to: URL(filePath: place.path + "/noise.key.new"))
        let key = try NoiseKey(in: folder)
        #expect(key.isNew && key.bytes.count == 32 && Set(key.bytes).count > 8)
        let again = try NoiseKey(in: folder)
        #expect(!again.isNew && again.bytes == key.bytes)
        #expect(try NoiseKey(readingFrom: place.path).bytes == key.bytes)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: place.path).contains("noise.key.new"))
        #expect(throws: VaultError.self) { try NoiseKey(readingFrom: place.path + "/none") }
    }

    @Test("commits reach the disk: synchronous is FULL on the connection that writes")
    func durable() throws {
        let folder = try place.folder()
        #expect(try Journal(in: folder).file.synchronousLevel() == 2)
        #expect(try StateStore(in: folder).file.synchronousLevel() == 2)
    }

    @Test("a damaged file is refused with a way out", arguments: [0, 8_192, 8_292, 20_000])
    func damage(offset: Int) throws {
        var chance = Chance(seed: 5)
        do {
            let journal = try Journal(in: place.folder())
            for batch in 0..<20 {
                try journal.add((0..<500).map { chance.street(batch * 500 + $0, sensors: 8) })
            }
            try journal.close()
        }
        let file = try #require(FileHandle(forUpdatingAtPath: place.path + "/journal.sqlite"))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 40_000))
        try file.close()
        let error = #expect(throws: VaultError.self) {
            let journal = try Journal(in: place.folder())
            _ = try journal.roster()
            _ = try journal.all()
        }
        #expect(error?.remedy.contains("restore") == true)
    }

    @Test("one changed byte inside an entry is noticed")
    func changedByte() throws {
        let journal = try Journal(in: place.folder())
        try journal.add([.tick(EventTime(seconds: 1))])
        try journal.file.execute("UPDATE entries SET body = x'80' || substr(body, 2) || x'00'")
        #expect(throws: VaultError.self) { try journal.all() }
    }

    @Test("a file of a newer release is left alone")
    func newer() throws {
        do {
            let journal = try Journal(in: place.folder())
            try journal.file.execute("PRAGMA user_version = 99")
        }
        let error = #expect(throws: VaultError.self) { _ = try Journal(in: place.folder()) }
        #expect(error?.what.contains("newer release") == true)
    }
}
